from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from ..agreement.common_agreement import AgreementCommon
from ..cash.common_deposit import DepositCommon
from ..cash.common_till import TillCommon
from ..cash.common_wallet import WalletCase
from ..cash.test_entrusted import EntrustedCommon

HAND_OVER = date(2026, 11, 10)


class MoveOutCase(WalletCase):
    """Move-outs as desk and cashier settle them; what was expected is kept."""

    def _move_out(self, occupancy=None, day=HAND_OVER):
        return (
            self.env["convenience.move.out"]
            .with_user(self.clerk)
            .create({"occupancy_id": (occupancy or self.owner_occupancy).id, "date": day})
            .with_user(self.env.user)
        )

    def _settle(self, move_out):
        """Settle; what the cashier is shown before is what is taken and paid back."""
        move_out.with_user(self.clerk).action_prepare()
        shown = move_out.with_user(self.cashier)._expected_amounts()
        move_out.with_user(self.cashier)._settle_with(self.cash)
        # taken and paid back, as they are shown before
        self.assertEqual(
            (shown["to_pay"], shown["to_pay_back"]),
            (move_out.amount_paid, move_out.amount_refunded),
        )
        return move_out


@tagged("post_install", "-at_install")
@freeze_time("2026-11-10 04:00:00")
class TestMoveOutCornerCases(MoveOutCase, DepositCommon, AgreementCommon):
    """Payers with two units or several sorts of money, and those who pay for others."""

    def _second_unit(self, partner):
        unit, _somebody = self._make_household("9", "901", "Somebody", role="tenant")
        unit.occupancy_ids.write({"date_to": date(2026, 1, 31)})
        self.env.flush_all()
        return self.env["convenience.occupancy"].create(
            {
                "unit_id": unit.id,
                "partner_id": partner.id,
                "role": "tenant",
                "date_from": date(2026, 2, 1),
            }
        )

    # ------------------------------------------------------------------ two units

    def test_who_stays_elsewhere_is_not_promised_the_prepayment(self):
        self._second_unit(self.tenant)
        self._prepay(self.tenant, 100.0)
        move_out = self._settle(self._move_out(self.tenant_unit.occupancy_ids))
        self.assertEqual((move_out.amount_refunded, self.wallet.balance), (0.0, 100.0))

    def test_unit_left_later_and_settled_first(self):
        """The prepayment goes back with the last settlement, whichever unit was left last."""
        other = self._second_unit(self.tenant)
        self._prepay(self.tenant, 100.0)
        first = self._move_out(self.tenant_unit.occupancy_ids, date(2026, 11, 5))
        self._settle(self._move_out(other, date(2026, 11, 9)))
        self.assertEqual(self.wallet.balance, 100.0, "one unit is not settled yet")
        self.assertEqual(self._settle(first).amount_refunded, 100.0)
        self.assertEqual(self.wallet.balance, 0.0)

    def test_both_units_on_one_day(self):
        other = self._second_unit(self.tenant)
        self._prepay(self.tenant, 100.0)
        self.assertEqual(self._settle(self._move_out(other)).amount_refunded, 0.0)
        last = self._settle(self._move_out(self.tenant_unit.occupancy_ids))
        self.assertEqual((last.amount_refunded, self.wallet.balance), (100.0, 0.0))

    # ------------------------------------------------------------------ several sorts of money

    def test_reserved_for_work_that_is_not_invoiced_yet(self):
        self._prepay(self.tenant, 100.0)
        self._advance(self._order(self.sixty), "reviewed")
        move_out = self._settle(self._move_out(self.tenant_unit.occupancy_ids))
        self.assertEqual((move_out.amount_paid, move_out.amount_refunded), (0.0, 40.0))
        self.assertEqual(self._ledger_of(self.tenant), 0.0)

    def test_deposit_kept_in_part_debts_and_prepayment(self):
        """80.00 owed, 50.00 ahead, 200.00 left of the deposit: 170.00 go back."""
        deposit = self._held()
        deposit.request_id.with_user(self.clerk).action_cancel(reason="Not needed")
        self._as_director(deposit)._keep(100.0, reason="Burnt")
        self._october()
        self._prepay(self.owner, 50.0)
        move_out = self._settle(self._move_out())
        self.assertEqual((move_out.amount_prepaid, move_out.amount_deposit), (50.0, 30.0))
        self.assertEqual((move_out.amount_paid, move_out.amount_refunded), (0.0, 170.0))
        self.assertEqual(self._ledger_of(self.owner), 0.0)
        self.assertEqual((deposit.amount_held, self._booked()), (0.0, 0.0))

    def test_credits_larger_than_debts(self):
        self._october()
        bill = self._invoice(self._settlement()).statement_ids
        self._take_payment(bill, 80.0)
        note = bill.invoice_id._reverse_moves([{"invoice_date": HAND_OVER}])
        note.invoice_line_ids.price_unit = 50.0
        note.action_post()
        self._advance(self._request(items=[(self.bulb, 1)]), "reviewed")
        move_out = self._settle(self._move_out())
        self.assertEqual((move_out.amount_paid, move_out.amount_refunded), (0.0, 40.0))
        self.assertEqual(self._ledger_of(self.owner), 0.0)

    def test_draft_of_a_settlement(self):
        self._october()
        settlement = self._settlement()
        self.assertEqual(self._settle(self._move_out()).amount_billed, 80.0)
        self.assertFalse(settlement.statement_ids)

    # ------------------------------------------------------------------ flat months

    def test_in_the_middle_of_a_suspension(self):
        agreement = self._agreement(date_from=date(2026, 11, 1))
        agreement.suspend(date(2026, 11, 4), date(2026, 11, 20), "Away")
        move_out = self._settle(self._move_out())
        self.assertEqual(move_out.amount_billed, 31.0, "three of thirty days of 310.00")
        self.assertFalse(self._settlement(date(2026, 11, 30)).statement_ids)

    def test_on_the_day_of_the_cut_off(self):
        self._agreement(date_from=date(2026, 10, 1))
        move_out = self._settle(self._move_out(day=date(2026, 10, 31)))
        self.assertEqual(move_out.amount_billed, 310.0)
        self.assertEqual(self._ledger_of(self.owner), 0.0)
        for day in (date(2026, 10, 31), date(2026, 11, 30)):
            self.assertFalse(self._settlement(day).statement_ids)

    # ------------------------------------------------------------------ who pays for others

    def _owner_of(self, unit):
        """The owner of a unit that is let, who consented to pay for the tenant."""
        return self.env["convenience.occupancy"].create(
            {
                "unit_id": unit.id,
                "partner_id": self.owner.id,
                "role": "owner",
                "date_from": date(2020, 1, 1),
            }
        )

    def _paid_by_owner(self):
        return {
            "unit_id": self.tenant_unit.id,
            "payer_id": self.owner.id,
            "payer_consent": "By telephone",
        }

    def test_agreement_of_the_tenant_that_the_owner_pays(self):
        """Days after the hand-over are not charged to who has left."""
        occupancy = self._owner_of(self.tenant_unit)
        agreement = self._agreement(
            partner_id=self.tenant.id, date_from=date(2026, 11, 1), **self._paid_by_owner()
        )
        move_out = self._move_out(occupancy)
        with self.assertRaisesRegex(UserError, f"{agreement.name} of Tenant is paid by"):
            move_out.with_user(self.clerk).action_prepare()
        agreement.end(HAND_OVER, "The owner leaves")
        self.assertEqual(self._settle(move_out).amount_billed, 103.33)
        self.assertFalse(self._settlement(date(2026, 11, 30)).statement_ids)

    def test_request_of_the_tenant_that_the_owner_pays(self):
        occupancy = self._owner_of(self.tenant_unit)
        request = self._request(
            self.tenant_unit, self.tenant, payer_id=self.owner.id, payer_consent="By telephone"
        )
        self.assertEqual(request.payer_id, self.owner)
        move_out = self._move_out(occupancy)
        with self.assertRaisesRegex(UserError, request.name):
            move_out.with_user(self.clerk).action_prepare()
        self._advance(request, "reviewed")
        self.assertEqual(self._settle(move_out).amount_billed, 80.0)


@tagged("post_install", "-at_install")
class TestMoveOutEntrusted(MoveOutCase, EntrustedCommon, TillCommon):
    """Nobody gets the paper while money of an errand is open on either side."""

    def setUp(self):
        super().setUp()
        self.errand.with_user(self.worker_user).outcome = "Seat 12A"
        self.errand.with_user(self.worker_user).action_done()
        self.errand.with_user(self.supervisor).action_review()
        self.today = self.office._today()

    def test_entrusted_money_left_is_given_back_first(self):
        self.entrusted._receive(100.0, self.cash)
        move_out = self._move_out(day=self.today)
        with self.assertRaisesRegex(UserError, f"{self.entrusted.name} of {self.errand.name}"):
            move_out.with_user(self.clerk).action_prepare()
        self.entrusted._refund(100.0, self.cash, "Not needed")
        self.assertEqual(self._settle(move_out).state, "done")
        self.assertEqual(self._ledger_of(self.owner), 0.0)

    def test_voucher_is_booked_and_collected_first(self):
        voucher = self._voucher(35.0)
        move_out = self._move_out(day=self.today)
        with self.assertRaisesRegex(UserError, "1 vouchers"):
            move_out.with_user(self.clerk).action_prepare()
        voucher._book(self.cash)
        with self.assertRaisesRegex(UserError, "-35.00"):
            move_out.with_user(self.clerk).action_prepare()
        self.entrusted._receive(35.0, self.cash)
        self._settle(move_out)
        self.assertEqual(self._ledger_of(self.owner), 0.0)

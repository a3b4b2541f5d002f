from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ..agreement.common_agreement import AgreementCommon
from ..cash.common_money import MoneyCommon

HAND_OVER = date(2026, 11, 10)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-10 04:00:00")
class TestMoveOut(MoneyCommon, AgreementCommon):
    """Somebody leaves on the 10th: what is open is named, the rest comes to zero."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ladder_use = cls._make_item("Ladder Hire", 13)
        cls._approve(
            cls._make_tariff(
                cls.office,
                date(2026, 11, 10),
                [(cls.ladder_use, 20.0, {"deposit": 100.0})],
                kind="amendment",
            )
        )

    def _move_out(self, occupancy=None):
        return (
            self.env["convenience.move.out"]
            .with_user(self.clerk)
            .create({"occupancy_id": (occupancy or self.owner_occupancy).id, "date": HAND_OVER})
            .with_user(self.env.user)
        )

    def _settle(self, move_out):
        move_out.with_user(self.clerk).action_prepare()
        move_out.with_user(self.cashier)._settle_with(self.cash)
        return move_out

    def _ladder(self, unit=None, resident=None):
        return (
            self.env["convenience.loan"]
            .with_user(self.clerk)
            .create(
                {
                    "name": "Ladder",
                    "unit_id": (unit or self.unit).id,
                    "resident_id": (resident or self.owner).id,
                    "due_on": HAND_OVER,
                }
            )
        )

    # ------------------------------------------------------------------ what is open

    def test_refused_with_the_whole_list(self):
        ladder = self._ladder()
        request = self._request()
        move_out = self._move_out()
        with self.assertRaises(UserError) as refusal:
            move_out.with_user(self.clerk).action_prepare()
        self.assertIn(request.name, str(refusal.exception))
        self.assertIn("Ladder (Lent) is not returned", str(refusal.exception))
        self.assertIn(request.name, move_out.obstacles)
        ladder.action_return()
        request.with_user(self.clerk).action_cancel(reason="Moves out")
        move_out.with_user(self.clerk).action_prepare()
        self.assertEqual(move_out.state, "prepared")
        self.assertFalse(move_out.obstacles)

    def test_what_opens_after_the_desk_stops_the_cashier(self):
        move_out = self._move_out()
        move_out.with_user(self.clerk).action_prepare()
        request = self._request()
        with self.assertRaisesRegex(UserError, request.name):
            move_out.with_user(self.cashier)._settle_with(self.cash)

    def test_a_settlement_under_way_is_accepted_first(self):
        self._october()
        settlement = self._settlement()
        settlement.with_user(self.service_manager).action_review()
        with self.assertRaisesRegex(UserError, settlement.name):
            self._move_out().with_user(self.clerk).action_prepare()

    def test_nobody_leaves_ahead_of_the_day(self):
        move_out = (
            self.env["convenience.move.out"]
            .with_user(self.clerk)
            .create(
                {"occupancy_id": self.owner_occupancy.id, "date": HAND_OVER + timedelta(days=1)}
            )
        )
        with self.assertRaisesRegex(UserError, "hand-over is on"):
            move_out.action_prepare()

    # ------------------------------------------------------------------ who

    def test_the_desk_prepares_and_the_cashier_settles(self):
        for role, user in self.users.items():
            move_out = self._move_out()
            with self.subTest(role=role):
                if role in ("clerk", "supervisor", "service_manager", "director"):
                    move_out.with_user(user).action_prepare()
                    with self.assertRaises(AccessError):
                        move_out.with_user(user)._settle_with(self.cash)
                    move_out.with_user(user).action_draft()
                else:
                    with self.assertRaises(AccessError):
                        move_out.with_user(user).action_prepare()
            move_out.with_user(self.clerk).action_cancel(reason="Stays")
            self.env.flush_all()

    # ------------------------------------------------------------------ money

    def test_comes_to_zero_and_cannot_be_billed_later(self):
        """A bill of October, a service of November, a deposit: settled on the 10th."""
        self._october()
        bill = self._invoice(self._settlement()).statement_ids
        self._past_requests(
            [{"registered": datetime(2026, 11, 5, 1), "done": datetime(2026, 11, 5, 3)}]
        )
        hired = self._request(items=[(self.ladder_use, 1)])
        deposit = self.env["convenience.deposit"].search([("partner_id", "=", self.owner.id)])
        deposit.with_user(self.cashier)._receive(journal=self.cash)
        self._advance(hired, "reviewed")

        move_out = self._settle(self._move_out())

        self.assertEqual(move_out.state, "done")
        self.assertEqual(move_out.amount_billed, 100.0, "80 of November and 20 for the ladder")
        self.assertEqual(move_out.amount_owed, 180.0)
        self.assertEqual(move_out.amount_deposit, 100.0)
        self.assertEqual(move_out.amount_paid, 80.0)
        self.assertEqual(move_out.amount_refunded, 0.0)
        self.assertEqual(bill.amount_residual + move_out.statement_id.amount_residual, 0.0)
        self.assertEqual(deposit.amount_held, 0.0)
        self.assertEqual(self._ledger_of(self.owner), 0.0)
        self.assertEqual(self.owner_occupancy.date_to, HAND_OVER)
        november = self._settlement(date(2026, 11, 30))
        self.assertFalse(november.statement_ids, "nothing is billed a second time")
        self.assertFalse(november.waiting_ids)

    def test_nothing_is_ordered_after_the_hand_over(self):
        self._settle(self._move_out())
        with (
            freeze_time("2026-11-11 04:00:00"),
            self.assertRaisesRegex(UserError, "is not registered in"),
        ):
            self._request()

    def test_what_was_served_before_and_comes_to_light_later_is_billed(self):
        self._settle(self._move_out())
        self._past_requests(
            [{"registered": datetime(2026, 11, 3, 1), "done": datetime(2026, 11, 3, 3)}]
        )
        statement = self._settlement(date(2026, 11, 30)).statement_ids
        self.assertEqual((statement.partner_id, statement.amount_total), (self.owner, 80.0))

    def test_a_tenant_gets_the_rest_of_the_prepayment_and_the_deposit_back(self):
        unit, tenant = self._make_household("2", "201", "Tenant Two", role="tenant")
        self._prepay(tenant, 100.0)
        request = self._request(unit, tenant, items=[(self.drain, 1)])
        self._advance(request, "reviewed")
        move_out = self._settle(self._move_out(unit.occupancy_ids))
        self.assertEqual(move_out.amount_paid, 0.0)
        self.assertEqual(move_out.amount_refunded, 20.0)
        self.assertEqual(self._ledger_of(tenant), 0.0)
        wallet = self.env["convenience.wallet"]._find(self.company, tenant)
        self.assertEqual(wallet.balance, 0.0)

    def test_who_keeps_another_unit_keeps_the_prepayment(self):
        unit, tenant = self._make_household("2", "201", "Tenant Two", role="tenant")
        other, _partner = self._make_household("2", "202", "Somebody", role="tenant")
        other.occupancy_ids.write({"date_to": date(2026, 1, 31)})
        self.env.flush_all()
        self.env["convenience.occupancy"].create(
            {
                "unit_id": other.id,
                "partner_id": tenant.id,
                "role": "tenant",
                "date_from": date(2026, 2, 1),
            }
        )
        self._prepay(tenant, 100.0)
        move_out = self._settle(self._move_out(unit.occupancy_ids))
        self.assertEqual(move_out.amount_refunded, 0.0)
        self.assertEqual(self.env["convenience.wallet"]._find(self.company, tenant).balance, 100.0)

    def test_a_flat_month_is_billed_to_the_day_and_the_agreement_ends(self):
        agreement = self._agreement(date_from=date(2026, 11, 1))
        move_out = self._settle(self._move_out())
        self.assertEqual(move_out.amount_billed, 103.33, "ten of thirty days of 310.00")
        self.assertEqual(agreement.state, "ended")
        self.assertEqual(agreement.date_to, HAND_OVER)
        self.assertFalse(self._settlement(date(2026, 11, 30)).statement_ids)

    def test_an_agreement_that_has_not_begun_ends_without_a_day(self):
        agreement = self._agreement(date_from=HAND_OVER + timedelta(days=5))
        move_out = self._settle(self._move_out())
        self.assertEqual(agreement.state, "ended")
        self.assertLess(agreement.date_to, agreement.date_from)
        self.assertEqual(move_out.amount_billed, 0.0)

    def test_everything_at_once(self):
        """An agreement, a prepayment, a deposit, a ladder and an open request, on the 10th."""
        unit, tenant = self._make_household("2", "201", "Tenant Two", role="tenant")
        agreement = self._agreement(
            unit_id=unit.id, partner_id=tenant.id, date_from=date(2026, 11, 1)
        )
        self._prepay(tenant, 300.0)
        hired = self._request(unit, tenant, items=[(self.ladder_use, 1)])
        deposit = hired.deposit_ids
        deposit.with_user(self.cashier)._receive(journal=self.cash)
        self._advance(hired, "reviewed")
        visit = self._visits(agreement.line_ids, date(2026, 11, 16))
        ladder = self._ladder(unit, tenant)
        request = self._request(unit, tenant, items=[(self.bulb, 1)])
        move_out = self._move_out(unit.occupancy_ids)

        with self.assertRaises(UserError) as refusal:
            move_out.with_user(self.clerk).action_prepare()
        self.assertIn(request.name, str(refusal.exception))
        self.assertIn("Ladder (Lent)", str(refusal.exception))
        self.assertNotIn(visit.name, str(refusal.exception), "it goes with the agreement")

        ladder.action_return()
        request.with_user(self.clerk).action_cancel(reason="Moves out")
        self._settle(move_out)

        self.assertEqual((agreement.state, visit.state), ("ended", "cancelled"))
        self.assertEqual(move_out.amount_billed, 103.33, "ten days of the month; the ladder before")
        self.assertEqual(move_out.amount_paid, 0.0)
        self.assertEqual(move_out.amount_refunded, 276.67, "176.67 of the money ahead, the deposit")
        self.assertEqual(deposit.state, "settled")
        self.assertEqual(self._ledger_of(tenant), 0.0)
        settlement = self._settlement(date(2026, 11, 30))
        self.assertFalse(settlement.statement_ids)
        self.assertFalse(settlement.waiting_ids)
        with freeze_time("2026-12-01 04:00:00"):
            self.assertFalse(self.env["convenience.statement"]._bill_prepaid_flat_months())

    def _paid_bill(self):
        self._october()
        bill = self._invoice(self._settlement()).statement_ids
        self._take_payment(bill, 80.0)
        return bill

    def test_what_a_credit_note_left_over_is_paid_back(self):
        bill = self._paid_bill()
        note = bill.invoice_id._reverse_moves([{"invoice_date": HAND_OVER}])
        note.invoice_line_ids.price_unit = 30.0
        note.action_post()
        move_out = self._settle(self._move_out())
        self.assertEqual(move_out.amount_refunded, 30.0)
        self.assertEqual(self._ledger_of(self.owner), 0.0)

    def _entered(self, amount, office=None):
        """Money that accounting enters for the owner, for an office or for none."""
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.owner.id,
                "journal_id": self.bank.id,
                "amount": amount,
                "convenience_office_id": office and office.id,
            }
        )
        payment.action_post()
        return payment

    def test_money_entered_for_the_office_is_used_and_the_rest_paid_back(self):
        bill = self._paid_bill()
        self._entered(50.0, self.office)
        move_out = self._move_out()
        amounts = move_out.with_user(self.cashier)._expected_amounts()
        self.assertEqual((amounts["over"], amounts["to_pay_back"]), (50.0, 50.0))
        self._settle(move_out)
        self.assertEqual((bill.amount_residual, move_out.amount_refunded), (0.0, 50.0))
        self.assertEqual(self._ledger_of(self.owner), 0.0)

    def test_money_at_no_office_is_looked_at_before_the_paper_is_given(self):
        self._paid_bill()
        payment = self._entered(50.0)
        move_out = self._move_out()
        move_out.with_user(self.clerk).action_prepare()
        with (
            self.assertRaisesRegex(UserError, "50.00.*count at no office"),
            self.env.cr.savepoint(),
        ):
            move_out.with_user(self.cashier)._settle_with(self.cash)
        item = payment.move_id.line_ids.filtered(lambda line: line.amount_residual < 0)
        item._assign_to_office(self.office.with_user(self.cashier))
        move_out.with_user(self.cashier)._settle_with(self.cash)
        self.assertEqual(move_out.amount_refunded, 50.0)
        self.assertEqual(self._ledger_of(self.owner), 0.0)

    def test_the_paper(self):
        move_out = self._settle(self._move_out())
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.cashier)
            ._render_qweb_html("convenience_service.report_move_out", move_out.ids)
        )
        self.assertIn(move_out.name, html.decode())
        self.assertIn("Left to pay", html.decode())
        self.assertNotIn("proves nothing", html.decode())

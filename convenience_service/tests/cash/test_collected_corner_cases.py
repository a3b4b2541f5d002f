from datetime import date

from odoo.tests import freeze_time, tagged

from ..billing.common_bills import BillCommon
from .common_deposit import DepositCommon
from .common_wallet import WalletCase


@tagged("post_install", "-at_install")
class TestCollectedCornerCases(BillCommon, DepositCommon, WalletCase):
    """Money in a collector's hands is not taken from prepayment or deposit a second time."""

    def test_bill_in_a_collectors_hands_is_not_paid_from_the_prepayment(self):
        bill = self._bill()
        self._prepay(self.visitor, 100.0)
        self._give(statements=[bill], amount=50.0)
        bill.with_user(self.cashier).action_pay_from_wallet()
        self.assertEqual(bill.amount_residual, 50.0, "what the collector has")
        with self._refuses("0.00 left to pay"):
            bill.with_user(self.cashier).action_pay_from_wallet()
        self._accept(self._hand_over())
        self.assertEqual(bill.amount_residual, 0.0)
        self.assertEqual(self._ledger_of(self.visitor), -70.0, "100.00 less 30.00")

    def test_bill_in_a_collectors_hands_is_not_paid_from_a_deposit(self):
        deposit, bill = self._held(), self._bill_of_today()
        self._give(statements=[bill], partner_id=self.owner.id)
        with self._refuses("no more can be applied"):
            self._as_cashier(deposit)._apply(bill, 80.0, "Owed")
        self._accept(self._hand_over())
        self.assertEqual((bill.amount_residual, deposit.amount_held), (0.0, 300.0))

    def test_what_is_reserved_is_not_collected(self):
        self._at_the_desk(60.0)
        request = self._advance(self._order(self.sixty), "signed")
        self.assertFalse(request.amount_to_collect)
        with self._refuses("nothing that is paid per visit"):
            self._give(requests=request, partner_id=self.tenant.id, amount=60.0)
        request.with_user(self.supervisor).action_review()
        found = self.env["convenience.request"].search([("is_to_collect", "=", True)])
        self.assertNotIn(request, found)
        self._billing()
        self.assertEqual(self._figures(), (60.0, 0.0, 60.0, 0.0, 0.0))

    def test_what_is_collected_is_not_taken_from_money_that_comes_later(self):
        request = self._october(
            unit=self.tenant_unit, customer=self.tenant, items=[(self.sixty, 1)]
        )
        receipt = self._give(requests=request, partner_id=self.tenant.id)
        self._at_the_desk(100.0)
        self._billing()
        self.assertFalse(self._bill_of(request))
        self._accept(self._hand_over())
        self.assertEqual((receipt.state, self._bill_of(request).amount_residual), ("posted", 0.0))
        self.assertEqual(self.wallet.available, 100.0)
        self.assertLedger()

    def test_waived_and_collected_is_billed_with_the_hand_over(self):
        request = self._order(self.sixty)
        request.with_user(self.director).action_waive_prepayment(reason="Known")
        self._advance(request, "signed")
        receipt = self._give(requests=request, partner_id=self.tenant.id)
        request.with_user(self.supervisor).action_review()
        self._billing()
        self._accept(self._hand_over())
        bill = self._bill_of(request)
        self.assertEqual((bill.kind, bill.amount_residual), ("per_visit", 0.0))
        self.assertEqual(receipt.line_ids.statement_id, bill)

    def test_a_deposit_is_handed_over_and_is_not_the_price(self):
        request = self._request(self.flat, self.visitor, items=[(self.carpet, 1)])
        request.deposit_ids.with_user(self.clerk)._receive()
        self.assertFalse(request._collected())
        self._accept(self._hand_over())
        self.assertEqual(request.deposit_ids.amount_held, 300.0)
        self._advance(request, "reviewed")
        receipt = self._collect(request)
        self.assertEqual((receipt.amount, self._bill_of(request).amount_residual), (120.0, 0.0))

    def test_receipts_handed_over_together_pay_no_more_than_the_bill(self):
        bill = self._bill()
        for amount in (50.0, 30.0):
            self._give(statements=[bill], amount=amount)
        self._note(bill, 30.0)
        handover = self._hand_over()
        with self._refuses("left to pay, less than"):
            self._accept(handover)
        self.assertEqual(self._ledger_of(self.visitor), 50.0)

    def test_bill_that_waits_for_the_job_is_invoiced_with_the_money(self):
        self._october()
        bill = self._confirm(self._settlement()).statement_ids
        self._give(statements=[bill], partner_id=self.owner.id, amount=80.0)
        self._accept(self._hand_over())
        self.assertEqual((bill.state, bill.amount_residual), ("invoiced", 0.0))
        self.assertEqual(self._ledger_of(self.owner), 0.0)

    def test_deposit_is_held_since_it_was_received_for_good(self):
        deposit = self._deposit()
        with freeze_time("2026-10-20 02:00:00"):
            wrong = self._as_cashier(deposit)._receive(300.0, self.cash)
        self._cancel(wrong)
        self.assertFalse(deposit.date_received)
        with freeze_time("2026-11-20 02:00:00"):
            self._as_cashier(deposit)._receive(300.0, self.cash)
        self.assertEqual(deposit.date_received, date(2026, 11, 20))

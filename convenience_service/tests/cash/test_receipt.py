from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import ConvenienceCommon
from .common_money import MoneyCommon


@tagged("post_install", "-at_install")
class TestReceipt(MoneyCommon, ConvenienceCommon):
    """Money on numbered receipts: who takes it, what it is booked as, and what cannot be undone."""

    def _bill(self):
        self._october()
        return self._invoice(self._settlement()).statement_ids

    def test_a_bill_paid_in_part_and_in_full(self):
        statement = self._bill()
        self._take_payment(statement, 30.0)
        self.assertEqual(statement.amount_residual, 50.0)
        receipt = self._take_payment(statement, 50.0)
        self.assertEqual(statement.invoice_id.payment_state, "paid")
        self.assertEqual(
            self._entry(receipt.payment_id.move_id),
            {("1001", "Owner One"): 50.0, ("1122", "Owner One"): -50.0},
        )
        self.assertRegex(receipt.name, r"^SJ\d{4}-.+-\d{5}$")

    def test_no_more_than_is_owed(self):
        statement = self._bill()
        with self.assertRaisesRegex(UserError, "¥.80.00 left to pay"):
            self._take_payment(statement, 80.01)

    def test_only_cashier_and_collector_take_money(self):
        statement = self._bill()
        for role, user in self.users.items():
            if role != "cashier":
                with self.subTest(role=role), self.assertRaises(AccessError):
                    self._issue(user, statement, 80.0)
        self.office.collector_ids = self.clerk
        receipt = self._issue(self.clerk, statement, 80.0)
        with self.assertRaises(AccessError):
            receipt.with_user(self.clerk)._move_to("posted")
        self.assertEqual(statement.amount_residual, 80.0, "pays nothing before the cashier has it")

    def test_nobody_writes_a_receipt_by_hand(self):
        receipt = self._take_payment(self._bill(), 80.0)
        for role, user in self.users.items():
            with self.subTest(role=role):
                own = receipt.with_user(user)
                with self.assertRaises(AccessError):
                    own.write({"amount": 8.0})
                with self.assertRaises(UserError):
                    own.create(
                        {
                            "office_id": self.office.id,
                            "partner_id": self.owner.id,
                            "kind": "prepayment",
                            "amount": 5.0,
                        }
                    )
                with self.assertRaises(AccessError):
                    own.unlink()

    def test_cancelled_with_a_reason_and_owed_again(self):
        statement = self._bill()
        receipt = self._take_payment(statement, 80.0)
        receipt.with_user(self.cashier).action_cancel(reason="Wrong customer")
        self.assertEqual(receipt.state, "cancelled")
        self.assertEqual(receipt.payment_id.state, "canceled")
        self.assertEqual(statement.amount_residual, 80.0)

    def test_its_payment_is_not_undone_behind_it(self):
        receipt = self._take_payment(self._bill(), 80.0)
        payment = receipt.payment_id.with_user(self.cashier)
        for undo in (
            payment.action_draft,
            payment.action_cancel,
            payment.unlink,
            lambda: payment.write({"state": "canceled"}),
            lambda: payment.write({"amount": 1.0}),
            payment.move_id.button_draft,
            payment.move_id._reverse_moves,
        ):
            with self.subTest(undo=undo), self.assertRaises(UserError):
                undo()

    def test_nothing_is_booked_by_hand_where_residents_money_lies(self):
        account = self.company._convenience_fund_account("deposit")
        with self.assertRaisesRegex(UserError, "booked by receipts only"):
            self.env["account.move"].create(
                {
                    "move_type": "entry",
                    "date": date(2026, 10, 1),
                    "line_ids": [
                        (0, 0, {"account_id": account.id, "balance": -5.0}),
                        (0, 0, {"account_id": self.cash.default_account_id.id, "balance": 5.0}),
                    ],
                }
            ).action_post()

    def test_accounts_of_residents_money(self):
        for purpose, code in (("prepayment", "2203"), ("deposit", "2241"), ("entrusted", "2241")):
            account = self.company._convenience_fund_account(purpose)
            self.assertTrue(account.code.startswith(code), account.code)
            self.assertTrue(account.reconcile)
            self.assertEqual(account.account_type, "liability_current")
            self.assertEqual(account, self.company._convenience_fund_account(purpose))
        self.assertEqual(len(self.company._convenience_fund_accounts()), 3)

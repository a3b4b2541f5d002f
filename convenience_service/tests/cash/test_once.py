from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_till import TillCommon
from .common_wallet import WalletCase

CLICKS = 20


@tagged("post_install", "-at_install")
class TestOnce(TillCommon, WalletCase):
    """A dialog that moves money does so once, however often its button is pressed."""

    def _receipts(self):
        return self.env["convenience.receipt"].search([("company_id", "=", self.company.id)])

    def _press(self, dialog, button):
        """Press again and again; return what came of it and what the second click showed."""
        before = self._receipts()
        first = getattr(dialog, button)()
        for _click in range(CLICKS - 1):
            again = getattr(dialog, button)()
        return self._receipts() - before, first, again

    def _prepaying(self, amount=100.0):
        return (
            self.env["convenience.prepayment.wizard"]
            .with_user(self.cashier)
            .create({"partner_id": self.tenant.id, "office_id": self.office.id, "amount": amount})
        )

    def test_a_prepayment(self):
        receipts, first, again = self._press(self._prepaying(), "action_apply")
        self.assertEqual(receipts.mapped("amount"), [100.0])
        self.assertEqual(self.wallet.available, 100.0)
        self.assertEqual(first["report_name"], again["report_name"])
        self.assertEqual(again["context"]["active_ids"], receipts.ids, "the receipt there is")

    def test_a_part_of_a_bill(self):
        bill = self._visit()
        self._till(bill).action_bill()
        statement = bill.line_ids.statement_line_ids.statement_id
        dialog = (
            self.env["convenience.statement.payment"]
            .with_user(self.cashier)
            .create({"statement_ids": [(6, 0, statement.ids)], "amount": 10.0})
        )
        receipts, _first, again = self._press(dialog, "action_pay")
        self.assertEqual(receipts.mapped("amount"), [10.0])
        self.assertEqual(statement.amount_residual, 70.0)
        self.assertEqual(again["context"]["active_ids"], receipts.ids)

    def test_a_visit(self):
        receipts, _first, again = self._press(self._till(self._visit()), "action_collect")
        self.assertEqual(receipts.mapped("amount"), [80.0])
        self.assertEqual(again["context"]["active_ids"], receipts.ids)

    def test_the_mark_is_nobodys_to_write(self):
        dialog = self._prepaying()
        dialog.action_apply()
        for values in ({"is_done": False}, {"papers": False}, {"amount": 5.0}):
            with self.subTest(values=values), self.assertRaises(UserError):
                dialog.write(values)
        self.assertFalse(dialog.copy().is_done)
        self.assertEqual(self.wallet.available, 100.0)

    def test_refused_it_can_be_pressed_again(self):
        dialog = self._prepaying(-5.0)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            dialog.action_apply()
        dialog.amount = 5.0
        dialog.action_apply()
        self.assertEqual(self.wallet.available, 5.0)

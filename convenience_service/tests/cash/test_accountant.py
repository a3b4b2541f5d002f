from odoo.tests import tagged

from ..billing.common_bills import BillCommon
from ..common import ConvenienceCommon


@tagged("post_install", "-at_install")
class TestAccountant(BillCommon, ConvenienceCommon):
    """Somebody with the ERP's accounting rights and no role of ours, in the ERP's own screens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls._make_accountant()

    def _pay_as_accountant(self, bill):
        wizard = self.env["account.payment.register"].with_user(self.accountant)
        context = {"active_model": "account.move", "active_ids": bill.invoice_id.ids}
        dialog = wizard.with_context(**context).create({"journal_id": self.bank.id})
        return dialog._create_payments()

    def test_what_they_take_has_a_receipt(self):
        bill = self._bill()
        self._pay_as_accountant(bill)
        self.assertEqual(bill.amount_residual, 0.0)
        self.assertEqual(self._receipts_of(bill).mapped("amount"), [80.0])

    def test_what_they_take_back_has_none_any_more(self):
        bill = self._bill()
        payment = self._pay_as_accountant(bill)
        payment.with_user(self.accountant).action_draft()
        self.assertEqual(bill.amount_residual, 80.0)
        self.assertEqual(self._receipts_of(bill).mapped("state"), ["cancelled"])

    def test_what_the_till_took_is_not_undone_by_them(self):
        bill = self._bill(paid=80.0)
        receivable = bill.invoice_id.line_ids.filtered("matched_credit_ids")
        with self._refuses("stays reconciled"):
            receivable.with_user(self.accountant).remove_move_reconcile()
        self.assertEqual(self._receipts_of(bill).mapped("state"), ["posted"])

    def test_what_is_on_a_posted_bill_or_credit_note_stays(self):
        """The ERP lets a program add a tax to a posted invoice, or take it away."""
        bill = self._bill()
        note = self._note(bill, 30.0)
        forced = {"force_delete": True, "dynamic_unlink": True}
        for user in (self.cashier, self.accountant):
            for move in (bill.invoice_id, note):
                taxes = move.with_user(user).line_ids.filtered("tax_line_id")
                self.assertTrue(taxes)
                with self._refuses("its items stay with it"):
                    taxes.copy()
                with self._refuses("its items stay with it"):
                    taxes.with_context(**forced).unlink()
        self.assertEqual((bill.invoice_id.amount_total, note.amount_total), (80.0, 30.0))
        self.assertEqual(bill.amount_residual, 50.0)

    def test_they_cancel_a_bill_that_nobody_paid(self):
        bill = self._bill()
        invoice = bill.invoice_id.with_user(self.accountant)
        invoice.button_draft()
        invoice.button_cancel()
        self.assertEqual(bill.state, "cancelled")
        self.assertFalse(any(bill.line_ids.mapped("active")), "its work can be billed again")

    def test_they_credit_a_bill(self):
        bill = self._bill()
        reversal = self.env["account.move.reversal"].with_user(self.accountant)
        context = {"active_model": "account.move", "active_ids": bill.invoice_id.ids}
        reversal.with_context(**context).create(
            {"journal_id": bill.invoice_id.journal_id.id, "reason": "Done badly"}
        ).refund_moves()
        note = bill.invoice_id.reversal_move_ids.with_user(self.accountant)
        note.action_post()
        self.assertEqual(note.amount_total, 80.0)
        self.assertEqual(bill.state, "cancelled")

from typing import NamedTuple

from odoo import api, models


class BillPayment(NamedTuple):
    """One reconciliation of money with a bill, or of money paid out with its credit note."""

    partial: models.Model
    money: models.Model
    statement: models.Model
    direction: str


class AccountPartialReconcile(models.Model):
    """Where money that is entered in the ERP meets the invoice of a statement."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        # sudo: whoever may reconcile has the receipt given out
        payments = [payment for partial in partials.sudo() for payment in partial._bill_payments()]
        if payments:
            self.env["convenience.receipt"].sudo()._give_for_reconciled(payments)
        return partials

    def unlink(self):
        # sudo: a receipt follows what it was given for
        lines = self.env["convenience.receipt.line"].sudo()
        receipts = lines.search([("partial_id", "in", self.ids)]).receipt_id
        result = super().unlink()
        held = receipts.filtered(lambda receipt: receipt.state == "posted")
        if held:
            reason = self.env._("The payment was taken back in accounting.")
            held._move_to_by_system("cancelled", via="payment", reason=reason)
        return result

    def _bill_payments(self):
        """Yield a `BillPayment` where money that has no receipt yet meets a bill."""
        debit, credit = self.debit_move_id, self.credit_move_id
        billed = debit.move_id.convenience_statement_id
        credited = credit.move_id._credited_invoice().convenience_statement_id
        if billed and credit._is_entered_money():
            yield BillPayment(self, credit, billed, "in")
        elif credited and debit._is_entered_money():
            yield BillPayment(self, debit, credited, "out")

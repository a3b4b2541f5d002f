from odoo import models
from odoo.exceptions import UserError


class ConvenienceReceiptRefund(models.AbstractModel):
    """Money paid out for bills: what is left of a bill that was paid and credited afterwards."""

    _name = "convenience.receipt.refund"
    _description = "Refund of Bills"
    _inherit = ["convenience.receipt.part"]

    def _refunds(self):
        """Return the receipts that pay out what is left of bills, as the system sees them."""
        # sudo: the move to booked is the permission
        refunds = self.sudo()._of_kind("statement")
        return refunds.filtered(lambda receipt: receipt.direction == "out")

    def _check_before_posting(self):
        for receipt in self._refunds().filtered(lambda receipt: not receipt._is_booked()):
            for line in receipt.line_ids:
                receipt._check_left_over(line)
        return super()._check_before_posting()

    def _check_left_over(self, line):
        """No more is paid out than credit notes left over, and only to whom it was billed."""
        statement = line.statement_id
        left = statement._refundable() if statement.partner_id == self.partner_id else 0.0
        if self.currency_id.compare_amounts(line.amount, left) > 0:
            raise UserError(
                self.env._(
                    "%(left)s is left over of %(statement)s, less than the %(amount)s to be paid "
                    "out. Credit the bill first.",
                    left=statement._money(left),
                    statement=statement.name,
                    amount=statement._money(line.amount),
                )
            )

    def _after_posting(self):
        """Reconcile what was paid out with the credit notes."""
        for receipt in self._refunds():
            paid = receipt.payment_id.move_id._convenience_receivables()
            for line in receipt.line_ids:
                notes = line.statement_id._credit_notes()._convenience_receivables()
                notes.move_id._reconcile_convenience_lines(paid, notes)
        return super()._after_posting()

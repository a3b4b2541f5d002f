from odoo import api, models
from odoo.exceptions import UserError


class ConvenienceReceipt(models.Model):
    """Money paid out for bills: what is left of a bill that was paid and credited afterwards."""

    _name = "convenience.receipt"
    _inherit = ["convenience.receipt"]

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
                    left=statement._in_currency(left),
                    statement=statement.name,
                    amount=statement._in_currency(line.amount),
                )
            )

    # ------------------------------------------------------------------ cancelled

    def _check_before_cancelling(self):
        # sudo: what was paid back binds whoever cancels
        desk = self.sudo()._of_kind("statement").filtered(lambda r: not r.source_line_id)
        desk._check_not_paid_back(desk.line_ids)
        return super()._check_before_cancelling()

    @api.model
    def _check_not_paid_back(self, lines):
        """The money for a bill that was credited in full is there as long as it is not paid back:
        otherwise the payer would owe again on a bill that is cancelled.
        """
        for line in lines.filtered(lambda line: line.receipt_id.direction == "in"):
            statement = line.statement_id
            if statement.state != "cancelled" or not statement._credit_notes():
                continue
            left = statement._refundable()
            if line.currency_id.compare_amounts(line.amount, left) > 0:
                raise UserError(
                    self.env._(
                        "%(receipt)s: %(statement)s was credited, and only %(left)s of the money "
                        "was not paid back. Cancel the receipt it was paid back on first.",
                        receipt=line.receipt_id.name,
                        statement=statement.name,
                        left=statement._in_currency(left),
                    )
                )

    def _after_cancelling(self):
        """What is owed again is owed less what was credited meanwhile."""
        # sudo: the cancellation is the permission
        received = self.sudo()._of_kind("statement").filtered(lambda r: r.direction == "in")
        for statement in received.line_ids.statement_id:
            statement._offset_credit()
        return super()._after_cancelling()

    # ------------------------------------------------------------------ paid out

    def _after_posting(self):
        """Reconcile what was paid out with the credit notes."""
        for receipt in self._refunds():
            paid = receipt.payment_id.move_id._convenience_receivables()
            for line in receipt.line_ids:
                notes = line.statement_id._credit_notes()._convenience_receivables()
                notes.move_id._reconcile_convenience_lines(paid, notes)
        return super()._after_posting()

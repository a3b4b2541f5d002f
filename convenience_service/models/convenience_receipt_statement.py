from odoo import models
from odoo.exceptions import UserError


class ConvenienceReceiptStatement(models.AbstractModel):
    """Receipts for bills: statements of the month, per visit, or any other.

    A line names the statement that is paid and how much of it; the money is reconciled with the
    invoices in that order. Paid out, it returns what credit notes left over.
    """

    _name = "convenience.receipt.statement"
    _description = "Receipt for Bills"
    _inherit = ["convenience.receipt.part"]

    def _check_before_posting(self):
        for receipt in self._of_kind("statement").sudo().filtered(lambda r: r.direction == "in"):
            for line in receipt.line_ids:
                receipt._check_statement_open(line)
        return super()._check_before_posting()

    def _check_statement_open(self, line):
        """A bill is paid once, by whom it was billed to, and not more than it says."""
        statement = line.statement_id
        if not statement or statement.partner_id != self.partner_id:
            raise UserError(
                self.env._(
                    "%(receipt)s: choose the bills of %(payer)s that are paid.",
                    receipt=self.name,
                    payer=self.partner_id.name,
                )
            )
        left = statement.amount_residual
        if self._is_booked() or statement.currency_id.compare_amounts(line.amount, left) <= 0:
            return
        raise UserError(
            self.env._(
                "%(statement)s has %(left)s left to pay, less than the %(amount)s on "
                "%(receipt)s. Cancel the receipt and give out another.",
                statement=statement.name,
                left=left,
                amount=line.amount,
                receipt=self.name,
            )
        )

    def _check_before_cancelling(self):
        """Money that was paid back of the bill does not leave the till a second time."""
        for receipt in self._of_kind("statement").sudo().filtered(lambda r: r.direction == "in"):
            lines = receipt.line_ids.statement_id.receipt_line_ids
            refund = lines.receipt_id.filtered(
                lambda other: other.direction == "out" and other.state == "posted"
            )[:1]
            if refund:
                raise UserError(
                    self.env._(
                        "%(refund)s paid back what was left of a bill on %(receipt)s. Cancel "
                        "%(refund)s first.",
                        refund=refund.name,
                        receipt=receipt.name,
                    )
                )
        return super()._check_before_cancelling()

    def _after_posting(self):
        """Reconcile what was just paid with the invoices of the statements."""
        for receipt in self._of_kind("statement").sudo().filtered(lambda r: r.direction == "in"):
            for line in receipt.line_ids:
                invoice = line.statement_id.invoice_id
                invoice._reconcile_convenience(receipt.payment_id.move_id)
        return super()._after_posting()

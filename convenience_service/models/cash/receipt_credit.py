from odoo import api, models
from odoo.exceptions import UserError


class ConvenienceReceipt(models.Model):
    """Money paid back that was over at the office and belongs to no single bill."""

    _name = "convenience.receipt"
    _inherit = ["convenience.receipt"]

    @api.model
    def _prepare_pay_back(self, items):
        """Return the values of receipt lines that pay back all that is over of open items."""
        return [
            {
                "statement_id": item.move_id._credited_invoice().convenience_statement_id.id,
                "credit_id": item.id,
                "name": item.move_id.ref or item.move_id.name,
                "amount": -item.amount_residual,
            }
            for item in items
        ]

    def _check_left_over(self, line):
        credit = line.credit_id
        if not credit:
            return super()._check_left_over(line)
        own = (credit.convenience_office_id, credit.convenience_payer_id) == (
            self.office_id,
            self.partner_id,
        )
        left = max(-credit.amount_residual, 0.0) if own else 0.0
        if self.currency_id.compare_amounts(line.amount, left) > 0:
            raise UserError(
                self.env._(
                    "%(left)s of %(entry)s is over for %(payer)s at %(office)s, less than the "
                    "%(amount)s to be paid back. Pay back no more than that.",
                    left=self._in_currency(left),
                    entry=credit.move_id.display_name,
                    payer=self.partner_id.name,
                    office=self.office_id.name,
                    amount=self._in_currency(line.amount),
                )
            )

    def _prepare_settled_account(self):
        """Money goes back from the account that it is booked on."""
        values = super()._prepare_settled_account()
        accounts = self.line_ids.credit_id.account_id
        return {"destination_account_id": accounts.id} if len(accounts) == 1 else values

    def _after_posting(self):
        """Reconcile what was paid back with what it was over from."""
        for receipt in self._refunds():
            for line in receipt.line_ids.filtered("credit_id"):
                paid = receipt.payment_id.move_id._convenience_receivables()
                line.credit_id.move_id._reconcile_convenience_lines(paid, line.credit_id)
        return super()._after_posting()

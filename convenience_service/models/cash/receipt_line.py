from odoo import api, fields, models
from odoo.exceptions import UserError


class ConvenienceReceiptLine(models.Model):
    """What a part of the money on a receipt is for."""

    _name = "convenience.receipt.line"
    _description = "Line of a Receipt"
    _inherit = "convenience.guarded.mixin"
    _order = "receipt_id, id"

    receipt_id = fields.Many2one(
        "convenience.receipt", required=True, index=True, readonly=True, ondelete="cascade"
    )
    office_id = fields.Many2one(related="receipt_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="receipt_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    name = fields.Char("For", readonly=True)
    amount = fields.Monetary(readonly=True)
    statement_id = fields.Many2one(
        "convenience.statement", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    request_id = fields.Many2one(
        "convenience.request", readonly=True, index="btree_not_null", ondelete="restrict"
    )

    partial_id = fields.Many2one(
        "account.partial.reconcile",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups="account.group_account_readonly,account.group_account_invoice",
        help="What the ERP reconciled, where the money was entered there.",
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "receipt_id", "name", "amount", "statement_id", "request_id", "partial_id",
        }  # fmt: skip

    # ------------------------------------------------------------------ collected on the spot

    def _open_elsewhere(self):
        """Return the lines of other receipts, not handed over yet, for the same bill or visit."""
        other = [
            ("receipt_id.state", "=", "collected"),
            ("receipt_id.direction", "=", "in"),
            ("receipt_id.kind", "=", "statement"),
        ]
        subject = "request_id" if self.request_id else "statement_id"
        # a deposit or money for an errand is not the price of the work
        if not self[subject] or self.receipt_id.kind != "statement":
            return self.browse()
        return self.search([*other, (subject, "=", self[subject].id), ("id", "!=", self.id)])

    def _exceeds_bill(self, others):
        """Whether the bill owes less than this line and the others take together."""
        statement = self.statement_id
        taken = self.amount + sum((others - self).mapped("amount"))
        return statement.currency_id.compare_amounts(taken, statement.amount_residual) > 0

    def _check_billable(self):
        """What was collected for a request is what it costs, now that it is to be billed."""
        request = self.request_id
        remedy = self.env._(
            "Have that done, or return receipt %(receipt)s to its collector.",
            receipt=self.receipt_id.name,
        )
        request._check_to_collect()
        request._check_reviewed(remedy)
        if self.currency_id.compare_amounts(self.amount, request.amount_to_collect):
            raise UserError(
                self.env._(
                    "%(request)s costs %(price)s by now, and %(amount)s was taken for it on "
                    "%(receipt)s. Cancel that receipt, and have another given out.",
                    request=request.name,
                    price=self._in_currency(request.amount_to_collect),
                    amount=self._in_currency(self.amount),
                    receipt=self.receipt_id.name,
                )
            )

from odoo import api, fields, models


class ConvenienceReceiptLine(models.Model):
    """The open item, over in the payer's favour, that a part of the money pays back."""

    _name = "convenience.receipt.line"
    _inherit = ["convenience.receipt.line"]

    credit_id = fields.Many2one(
        "account.move.line",
        "Pays Back",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",  # whoever undoes it meets the receipt first, if that holds
        groups="account.group_account_readonly,account.group_account_invoice",
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"credit_id"}

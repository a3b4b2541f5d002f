from odoo import api, fields, models


class ConvenienceReceiptLineDeposit(models.AbstractModel):
    """The deposit that a part of the money is for."""

    _name = "convenience.receipt.line.deposit"
    _description = "Deposit on a Receipt"
    _inherit = ["convenience.guarded.mixin"]

    deposit_id = fields.Many2one(
        "convenience.deposit", readonly=True, index="btree_not_null", ondelete="restrict"
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"deposit_id"}

from odoo import api, fields, models


class ConvenienceReceiptLine(models.Model):
    """The deposit that a part of the money is for."""

    _name = "convenience.receipt.line"
    _inherit = ["convenience.receipt.line"]

    deposit_id = fields.Many2one(
        "convenience.deposit", readonly=True, index="btree_not_null", ondelete="restrict"
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"deposit_id"}

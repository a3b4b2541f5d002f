from odoo import api, fields, models


class ConvenienceReceiptLine(models.Model):
    """The entrusted money, and the voucher, that a part of the money is for."""

    _name = "convenience.receipt.line"
    _inherit = ["convenience.receipt.line"]

    entrusted_id = fields.Many2one(
        "convenience.entrusted", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    voucher_id = fields.Many2one(
        "convenience.entrusted.voucher", readonly=True, index="btree_not_null", ondelete="restrict"
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"entrusted_id", "voucher_id"}

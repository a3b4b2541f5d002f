from odoo import api, fields, models


class ConvenienceReceiptLine(models.Model):
    """What a part of the money on a receipt is for."""

    _name = "convenience.receipt.line"
    _description = "Line of a Receipt"
    _inherit = ["convenience.receipt.line.deposit", "convenience.receipt.line.entrusted"]
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

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "receipt_id", "name", "amount", "statement_id", "request_id",
        }  # fmt: skip

from odoo import fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    convenience_request_id = fields.Many2one(
        "convenience.request",
        "Service Request",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The job whose materials this slip hands out or takes back.",
    )

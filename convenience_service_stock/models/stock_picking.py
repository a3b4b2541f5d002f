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
        exportable=False,  # its name is for who may read requests
        help="The job whose materials this slip hands out or takes back.",
    )

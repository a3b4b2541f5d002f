from odoo import api, fields, models


class ConvenienceDemand(models.Model):
    """A wish for a service that is not offered, or has no approved price yet (需求登记).

    The director plans the next tariff by it (P1 制度 4, P2 4.1.1).
    """

    _name = "convenience.demand"
    _description = "Demand"
    _inherit = ["convenience.desk.mixin"]
    _order = "date desc, id desc"
    _rec_name = "wish"

    date = fields.Date(
        required=True,
        index=True,
        default=lambda self: self._default_today(),
        help="Local day at the office.",
    )
    product_id = fields.Many2one(
        "product.product",
        "Service Item",
        index="btree_not_null",
        domain="[('is_convenience', '=', True)]",
        help="Where the item exists but has no approved price.",
    )
    wish = fields.Char(required=True, help="What is asked for, in a few words; counted by these.")
    source = fields.Selection(
        [
            ("enquiry", "Enquiry"),
            ("request", "Request"),
            ("complaint", "Complaint"),
            ("survey", "Survey"),
        ],
        required=True,
        default="enquiry",
    )
    note = fields.Text()

    @api.onchange("product_id")
    def _onchange_product_id(self):
        """The item is the wish, unless it was put into words already."""
        self.wish = self.wish or self.product_id.name

from odoo import fields, models


class ConvenienceItemHours(models.Model):
    """How fast one type of customer is served, where it differs from the item's own hours (P1)."""

    _name = "convenience.item.hours"
    _description = "Hours by Customer Type"
    _order = "product_tmpl_id, customer_type_id"

    product_tmpl_id = fields.Many2one(
        "product.template", "Item", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="product_tmpl_id.company_id", store=True, index=True)
    customer_type_id = fields.Many2one(
        "convenience.customer.type", required=True, ondelete="restrict"
    )
    respond_hours = fields.Float(
        "Hours to Respond", help="From registration to somebody setting out. 0: as the item says."
    )
    finish_hours = fields.Float(
        "Hours to Finish", help="From registration to the work being done. 0: as the item says."
    )

    _type_unique = models.UniqueIndex(
        "(product_tmpl_id, customer_type_id)",
        "The item has hours for this type of customer already.",
    )
    _hours_positive = models.Constraint(
        "CHECK(respond_hours >= 0 AND finish_hours >= 0)",
        "Hours to respond and to finish are zero or more.",
    )

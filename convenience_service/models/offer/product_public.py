from odoo import fields, models


class ProductTemplate(models.Model):
    """What residents read of a service item beside its price (P1 制度 6)."""

    _name = "product.template"
    _inherit = ["product.template"]

    convenience_is_public = fields.Boolean(
        "Shown to the Public",
        default=True,
        help="On the price page, the entrance screen, in the handbook and in notices, while a "
        "price is in force.",
    )
    convenience_materials = fields.Selection(
        [("included", "Materials Included"), ("extra", "Materials Extra")], "Materials"
    )
    convenience_counting = fields.Char(
        "How It Is Counted", translate=True, help="E.g. by each started hour, by the piece."
    )
    convenience_standard = fields.Text(
        "Standard of Service", translate=True, help="What the customer may expect. Plain text."
    )
    convenience_warranty = fields.Char(
        "Warranty", translate=True, help="For how long the work is put right without charge."
    )

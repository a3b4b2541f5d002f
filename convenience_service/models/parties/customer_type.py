from odoo import fields, models


class ConvenienceCustomerType(models.Model):
    """What a unit is used for (居住, 办公, 商铺); items and prices may differ by it (P1)."""

    _name = "convenience.customer.type"
    _description = "Customer Type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Technical name, the same in every language.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex("(code)", "There is already a customer type with this code.")

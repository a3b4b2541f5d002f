from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ConvenienceFixedCost(models.Model):
    """What an item costs an office every month, however much is done: a gardener's wage, a rent.

    In a month that has one, it stands for the cost that the tariff expected of each service. Whole
    months count, those of the first and the last day too. Company currency.
    """

    _name = "convenience.fixed.cost"
    _description = "Fixed Cost of an Item"
    _inherit = ["convenience.guarded.mixin"]
    _order = "office_id, product_id, date_from desc"
    _check_company_auto = True
    _rec_name = "product_id"

    office_id = fields.Many2one(
        "convenience.office",
        required=True,
        index=True,
        default=lambda self: self.env["convenience.request"]._default_office(),
    )
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one(
        "product.product",
        "Item",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain="[('is_convenience', '=', True)]",
    )
    amount = fields.Monetary("Cost a Month", required=True)
    date_from = fields.Date("From the Month Of", required=True)
    date_to = fields.Date("To the Month Of", help="Empty: it goes on.")
    note = fields.Char("What It Is For")

    _positive = models.Constraint("CHECK(amount > 0)", "A fixed cost is more than zero.")
    _ends_after_start = models.Constraint(
        "CHECK(date_to IS NULL OR date_to >= date_from)", "A fixed cost ends after it begins."
    )

    @api.constrains("office_id", "product_id", "date_from", "date_to", "note")
    def _check_said_once(self):
        """The same cost is not entered twice for a month; several costs are told apart by name."""
        for cost in self:
            same = self.search(
                [
                    ("id", "!=", cost.id),
                    ("office_id", "=", cost.office_id.id),
                    ("product_id", "=", cost.product_id.id),
                    ("note", "=", cost.note),
                    ("date_from", "<=", cost.date_to or cost.date_from.max),
                    "|",
                    ("date_to", "=", False),
                    ("date_to", ">=", cost.date_from),
                ],
                limit=1,
            )
            if same:
                raise ValidationError(
                    self.env._(
                        "%(item)s already has a fixed cost from %(day)s on. End that one first, or "
                        "say what this one is for.",
                        item=cost.product_id.display_name,
                        day=same.date_from,
                    )
                )

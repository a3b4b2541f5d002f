from odoo import fields, models


class ConvenienceCommissionRule(models.Model):
    """What the workers of a job share as commission (提成): by share or fixed, from a day on."""

    _name = "convenience.commission.rule"
    _inherit = ["convenience.rate.mixin"]
    _description = "Commission Rule"

    categ_id = fields.Many2one(
        "product.category", "Category", help="With all below it. Empty: every category."
    )
    method = fields.Selection(
        [("share", "Share of the Amount"), ("fixed", "Fixed per Visit")],
        "Reckoned By",
        required=True,
        default="share",
    )
    share = fields.Float(help="Of the amount of the service, tax included.")
    amount = fields.Monetary("Amount per Visit")
    also_uncharged = fields.Boolean(
        "Also What Is Not Charged",
        help="Rework, warranty, common parts and what the director decided not to bill too; "
        "otherwise they earn no commission.",
    )

    _holds_once = models.UniqueIndex(
        "(company_id, COALESCE(office_id, 0), COALESCE(product_id, 0), COALESCE(categ_id, 0), "
        "date_from)",
        "There is already a commission rule for this from that day on.",
    )
    _rate_range = models.Constraint(
        "CHECK(amount >= 0 AND share >= 0 AND share <= 100)",
        "An amount is not negative and a share lies between 0 and 100 percent.",
    )

    def _fits(self, line):
        request = line.request_id
        charged = request.responsibility == "paid" and not request.billing_waived
        return (
            super()._fits(line) and self._covers_category(line) and (charged or self.also_uncharged)
        )

    def _covers_category(self, line):
        return not self.categ_id or (line.categ_id.parent_path or "").startswith(
            self.categ_id.parent_path
        )

    def _precedence(self):
        office, item = super()._precedence()
        depth = len((self.categ_id.parent_path or "").split("/"))
        return (office, item, depth)

    def _commission(self, line):
        """Return what all workers of the request line earn together, to the fen."""
        if self.method == "fixed":
            return self.amount
        return line.currency_id.round(line.amount * self.share / 100)

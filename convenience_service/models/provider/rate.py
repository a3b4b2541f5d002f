from odoo import fields, models


class ConvenienceProviderRate(models.Model):
    """What an outside provider is paid for an item, from a day on; the director's decision.

    A fixed price per unit is owed whatever the customer pays; a share is taken of what the
    customer pays, tax included. Both are before purchase taxes that are not in the price.
    """

    _name = "convenience.provider.rate"
    _description = "Rate of an Outside Provider"
    _inherit = ["convenience.rate.mixin"]
    _order = "partner_id, date_from desc, id desc"

    partner_id = fields.Many2one(
        "res.partner", "Provider", required=True, index=True, ondelete="cascade", check_company=True
    )
    method = fields.Selection(
        [("fixed", "Fixed Price"), ("share", "Share of the Customer's Price")],
        "Reckoned By",
        required=True,
        default="fixed",
    )
    price = fields.Monetary("Price per Unit")
    share = fields.Float(
        help="Of what the customer pays, tax included. Nothing where nothing is billed."
    )

    _holds_once = models.UniqueIndex(
        "(partner_id, company_id, COALESCE(office_id, 0), COALESCE(product_id, 0), date_from)",
        "The provider already has a rate for this from that day on.",
    )
    _rate_range = models.Constraint(
        "CHECK(price >= 0 AND share >= 0 AND share <= 100)",
        "A price is not negative and a share lies between 0 and 100 percent.",
    )

    def _fits(self, line):
        return super()._fits(line) and self.partner_id == line.request_id.provider_id

    def _price_of(self, line):
        """Return what a unit of the request line is paid with, company currency."""
        if self.method == "fixed":
            return self.price
        return 0.0 if line.request_id.billing_waived else line.price_unit * self.share / 100

    def _amount_of(self, line):
        """Return what the request line is paid with, to the fen; a share is one of the amount."""
        amount = self.price * line.quantity
        if self.method == "share":
            amount = 0.0 if line.request_id.billing_waived else line.amount * self.share / 100
        return line.currency_id.round(amount)

    def _prepare_claim(self, line):
        """Return the values of the claim that pays for a request line at this rate."""
        return {
            "request_line_id": line.id,
            "request_name": line.request_id.name,
            "date": line.date_done,
            "product_id": line.product_id.id,
            "uom_id": line.uom_id.id,
            "quantity": line.quantity,
            "method": self.method,
            "price_unit": self._price_of(line),
            "amount": self._amount_of(line),
        }

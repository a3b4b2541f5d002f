from odoo import api, fields, models
from odoo.exceptions import UserError

from .quotation_line import QUOTED_RULES

# The price rules of the tariff that give a price at registration.
TARIFF_PRICES = ("fixed", "from")


class ConvenienceRequestLine(models.Model):
    """Where the price of a line comes from: the tariff, an accepted quotation, or nowhere, since
    it is not the customer's to pay.
    """

    _name = "convenience.request.line"
    _inherit = ["convenience.request.line", "convenience.priced.mixin"]

    quotation_line_ids = fields.One2many(
        "convenience.quotation.line", "request_line_id", "Quoted Parts"
    )

    # ------------------------------------------------------------------ what holds

    @api.model
    def _tariff_price(self, request, tariff_line):
        """Return the price per unit at registration; zero where it is quoted or not charged."""
        charged = request.responsibility == "paid" and tariff_line.price_rule in TARIFF_PRICES
        return tariff_line.price if charged else 0.0

    def _agreed_price(self):
        """Return what a line costs that is charged for: as accepted last, else as registered."""
        # sudo: what was agreed does not depend on who asks
        line = self.sudo()
        accepted = line.quotation_line_ids.quotation_id.filtered(
            lambda quotation: quotation.state == "accepted"
        ).sorted("accepted_on")[-1:]
        if accepted:
            return line._price_for(accepted._totals()[line])
        return line._registered_price()

    def _registered_price(self):
        """Return the price per unit that held at registration, for work that is charged."""
        return self._tariff_price(self.request_id, self.tariff_line_id)

    def _is_quotable(self):
        # sudo: field staff draft quotations without reading the tariff
        line = self.sudo()
        by_quotation = line.tariff_line_id.price_rule in QUOTED_RULES
        return self.signature_required and by_quotation

    def _awaiting_price(self):
        """The lines whose price is still to be quoted."""
        return self.filtered(
            lambda line: (
                line._is_quotable()
                and not line.price_unit
                and line.request_id.responsibility == "paid"
                and line.sudo().tariff_line_id.price_rule not in TARIFF_PRICES
            )
        )

    # ------------------------------------------------------------------ quotations

    def _price_for(self, total):
        """Return the price per unit that makes the line cost the total, exact to the fen.

        :raise UserError: where no price in whole fen does
        """
        currency = self.currency_id
        price = currency.round(total / self.quantity)
        if currency.compare_amounts(currency.round(price * self.quantity), total):
            raise UserError(
                self.env._(
                    "%(request)s: %(total)s for %(quantity)s of %(item)s is no price to the fen. "
                    "Quote another total, or register %(item)s with quantity 1.",
                    request=self.request_id.name,
                    total=self._in_currency(total),
                    quantity=f"{self.quantity:g}",
                    item=self.product_id.display_name,
                )
            )
        return price

    def _check_floor(self, price):
        """A starting price is the least that is charged."""
        # sudo: who offers is checked; the tariff says the least
        tariff_line = self.sudo().tariff_line_id
        if tariff_line.price_rule == "from" and price < tariff_line.price:
            raise UserError(
                self.env._(
                    "%(request)s: the tariff has %(item)s from %(least)s; %(price)s is below that.",
                    request=self.request_id.name,
                    item=self.product_id.display_name,
                    least=self._in_currency(tariff_line.price),
                    price=self._in_currency(price),
                )
            )

    def _set_prices(self, prices, reason):
        """Give lines their prices, with a note on the request. The caller has checked who asks.

        :param dict prices: {line: price per unit, company currency, tax included}
        :param str reason: told in the note
        :raise UserError: for a line whose statement is accepted
        """
        changed = self.filtered(lambda line: line.price_unit != prices[line])
        changed._before_price_change()
        for line in changed:
            line._log_price(prices[line], reason)
        changed._write_guarded_each({line.id: {"price_unit": prices[line]} for line in changed})

    def write(self, vals):
        if "quantity" in vals:
            changed = self.filtered(lambda line: line.quantity != vals["quantity"])
            changed._refuse_quoted(("offered", "accepted"))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unquoted(self):
        self._refuse_quoted(("draft", "offered", "accepted", "refused", "withdrawn"))

    def _refuse_quoted(self, states):
        """The customer agrees to a total for this quantity, and quotations stay on file.

        :param states: of the quotations that stand against it
        """
        # sudo: an offer binds whether or not the user sees it
        for line in self.sudo():
            quotation = line.quotation_line_ids.quotation_id.filtered(
                lambda quotation: quotation.state in states
            )[:1]
            if quotation:
                raise UserError(
                    self.env._(
                        "%(request)s: %(item)s is quoted in %(quotation)s as it stands. Add "
                        "another service for what is to be done besides.",
                        request=line.request_id.name,
                        item=line.product_id.display_name,
                        quotation=quotation.name,
                    )
                )

    # ------------------------------------------------------------------ not charged

    @api.constrains("price_unit")
    def _check_not_charged(self):
        for line in self:
            if line.price_unit and line.request_id.responsibility != "paid":
                line.request_id._check_charged()

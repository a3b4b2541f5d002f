import math

from odoo import api, models
from odoo.exceptions import UserError

MAX_PRICE = 1_000_000


class ConveniencePricedMixin(models.AbstractModel):
    """A line that takes price, taxes and terms of a tariff line over as plain values."""

    _name = "convenience.priced.mixin"
    _inherit = ["convenience.money.mixin"]
    _description = "Line with the Tariff's Price"

    @api.model
    def _prepare_tariff_terms(self, tariff_line, payer):
        """Return what any line copies of the tariff line that holds, but for the price.

        :param payer: in whose language the item is named
        :raise ValidationError: naming a tax that would be added to the price
        """
        # sudo: the desk orders by the tariff, whoever may read its costs
        tariff_line = tariff_line.sudo()
        item = tariff_line.product_id
        taxes = item.taxes_id.filtered_domain(
            self.env["account.tax"]._check_company_domain(tariff_line.company_id)
        )
        taxes._check_convenience_included(item.display_name)
        paid = item.convenience_charging == "paid"
        return {
            "tariff_line_id": tariff_line.id,
            "department_id": tariff_line.department_id.id,
            "name": item.with_context(lang=payer.lang).name,
            "uom_id": tariff_line.uom_id.id,
            "tax_ids": [(6, 0, taxes.ids)] if paid else [],
            "deposit": tariff_line.deposit,
        }

    @api.model
    def _clean_price(self, price, document):
        """Return the price as a number that can be charged.

        :param document: what the refusal names
        """
        try:
            price = float(price)
        except (TypeError, ValueError, OverflowError):
            price = math.nan
        if not (math.isfinite(price) and 0 <= price <= MAX_PRICE):
            raise UserError(
                self.env._(
                    "%(request)s: enter a price from 0 to %(most)s.",
                    request=document,
                    most=self._in_currency(MAX_PRICE),
                )
            )
        return price

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Command


class AccountTax(models.Model):
    _inherit = "account.tax"

    def _check_convenience_included(self, document):
        """Refuse, by name, a tax that would be added to an approved price.

        Turning prices that include tax into prices without it is wrong to the fen on many
        invoices, so convenience lines carry included taxes only.
        """
        for tax in self:
            if tax.price_include_override != "tax_included":
                raise ValidationError(
                    self.env._(
                        "The tax %(tax)s on %(document)s is added to the price. Approved prices "
                        "include tax: "
                        'set "Included in Price" on a copy of the tax and use that.',
                        tax=tax.name,
                        document=document,
                    )
                )

    @api.model
    def _convenience_included_tax(self, company, rate):
        """Return the sales tax of `rate` percent included in the price, for `company`.

        Made as a twin of the chart's own sales tax where there is none yet, so that accounts
        and tax grids are the chart's. Empty for a rate of zero.

        :raise ValidationError: when the company's chart has no sales tax of that rate
        """
        if not rate:
            return self.browse()
        taxes = self._find_convenience_taxes(company, [rate])
        twin = taxes.filtered(lambda tax: tax.price_include_override == "tax_included")[:1]
        if twin or taxes:
            return (twin or taxes[0]._make_convenience_twin()).sudo(False)
        raise ValidationError(
            self.env._(
                "%(company)s has no sales tax of %(rate)s%%. Add one to its chart of accounts "
                "first.",
                company=company.name,
                rate=f"{rate:g}",
            )
        )

    @api.model
    def _find_convenience_taxes(self, company, rates):
        """Return the company's sales taxes of these rates (percent), included or added."""
        # sudo: the chart is the company's, whoever loads the tariff
        return self.sudo().search(
            [
                *self._check_company_domain(company),
                ("type_tax_use", "=", "sale"),
                ("amount_type", "=", "percent"),
                ("amount", "in", list(rates)),
            ]
        )

    def _make_convenience_twin(self):
        self.ensure_one()
        twin = self.copy({"price_include_override": "tax_included"})
        for lang, _name in self.env["res.lang"].get_installed():
            source = self.with_context(lang=lang)
            twin.with_context(lang=lang).name = source.env._("%(tax)s (included)", tax=source.name)
        if self.fiscal_position_ids:
            twin.fiscal_position_ids = [Command.set(self.fiscal_position_ids.ids)]
        return twin

    @api.model
    def _convenience_taxed_models(self):
        """Hook: names of the models whose `tax_ids` are used before anything is invoiced."""
        return []

    def _hook_compute_is_used(self, tax_to_compute):
        """A tax of registered work is used, long before that is invoiced."""
        used = super()._hook_compute_is_used(tax_to_compute)
        taxes = list(tax_to_compute)
        for model in self._convenience_taxed_models():
            # sudo: whether a tax is used does not depend on who asks
            groups = self.env[model].sudo()._read_group([("tax_ids", "in", taxes)], ["tax_ids"])
            used |= {tax.id for (tax,) in groups if tax.id in tax_to_compute}
        return used

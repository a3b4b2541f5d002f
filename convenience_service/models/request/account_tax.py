from odoo import api, models


class AccountTax(models.Model):
    """Taxes of services that are registered."""

    _name = "account.tax"
    _inherit = ["account.tax"]

    @api.model
    def _convenience_taxed_models(self):
        return [*super()._convenience_taxed_models(), "convenience.request.line"]

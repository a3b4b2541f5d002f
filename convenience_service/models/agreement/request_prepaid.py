from odoo import api, models


class ConvenienceRequest(models.Model):
    """The job that bills what is paid ahead bills flat months as well."""

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    @api.model
    def _cron_bill_prepaid(self):
        result = super()._cron_bill_prepaid()
        self.env["convenience.statement"]._bill_prepaid_flat_months()
        return result

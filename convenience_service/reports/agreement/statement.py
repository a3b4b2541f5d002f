from odoo import api, models

from ..guard.formats import period


class ReportStatement(models.AbstractModel):
    """For a flat month a statement says the days that are billed."""

    _name = "report.convenience_service.report_statement"
    _inherit = ["report.convenience_service.report_statement"]

    @api.model
    def _date_of(self, line):
        if line.period_from:
            return period(line.env, line.period_from, line.period_to)
        return super()._date_of(line)

    @api.model
    def _height_of(self, line):
        return 2 if line.period_from else super()._height_of(line)

from odoo import models


class ConvenienceReportWizard(models.AbstractModel):
    """What the wizards share that ask for office and days and then print."""

    _name = "convenience.report.wizard"
    _description = "Report Wizard"

    def _report_name(self):
        """Return the name of the report, with its module."""
        raise NotImplementedError

    def _prepare_data(self):
        """Return what the report takes as `data`."""
        raise NotImplementedError

    def action_print(self):
        """Return the report action of the PDF."""
        self.ensure_one()
        report = self.env["ir.actions.report"]._get_report(self._report_name())
        return report.report_action([], data=self._prepare_data(), config=False)

    def _pdf(self):
        """Return the bytes of the PDF."""
        reports = self.env["ir.actions.report"]
        return reports._render_qweb_pdf(self._report_name(), data=self._prepare_data())[0]

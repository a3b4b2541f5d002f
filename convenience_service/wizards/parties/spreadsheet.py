import base64

from odoo import fields, models


class ConvenienceSpreadsheetWizard(models.AbstractModel):
    """A report wizard that also writes what it prints into a spreadsheet."""

    _name = "convenience.spreadsheet.wizard"
    _inherit = ["convenience.report.wizard"]
    _description = "Report Wizard with a Spreadsheet"

    file = fields.Binary(readonly=True, attachment=False)
    file_name = fields.Char(compute="_compute_file_name")

    def _compute_file_name(self):
        for wizard in self:
            wizard.file_name = f"{' '.join(filter(None, wizard._file_name_parts()))}.xlsx"

    def _file_name_parts(self):
        """Return what the name of the file is made of: office, period, title."""
        raise NotImplementedError

    def action_download(self):
        """Write the spreadsheet and return the address to fetch it from."""
        self.ensure_one()
        self.file = base64.b64encode(self._xlsx())
        address = f"/web/content/{self._name}/{self.id}/file"
        return {
            "type": "ir.actions.act_url",
            "url": f"{address}?download=true&filename_field=file_name",
            "target": "download",
        }

    def _xlsx(self):
        """Return the bytes of the spreadsheet."""
        return self.env[f"report.{self._report_name()}"]._xlsx([], self._prepare_data())

from odoo import api, fields, models


class ConvenienceAgedReport(models.TransientModel):
    """Asks for an office, then prints its aged list (账龄表) as of today."""

    _name = "convenience.aged.report"
    _inherit = ["convenience.spreadsheet.wizard"]
    _description = "Aged List"

    office_id = fields.Many2one("convenience.office", help="Empty: all offices you may see.")

    @api.depends("office_id")
    def _compute_file_name(self):
        return super()._compute_file_name()

    def _file_name_parts(self):
        return (self.office_id.name, self.env._("Aged List"))

    def _report_name(self):
        return "convenience_service.report_aged"

    def _prepare_data(self):
        """What the report takes: offices."""
        return {"office_ids": self.office_id.ids}

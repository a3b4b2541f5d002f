from datetime import timedelta

from odoo import api, fields, models


class ConvenienceDeskReport(models.TransientModel):
    """Asks for offices and a day or week, then prints the report of the desk (日报、周报).

    A week runs from Monday to Sunday. Days are local ones, each office's in its own zone.
    """

    _name = "convenience.desk.report"
    _inherit = ["convenience.spreadsheet.wizard"]
    _description = "Report of the Desk"

    office_id = fields.Many2one("convenience.office", help="Empty: all offices you may see.")
    span = fields.Selection([("day", "Day"), ("week", "Week")], required=True, default="day")
    day = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The day, or any day of the week.",
    )
    date_from = fields.Date("From", compute="_compute_dates")
    date_to = fields.Date("To", compute="_compute_dates")

    @api.depends("span", "day")
    def _compute_dates(self):
        for wizard in self:
            wizard.date_from = wizard.date_to = wizard.day
            if wizard.span == "week" and wizard.day:
                wizard.date_from = wizard.day - timedelta(days=wizard.day.weekday())
                wizard.date_to = wizard.date_from + timedelta(days=6)

    @api.depends("office_id", "span", "day")
    def _compute_file_name(self):
        return super()._compute_file_name()

    def _file_name_parts(self):
        titles = {"day": self.env._("Daily Report"), "week": self.env._("Weekly Report")}
        return (self.office_id.name, fields.Date.to_string(self.date_from), titles.get(self.span))

    def _report_name(self):
        return "convenience_service.report_desk"

    def _prepare_data(self):
        """What the report takes: offices and local days."""
        return {
            "office_ids": self.office_id.ids,
            "date_from": fields.Date.to_string(self.date_from),
            "date_to": fields.Date.to_string(self.date_to),
        }

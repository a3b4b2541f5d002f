from odoo import api, fields, models


class ConvenienceTakings(models.TransientModel):
    """Asks for offices and days, then prints the takings (收款日报).

    Days are local ones, each office's in its own zone.
    """

    _name = "convenience.takings"
    _inherit = ["convenience.spreadsheet.wizard"]
    _description = "Daily Takings"

    office_id = fields.Many2one("convenience.office", help="Empty: all offices you may see.")
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_to = fields.Date("To", required=True, default=fields.Date.context_today)

    @api.depends("office_id", "date_from", "date_to")
    def _compute_file_name(self):
        return super()._compute_file_name()

    def _file_name_parts(self):
        days = (fields.Date.to_string(day) for day in (self.date_from, self.date_to) if day)
        return (self.office_id.name, *dict.fromkeys(days), self.env._("Daily Takings"))

    def _report_name(self):
        return "convenience_service.report_takings"

    def _prepare_data(self):
        """What the report takes: offices and local days."""
        return {
            "office_ids": self.office_id.ids,
            "date_from": fields.Date.to_string(self.date_from),
            "date_to": fields.Date.to_string(self.date_to),
        }

    def action_open_receipts(self):
        """Open the receipts of these days."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_takings_receipts"
        )
        offices = [("office_id", "=", self.office_id.id)] if self.office_id else []
        days = [("date_booked", ">=", self.date_from), ("date_booked", "<=", self.date_to)]
        return {**action, "domain": offices + days, "context": {}}

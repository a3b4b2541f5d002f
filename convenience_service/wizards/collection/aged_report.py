from odoo import api, fields, models
from odoo.tools import format_date

from ...models.collection.aged_statement import AS_OF


class ConvenienceAgedReport(models.TransientModel):
    """Asks for an office and a day, then shows or prints its aged list (账龄表)."""

    _name = "convenience.aged.report"
    _inherit = ["convenience.spreadsheet.wizard"]
    _description = "Aged List"

    office_id = fields.Many2one("convenience.office", help="Empty: all offices you may see.")
    day = fields.Date(
        "As of",
        help="By the ledger at the end of this day. Empty: as it stands today, with what is "
        "accepted and not invoiced yet.",
    )

    @api.depends("office_id", "day")
    def _compute_file_name(self):
        return super()._compute_file_name()

    def _file_name_parts(self):
        day = self.day and fields.Date.to_string(self.day)
        return (self.office_id.name, day, self.env._("Aged List"))

    def _report_name(self):
        return "convenience_service.report_aged"

    def _prepare_data(self):
        """What the report takes: offices, and a day."""
        day = fields.Date.to_string(self.day) if self.day else False
        return {"office_ids": self.office_id.ids, "day": day}

    def action_show(self):
        """Show the list on the screen."""
        self.ensure_one()
        title = self.env._("Aged List")
        if self.day:
            title = self.env._("Aged List as of %(day)s", day=format_date(self.env, self.day))
        aged = self.env["convenience.aged.statement"]._as_of(self.day)
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": aged._name,
            "view_mode": "list,pivot",
            "domain": [("office_id", "=", self.office_id.id)] if self.office_id else [],
            "context": {"search_default_group_by_payer": 1, AS_OF: aged.env.context[AS_OF]},
        }

from odoo import api, fields, models


class ConvenienceDaySheet(models.TransientModel):
    """Asks for office and day, then prints what each of the field staff has to do (派工日程单).

    Serves P2 4.2.6: the supervisor hands out the day's work.
    """

    _name = "convenience.day.sheet"
    _inherit = ["convenience.report.wizard"]
    _description = "Day Sheet"

    office_id = fields.Many2one(
        "convenience.office",
        required=True,
        default=lambda self: self.env["convenience.office"].search([], limit=1),
    )
    day = fields.Date(
        compute="_compute_day", store=True, readonly=False, required=True, precompute=True
    )
    department_ids = fields.Many2many(
        "hr.department", string="Departments", help="Empty: all departments of the office."
    )
    worker_ids = fields.Many2many(
        "convenience.worker",
        string="Service Staff",
        domain="[('office_id', '=', office_id)]",
        help="Empty: everybody who has a job on that day.",
    )

    @api.depends("office_id")
    def _compute_day(self):
        """Today at the office, which need not be the day where the reader is."""
        for wizard in self:
            wizard.day = wizard.office_id._today() if wizard.office_id else False

    def _report_name(self):
        return "convenience_service.report_day_sheet"

    def _prepare_data(self):
        """What the report takes: the local day, and whose sheets."""
        return {
            "office_id": self.office_id.id,
            "day": fields.Date.to_string(self.day),
            "department_ids": self.department_ids.ids,
            "record_ids": self.worker_ids.ids,
        }

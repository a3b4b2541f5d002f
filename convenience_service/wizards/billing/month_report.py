from datetime import timedelta

from odoo import api, fields, models

from ...models.guard.bounds import is_id

REPORTS = {
    "statistics": "report_month_statistics",
    "record": "report_service_record",
    "unbilled": "report_unbilled",
    "tax_invoices": "report_tax_invoice_register",
    "commission": "report_commission",
}


class ConvenienceMonthReport(models.TransientModel):
    """Asks for office and month, then prints a monthly report or writes it into a spreadsheet.

    The month is the office's settlement period: with a cut-off day on the 25th, October runs from
    26 September to 25 October. Only local days count. Serves P5 4.3.1 and 5.
    """

    _name = "convenience.month.report"
    _inherit = ["convenience.spreadsheet.wizard"]
    _description = "Monthly Report"

    office_id = fields.Many2one(
        "convenience.office",
        required=True,
        default=lambda self: self.env["convenience.office"].search([], limit=1),
    )
    day = fields.Date(
        "Month",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1) - timedelta(days=1),
        help="Any day of the month; the office's cut-off day decides where it begins and ends.",
    )
    date_from = fields.Date("From", compute="_compute_period")
    date_to = fields.Date("To", compute="_compute_period")
    document = fields.Selection(
        [
            ("statistics", "Monthly Statistics of Paid Services"),
            ("record", "Service Activity Record"),
            ("unbilled", "Finished, Not Billed"),
            ("tax_invoices", "Register of Tax Invoices"),
            ("commission", "Commission of Service Staff"),
        ],
        required=True,
        default="statistics",
    )

    @api.depends("office_id", "day")
    def _compute_period(self):
        for wizard in self:
            known = wizard.office_id and wizard.day
            wizard.date_from, wizard.date_to = (
                wizard.office_id._period(wizard.day) if known else (False, False)
            )

    @api.depends("document", "office_id", "date_to")
    def _compute_file_name(self):
        return super()._compute_file_name()

    def _file_name_parts(self):
        labels = dict(self._fields["document"]._description_selection(self.env))
        month = f"{self.date_to:%Y-%m}" if self.date_to else ""
        return (self.office_id.name, month, labels.get(self.document))

    @api.model
    def default_get(self, fields):
        """Opened from a settlement, it is about that settlement."""
        values = super().default_get(fields)
        context = self.env.context
        active_id = context.get("active_id")
        if context.get("active_model") == "convenience.settlement" and is_id(active_id):
            settlement = self.env["convenience.settlement"].browse(active_id)
            values.update(office_id=settlement.office_id.id, day=settlement.date_to)
        return values

    # ------------------------------------------------------------------ report

    def _report_name(self):
        return f"convenience_service.{REPORTS[self.document]}"

    def _prepare_data(self):
        """What the reports take: an office and its local days."""
        return {
            "office_id": self.office_id.id,
            "date_from": fields.Date.to_string(self.date_from),
            "date_to": fields.Date.to_string(self.date_to),
        }

    def action_open_unbilled(self):
        """Open what was done up to the month's end and not billed by then."""
        self.ensure_one()
        report = self.env["report.convenience_service.report_unbilled"]
        (period,) = report._periods([], self._prepare_data())
        lines = self.env["convenience.unbilled"]._unbilled_lines(period.office, period.date_to)
        return {
            "type": "ir.actions.act_window",
            "name": f"{report._title()} {period.name}",
            "res_model": "convenience.request.line",
            "view_mode": "list,kanban,pivot",
            "domain": [("id", "in", lines.ids)],
            "context": {"group_by": ["categ_id", "department_id"]},
        }

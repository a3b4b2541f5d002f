import base64
from datetime import timedelta

from odoo import api, fields, models

REPORTS = {
    "statistics": "report_month_statistics",
    "record": "report_service_record",
}


class ConvenienceMonthReport(models.TransientModel):
    """Asks for office and month, then prints a monthly report or writes it into a spreadsheet.

    The month is the office's settlement period: with a cut-off day on the 25th, October runs from
    26 September to 25 October. Only local days count. Serves P5 4.3.1 and 5.
    """

    _name = "convenience.month.report"
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
        ],
        required=True,
        default="statistics",
    )
    file = fields.Binary(readonly=True, attachment=False)
    file_name = fields.Char(compute="_compute_file_name")

    @api.depends("office_id", "day")
    def _compute_period(self):
        for wizard in self:
            known = wizard.office_id and wizard.day
            wizard.date_from, wizard.date_to = (
                wizard.office_id._period(wizard.day) if known else (False, False)
            )

    @api.depends("document", "office_id", "date_to")
    def _compute_file_name(self):
        labels = dict(self._fields["document"]._description_selection(self.env))
        for wizard in self:
            month = f"{wizard.date_to:%Y-%m}" if wizard.date_to else ""
            parts = (wizard.office_id.name, month, labels.get(wizard.document))
            wizard.file_name = f"{' '.join(filter(None, parts))}.xlsx"

    @api.model
    def default_get(self, fields):
        """Opened from a settlement, it is about that settlement."""
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "convenience.settlement":
            settlement = self.env["convenience.settlement"].browse(self.env.context["active_id"])
            values.update(office_id=settlement.office_id.id, day=settlement.date_to)
        return values

    # ------------------------------------------------------------------ actions

    def action_print(self):
        """Return the report action of the PDF."""
        self.ensure_one()
        report = self.env["ir.actions.report"]._get_report(self._report_name())
        return report.report_action([], data=self._prepare_data(), config=False)

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

    def _pdf(self):
        """Return the bytes of the PDF."""
        reports = self.env["ir.actions.report"]
        return reports._render_qweb_pdf(self._report_name(), data=self._prepare_data())[0]

    def _xlsx(self):
        """Return the bytes of the spreadsheet."""
        return self.env[f"report.{self._report_name()}"]._xlsx([], self._prepare_data())

    def _report_name(self):
        return f"convenience_service.{REPORTS[self.document]}"

    def _prepare_data(self):
        """What the reports take: an office and its local days."""
        return {
            "office_id": self.office_id.id,
            "date_from": fields.Date.to_string(self.date_from),
            "date_to": fields.Date.to_string(self.date_to),
        }

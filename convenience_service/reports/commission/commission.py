from odoo import api, models

from ...models.guard.roles import GENERAL_MANAGER, SERVICE_MANAGER
from ..billing.month_report import Period
from ..guard.tables import Table


class ReportCommission(models.AbstractModel):
    """The commission of a month (提成表): by worker, then each job; for the payroll."""

    _name = "report.convenience_service.report_commission"
    _inherit = ["convenience.month.tables.mixin"]
    _description = "Commission on Paper"

    @api.model
    def _reader_roles(self):
        return (SERVICE_MANAGER, GENERAL_MANAGER)

    @api.model
    def _reader_refusal(self, user):
        return self.env._(
            "Commission is for service manager, director and general manager. %(user)s is none of "
            "these.",
            user=user.name,
        )

    @api.model
    def _periods(self, docids, data=None):
        sheets = self.env["convenience.commission.sheet"].browse(docids)
        if not sheets:
            return super()._periods([], data)
        self._check_reader()
        sheets.check_access("read")
        nothing = self.env["convenience.settlement"]
        return [
            Period(sheet.office_id, sheet.date_from, sheet.date_to, nothing) for sheet in sheets
        ]

    @api.model
    def _get_report_values(self, docids, data=None):
        docs = self.env["convenience.commission.sheet"].browse(docids)
        values = super()._get_report_values(docids, data)
        return {**values, "doc_model": docs._name, "docs": docs}

    @api.model
    def _title(self):
        return self.env._("Commission of Service Staff")

    @api.model
    def _signatures(self):
        return [self.env._("Prepared by"), self.env._("Reviewed by"), self.env._("Director")]

    @api.model
    def _tables(self, period):
        sheet = self.env["convenience.commission.sheet"].search(
            [("office_id", "=", period.office.id), ("date_to", "=", period.date_to)]
        )
        # sudo: names of staff and items, to readers checked before
        lines = sheet.sudo().line_ids
        return [self._by_worker(sheet, lines), self._jobs(lines)]

    @api.model
    def _by_worker(self, sheet, lines):
        title = self.env._("By Worker")
        if sheet.state != "confirmed":
            title = self.env._("By Worker (draft, not confirmed)")
        columns = [
            (self.env._("Worker"), "text", 0),
            (self.env._("Jobs"), "count", 20),
            (self.env._("Commission"), "money", 25),
        ]
        rows = [
            [
                worker.name,
                len((own - own.filtered("taken_back_id")).request_line_id.request_id),
                sum(own.mapped("amount")),
            ]
            for worker, own in lines.grouped("employee_id").items()
        ]
        return Table(title, columns, rows).add_total(self.env._("Total"))

    @api.model
    def _jobs(self, lines):
        columns = [
            (self.env._("Worker"), "text", 14),
            (self.env._("Request"), "text", 18),
            (self.env._("Done On"), "date", 12),
            (self.env._("Item"), "text", 0),
            (self.env._("Amount"), "money", 12),
            (self.env._("Commission of the Job"), "money", 14),
            (self.env._("Worker's Part"), "money", 13),
        ]
        rows = [
            [
                line.employee_id.name,
                line.request_name,
                line.date,
                self._item(line),
                line.base,
                line.commission,
                line.amount,
            ]
            for line in lines
        ]
        return Table(self.env._("Jobs"), columns, rows)

    @api.model
    def _item(self, line):
        name = line.product_id.name
        return (
            self.env._("%(item)s (taken back, not billed)", item=name)
            if (line.taken_back_id)
            else name
        )

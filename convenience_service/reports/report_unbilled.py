from odoo import api, models
from odoo.tools import format_date

from .tables import Table


class ReportUnbilled(models.AbstractModel):
    """Finished, not billed (已完成未结算) at a month's end: sums to accrue, then each service."""

    _name = "report.convenience_service.report_unbilled"
    _inherit = ["convenience.month.tables.mixin"]
    _description = "Finished, Not Billed"

    @api.model
    def _title(self):
        return self.env._("Finished, Not Billed")

    @api.model
    def _days(self, period):
        return self.env._("At the end of %(day)s", day=format_date(self.env, period.date_to))

    @api.model
    def _tables(self, period):
        unbilled = self.env["convenience.unbilled"]
        labels = unbilled._reason_labels()
        # sudo: units, payers and departments of what the office did, to readers checked before
        lines = unbilled._unbilled_lines(period.office, period.date_to).sudo()
        rows = [(line, labels[unbilled._reason(line)], unbilled._untaxed(line)) for line in lines]
        return [self._sums(rows), self._details(rows)]

    @api.model
    def _sums(self, rows):
        groups = {}
        for line, reason, untaxed in rows:
            key = (line.categ_id.name or "", line.department_id.name or "", reason)
            sums = groups.setdefault(key, [0, 0.0, 0.0, 0.0])
            for place, value in enumerate((1, untaxed, line.amount - untaxed, line.amount)):
                sums[place] += value
        columns = [
            (self.env._("Category"), "text", 0),
            (self.env._("Department"), "text", 15),
            (self.env._("Why Not Billed"), "text", 22),
            (self.env._("Times"), "count", 8),
            *self._amount_columns(),
        ]
        table = Table(self.env._("Sums"), columns, [[*key, *groups[key]] for key in sorted(groups)])
        return table.add_total(self.env._("Total"))

    @api.model
    def _details(self, rows):
        columns = [
            (self.env._("Request"), "text", 15),
            (self.env._("Done On"), "date", 10),
            (self.env._("Unit"), "text", 9),
            (self.env._("Payer"), "text", 10),
            (self.env._("Item"), "text", 0),
            (self.env._("Why Not Billed"), "text", 14),
            *self._amount_columns(),
        ]
        details = [
            [
                line.request_id.name,
                line.date_done,
                line.request_id.unit_id.name,
                line.request_id.payer_id.name,
                line.name or line.product_id.name,
                reason,
                untaxed,
                line.amount - untaxed,
                line.amount,
            ]
            for line, reason, untaxed in rows
        ]
        return Table(self.env._("Services"), columns, details).add_total(self.env._("Total"))

    @api.model
    def _amount_columns(self):
        return [
            (self.env._("Untaxed"), "money", 9),
            (self.env._("Tax Amount"), "money", 8),
            (self.env._("Amount"), "money", 9),
        ]

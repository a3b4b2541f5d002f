from datetime import date
from typing import NamedTuple

from odoo import api, models
from odoo.tools import format_date

from ..guard.tables import Table


class Unbilled(NamedTuple):
    """A service, or a flat month, that is done and not billed; amounts in company currency."""

    category: str
    department: str
    reason: str
    document: str
    day: date
    unit: str
    payer: str
    item: str
    untaxed: float
    amount: float

    def amounts(self):
        """Untaxed, tax, and both together."""
        return (self.untaxed, self.amount - self.untaxed, self.amount)


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
        labels = self.env["convenience.unbilled"]._reason_labels()
        rows = [
            row._replace(reason=labels[row.reason])
            for row in (*self._services(period), *self._months(period))
        ]
        return [self._sums(rows), self._details(rows)]

    @api.model
    def _services(self, period):
        unbilled = self.env["convenience.unbilled"]
        # sudo: units, payers and departments of what the office did, to readers checked before
        lines = unbilled._unbilled_lines(period.office, period.date_to).sudo()
        return [
            Unbilled(
                category=line.categ_id.name or "",
                department=line.department_id.name or "",
                reason=unbilled._reason(line),
                document=line.request_id.name,
                day=line.date_done,
                unit=line.request_id.unit_id.name,
                payer=line.request_id.payer_id.name,
                item=line.name or line.product_id.name,
                untaxed=unbilled._untaxed(line, line.price_unit, line.quantity),
                amount=line.amount,
            )
            for line in lines
        ]

    @api.model
    def _months(self, period):
        """Flat months of agreements, or the days of one that were served."""
        unbilled = self.env["convenience.unbilled"]
        return [
            Unbilled(
                category=line.product_id.categ_id.name or "",
                department=line.department_id.name or "",
                reason=unbilled._reason_of_month(line, month),
                document=month["request_name"],
                day=month["date"],
                unit=month["unit_name"],
                payer=line.payer_id.name,
                item=month["name"] or line.product_id.name,
                untaxed=unbilled._untaxed(line, month["price_unit"], month["quantity"]),
                amount=month["amount"],
            )
            for line, month in unbilled._unbilled_months(period.office, period.date_to)
        ]

    @api.model
    def _sums(self, rows):
        groups = {}
        for row in rows:
            key = (row.category, row.department, row.reason)
            sums = groups.setdefault(key, [0, 0.0, 0.0, 0.0])
            for place, value in enumerate((1, *row.amounts())):
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
                row.document,
                row.day,
                row.unit,
                row.payer,
                row.item,
                row.reason,
                *row.amounts(),
            ]
            for row in rows
        ]
        return Table(self.env._("Services"), columns, details).add_total(self.env._("Total"))

    @api.model
    def _amount_columns(self):
        return [
            (self.env._("Untaxed"), "money", 9),
            (self.env._("Tax Amount"), "money", 8),
            (self.env._("Amount"), "money", 9),
        ]

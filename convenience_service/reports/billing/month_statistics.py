from operator import itemgetter

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..guard import formats
from ..guard.page_layout import row_height, split_sheets
from ..guard.workbook import Book
from .month_figures import Figures, Row, column_sums, group_rows
from .month_statistics_sheet import StatisticsSheets

# Half-width characters that fit in item and department; lines that fit on a sheet.
COLUMNS = (20, 13)
FIRST_SHEET, NEXT_SHEET = 36, 42
LATER_TABLE = 20


class ReportMonthStatistics(models.AbstractModel):
    """The month by category, department and item (有偿便民服务月结统计表, P5 4.3.1 and 5.2).

    Counted are the lines of requests finished in the period, by the office's local days. A line is
    billed when a statement claims it, unsigned when the customer's signature is missing, waived by
    the director's decision, and waits otherwise.
    """

    _name = "report.convenience_service.report_month_statistics"
    _inherit = ["convenience.month.report.mixin"]
    _description = "Monthly Statistics of Paid Services"

    # ------------------------------------------------------------------ figures

    @api.model
    def _statistics(self, period):
        """Return the figures of a period, unformatted, for paper and sheet alike."""
        rows = [*self._rows(self._finished_in(period)), *self._flat_rows(self._months_in(period))]
        paid = [row for row in rows if row.is_paid]
        return {
            "rows": paid,
            "total": Figures.total(paid),
            "free_times": sum(row.figures.times for row in rows if not row.is_paid),
            "departments": group_rows("department", paid),
            "earlier": self._earlier(period) if period.settlement else [],
            "settled": self._settled(period),
            "left_out": self._left_out(period),
            "accrual": self._accrual(period),
        }

    @api.model
    def _rows(self, domain):
        """Return a `Row` for each item and department, in the order of the catalogue."""
        groups = self.env["convenience.request.line"]._read_group(
            domain,
            [
                "categ_id", "department_id", "product_id", "uom_id",
                "is_claimed", "request_id.billing_waived", "request_id.state",
            ],
            ["__count", "quantity:sum", "amount:sum"],
        )  # fmt: skip
        rows = {}
        for *key, claimed, waived, state, times, quantity, amount in groups:
            fate = self._fate(claimed, waived, state)
            figures = Figures(times, quantity, amount, **{fate: amount})
            rows[tuple(key)] = rows.get(tuple(key), Figures()) + figures
        by_catalogue = sorted(rows, key=lambda key: [record.id or 0 for record in key])
        return [Row(*key, rows[key]) for key in by_catalogue]

    @api.model
    def _fate(self, claimed, waived, state):
        """Return which figure the amount of such lines adds to."""
        if claimed:
            return "billed"
        if waived:
            return "waived"
        return "unsigned" if state == "done" else "waiting"

    @api.model
    def _billed_late(self, period):
        """Lines of earlier months that statements of this settlement bill."""
        return Domain("date_done", "<", period.date_from) & Domain(
            "statement_line_ids",
            "any",
            [("active", "=", True), ("statement_id.settlement_id", "=", period.settlement.id)],
        )

    @api.model
    def _earlier(self, period):
        """Return what statements of this settlement bill of earlier months, flat months too."""
        months = Domain("statement_id.settlement_id", "=", period.settlement.id)
        months &= Domain("period_to", "<", period.date_from)
        return [*self._rows(self._billed_late(period)), *self._flat_rows(months)]

    @api.model
    def _months_in(self, period):
        """Flat months of agreements, or parts of them, that end in the period."""
        return (
            Domain("office_id", "=", period.office.id)
            & Domain("period_to", ">=", period.date_from)
            & Domain("period_to", "<=", period.date_to)
        )

    @api.model
    def _flat_rows(self, domain):
        """Return a `Row` for each item and department of billed flat months (包月)."""
        groups = self.env["convenience.statement.line"]._read_group(
            domain & Domain("agreement_line_id", "!=", False),
            ["agreement_line_id.department_id", "product_id", "uom_id"],
            ["__count", "quantity:sum", "amount:sum"],
        )
        return [
            Row(item.categ_id, department, item, uom, Figures(times, quantity, amount, amount))
            for department, item, uom, times, quantity, amount in groups
        ]

    @api.model
    def _settled(self, period):
        """Return (state, statements, amount) of the settlement's statements."""
        statements = self.env["convenience.statement"]
        groups = statements._read_group(
            [("settlement_id", "in", period.settlement.ids)],
            ["state"],
            ["__count", "amount_total:sum"],
        )
        labels = dict(statements._fields["state"]._description_selection(self.env))
        return [(labels[state], count, amount) for state, count, amount in groups]

    @api.model
    def _left_out(self, period):
        """Return (reason, requests, amount) as listed when the settlement was compiled."""
        waiting = self.env["convenience.settlement.waiting"]
        groups = waiting._read_group(
            [("settlement_id", "in", period.settlement.ids)],
            ["reason"],
            ["request_id:count_distinct", "amount:sum"],
        )
        labels = dict(waiting._fields["reason"]._description_selection(self.env))
        return [(labels[reason], count, amount) for reason, count, amount in groups]

    @api.model
    def _accrual(self, period):
        """Return (way of paying, times, amount of the period, of earlier months, of both).

        What a bookkeeper accrues: finished up to the period's end, signed or reviewed, on no
        statement and not waived (已完成未结算).
        """
        lines = self.env["convenience.request.line"]
        groups = lines._read_group(
            self._unbilled(period), ["settlement_mode", "date_done:day"], ["__count", "amount:sum"]
        )
        sums = {}
        for mode, day, times, amount in groups:
            row = sums.setdefault(mode, [0, 0.0, 0.0, 0.0])
            row[0] += times
            row[1 if day >= period.date_from else 2] += amount
            row[3] += amount
        labels = dict(lines._fields["settlement_mode"]._description_selection(self.env))
        return [(labels.get(mode, ""), *row) for mode, row in sums.items()]

    @api.model
    def _unbilled(self, period):
        return (
            Domain("office_id", "=", period.office.id)
            & Domain("date_done", "<=", period.date_to)
            & Domain("request_id.state", "in", ("signed", "reviewed"))
            & Domain("request_id.billing_waived", "=", False)
            & Domain("is_claimed", "=", False)
            & Domain("amount", ">", 0)
        )

    # ------------------------------------------------------------------ paper

    @api.model
    def _report(self, period):
        statistics = self._statistics(period)
        rows = self._paper_rows(statistics["rows"], period)
        earlier = self._paper_rows(statistics["earlier"], period)
        return {
            "period": period,
            "letterhead": formats.letterhead(period.office),
            "period_label": formats.period(self.env, period.date_from, period.date_to),
            "printed_on": format_date(self.env, period.office._today()),
            "sheets": self._sheets(rows, FIRST_SHEET, NEXT_SHEET),
            "total": self._paper_figures(statistics["total"], period),
            # the last column only where the director decided something
            "columns": 5 if statistics["total"].waived else 4,
            "free_times": statistics["free_times"],
            "departments": [
                (department.name or "", self._paper_figures(Figures.total(own), period))
                for department, own in statistics["departments"]
            ],
            "earlier_sheets": self._sheets(earlier, LATER_TABLE, LATER_TABLE) if earlier else [],
            "earlier_total": self._paper_figures(Figures.total(statistics["earlier"]), period),
            "settled": self._with_total(statistics["settled"], period),
            "left_out": self._with_total(statistics["left_out"], period),
            "accrual": self._with_total(statistics["accrual"], period),
            "signatures": self._signatures(),
        }

    @api.model
    def _sheets(self, rows, first, following):
        return split_sheets(
            rows, first, following, itemgetter("height"), closing=1, opens=itemgetter("group")
        )

    @api.model
    def _paper_rows(self, rows, period):
        """Return each category with its sums, followed by its items, formatted."""
        lines = []
        for category, own in group_rows("category", rows):
            sums = self._paper_figures(Figures.total(own), period)
            lines.append(
                {"group": True, "name": category.name or "", "quantity": "", "height": 1, **sums}
            )
            lines += [self._paper_row(row, period) for row in own]
        return lines

    @api.model
    def _paper_row(self, row, period):
        texts = (row.item.name or "", row.department.name or "")
        return {
            "group": False,
            "name": texts[0],
            "department": texts[1],
            "uom": row.uom.name or "",
            "quantity": formats.number(self.env, row.figures.quantity),
            "height": row_height(texts, COLUMNS),
            **self._paper_figures(row.figures, period),
        }

    @api.model
    def _paper_figures(self, figures, period):
        currency = period.office.currency_id
        return {
            "times": formats.number(self.env, figures.times),
            "amounts": [
                formats.money(self.env, amount, currency) if amount else "–"
                for amount in figures.amounts
            ],
        }

    @api.model
    def _with_total(self, rows, period):
        """Return (label, count, amounts…) rows formatted, the last of them their sum."""
        if not rows:
            return []
        total = (self.env._("Total"), *column_sums(rows))
        currency = period.office.currency_id
        return [
            (label, count, *(formats.money(self.env, amount, currency) for amount in amounts))
            for label, count, *amounts in [*rows, total]
        ]

    # ------------------------------------------------------------------ sheet

    @api.model
    def _xlsx(self, docids, data=None):
        """Return the statistics as the bytes of an xlsx file; arguments as for the paper."""
        book = Book()
        for period in self._periods(docids, data):
            StatisticsSheets(self.env, book, period).fill(self._statistics(period))
        return book.close()


class ConvenienceSettlement(models.Model):
    _inherit = "convenience.settlement"

    def _statistics_xlsx(self):
        """Return the bytes of the monthly statistics as a spreadsheet."""
        return self.env["report.convenience_service.report_month_statistics"]._xlsx(self.ids)

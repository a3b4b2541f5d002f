from odoo import api, fields, models
from odoo.tools import format_date

from ...models.collection.aged_statement import BUCKETS
from ..guard import formats
from ..guard.asked import asked_day, asked_ids
from ..guard.tables import Table
from ..guard.workbook import Book

SUMS = (*BUCKETS, "amount_residual", "over")
# Lines of the table on the first sheet, below letterhead and title, and on a later one.
FIRST_SHEET, NEXT_SHEET = 18, 27
# Half-width characters that fit in a column of one percent of the paper lying across.
CAPACITY = 1.3


class ReportAged(models.AbstractModel):
    """What the payers of an office owe, by how long it is overdue (账龄表): today or on a day."""

    _name = "report.convenience_service.report_aged"
    _inherit = ["convenience.money.report.mixin"]
    _description = "Aged List"

    @api.model
    def _reader_refusal(self, user):
        return self.env._(
            "The aged list is for service manager, director, cashier and general manager. "
            "%(user)s is none of these.",
            user=user.name,
        )

    @api.model
    def _paper(self, data):
        """Report on the offices of `data` (office_ids; none: all that the user may see), as of
        its day (`day`; none: today).
        """
        day = self._day(data)
        tables = self._tables(data)
        return {"reports": [self._report(office, table, day) for office, table in tables]}

    @api.model
    def _day(self, data):
        return asked_day(self.env, data, "day", needed=False)

    @api.model
    def _tables(self, data):
        """Return (office, table) of each office."""
        self._check_reader()
        ids = asked_ids(self.env, data, "office_ids")
        offices = self.env["convenience.office"]
        offices = offices.browse(ids) if ids else offices.search([])
        offices.check_access("read")
        rows = self._rows(offices, self._day(data))
        return [(office, self._aged_table(rows.get(office, []))) for office in offices]

    @api.model
    def _rows(self, offices, day):
        """Return {office: rows}, one a payer, the largest debt first; two queries."""
        groups = (
            self.env["convenience.aged.statement"]
            ._as_of(day)
            ._read_group(
                [("office_id", "in", offices.ids)],
                ["office_id", "partner_id"],
                [
                    *(f"{name}:sum" for name in SUMS),
                    "reminded_on:max",
                    "promised_on:max",
                ],
                order="amount_residual:sum desc",
            )
        )
        rows = {}
        for office, payer, *sums, reminded_on, promised_on in groups:
            person = [payer.name, payer.convenience_unit_names or "", payer.phone or ""]
            rows.setdefault(office, []).append([*person, *sums, reminded_on, promised_on])
        return rows

    @api.model
    def _aged_table(self, rows):
        fields_of = self.env["convenience.aged.statement"]._fields
        labels = [fields_of[name]._description_string(self.env) for name in SUMS]
        table = Table(
            self.env._("Aged List"),
            [
                (self.env._("Payer"), "text", 0),
                (self.env._("Units"), "text", 12),
                (self.env._("Phone"), "text", 10),
                *((label, "money", 7.5) for label in labels),
                (self.env._("Last Reminder"), "date", 8),
                (self.env._("Promised For"), "date", 8),
            ],
            rows,
        )
        if rows:
            sums = [sum(column) for column in list(zip(*rows, strict=True))[3:-2]]
            table.total = [self.env._("Total"), "", "", *sums, "", ""]
        return table

    @api.model
    def _report(self, office, table, day):
        return {
            "letterhead": formats.letterhead(office),
            "currency": office.currency_id.name,
            "table": self._with_shown_days(table).on_paper(
                self.env, office.currency_id, NEXT_SHEET, CAPACITY, FIRST_SHEET
            ),
            "as_of": format_date(self.env, day or office._today()),
            "by_ledger": bool(day),
            "signatures": self._signatures(),
        }

    @api.model
    def _with_shown_days(self, table):
        """Days on paper are text in the reader's language."""
        columns = [
            (label, "text" if kind == "date" else kind, width)
            for label, kind, width in table.columns
        ]
        rows = [
            [*row[:-2], *(format_date(self.env, day) if day else "" for day in row[-2:])]
            for row in table.rows
        ]
        return Table(table.title, columns, rows, table.total)

    @api.model
    def _signatures(self):
        return [
            self.env._("Prepared by"),
            self.env._("Reviewed by"),
            self.env._("Cashier"),
        ]

    @api.model
    def _xlsx(self, docids, data=None):
        """Return the list as the bytes of an xlsx file, a sheet an office."""
        book, day = Book(), self._day(data or {})
        for office, table in self._tables(data or {}):
            sheet = table.fill_sheet(book, self._heading(office, day))
            sheet.signatures(self._signatures())
        return book.close()

    @api.model
    def _heading(self, office, day):
        return [
            office.name,
            self.env._(
                "As of %(day)s, amounts in %(currency)s, tax included",
                day=fields.Date.to_string(day or office._today()),
                currency=office.currency_id.name,
            ),
        ]

from typing import NamedTuple

from odoo import api, models
from odoo.tools import format_date, formatLang

from ..guard import formats
from ..guard.asked import asked_day, asked_ids
from ..guard.tables import Table
from ..guard.workbook import Book


class Span(NamedTuple):
    """Offices of one company from a first to a last local day, each in its own zone."""

    offices: models.Model
    date_from: object
    date_to: object


class Work(NamedTuple):
    """What was finished by a department or by one of the staff.

    `hours` on site are None where nobody checked in.
    """

    jobs: int
    hours: float | None
    amount: float


class ReportDesk(models.AbstractModel):
    """What a day or a week brought at one or all offices (日报、周报), for the head office.

    One paper a company: amounts are in its currency. Days are those of each office's own zone.
    """

    _name = "report.convenience_service.report_desk"
    _inherit = "convenience.office.report.mixin"
    _description = "Report of the Desk"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Report on `data`: office_ids (none: all that the user may see), date_from, date_to.

        :raise AccessError: for others than supervisors and general managers
        """
        return {
            "doc_ids": [],
            "doc_model": "convenience.office",
            "docs": self.env["convenience.office"],
            "reports": [self._report(span) for span in self._spans(data or {})],
        }

    @api.model
    def _spans(self, data):
        self._check_reader()
        ids = asked_ids(self.env, data, "office_ids")
        offices = self.env["convenience.office"]
        offices = offices.browse(ids) if ids else offices.search([])
        offices.check_access("read")
        first, last = (asked_day(self.env, data, name) for name in ("date_from", "date_to"))
        return [Span(own, first, last) for own in offices.grouped("company_id").values()]

    # ------------------------------------------------------------------ tables

    @api.model
    def _tables(self, span, finished):
        """Return every `Table` of the report, also those without a row."""
        counts = self._counts(span)
        return [
            self._summary_table(counts),
            *([self._offices_table(counts, span)] if len(span.offices) > 1 else []),
            self._channels_table(span),
            self._categories_table(span),
            self._departments_table(span, finished),
            self._staff_table(finished),
            self._late_table(span),
        ]

    @api.model
    def _figure_labels(self):
        return {
            "registered": self.env._("Orders Taken"),
            "done": self.env._("Done"),
            "signed": self.env._("Signed"),
            "reviewed": self.env._("Reviewed"),
            "cancelled": self.env._("Cancelled"),
            "open": self.env._("Open at the End"),
            "overdue": self.env._("Overdue at the End"),
        }

    @api.model
    def _summary_table(self, counts):
        """Free and paid requests apart; what is free has no amount."""
        rows = []
        for figure, label in self._figure_labels().items():
            sums = [sum(column) for column in zip(*counts[figure].values(), strict=True)]
            total, paid, amount = sums or (0, 0, 0.0)
            rows.append([label, total, total - paid, paid, amount])
        return Table(
            self.env._("Totals"),
            [
                (self.env._("Requests"), "text", 0),
                (self.env._("Total"), "count", 15),
                (self.env._("Free"), "count", 15),
                (self.env._("Paid"), "count", 15),
                (self.env._("Amount"), "money", 18),
            ],
            rows,
        )

    @api.model
    def _offices_table(self, counts, span):
        columns = [(label, "count", 11) for label in self._figure_labels().values()]
        rows = [
            [office.name, *(own.get(office, (0,))[0] for own in counts.values())]
            for office in span.offices
        ]
        table = Table(self.env._("Offices"), [(self.env._("Office"), "text", 0), *columns], rows)
        return table.add_total(self.env._("Total"))

    @api.model
    def _channels_table(self, span):
        return Table(
            self.env._("Channels"),
            [(self.env._("Channel"), "text", 0), (self.env._("Orders Taken"), "count", 18)],
            [list(row) for row in self._channels(span)],
        ).add_total(self.env._("Total"))

    @api.model
    def _categories_table(self, span):
        return Table(
            self.env._("Categories"),
            [
                (self.env._("Category"), "text", 0),
                (self.env._("Orders Taken"), "count", 15),
                (self.env._("Done"), "count", 15),
                (self.env._("Amount"), "money", 18),
            ],
            [[category.name or "", *figures] for category, *figures in self._categories(span)],
        )

    @api.model
    def _departments_table(self, span, finished):
        registered = self._registered_by_department(span)
        work = self._work_by(finished, "department_id")
        rows = [
            [
                department.name or self.env._("None yet"),
                registered.get(department, 0),
                *work.get(department, Work(0, None, 0.0)),
            ]
            for department in sorted({*registered, *work}, key=lambda record: record.id or 0)
        ]
        return Table(
            self.env._("Departments"),
            [
                (self.env._("Department"), "text", 0),
                (self.env._("Orders Taken"), "count", 15),
                (self.env._("Done"), "count", 15),
                (self.env._("Hours on Site"), "hours", 15),
                (self.env._("Amount"), "money", 18),
            ],
            rows,
        ).add_total(self.env._("Total"))

    @api.model
    def _staff_table(self, finished):
        """No sum: a job of two of the staff stands in both rows."""
        work = self._work_by(finished, "worker_ids")
        rows = [
            [doer.name or self.env._("Outside Provider"), own.jobs, own.hours]
            for doer, own in sorted(work.items(), key=lambda pair: (-pair[1].jobs, pair[0].id or 0))
        ]
        return Table(
            self.env._("Service Staff"),
            [
                (self.env._("Service Staff"), "text", 0),
                (self.env._("Jobs Done"), "count", 18),
                (self.env._("Hours on Site"), "hours", 18),
            ],
            rows,
        )

    @api.model
    def _late_table(self, span):
        labels = [
            (self.env._("Request"), 16),
            (self.env._("Unit"), 13),
            (self.env._("Customer"), 13),
            (self.env._("Services"), 0),
            (self.env._("Finish By"), 18),
            (self.env._("Service Staff"), 13),
        ]
        return Table(
            self.env._("Open and Overdue"),
            [(label, "text", width) for label, width in labels],
            [self._late_row(request) for request in self._late(span)],
        )

    @api.model
    def _late_row(self, request):
        return [
            request.name,
            request.unit_id.name,
            request.customer_id.name,
            request.items_summary,
            formats.moment(self.env, request.office_id, request.finish_by),
            ", ".join(request.worker_ids.mapped("name")) or request.provider_id.name or "",
        ]

    # ------------------------------------------------------------------ paper and sheet

    @api.model
    def _report(self, span):
        finished = self._finished(span)
        currency = span.offices[0].currency_id
        tables = self._tables(span, finished)
        return {
            "letterhead": self._letterhead(span),
            "title": self._title(span),
            "currency": currency.name,
            "averages": self._averages(finished),
            "tables": [table.on_paper(self.env, currency) for table in tables],
            "printed_on": format_date(self.env, span.offices[0]._today()),
            "signatures": [self.env._("Prepared by"), self.env._("Reviewed by")],
        }

    @api.model
    def _letterhead(self, span):
        """Of a single office its own; of several the company's, with their names."""
        if len(span.offices) == 1:
            return formats.letterhead(span.offices)
        names = ", ".join(span.offices.mapped("name"))
        return {**formats.letterhead(span.offices[0]), "office": names, "address": "", "phone": ""}

    @api.model
    def _title(self, span):
        one_day = span.date_from == span.date_to
        kind = self.env._("Daily Report") if one_day else self.env._("Weekly Report")
        days = format_date(self.env, span.date_from)
        return kind, days if one_day else formats.period(self.env, span.date_from, span.date_to)

    @api.model
    def _averages(self, finished):
        """Return (label, hours) of what was finished in the span."""
        labels = {
            "started_on": self.env._("Average hours from registration to arrival"),
            "done_at": self.env._("Average hours from registration to the end of the work"),
        }
        return [
            (label, "–" if hours is None else formatLang(self.env, hours, digits=1))
            for name, label in labels.items()
            for hours in [self._average_hours(finished, name)]
        ]

    @api.model
    def _xlsx(self, docids, data=None):
        """Return the report as the bytes of an xlsx file; arguments as for the paper."""
        book = Book()
        for span in self._spans(data or {}):
            finished = self._finished(span)
            for table in self._tables(span, finished):
                sheet = table.fill_sheet(book, self._heading(span))
            sheet.signatures([self.env._("Prepared by"), self.env._("Reviewed by")])
        return book.close()

    @api.model
    def _heading(self, span):
        kind, days = self._title(span)
        currency = span.offices[0].currency_id.name
        return [
            f"{', '.join(span.offices.mapped('name'))} {kind}",
            days,
            self.env._("Amounts in %(currency)s, tax included", currency=currency),
        ]

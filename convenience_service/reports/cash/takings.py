from odoo import api, models
from odoo.tools import format_date

from ...models.guard.roles import CASHIER, GENERAL_MANAGER, SERVICE_MANAGER
from ..guard import formats
from ..guard.tables import Table
from ..guard.workbook import Book

HELD = "collected"


class ReportTakings(models.AbstractModel):
    """What was taken and paid out at one or all offices (收款日报): by whom, by journal, by kind.

    Booked money is what the ledger says; what collectors have in hand stands apart, and cancelled
    receipts are listed but not counted. One paper a company. P2 4.3.1, P5 4.3.2.
    """

    _name = "report.convenience_service.report_takings"
    _inherit = ["report.convenience_service.report_desk"]
    _description = "Daily Takings"

    @api.model
    def _reader_roles(self):
        return (CASHIER, SERVICE_MANAGER, GENERAL_MANAGER)

    @api.model
    def _reader_refusal(self, user):
        return self.env._(
            "The daily takings are for cashier, service manager, director and general manager. "
            "%(user)s is none of these.",
            user=user.name,
        )

    # ------------------------------------------------------------------ figures

    @api.model
    def _receipts(self, span):
        """Return the receipts of the span, as the system sees them."""
        receipts = self.env["convenience.receipt"].search(
            [
                ("office_id", "in", span.offices.ids),
                ("date_booked", ">=", span.date_from),
                ("date_booked", "<=", span.date_to),
            ],
            order="date_booked, name",
        )
        # sudo: the journals are shown to who may read the takings
        return receipts.sudo()

    @api.model
    def _in_and_out(self, receipts):
        """Return number, received, paid out and balance of receipts."""
        received, paid = (
            sum(receipts.filtered(lambda r, way=way: r.direction == way).mapped("amount"))
            for way in ("in", "out")
        )
        return [len(receipts), received, paid, received - paid]

    @api.model
    def _sum_table(self, title, receipts, label_of):
        """A row for each of what `label_of` returns for a receipt."""
        return Table(
            title,
            [
                (title, "text", 0),
                (self.env._("Receipts"), "count", 13),
                (self.env._("Received"), "money", 18),
                (self.env._("Paid Out"), "money", 18),
                (self.env._("Balance"), "money", 18),
            ],
            [
                [label, *self._in_and_out(own)]
                for label, own in sorted(receipts.grouped(label_of).items())
            ],
        ).add_total(self.env._("Total"))

    @api.model
    def _takings_tables(self, span):
        """Return every `Table` of the takings."""
        receipts = self._receipts(span)
        booked = receipts.filtered(lambda receipt: receipt.state == "posted")
        kinds = dict(receipts._fields["kind"]._description_selection(self.env))
        return [
            self._sum_table(self.env._("By Cashier and Journal"), booked, self._person_and_journal),
            self._sum_table(self.env._("By Journal"), booked, lambda r: r.journal_id.name or ""),
            self._sum_table(self.env._("By Kind"), booked, lambda r: kinds[r.kind]),
            self._sum_table(
                self.env._("Collected, Not Handed Over"),
                receipts.filtered(lambda receipt: receipt.state == HELD),
                lambda receipt: receipt.taken_by_id.name,
            ),
            self._receipts_table(receipts, kinds),
        ]

    @api.model
    def _person_and_journal(self, receipt):
        return f"{receipt.taken_by_id.name} · {receipt.journal_id.name or ''}"

    @api.model
    def _receipts_table(self, receipts, kinds):
        states = dict(receipts._fields["state"]._description_selection(self.env))
        columns = [
            (self.env._("Number"), "text", 18),
            (self.env._("Payer"), "text", 0),
            (self.env._("Kind"), "text", 12),
            (self.env._("Handled By"), "text", 14),
            (self.env._("State"), "text", 13),
            (self.env._("In and Out"), "money", 15),
        ]
        rows = [
            [
                receipt.name,
                receipt.partner_id.name or "",
                kinds[receipt.kind],
                receipt.taken_by_id.name,
                states[receipt.state],
                receipt.amount_signed,
            ]
            for receipt in receipts
        ]
        return Table(self.env._("Receipts"), columns, rows)

    # ------------------------------------------------------------------ paper and sheet

    @api.model
    def _signatures(self):
        return [self.env._("Cashier"), self.env._("Collector"), self.env._("Reviewed by")]

    @api.model
    def _report(self, span):
        currency = span.offices[0].currency_id
        return {
            "letterhead": self._letterhead(span),
            "title": self._title(span),
            "currency": currency.name,
            "averages": [],
            "tables": [table.on_paper(self.env, currency) for table in self._takings_tables(span)],
            "printed_on": format_date(self.env, span.offices[0]._today()),
            "signatures": self._signatures(),
        }

    @api.model
    def _title(self, span):
        one_day = span.date_from == span.date_to
        day = format_date(self.env, span.date_from)
        days = day if one_day else formats.period(self.env, span.date_from, span.date_to)
        return self.env._("Daily Takings"), days

    @api.model
    def _xlsx(self, docids, data=None):
        """Return the takings as the bytes of an xlsx file; arguments as for the paper."""
        book = Book()
        for span in self._spans(data or {}):
            for table in self._takings_tables(span):
                sheet = table.fill_sheet(book, self._heading(span))
            sheet.signatures(self._signatures())
        return book.close()

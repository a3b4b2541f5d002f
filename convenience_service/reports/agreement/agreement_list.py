from operator import itemgetter

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...models.guard.roles import CASHIER, CLERK, GENERAL_MANAGER
from ..guard import formats
from ..guard.asked import asked_day, asked_id
from ..guard.page_layout import row_height, split_sheets
from ..guard.workbook import Book

# Half-width characters that fit in: who and unit, item, recurrence, reason or text.
COLUMNS = (16, 18, 28)
CHANGE_COLUMNS = (16, 60)
FIRST_SHEET, NEXT_SHEET, CLOSING = 24, 28, 4
KINDS = (
    "count",
    "text",
    "text",
    "text",
    "text",
    "quantity",
    "text",
    "money",
    "text",
    "date",
    "date",
)


class ReportAgreementList(models.AbstractModel):
    """Who receives long-term services (接受长期服务业主名单, P3 4 (6) and (12)).

    The list of a day, its revision, and what changed in the month up to then. It says the same
    whenever it is printed, but for what was written later with an earlier date.
    """

    _name = "report.convenience_service.report_agreement_list"
    _inherit = ["convenience.office.report.mixin"]
    _description = "List of Long-term Services"

    @api.model
    def _reader_roles(self):
        """The desk serves by the list."""
        return (CLERK, CASHIER, GENERAL_MANAGER)

    @api.model
    def _reader_refusal(self, user):
        return self.env._(
            "The list of long-term services is for desk, cashier and general manager. %(user)s is "
            "none of these.",
            user=user.name,
        )

    @api.model
    def _get_report_values(self, docids, data=None):
        """Report on `data`: office_id and day (local).

        :raise AccessError: for whoever is not of the desk, and for another office
        """
        self._check_reader()
        office, day = self._asked(data or {})
        lines, changes = self._lines(office, day), self._changes(office, day)
        rows = [self._row(number, line) for number, line in enumerate(lines, 1)]
        changed = [self._change(change) for change in changes]
        return {
            "doc_ids": lines.ids,
            "doc_model": lines._name,
            "docs": lines,
            "letterhead": formats.letterhead(office),
            "day": format_date(self.env, day),
            "count": len(lines.partner_id),
            "revision": self._revision(office, day),
            "sheets": split_sheets(rows, FIRST_SHEET, NEXT_SHEET, itemgetter("height")),
            "changed": split_sheets(
                changed, FIRST_SHEET, NEXT_SHEET, itemgetter("height"), CLOSING
            ),
            "signatures": [self.env._("Prepared By"), self.env._("Checked By")],
        }

    @api.model
    def _asked(self, data):
        office = self.env["convenience.office"].browse(asked_id(self.env, data, "office_id"))
        office.check_access("read")
        return office, asked_day(self.env, data, "day", needed=False) or office._today()

    # ------------------------------------------------------------------ what is on it

    @api.model
    def _lines(self, office, day):
        lines = self.env["convenience.agreement.line"]
        found = lines.search(lines._domain_on(office, day))
        return found.sorted(lambda line: (line.unit_id.name, line.partner_id.name, line.id))

    @api.model
    def _changes(self, office, day):
        """Return the revisions written in the month of the day, up to the day."""
        return self.env["convenience.agreement.change"].search(
            Domain("office_id", "=", office.id)
            & Domain("day", ">=", day.replace(day=1))
            & Domain("day", "<=", day),
            order="id",
        )

    @api.model
    def _revision(self, office, day):
        """Return the number of the last revision written up to the day."""
        last = self.env["convenience.agreement.change"].search(
            [("office_id", "=", office.id), ("day", "<=", day)], limit=1, order="revision desc"
        )
        return last.revision

    # ------------------------------------------------------------------ paper

    @api.model
    def _row(self, number, line):
        who = f"{line.partner_id.name} {line.phone or ''}"
        texts = (who, line.name or "", line.recurrence_text or "")
        first, last = line._span()
        return {
            "number": number,
            "line": line,
            "quantity": formats.number(self.env, line.quantity),
            "price": formats.money(self.env, line.price_unit, line.currency_id),
            "basis": self._basis(line),
            "first": format_date(self.env, first),
            "last": format_date(self.env, last),
            "height": max(2, row_height(texts, COLUMNS)),
        }

    @api.model
    def _basis(self, line):
        labels = dict(line._fields["price_basis"]._description_selection(self.env))
        return labels[line.price_basis]

    @api.model
    def _change(self, change):
        labels = dict(change._fields["kind"]._description_selection(self.env))
        who = f"{change.unit_id.name} {change.partner_id.name}"
        return {
            "revision": change.revision,
            "written_on": format_date(self.env, change.day),
            "date": format_date(self.env, change.date),
            "kind": labels[change.kind],
            "who": who,
            "text": change.text or "",
            "reason": change.reason or "",
            "user": change.user_id.name,
            "height": row_height(
                (who, f"{change.text or ''} {change.reason or ''}"), CHANGE_COLUMNS
            ),
        }

    # ------------------------------------------------------------------ spreadsheet

    @api.model
    def _xlsx(self, docids, data):
        """Return the bytes of the spreadsheet: the list, and the changes of the month."""
        self._check_reader()
        office, day = self._asked(data)
        book = Book()
        heading = [
            self.env._("List of Long-term Services"),
            f"{office.name} {format_date(self.env, day)}",
            self.env._("Revision %(number)s", number=self._revision(office, day)),
        ]
        sheet = book.add_sheet(heading[0], KINDS, heading)
        sheet.head(self._labels())
        for number, line in enumerate(self._lines(office, day), 1):
            sheet.row(self._cells(number, line))
        self._fill_changes(book, office, day)
        return book.close()

    @api.model
    def _labels(self):
        return [
            self.env._("No."), self.env._("Unit"), self.env._("Customer"), self.env._("Phone"),
            self.env._("Item"), self.env._("Quantity"), self.env._("When"), self.env._("Price"),
            self.env._("Price Basis"), self.env._("From"), self.env._("Last Day"),
        ]  # fmt: skip

    @api.model
    def _cells(self, number, line):
        first, last = line._span()
        return [
            number, line.unit_id.name, line.partner_id.name, line.phone, line.name,
            line.quantity, line.recurrence_text, line.price_unit, self._basis(line), first,
            last or "",
        ]  # fmt: skip

    @api.model
    def _fill_changes(self, book, office, day):
        title = self.env._("Changes of the Month")
        sheet = book.add_sheet(title, ("count", *("text",) * 7), [title])
        sheet.head(
            [
                self.env._("Revision"), self.env._("Written On"), self.env._("Effective"),
                self.env._("Kind"), self.env._("Customer"), self.env._("What Changed"),
                self.env._("Reason"), self.env._("Changed By"),
            ]
        )  # fmt: skip
        for change in self._changes(office, day):
            cells = self._change(change)
            sheet.row(
                [
                    cells[name]
                    for name in (
                        "revision",
                        "written_on",
                        "date",
                        "kind",
                        "who",
                        "text",
                        "reason",
                        "user",
                    )
                ]
            )

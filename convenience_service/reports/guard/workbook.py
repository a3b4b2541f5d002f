"""Spreadsheets a bookkeeper can go on with: numbers are numbers, and text is never a formula."""

import io
import re
from datetime import date

import xlsxwriter

from .page_layout import text_width

A4 = 9
NUMBER_FORMATS = {
    "count": "#,##0",
    "quantity": "#,##0.###",
    "money": "#,##0.00",
    "hours": "#,##0.0",
    "date": "yyyy-mm-dd",
}
NARROWEST, WIDEST = 9, 44


class Book:
    """A workbook in memory."""

    def __init__(self):
        self._file = io.BytesIO()
        # what a user typed stays text, also where it looks like a formula or an address
        self._workbook = xlsxwriter.Workbook(
            self._file,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        )
        self._sheets = []
        self._formats = {}

    def add_sheet(self, name, kinds, heading=(), landscape=True):
        """Return a new `Sheet`.

        :param kinds: what each column holds: text, count, quantity, money, hours or date
        :param heading: lines above the table
        """
        sheet = Sheet(self, self._workbook.add_worksheet(self._free_name(name)), kinds)
        sheet.set_up(heading, landscape)
        self._sheets.append(sheet)
        return sheet

    def _free_name(self, name):
        """A name that a spreadsheet accepts and no other sheet has."""
        name = re.sub(r"[\[\]:*?/\\']", " ", name)[:28].strip() or "Sheet"
        taken = {sheet.name.lower() for sheet in self._workbook.worksheets()}
        names = [name, *(f"{name} {number}" for number in range(2, len(taken) + 3))]
        return next(free for free in names if free.lower() not in taken)

    def format(self, kind, bold=False, **more):
        key = (kind, bold, *more.items())
        if key not in self._formats:
            number = {"num_format": NUMBER_FORMATS[kind]} if kind in NUMBER_FORMATS else {}
            self._formats[key] = self._workbook.add_format({**number, "bold": bold, **more})
        return self._formats[key]

    def close(self):
        """Return the bytes of the file."""
        for sheet in self._sheets:
            sheet.finish()
        self._workbook.close()
        return self._file.getvalue()


class Sheet:
    """One table: heading, head, rows, total."""

    def __init__(self, book, worksheet, kinds):
        self._book, self._worksheet, self._kinds = book, worksheet, kinds
        self._next = 0
        self._widths = [NARROWEST] * len(kinds)
        self._heading_width = 0

    def set_up(self, heading, landscape):
        worksheet = self._worksheet
        worksheet.set_paper(A4)
        if landscape:
            worksheet.set_landscape()
        worksheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        worksheet.fit_to_pages(1, 0)
        worksheet.set_footer("&C&P / &N")
        for number, line in enumerate(heading):
            size = {} if number else {"font_size": 14}
            worksheet.write_string(number, 0, line, self._book.format("text", not number, **size))
            self._heading_width = max(
                self._heading_width, text_width(line) * (1 if number else 1.4)
            )
        self._next = len(heading) + bool(heading)

    def head(self, labels):
        """Write the head of the table; it stays on screen and on every printed page."""
        for column, label in enumerate(labels):
            align = "left" if self._kinds[column] in ("text", "date") else "right"
            style = self._book.format("text", True, bg_color="#EEEEEE", border=1, align=align)
            self._write(column, label, style)
        self._worksheet.repeat_rows(self._next)
        self._next += 1
        self._worksheet.freeze_panes(self._next, 0)

    def row(self, values, bold=False, **style):
        for column, value in enumerate(values):
            kind = self._kinds[column]
            self._write(column, value, self._book.format(kind, bold, border=1, **style))
        self._next += 1

    def total(self, values):
        """Write the last row; sums are values, so that they stay what the report says."""
        self.row(values, bold=True, top=2)

    def signatures(self, labels):
        """Write places to sign below the table."""
        self._next += 2
        step = max(2, len(self._kinds) // len(labels))
        for number, label in enumerate(labels):
            self._worksheet.write_string(self._next, number * step, f"{label}:")
        self._next += 1

    def _write(self, column, value, style):
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            # sums of floats drift in places nobody prints
            self._worksheet.write_number(self._next, column, round(value, 6), style)
            shown = f"{value:,.2f}"
        elif isinstance(value, date):
            self._worksheet.write_datetime(self._next, column, value, style)
            shown = "2026-10-31"
        else:
            shown = value or ""
            self._worksheet.write_string(self._next, column, shown, style)
        self._widths[column] = min(WIDEST, max(self._widths[column], text_width(shown) + 2))

    def finish(self):
        # the heading is printed only as far as the table reaches
        self._widths[0] += max(0, self._heading_width - sum(self._widths))
        for column, width in enumerate(self._widths):
            self._worksheet.set_column(column, column, width)
        self._worksheet.print_area(0, 0, max(self._next - 1, 0), len(self._kinds) - 1)

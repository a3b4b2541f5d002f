"""Tables that go on paper and into a spreadsheet alike: what their columns hold is said once."""

from dataclasses import dataclass, field
from operator import itemgetter

from odoo.tools import format_date, formatLang

from . import formats
from .page_layout import row_height, split_sheets

# Lines of one table that stand below each other without a new head.
TABLE_SHEET = 34
# Tables of so few columns do not take the whole width.
NARROW = 3
# Half-width characters that fit in a column of one percent of the paper.
CAPACITY = 0.9
SUMMED = ("count", "money", "hours")


@dataclass
class Table:
    """A table of unformatted values; the first column names the row.

    `columns` are (label, kind, width in percent on paper or 0 for what is left); the kinds are
    those of `workbook`. A value that is not known is None.
    """

    title: str
    columns: list
    rows: list = field(default_factory=list)
    total: list = field(default_factory=list)

    @property
    def labels(self):
        return [label for label, _kind, _width in self.columns]

    @property
    def kinds(self):
        return [kind for _label, kind, _width in self.columns]

    def add_total(self, label):
        """Sum up what is known of the columns below the table."""
        if self.rows:
            columns = zip(self.kinds, zip(*self.rows, strict=True), strict=True)
            sums = [known_sum(column) if kind in SUMMED else "" for kind, column in columns]
            self.total = [label, *sums[1:]]
        return self

    def formatted(self, env, currency, values):
        """Return a row as a reader of the environment's language expects it on paper."""
        return [
            format_value(env, kind, value, currency)
            for kind, value in zip(self.kinds, values, strict=True)
        ]

    def on_paper(self, env, currency, lines=TABLE_SHEET, capacity=CAPACITY, first=None):
        """Return the table cut into sheets, for the template `report_desk_lines`.

        :param lines: that stand below each other without a new head
        :param capacity: half-width characters in one percent of the paper
        :param first: lines on the first sheet, where a heading takes some of it
        """
        rest = 100 - sum(width for _label, _kind, width in self.columns)
        capacities = [(width or rest) * capacity for _label, _kind, width in self.columns]
        rows = [
            {"values": values, "height": row_height([value or "" for value in values], capacities)}
            for values in (self.formatted(env, currency, row) for row in self.rows)
        ]
        return {
            "title": self.title,
            "style": "width: 60%;" if len(self.columns) <= NARROW else "",
            "columns": [self._paper_column(*column) for column in self.columns],
            "sheets": split_sheets(rows, first or lines, lines, itemgetter("height")),
            "total": self.total and self.formatted(env, currency, self.total),
        }

    @staticmethod
    def _paper_column(label, kind, width):
        return {
            "label": label,
            "class": "" if kind in ("text", "date") else "o_cs_number",
            "style": f"width: {width}%;" if width else "",
        }

    def fill_sheet(self, book, heading):
        """Write the table into a sheet of its own."""
        sheet = book.add_sheet(self.title, self.kinds, [*heading, self.title])
        sheet.head(self.labels)
        for row in self.rows:
            sheet.row(row)
        if self.total:
            sheet.total(self.total)
        return sheet


def known_sum(values):
    """Return the sum of what is known, None where nothing is.

    >>> known_sum([1, None, 2])
    3
    >>> known_sum([None]), known_sum([0])
    (None, 0)
    """
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def format_value(env, kind, value, currency):
    if value is None:
        return "–"
    if kind == "money":
        return formats.money(env, value, currency)
    if kind == "date":
        return format_date(env, value)
    if kind == "quantity":
        return formats.number(env, value)
    if kind == "hours":
        return formatLang(env, value, digits=1)
    return formats.number(env, value) if kind == "count" else value

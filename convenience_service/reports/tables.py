"""Tables that go on paper and into a spreadsheet alike: what their columns hold is said once."""

from dataclasses import dataclass, field

from odoo.tools import formatLang

from . import formats


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
            columns = list(zip(*self.rows, strict=True))[1:]
            self.total = [label, *map(known_sum, columns)]
        return self

    def formatted(self, env, currency, values):
        """Return a row as a reader of the environment's language expects it on paper."""
        return [
            format_value(env, kind, value, currency)
            for kind, value in zip(self.kinds, values, strict=True)
        ]

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
    if kind == "hours":
        return formatLang(env, value, digits=1)
    return formats.number(env, value) if kind == "count" else value

"""Rows of a sheet with what is to become of each, and the problems found."""

from collections import defaultdict
from typing import NamedTuple

from odoo.tools.translate import LazyTranslate

from . import values
from .columns import REASON
from .values import Refused

_lt = LazyTranslate(__name__)


class Problem(NamedTuple):
    """What is wrong with one cell. A warning does not keep the row out."""

    row: int
    column: str
    value: str
    reason: object
    warning: bool = False


class Row:
    """One row of the sheet: its cells, what they mean, and what becomes of it."""

    __slots__ = ("action", "cells", "grid", "number", "plan", "problems", "values")

    def __init__(self, grid, number, cells):
        self.grid = grid
        self.number = number
        self.cells = cells
        self.values = {}
        self.problems = []
        self.action = None  # create, update or unchanged
        self.plan = None  # whatever the kind of sheet needs to write it

    @property
    def good(self):
        return not any(not problem.warning for problem in self.problems)

    def get(self, key, default=None):
        """What the cell means; the default where it is empty or has a problem."""
        return self.values.get(key, default)

    def has(self, *keys):
        """Whether all of these cells are filled and without a problem."""
        return all(self.values.get(key) is not None for key in keys)

    def cell(self, key):
        """The cell as read."""
        position = self.grid.positions.get(key)
        return self.cells[position] if position is not None and position < len(self.cells) else None

    def refuse(self, key, reason, warning=False):
        """Name a problem of the cell in that column."""
        self.problems.append(
            Problem(
                self.number, self.grid.header(key), values.plain(self.cell(key)), reason, warning
            )
        )

    def parse(self, columns):
        for column in columns:
            self._parse_cell(column)
        extra = self.cells[len(self.grid.headers) :]
        if extra:
            reason = _lt("There are more cells than headers. Look for a separator too many.")
            self.problems.append(Problem(self.number, "", values.plain(extra[0]), reason))

    def _parse_cell(self, column):
        value = self.cell(column.key)
        if value is None:
            if column.required:
                self.refuse(column.key, _lt("The cell is empty."))
            return
        try:
            self.values[column.key] = column.parse(value)
        except Refused as error:
            self.refuse(column.key, error.reason)


class Grid:
    """A sheet laid over the columns of its kind."""

    def __init__(self, sheet, columns, lang):
        self.headers = sheet.headers
        self.columns = columns
        self.lang = lang
        self.positions = {}
        self.problems = []
        self._place_columns()
        self.rows = [Row(self, number, cells) for number, cells in sheet.rows]
        if self.readable:
            for row in self.rows:
                row.parse(columns)

    @property
    def readable(self):
        """Whether the headers are such that rows can be read at all."""
        return not any(not problem.warning for problem in self.problems)

    def header(self, key):
        """The header as in the file, or where the column is missing as in the template."""
        if key in self.positions:
            return self.headers[self.positions[key]]
        return next(column.header(self.lang) for column in self.columns if column.key == key)

    def has(self, key):
        return key in self.positions

    def all_problems(self):
        """Every problem and warning, from the top of the sheet to its end."""
        return self.problems + [problem for row in self.rows for problem in row.problems]

    def note(self, reason):
        """Say something of the sheet as a whole; it keeps no row out."""
        self._note("", reason, warning=True)

    def _place_columns(self):
        by_header = {
            header: column for column in (*self.columns, REASON) for header in column.headers()
        }
        found = defaultdict(list)
        for position, header in enumerate(self.headers):
            column = by_header.get(values.folded(header))
            if column:
                found[column.key].append(position)
            elif header:
                self._note(header, _lt("This column is not known and is not read."), warning=True)
        self.positions = {
            key: positions[0] for key, positions in found.items() if key != REASON.key
        }
        for key in self.positions:
            if len(found[key]) > 1:
                self._note(
                    self.headers[found[key][1]], _lt("There are two columns of this meaning.")
                )
        for column in self.columns:
            if column.required and column.key not in self.positions:
                self._note(column.header(self.lang), _lt("The sheet has no such column."))

    def _note(self, header, reason, warning=False):
        self.problems.append(Problem(1, header, "", reason, warning))

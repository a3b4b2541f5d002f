"""The figures of a month and how they add up."""

from dataclasses import dataclass, fields
from typing import NamedTuple

from odoo import models


@dataclass
class Figures:
    """What was done and what became of the money; company currency, tax included."""

    times: int = 0
    quantity: float = 0.0
    amount: float = 0.0
    billed: float = 0.0
    waiting: float = 0.0
    unsigned: float = 0.0
    waived: float = 0.0

    def __add__(self, other):
        return Figures(
            *(getattr(self, field.name) + getattr(other, field.name) for field in fields(self))
        )

    @classmethod
    def total(cls, rows):
        return sum((row.figures for row in rows), cls())

    @property
    def amounts(self):
        return self.amount, self.billed, self.waiting, self.unsigned, self.waived


class Row(NamedTuple):
    """An item as one department did it."""

    category: models.Model
    department: models.Model
    item: models.Model
    uom: models.Model
    figures: Figures

    @property
    def is_paid(self):
        return self.item.convenience_charging == "paid" or bool(self.figures.amount)


def column_sums(rows):
    """Return the sums of all columns but the first, which names the row.

    >>> column_sums([("a", 1, 2.5), ("b", 2, 1.0)])
    [3, 3.5]
    >>> column_sums([])
    []
    """
    return [sum(column) for column in list(zip(*rows, strict=True))[1:]]


def group_rows(dimension, rows):
    """Return [(record, its rows)] by category or department, in the order of the rows."""
    groups = {}
    for row in rows:
        groups.setdefault(getattr(row, dimension), []).append(row)
    return list(groups.items())

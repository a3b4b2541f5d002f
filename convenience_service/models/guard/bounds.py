"""What a value of each kind of field may be, whatever the field: the widest that the database, the
screens and the papers bear. What a single field takes beyond that is for its own model to say.

- Days lie where time zones, the grouping of lists by month, recurrences and calendars all work,
  and where a service of many years, counted on from the last of them, still ends in a year that
  can be written.
- Money is exact to the fen in a float up to some 10^13; a tenth of that leaves room for sums.
- A text that is indexed, alone or with others, fits a page of the index in any script.
"""

import base64
import binascii
import json
import re
from collections.abc import Set
from datetime import date, datetime

from odoo import fields
from odoo.api import NewId
from odoo.models import BaseModel

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
# every moment of these days, wherever it is
FIRST_MOMENT, LAST_MOMENT = datetime(1899, 12, 31), datetime(2101, 1, 1, 23, 59, 59)
MAX_ID = 2**31 - 1
MAX_COUNT = 1_000_000
MAX_NUMBER = 10_000_000
MAX_MONEY = 1_000_000_000_000
MAX_INDEXED = 200
MAX_LINE = 2_000
MAX_REASON = 1_000  # a record of it adds who and what
MAX_TEXT = 100_000
MAX_HTML = 10_000_000
MAX_FILE = 64_000_000  # as base64
# A string of neither kind can be stored: PostgreSQL takes no NUL, UTF-8 no half of a pair.
UNREADABLE = re.compile("[\x00\ud800-\udfff]")
COLLECTIONS = (list, tuple, Set)


class Bounds:
    """Whether a value can be that of a field; `False` and `None` are none and always can.

    Each method takes the model of the field too; a `draft` is what a form shows before it is saved.
    """

    def __init__(self, field, size=MAX_LINE):
        self.field, self.size = field, size

    def allows(self, value, model, draft=False):
        """Whether the field can have the value."""
        raise NotImplementedError

    def describe(self, env):
        """Return what to enter, translated, as it follows "Enter"."""
        raise NotImplementedError


class Yes(Bounds):
    """Yes or no, also as a number."""

    def allows(self, value, model, draft=False):
        return type(value) in (bool, int) and value in (0, 1)

    def describe(self, env):
        return env._("yes or no")


class Number(Bounds):
    """A finite number; a whole one for a whole-number field."""

    limit = MAX_NUMBER

    def allows(self, value, model, draft=False):
        # no number that is not one (NaN) lies between two others
        return type(value) in (float, int) and -self.limit <= value <= self.limit

    def describe(self, env):
        return env._("a number from -%(most)s to %(most)s", most=f"{self.limit:,}")


class WholeNumber(Number):
    """A whole number, as of days or pieces."""

    limit = MAX_COUNT

    def allows(self, value, model, draft=False):
        return super().allows(value, model) and value == int(value)

    def describe(self, env):
        return env._("a whole number from -%(most)s to %(most)s", most=f"{self.limit:,}")


class Identifier(WholeNumber):
    """The id of a record that a number field keeps."""

    limit = MAX_ID


class Money(Number):
    """An amount of any currency."""

    limit = MAX_MONEY

    def describe(self, env):
        money = env["convenience.money.mixin"]
        most = money._in_currency(self.limit, env.company.currency_id)
        return env._("an amount of at most %(most)s, or as much below zero", most=most)


class Day(Bounds):
    """A day, or its moment, as an object or as the server writes it."""

    def allows(self, value, model, draft=False):
        try:
            day = fields.Date.to_date(value) if isinstance(value, str | date) else None
        except ValueError:
            return False
        return day is not None and FIRST_DAY <= day <= LAST_DAY

    def describe(self, env):
        return env._("a date from %(first)s to %(last)s", first=FIRST_DAY, last=LAST_DAY)


class Moment(Day):
    """A moment in UTC, as an object or as the server writes it."""

    def allows(self, value, model, draft=False):
        try:
            moment = fields.Datetime.to_datetime(value) if isinstance(value, str | date) else None
        except ValueError:
            return False
        return moment is not None and FIRST_MOMENT <= moment <= LAST_MOMENT


class Text(Bounds):
    """Text that can be stored, no longer than what is entered there by people."""

    def allows(self, value, model, draft=False):
        if not isinstance(value, str):
            value = str(value) if hasattr(value, "_translate") else None  # a term, not yet said
        return value is not None and len(value) <= self.size and not UNREADABLE.search(value)

    def describe(self, env):
        return env._(
            "text of at most %(size)s characters, all of them readable", size=f"{self.size:,}"
        )


class Choice(Bounds):
    """One of the values of a selection."""

    def __init__(self, field, size=MAX_LINE):
        super().__init__(field, size)
        fixed = field.selection if isinstance(field.selection, list) else None
        self.values = fixed and frozenset(value for value, _label in fixed)

    def allows(self, value, model, draft=False):
        values = self.values or self.field.get_values(model.env)
        return isinstance(value, str) and (value in values or value == "")

    def describe(self, env):
        labels = (str(label) for _value, label in self.field._description_selection(env))
        return env._("one of: %(choices)s", choices=", ".join(list(labels)[:20]))


class File(Bounds):
    """A file, in base64."""

    def allows(self, value, model, draft=False):
        if not isinstance(value, str | bytes) or len(value) > MAX_FILE:
            return False
        try:
            base64.b64decode(value)
        except (ValueError, binascii.Error):
            return False
        return True

    def describe(self, env):
        return env._("a file of at most %(size)s MB", size=MAX_FILE * 3 // 4_000_000)


class Structure(Bounds):
    """What JSON says."""

    def allows(self, value, model, draft=False):
        try:
            said = json.dumps(value, allow_nan=False, ensure_ascii=False)
        except (TypeError, ValueError, RecursionError):
            return False
        return len(said) <= MAX_TEXT and not UNREADABLE.search(said) and r"\u0000" not in said

    def describe(self, env):
        return env._("what the form itself keeps there")


def is_id(value, draft=False):
    """Whether that can be the id of a record; a record that is not saved has one of its own."""
    if type(value) is int:
        return 0 < value <= MAX_ID
    return isinstance(value, NewId) or (draft and isinstance(value, str))


class One(Bounds):
    """A record, or its id. The line of a form that is not saved shows its document as values."""

    def allows(self, value, model, draft=False):
        if isinstance(value, BaseModel):
            return value._name == self.field.comodel_name and len(value) <= 1
        if draft and isinstance(value, dict):
            return True
        return is_id(value, draft) or (type(value) is int and value == 0)

    def describe(self, env):
        return env._("one that there is")


class Many(Bounds):
    """Records, their ids, or commands: what is in these is checked by the model of the lines."""

    def allows(self, value, model, draft=False):
        if isinstance(value, BaseModel):
            return value._name == self.field.comodel_name
        return isinstance(value, COLLECTIONS) and all(
            is_id(item, draft) or self._is_command(item, draft) for item in value
        )

    def _is_command(self, item, draft):
        if not isinstance(item, list | tuple) or not item or not isinstance(item[0], int):
            return False
        code, *rest = item
        if code == 0:
            return len(rest) == 2 and isinstance(rest[1], dict)
        if code == 1:
            return len(rest) == 2 and is_id(rest[0], draft) and isinstance(rest[1], dict)
        if code == 6:
            return (
                len(rest) == 2
                and isinstance(rest[1], (*COLLECTIONS, BaseModel))
                and all(is_id(one, draft) for one in self._ids(rest[1]))
            )
        return code == 5 or (code in (2, 3, 4) and bool(rest) and is_id(rest[0], draft))

    def _ids(self, records):
        return records._ids if isinstance(records, BaseModel) else records

    def values_within(self, value):
        """Yield the values of lines that the commands bring."""
        if not isinstance(value, BaseModel):
            yield from (item[2] for item in value if not is_id(item) and item[0] in (0, 1))

    def describe(self, env):
        return env._("a list of records that there are")


class Messages(Many):
    """Messages that are there: new ones are posted on a record, once that is there itself."""

    def allows(self, value, model, draft=False):
        return super().allows(value, model, draft) and not any(self.values_within(value))

    def describe(self, env):
        return env._("nothing: post a message instead")


KINDS = {
    "boolean": Yes,
    "integer": WholeNumber,
    "many2one_reference": Identifier,
    "float": Number,
    "monetary": Money,
    "date": Day,
    "datetime": Moment,
    "char": Text,
    "text": Text,
    "html": Text,
    "selection": Choice,
    "binary": File,
    "image": File,
    "json": Structure,
    "many2one": One,
    "one2many": Many,
    "many2many": Many,
}
SIZES = {"text": MAX_TEXT, "html": MAX_HTML}


def bounds_of(field, indexed=False):
    """Return the bounds of a field, or None where no kind of ours fits it.

    :param indexed: whether an index of the table has the column in it
    """
    kind = KINDS.get(field.type)
    if kind is Many and field.comodel_name == "mail.message":
        kind = Messages
    size = MAX_INDEXED if indexed else SIZES.get(field.type, MAX_LINE)
    return kind and kind(field, size)

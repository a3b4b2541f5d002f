"""What a cell means: each function takes a cell as read and returns a value or refuses it."""

import math
import re
import unicodedata
from datetime import date, datetime

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

# full-width forms run as well where a Chinese or Japanese keyboard is usual
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
SHEET_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")
MAX_TEXT = 200
MAX_AMOUNT = 10_000_000
MAX_COUNT = 1_000_000
TOO_MUCH = 10**18
MAX_HOURS = 24 * 366
YEARS = range(1900, 2101)

# what no database keeps: NUL, and halves of a pair of surrogates
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)
_DATE = r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
_TIME = r"(\d{1,2})\s*:\s*(\d{1,2})(?:\s*:\s*(\d{1,2})(?:\.0+)?)?"
_DAY = re.compile(_DATE, re.ASCII)
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?", re.ASCII)
_MOMENT = re.compile(rf"{_DATE}(?:[\sT]*{_TIME})?", re.ASCII)

YES = {"是", "yes", "y", "true"}
NO = {"否", "no", "n", "false"}


class Refused(Exception):
    """A cell that does not hold what its column takes; `reason` is a lazy translation."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


def plain(value):
    """A cell as one line of text, as its reader sees it.

    >>> plain(101.0), plain("\uff11\uff10 "), plain(None)
    ('101', '１０', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return str(value).strip()


def folded(value):
    """Text for comparing: full-width forms, case and spaces make no difference.

    An empty field of a record, False, is no text.

    >>> folded("ＡＢ  c "), folded(False)
    ('ab c', '')
    """
    return " ".join(unicodedata.normalize("NFKC", plain(value or "")).casefold().split())


def is_formula(value):
    """Whether a spreadsheet program would take the text for a formula."""
    return isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_STARTS)


# What a column takes; an empty cell never comes here.


def text(value):
    """A name, number of a room or the like. Numbers lose the ".0" that spreadsheets give them."""
    if isinstance(value, date):
        raise Refused(_lt("This is a date. Format the column as text and enter it again."))
    written = " ".join(note(value).split())
    if written in SHEET_ERRORS:
        raise Refused(_lt("The formula in this cell failed."))
    if len(written) > MAX_TEXT:
        raise Refused(_lt("The text is longer than %(size)s characters.", size=MAX_TEXT))
    return written


def note(value):
    """Free text, which keeps its lines."""
    written = plain(value)
    if _UNREADABLE.search(written):
        raise Refused(_lt("The text has characters that cannot be read. Type it anew."))
    return written


def number(value):
    """A finite number; thousands may be separated by commas.

    >>> number("1,402.50"), number("\uff13"), number("1e2")
    (1402.5, 3.0, 100.0)
    """
    if isinstance(value, str):
        value = _number_of(unicodedata.normalize("NFKC", value).strip())
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise Refused(_lt("This is not a number."))
    # a whole number may be too long for a float
    return float(value) if abs(value) < TOO_MUCH else math.copysign(math.inf, value)


def _number_of(written):
    if _THOUSANDS.fullmatch(written):
        written = written.replace(",", "")
    if not _NUMBER.fullmatch(written):
        raise Refused(_lt("This is not a number."))
    return float(written)


def quantity(value):
    """How much was done: above zero. What is too much, the request says."""
    try:
        parsed = number(value)
    except Refused as error:
        raise Refused(_lt("The quantity is not a number.")) from error
    if parsed < 0:
        raise Refused(_lt("The quantity is negative."))
    if not parsed:
        raise Refused(_lt("The quantity is zero."))
    return parsed


def _not_negative(value, maximum):
    parsed = number(value)
    if parsed < 0:
        raise Refused(_lt("The number is negative."))
    if parsed > maximum:
        raise Refused(_lt("The number is too large."))
    return parsed


def amount(value):
    """Money or an area."""
    return _not_negative(value, MAX_AMOUNT)


def hours(value):
    return _not_negative(value, MAX_HOURS)


def count(value):
    parsed = _not_negative(value, MAX_COUNT)
    if not parsed.is_integer():
        raise Refused(_lt("This is not a whole number."))
    return int(parsed)


def rate(value):
    """A tax rate in per cent, with or without the sign.

    >>> rate("13%"), rate(6), rate("0")
    (13.0, 6.0, 0.0)
    """
    written = unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else value
    return _not_negative(written.removesuffix("%") if isinstance(written, str) else written, 100)


def day(value):
    """A date, as the spreadsheet's own or written like 2026-10-31, 2026/10/31 or 2026年10月31日."""
    if isinstance(value, datetime):
        return day(value.date())
    if isinstance(value, date):
        return _in_range(value)
    match = _DAY.fullmatch(unicodedata.normalize("NFKC", plain(value)))
    if not match:
        raise Refused(_lt("This is not a date. Write it like 2026-10-31."))
    return _existing(date, match.groups())


def month(value):
    """The first day of a month that is written like 2026-09 or 2026年9月, or as any day of it."""
    match = _MONTH.fullmatch(unicodedata.normalize("NFKC", plain(value)))
    if isinstance(value, date) or not match:
        return day(value).replace(day=1)
    return _existing(date, (*match.groups(), 1))


def moment(value):
    """A local date with its time of day, like 2026-10-31 08:30; returned naive."""
    if isinstance(value, datetime):
        return _in_range(value.replace(microsecond=0, tzinfo=None))
    match = _MOMENT.fullmatch(unicodedata.normalize("NFKC", plain(value)))
    if not match:
        raise Refused(_lt("This is not a date with a time. Write it like 2026-10-31 08:30."))
    if match[4] is None:
        _existing(date, match.groups()[:3])
        raise Refused(_lt("The time of day is missing. Write it like 2026-10-31 08:30."))
    return _existing(datetime, match.groups())


def _existing(kind, parts):
    try:
        return _in_range(kind(*(int(part or 0) for part in parts)))
    except ValueError as error:
        raise Refused(_lt("There is no such date.")) from error


def _in_range(value):
    if value.year not in YEARS:
        raise Refused(_lt("The year is out of range."))
    return value


def yes_no(value):
    """是 or 否, in English yes or no."""
    return _yes_no(value, _lt("Only yes or no."))


def signature(value):
    """Whether the customer signed."""
    return _yes_no(value, _lt("The signature column takes only yes or no."))


def _yes_no(value, reason):
    answer = folded(plain(value))
    if answer in YES or answer in NO:
        return answer in YES
    raise Refused(reason)


def choice(**meanings):
    """Take one of several words; `meanings` are {value: words, separated by spaces}."""
    words = {folded(word): key for key, names in meanings.items() for word in names.split()}
    first = ", ".join(" / ".join(names.split()[:2]) for names in meanings.values())

    def parse(value):
        """Return the value of a word; `words` of the function says which there are."""
        if folded(value).replace(" ", "-") not in words:
            raise Refused(_lt("This is none of: %(words)s.", words=first))
        return words[folded(value).replace(" ", "-")]

    parse.words = {key: names.split()[:2] for key, names in meanings.items()}
    return parse


def words_of(parse, value):
    """Return the Chinese and the English word that `choice` reads as the value.

    >>> words_of(choice(free="无偿 free 免费", paid="有偿 paid"), "free")
    ['无偿', 'free']
    """
    return parse.words.get(value, ["", ""])


def several(value):
    """Names separated by / 、 , or ;"""
    parts = re.split(r"[/、,，;；|]", text(value))
    return [part.strip() for part in parts if part.strip()]

"""Sheets as they come: xlsx or csv, from whatever program, perhaps broken, perhaps hostile."""

import csv
import io
import zipfile
from typing import NamedTuple

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from odoo.tools.translate import LazyTranslate

from . import values

_lt = LazyTranslate(__name__)

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PARTS = 2_000
MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_CELL = 10_000
ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = ",;\t"

ZIP_START = b"PK"
OLE_START = b"\xd0\xcf\x11\xe0"


class Unreadable(Exception):
    """A file that is no sheet; `reason` is a lazy translation."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


class Sheet(NamedTuple):
    """Headers, and the filled rows with their number in the sheet (the headers are row 1)."""

    headers: list
    rows: list


def read_sheet(content):
    """Return the first sheet of a file.

    :param bytes content: an xlsx workbook, or csv in UTF-8 or GB 18030, separated by commas,
        semicolons or tabs
    :raise Unreadable: saying what is wrong with it and what to do
    """
    if not content:
        raise Unreadable(_lt("The file is empty. Choose another one."))
    if len(content) > MAX_BYTES:
        raise Unreadable(
            _lt("The file is larger than %(size)s MB. Split it.", size=MAX_BYTES >> 20)
        )
    if content.startswith(OLE_START):
        raise Unreadable(
            _lt("This is an old or an encrypted workbook. Save it as .xlsx, without a password.")
        )
    records = _read_xlsx(content) if content.startswith(ZIP_START) else _read_csv(content)
    return _as_sheet(records)


def _as_sheet(records):
    headers, rows = None, []
    for number, cells in enumerate(records, start=1):
        if number > MAX_ROWS + 1:
            raise Unreadable(
                _lt(
                    "The sheet has more than %(rows)s rows. Split it, and delete empty rows at "
                    "its end.",
                    rows=MAX_ROWS,
                )
            )
        cells = _trimmed(cells)
        if headers is None:
            headers = [values.plain(cell) for cell in cells]
        elif cells:
            rows.append((number, cells))
    if not headers:
        raise Unreadable(_lt("The first row has no headers. Start from a template."))
    return Sheet(headers, rows)


def _trimmed(cells):
    """The cells without the empty ones at the end."""
    cells = [_cleaned(cell) for cell in cells]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _cleaned(cell):
    """An empty cell as None; an apostrophe that keeps a formula from running is no content."""
    if not isinstance(cell, str):
        return cell
    if len(cell) > MAX_CELL:
        raise Unreadable(_lt("A cell holds more than %(size)s characters.", size=MAX_CELL))
    if cell.startswith("'") and values.is_formula(cell[1:]):
        cell = cell[1:]
    return cell if cell.strip() else None


# csv


def _read_csv(content):
    text = _decoded(content)
    if "\0" in text:
        raise Unreadable(_lt("This is neither an xlsx workbook nor a csv file."))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for cells in reader:
            if len(cells) > MAX_COLUMNS:
                raise Unreadable(
                    _lt("The sheet has more than %(columns)s columns.", columns=MAX_COLUMNS)
                )
            yield cells
    except csv.Error as error:
        raise Unreadable(
            _lt(
                "Line %(line)s of the file is broken. Look for quotes that do not close.",
                line=reader.line_num,
            )
        ) from error


def _decoded(content):
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(
        _lt("The characters of the file are unknown. Save it as xlsx, or as csv in UTF-8.")
    )


def _delimiter(text):
    """The separator that the headers have most of."""
    first = text.lstrip("\r\n").partition("\n")[0]
    return max(DELIMITERS, key=first.count)


# xlsx


def _read_xlsx(content):
    try:
        _check_package(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            yield from _book_rows(book)
        finally:
            book.close()
    except Unreadable:
        raise
    except Exception as error:  # whatever a broken workbook makes the reader raise
        raise Unreadable(
            _lt("The workbook is broken. Open it and save it again as .xlsx.")
        ) from error


def _book_rows(book):
    if not book.worksheets:
        raise Unreadable(_lt("The workbook has no sheet with cells."))
    sheet = book.worksheets[0]
    # what the file says of its own size is often wrong
    sheet.reset_dimensions()
    for cells in sheet.iter_rows(values_only=True):
        if len(cells) > MAX_COLUMNS and any(cell is not None for cell in cells[MAX_COLUMNS:]):
            raise Unreadable(
                _lt("The sheet has more than %(columns)s columns.", columns=MAX_COLUMNS)
            )
        yield [_unescaped(cell) for cell in cells[:MAX_COLUMNS]]


def _unescaped(cell):
    """Control characters stand in a workbook as _x000D_ and the like."""
    return unescape(cell) if isinstance(cell, str) and "_x" in cell else cell


def _check_package(content):
    """Refuse what unpacks to much more than a sheet, and XML that declares entities."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = package.infolist()
        # unpacking never gives more than is declared, so that the sum is a limit
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise Unreadable(
                _lt("The workbook is too large when unpacked. Copy its cells into a new one.")
            )
        for part in parts:
            if part.filename.endswith((".xml", ".rels")) and _declares_entities(package.read(part)):
                raise Unreadable(_lt("The workbook is broken. Open it and save it again as .xlsx."))


def _declares_entities(xml):
    mark = "<!DOCTYPE"
    return any(mark.encode(encoding) in xml for encoding in ("utf-8", "utf-16-le", "utf-16-be"))

"""Sheets to hand out: templates, and rejected rows with reasons. No formula runs in them."""

import io
from datetime import date, datetime

import xlsxwriter

from .columns import REASON
from .values import YEARS, is_formula

NEVER_A_FORMULA = {
    "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    "nan_inf_to_errors": True, "in_memory": True,
}  # fmt: skip


def defused(text):
    """Text that no spreadsheet program takes for a formula, also once it was saved as csv.

    >>> defused("=1+1"), defused("101")
    ("'=1+1", '101')
    """
    return f"'{text}" if is_formula(text) else text


def template(columns, lang):
    """Return an xlsx workbook with the headers and one example row, as text cells."""
    return _write(
        [column.header(lang) for column in columns],
        [[column.example_cell(lang) for column in columns]],
        required={number for number, column in enumerate(columns) if column.required},
    )


def filled(columns, rows, lang):
    """Return an xlsx workbook of the columns with these rows.

    :param rows: dicts of the cells by the keys of the columns
    """
    return _write(
        [column.header(lang) for column in columns],
        [[row.get(column.key) for column in columns] for row in rows],
        required={number for number, column in enumerate(columns) if column.required},
    )


def rejects(headers, rows, lang):
    """Return an xlsx workbook of rejected rows.

    :param rows: pairs of the cells as read and the reasons in one text
    """
    width = max([len(headers), *(len(cells) for cells, _reason in rows)])
    lines = [[*cells, *[None] * (width - len(cells)), reason] for cells, reason in rows]
    return _write([*headers, *[""] * (width - len(headers)), REASON.header(lang)], lines)


def _write(headers, lines, required=frozenset()):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, NEVER_A_FORMULA) as book:
        sheet = book.add_worksheet()
        formats = _formats(book)
        for position, header in enumerate(headers):
            style = "required" if position in required else "header"
            sheet.write_string(0, position, defused(header), formats[style])
        for number, cells in enumerate(lines, start=1):
            for position, cell in enumerate(cells):
                _write_cell(sheet, number, position, cell, formats)
        _lay_out(sheet, headers, lines, formats)
    return buffer.getvalue()


def _formats(book):
    return {
        "header": book.add_format({"bold": True, "bg_color": "#E7E6E6", "border": 1}),
        "required": book.add_format({"bold": True, "bg_color": "#FFE699", "border": 1}),
        "text": book.add_format({"num_format": "@"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
    }


def _write_cell(sheet, number, position, cell, formats):
    if cell is None or cell == "":
        return
    if isinstance(cell, date) and cell.year not in YEARS:
        cell = str(cell)
    if isinstance(cell, datetime):
        sheet.write_datetime(number, position, cell.replace(tzinfo=None), formats["moment"])
    elif isinstance(cell, date):
        sheet.write_datetime(number, position, cell, formats["day"])
    elif isinstance(cell, bool):
        sheet.write_boolean(number, position, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(number, position, cell)
    else:
        sheet.write_string(number, position, defused(str(cell)), formats["text"])


def _lay_out(sheet, headers, lines, formats):
    sheet.freeze_panes(1, 0)
    for position, header in enumerate(headers):
        texts = [
            header,
            *(str(line[position] or "") for line in lines[:200] if position < len(line)),
        ]
        # Chinese characters are two wide
        width = max(sum(2 if ord(char) > 255 else 1 for char in text) for text in texts)
        sheet.set_column(position, position, min(max(width + 2, 9), 60), formats["text"])

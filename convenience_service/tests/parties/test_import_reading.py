import io
import zipfile
from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ...sheets import reading, writing
from ...sheets.columns import KINDS, UNITS
from ...sheets.reading import Unreadable, read_sheet
from ...sheets.rows import Grid
from ...sheets.values import FORMULA_STARTS
from ..drawn import drawn
from .common_import import as_csv, as_xlsx, sheet_rows


def repacked(content, sheet):
    """The workbook with other XML as its sheet."""
    changes = {"xl/worksheets/sheet1.xml": sheet}
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                new.writestr(name, changes.get(name, old.read(name)))
    return buffer.getvalue()


@tagged("post_install", "-at_install")
class TestImportReading(BaseCase):
    """Files as they come: read the same whatever program saved them, or refused in a sentence."""

    def assertUnreadable(self, content, words):
        with self.assertRaises(Unreadable) as refused:
            read_sheet(content)
        self.assertIn(words, refused.exception.reason._source)

    def test_csv_of_every_usual_encoding_and_separator(self):
        rows = [["1栋", "101"], ["2栋", "1,5;\t'"]]
        for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
            for delimiter in ",;\t":
                with self.subTest(encoding=encoding, delimiter=delimiter):
                    sheet = read_sheet(as_csv(["楼栋", "房号"], rows, encoding, delimiter))
                    self.assertEqual(sheet.headers, ["楼栋", "房号"])
                    self.assertEqual(sheet.rows, [(2, rows[0]), (3, rows[1])])

    def test_xlsx_keeps_dates_and_numbers(self):
        moment = datetime(2026, 10, 1, 8, 26)
        sheet = read_sheet(as_xlsx(["A", "B", "C"], [[101, moment, 1.5]]))
        self.assertEqual(sheet.rows, [(2, [101, moment, 1.5])])

    def test_rows_are_numbered_as_in_the_sheet(self):
        content = b'A,B\r\n1,2\r\n\r\n,\r\n3,"4\r\n5"\r\n6,7\r\n'
        self.assertEqual([number for number, _cells in read_sheet(content).rows], [2, 5, 6])
        book = as_xlsx(["A"], [["1"], [None], ["2"]])
        self.assertEqual([number for number, _cells in read_sheet(book).rows], [2, 4])

    def test_formulas_give_their_value_and_apostrophes_are_no_content(self):
        sheet = read_sheet(as_xlsx(["A", "B"], [["=1+1", "'=2"], ["'=3", "'s"]]))
        # a formula that no program has calculated yet has no value
        self.assertEqual(sheet.rows, [(2, [None, "=2"]), (3, ["=3", "'s"])])

    def test_broken_files_are_refused_in_a_sentence(self):
        good = as_xlsx(["A"], [["1"]])
        self.assertUnreadable(b"", "empty")
        self.assertUnreadable(b"\xd0\xcf\x11\xe0" + b"x" * 600, "old or an encrypted workbook")
        self.assertUnreadable(b"PK\x03\x04" + b"x" * 600, "broken")
        self.assertUnreadable(good[: len(good) // 2], "broken")
        self.assertUnreadable(repacked(good, b"<x"), "broken")
        self.assertUnreadable(b"A\x00B\n1,2", "neither an xlsx")
        self.assertUnreadable(b"\xff\xff\xff\xff,\n", "characters of the file")
        self.assertUnreadable(b'A,B\n1,"2\n', "quotes that do not close")
        self.assertUnreadable(b"\n\n\n", "no headers")
        self.assertUnreadable(b"x" * (reading.MAX_BYTES + 1), "larger than")

    def test_what_unpacks_to_too_much_is_refused_before_unpacking(self):
        bomb = b"<worksheet>" + b" " * reading.MAX_UNPACKED + b"</worksheet>"
        content = repacked(as_xlsx(["A"], [["1"]]), bomb)
        self.assertLess(len(content), reading.MAX_BYTES)
        self.assertUnreadable(content, "too large when unpacked")

    def test_entities_are_refused(self):
        good = as_xlsx(["A"], [["1"]])
        with zipfile.ZipFile(io.BytesIO(good)) as package:
            xml = package.read("xl/worksheets/sheet1.xml").decode()
        declared = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + xml
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            self.assertUnreadable(repacked(good, declared.encode(encoding)), "broken")

    def test_too_many_rows_and_columns(self):
        rows = "\n".join("1" for _row in range(reading.MAX_ROWS))
        self.assertEqual(len(read_sheet(f"A\n{rows}".encode()).rows), reading.MAX_ROWS)
        self.assertUnreadable(f"A\n{rows}\n1".encode(), "more than %(rows)s rows")
        self.assertUnreadable(b"," * reading.MAX_COLUMNS, "columns")
        wide = as_xlsx(["A"], [["1"] * (reading.MAX_COLUMNS + 1)])
        self.assertUnreadable(wide, "columns")

    @given(st.binary(max_size=2000))
    @drawn(300)
    def test_any_bytes_are_read_or_refused(self, content):
        for data in (content, b"PK\x03\x04" + content):
            try:
                read_sheet(data)
            except Unreadable as error:
                self.assertTrue(error.reason._source)

    # ------------------------------------------------------------------ headers

    def test_headers_in_any_order_case_and_language(self):
        sheet = read_sheet(as_csv(["ROOM", "楼栋", " used  for"], [["101", "1", "Shop"]]))
        grid = Grid(sheet, UNITS, "en_US")
        self.assertTrue(grid.readable)
        row = grid.rows[0]
        self.assertEqual(
            [row.get("building"), row.get("number"), row.get("type")], ["1", "101", "Shop"]
        )

    def test_missing_doubled_and_unknown_columns(self):
        sheet = read_sheet(as_csv(["楼栋", "Building", "颜色"], [["1", "2", "红"]]))
        grid = Grid(sheet, UNITS, "zh_CN")
        self.assertFalse(grid.readable)
        found = {(one.row, one.column, one.warning) for one in grid.all_problems()}
        self.assertEqual(
            found,
            {(1, "颜色", True), (1, "Building", False), (1, "房号", False), (1, "用途", False)},
        )

    def test_a_row_longer_than_the_headers_is_named(self):
        grid = Grid(read_sheet(b"Building,Room,Used For\n1,101,Shop,x\n"), UNITS, "en_US")
        self.assertEqual([(one.row, one.value) for one in grid.rows[0].problems], [(2, "x")])

    # ------------------------------------------------------------------ sheets handed out

    def test_templates_can_be_loaded_as_they_are(self):
        for lang in ("zh_CN", "en_US", "fr_FR"):
            for kind, columns in KINDS.items():
                with self.subTest(lang=lang, kind=kind):
                    grid = Grid(read_sheet(writing.template(columns, lang)), columns, lang)
                    self.assertEqual(grid.all_problems(), [])
                    self.assertEqual(len(grid.rows), 1)

    def test_no_formula_runs_in_a_sheet_of_rejected_rows(self):
        nasty = ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "＝1", 'x"', "http://example.com"]
        headers = ["=HEADER()", *"BCDEFGHI"]
        rows = sheet_rows(writing.rejects(headers, [(nasty, '=HYPERLINK("x")')], "en_US"))
        for cell in rows[0] + rows[1]:
            self.assertNotEqual(cell.data_type, "f")
            self.assertIsNone(cell.hyperlink)
            self.assertFalse(str(cell.value).startswith(FORMULA_STARTS), cell.value)
        again = read_sheet(writing.rejects(headers, [(nasty, "why")], "en_US"))
        self.assertEqual(again.rows[0][1][:9], nasty)

    def test_rejected_rows_keep_their_dates_and_numbers(self):
        cells = [datetime(2026, 10, 1, 8, 26), date(2026, 10, 1), -2, 1.5, True, None, "101"]
        content = writing.rejects(list("ABCDEFG"), [(cells, "why")], "zh_CN")
        (number, read), *_rest = read_sheet(content).rows
        self.assertEqual(number, 2)
        self.assertEqual(read[0], cells[0])
        self.assertEqual(read[1].date(), cells[1])
        self.assertEqual(read[2:7], cells[2:])
        self.assertEqual(read[7], "why")

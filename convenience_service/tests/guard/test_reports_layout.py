import doctest
from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from odoo.tests import BaseCase

from ...reports.billing import month_figures
from ...reports.guard import page_layout, tables
from ...reports.guard.workbook import Book


class TestReportLayout(BaseCase):
    def test_doctests(self):
        for module in (page_layout, month_figures, tables):
            result = doctest.testmod(module)
            self.assertGreater(result.attempted, 1, module.__name__)
            self.assertFalse(result.failed, module.__name__)

    def test_every_row_on_one_sheet_and_no_sheet_too_full(self):
        heights = [1, 2, 1, 3, 1, 1, 2] * 20
        rows = list(enumerate(heights))
        sheets = page_layout.split_sheets(rows, 10, 15, lambda row: row[1], closing=6)
        self.assertEqual([row for sheet in sheets for row in sheet], rows)
        filled = [sum(height for _number, height in sheet) for sheet in sheets]
        self.assertLessEqual(filled[0], 10)
        self.assertLessEqual(max(filled[1:]), 15)
        self.assertLessEqual(filled[-1], 15 - 6)

    def _written(self, *rows):
        book = Book()
        sheet = book.add_sheet("A/B", ["text", "count", "money", "date"], heading=["=2+2"])
        sheet.head(["Name", "Times", "Amount", "Day"])
        for row in rows:
            sheet.row(row)
        sheet.total(["Total", 3, 0.1 + 0.2, ""])
        return load_workbook(BytesIO(book.close())).active

    def test_typed_text_is_never_a_formula_or_a_link(self):
        for text in ("=1+1", "+1", "-1", "@SUM(A1)", "http://example.com", '=HYPERLINK("x")', "1"):
            cell = self._written([text, 1, 2.0, date(2026, 10, 31)])["A4"]
            self.assertEqual((cell.value, cell.data_type), (text, "s"))
            self.assertFalse(cell.hyperlink)

    def test_numbers_and_days_are_values(self):
        sheet = self._written(["疏通下水管道", 2, 80.5, date(2026, 10, 31)])
        self.assertEqual([sheet[name].value for name in ("B4", "C4")], [2, 80.5])
        self.assertEqual(sheet["D4"].value.date(), date(2026, 10, 31))
        self.assertEqual(sheet["C5"].value, 0.3)
        self.assertEqual(sheet["C4"].number_format, "#,##0.00")

    def test_it_prints_on_a4_with_its_head_on_every_page(self):
        sheet = self._written(["疏通下水管道及更换软管", 2, 80.5, date(2026, 10, 31)])
        self.assertEqual(sheet.freeze_panes, "A4")
        self.assertEqual(sheet.print_title_rows, "$3:$3")
        self.assertIn("$A$1:$D$5", sheet.print_area)
        self.assertEqual(sheet.page_setup.orientation, "landscape")
        self.assertEqual(str(sheet.page_setup.paperSize), "9")
        self.assertTrue(sheet.sheet_properties.pageSetUpPr.fitToPage)
        self.assertEqual(sheet.page_setup.fitToHeight, 0)
        self.assertGreaterEqual(sheet.column_dimensions["A"].width, 22)

    def test_names_of_sheets_are_allowed_and_different(self):
        book = Book()
        for _twice in range(2):
            book.add_sheet("有偿便民服务月结统计表: a/b [?]*" * 2, ["text"])
        names = load_workbook(BytesIO(book.close())).sheetnames
        self.assertEqual(len(set(names)), 2)
        self.assertLessEqual(max(map(len, names)), 31)

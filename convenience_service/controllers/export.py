from odoo.addons.web.controllers import export

# How else a cell begins that a spreadsheet takes for a formula: the ERP masks =, + and - in a CSV.
FORMULA_STARTS = ("@", "\t", "\r")


class TextCellsMixin:
    """What people typed is text, also where it begins with "="; numbers and dates stay theirs."""

    def __init__(self, fields, columns_headers, row_count):
        super().__init__(fields, columns_headers, row_count)
        self.worksheet.strings_to_formulas = False


class TextXlsxWriter(TextCellsMixin, export.ExportXlsxWriter):
    """The ERP's writer of a list."""


class GroupTextXlsxWriter(TextCellsMixin, export.GroupExportXlsxWriter):
    """The ERP's writer of a grouped list."""


class ExcelExport(export.ExcelExport):
    """The ERP's lists as workbooks, in which the names of customers are no formulas."""

    def from_group_data(self, fields, columns_headers, groups):
        with GroupTextXlsxWriter(fields, columns_headers, groups.count) as writer:
            row, column = 1, 0
            for name, group in groups.children.items():
                row, column = writer.write_group(row, column, name, group)
        return writer.value

    def from_data(self, fields, columns_headers, rows):
        with TextXlsxWriter(fields, columns_headers, len(rows)) as writer:
            for row, cells in enumerate(rows, start=1):
                for column, cell in enumerate(cells):
                    writer.write_cell(row, column, cell)
        return writer.value


class CSVExport(export.CSVExport):
    """The ERP's lists as text, with what else a spreadsheet would take for a formula masked."""

    def from_data(self, fields, columns_headers, rows):
        return super().from_data(
            fields, columns_headers, [[self._masked(cell) for cell in row] for row in rows]
        )

    def _masked(self, cell):
        is_formula = isinstance(cell, str) and cell.startswith(FORMULA_STARTS)
        return f"'{cell}" if is_formula else cell

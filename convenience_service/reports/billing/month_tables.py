from odoo import api, models
from odoo.tools import format_date

from ..guard import formats
from ..guard.workbook import Book


class ConvenienceMonthTablesMixin(models.AbstractModel):
    """A monthly list of an office that is nothing but tables, on paper and as a spreadsheet."""

    _name = "convenience.month.tables.mixin"
    _inherit = ["convenience.month.report.mixin"]
    _description = "Monthly List"

    @api.model
    def _title(self):
        """Return what stands on top."""
        raise NotImplementedError

    @api.model
    def _tables(self, period):
        """Return the `Table`s of the list, also those without a row."""
        raise NotImplementedError

    @api.model
    def _days(self, period):
        """Return the days the list is about."""
        return formats.period(self.env, period.date_from, period.date_to)

    @api.model
    def _signatures(self):
        """Who signs the list: 制表、审核."""
        return [self.env._("Prepared by"), self.env._("Reviewed by")]

    @api.model
    def _report(self, period):
        currency = period.office.currency_id
        return {
            "letterhead": formats.letterhead(period.office),
            "title": self._title(),
            "days": self._days(period),
            "currency": currency.name,
            "tables": [table.on_paper(self.env, currency) for table in self._tables(period)],
            "printed_on": format_date(self.env, period.office._today()),
            "signatures": self._signatures(),
        }

    @api.model
    def _xlsx(self, docids, data=None):
        """Return the list as the bytes of an xlsx file; arguments as for the paper."""
        book = Book()
        for period in self._periods(docids, data):
            heading = [
                f"{period.office.name} {self._title()}",
                self._days(period),
                self.env._("Amounts in %(currency)s", currency=period.office.currency_id.name),
            ]
            for table in self._tables(period):
                sheet = table.fill_sheet(book, heading)
            sheet.signatures(self._signatures())
        return book.close()

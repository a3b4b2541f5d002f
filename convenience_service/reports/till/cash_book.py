from odoo import api, models
from odoo.tools import format_date

from ..guard import formats


class ReportCashBook(models.AbstractModel):
    """Pages of the cash book (现金日记账), each with the balance before and after, the numbers
    given out, and every line in and out; signed by who counted and who checked.
    """

    _name = "report.convenience_service.report_cash_book"
    _description = "Cash Book"

    @api.model
    def _get_report_values(self, docids, data=None):
        books = self.env["convenience.cash.book"].browse(
            formats.printed_ids(self.env, docids, data)
        )
        books.check_access("read")
        books = books.sorted(lambda book: (book.till_id.id, book.date))
        # sudo: who may read the page may read what is on it
        pages = books.sudo()._pages()
        return {
            "doc_ids": books.ids,
            "doc_model": books._name,
            "docs": books,
            "papers": [self._paper(book, pages[book.sudo()]) for book in books],
        }

    @api.model
    def _paper(self, book, page):
        def money(amount):
            return formats.money(self.env, amount, book.currency_id) if amount else ""

        figures = page["figures"]
        return {
            "book": book,
            "letterhead": formats.letterhead(book.office_id),
            "till": book.till_id.name,
            "day": format_date(self.env, book.date),
            "currency": book.currency_id.name,
            "figures": {
                name: formats.money(self.env, amount, book.currency_id)
                for name, amount in figures.items()
            },
            "counted": formats.money(self.env, book.amount_counted, book.currency_id),
            "difference": formats.money(self.env, book.amount_difference, book.currency_id),
            "counted_on": formats.moment(self.env, book.office_id, book.counted_on),
            "signed_on": formats.moment(self.env, book.office_id, book.signed_on),
            "rows": [
                {**row, "in": money(row["in"]), "out": money(row["out"])} for row in page["rows"]
            ],
            "totals": [
                formats.money(self.env, sum(row[way] for row in page["rows"]), book.currency_id)
                for way in ("in", "out")
            ],
            "numbers": page["numbers"],
            "voided": [{**row, "amount": money(row["amount"])} for row in page["voided"]],
        }

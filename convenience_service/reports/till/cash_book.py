from operator import itemgetter

from odoo import api, models
from odoo.tools import format_date

from ..guard import formats
from ..guard.page_layout import line_count, row_height, split_sheets

# Half-width characters that fit in: number, from or to, what for.
COLUMNS = (17, 12, 30)
# Lines that fit on the first sheet, on a later one, and that sums and signatures take.
FIRST_SHEET, NEXT_SHEET, CLOSING = 24, 38, 12


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
        rows = self._rows(page["rows"], figures["opening"], book.currency_id)
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
            "spent": book._in_currency(book.amount_spent_takings),
            "sheets": split_sheets(rows, FIRST_SHEET, NEXT_SHEET, itemgetter("height"), CLOSING),
            "totals": [
                formats.money(self.env, sum(row[way] for row in page["rows"]), book.currency_id)
                for way in ("in", "out")
            ],
            "numbers": page["numbers"],
            "voided": [{**row, "amount": money(row["amount"])} for row in page["voided"]],
        }

    @api.model
    def _rows(self, rows, opening, currency):
        """Return the lines as they are printed, each with what the till holds after it."""
        printed, balance = [], opening
        for row in rows:
            balance = currency.round(balance + row["in"] - row["out"])
            texts = (row["number"], row["partner"], row["what"])
            remark = line_count(row["remark"], COLUMNS[-1]) if row["remark"] else 0
            money = {
                way: formats.money(self.env, row[way], currency) if row[way] else ""
                for way in ("in", "out")
            }
            left = formats.money(self.env, balance, currency)
            height = row_height(texts, COLUMNS) + remark
            printed.append({**row, **money, "balance": left, "height": height})
        return printed

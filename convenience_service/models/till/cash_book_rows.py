from odoo import models
from odoo.tools import format_date


class ConvenienceCashBook(models.Model):
    """The lines of a page: number, payer, what for, in and out, and what a line corrects."""

    _name = "convenience.cash.book"
    _inherit = ["convenience.cash.book"]

    def _pages(self):
        """Return {page: all that is printed of it}, as it is kept once signed."""
        signed = self.filtered(lambda book: book.state == "signed" and book.page)
        pages = {book: book.page for book in signed}
        figures = (self - signed)._figures()
        for till, books in (self - signed).grouped("till_id").items():
            by_day = till._lines_of(books.mapped("date")).grouped("date")
            lines = till.env["account.move.line"].concat(*by_day.values())
            receipts = books._receipts_of(lines)
            kinds = books._kinds_of(lines)
            for book in books:
                own = by_day.get(book.date, lines.browse())
                rows = [book._row(line, receipts.get(line.move_id), kinds[line]) for line in own]
                voided = book._voided(till)
                pages[book] = {
                    "figures": figures[book],
                    "rows": rows,
                    "numbers": book._ranges([*rows, *voided]),
                    "voided": voided,
                }
        return pages

    def _receipts_of(self, lines):
        """Return {entry: its receipts}."""
        entries = lines.move_id
        receipts = {
            entry: entry.origin_payment_id.convenience_receipt_ids
            for entry in entries
            if entry.origin_payment_id.convenience_receipt_ids
        }
        entered = self.env["convenience.receipt"].sudo()
        found = entered.search([("source_line_id.move_id", "in", entries.ids)])
        by_entry = found.grouped(lambda receipt: receipt.source_line_id.move_id)
        return {**receipts, **by_entry}

    def _row(self, line, receipts, kind):
        """Return one line of the page, as plain values."""
        receipts = receipts or self.env["convenience.receipt"].sudo()
        entry, amount = line.move_id, self.currency_id.round(line.balance)
        return {
            "number": ", ".join(receipts.mapped("name")) or entry.name,
            "partner": (receipts.partner_id[:1] or line.partner_id).name or "",
            "what": self._what_for(line, receipts),
            "in": amount if amount > 0 else 0.0,
            "out": -amount if amount < 0 else 0.0,
            "kind": kind,
            "series": self._series_of(receipts),
            "remark": self._remark(entry, receipts),
        }

    def _what_for(self, line, receipts):
        lines = ", ".join(filter(None, receipts.line_ids.mapped("name")))
        kinds = dict(
            self.env["convenience.receipt"]._fields["kind"]._description_selection(self.env)
        )
        own = ", ".join(kinds[kind] for kind in dict.fromkeys(receipts.mapped("kind")))
        what = ": ".join(filter(None, (own, lines))) or line.name or line.move_id.ref or ""
        return " ".join(filter(None, (what, *receipts.mapped("reference"))))

    def _remark(self, entry, receipts):
        """Say what a line corrects, or of which day it would have been."""
        for red in receipts.filtered("corrects_id"):
            return self.env._(
                "Red receipt: takes back %(receipt)s of %(day)s",
                receipt=red.corrects_id.name,
                day=format_date(self.env, red.corrects_id.date),
            )
        days = [*receipts.mapped("date"), entry.origin_payment_id.date]
        earlier = [day for day in days if day and day < entry.date]
        if earlier:
            return self.env._("Of %(day)s", day=format_date(self.env, min(earlier)))
        return ""

    def _series_of(self, receipts):
        paper = receipts[:1]._numbered_as() if receipts else receipts
        return {"in": "receipts", "out": "vouchers"}.get(paper.direction, "")

    def _voided(self, till):
        """Return the receipts of the day that were cancelled, with the reason."""
        receipts = self.env["convenience.receipt"].sudo()
        found = receipts.search(
            [
                ("journal_id", "=", till.journal_id.id),
                ("date", "=", self.date),
                ("state", "=", "cancelled"),
            ],
            order="name",
        )
        return [
            {
                "number": receipt.name,
                "partner": receipt.partner_id.name or "",
                "amount": receipt.amount,
                "reason": receipt.void_reason or "",
                "series": self._series_of(receipt),
            }
            for receipt in found
        ]

    def _ranges(self, rows):
        """Return [kind of paper, first and last number, how many], of the papers of the day."""
        names = {"receipts": self.env._("Receipts"), "vouchers": self.env._("Payment Vouchers")}
        ranges = []
        for series, name in names.items():
            own = [row["number"].split(", ") for row in rows if row["series"] == series]
            # the hundred-thousandth comes after the one before it
            numbers = sorted(set(sum(own, [])), key=lambda number: (len(number), number))
            if numbers:
                ranges.append([name, numbers[0], numbers[-1], len(numbers)])
        return ranges

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date


class ConvenienceCashBook(models.Model):
    """Signing: a second person checks, the page is kept as it is, and the day is locked."""

    _name = "convenience.cash.book"
    _inherit = ["convenience.cash.book"]

    def action_sign(self):
        """Check and sign counted days; several at once, each on its page."""
        return self.sorted("date")._move_to("signed")

    def _check_move(self, move):
        if move.target == "signed":
            self._check_not_counted_by_user()
            self._check_agreed()
        return super()._check_move(move)

    def _check_not_counted_by_user(self):
        """Separation of duties: nobody checks what they counted."""
        for book in self._taken_by_user(lambda book: book.counted_by_id):
            raise AccessError(
                self.env._(
                    "You counted the money of %(day)s yourself: another cashier, the service "
                    "manager or the director checks it.",
                    day=book.display_name,
                )
            )

    def _check_agreed(self):
        for book in self.sudo():
            if book.amount_difference:
                raise UserError(
                    self.env._(
                        "%(day)s: the book says %(closing)s and %(counted)s was counted. Count "
                        "again, or have the director approve the difference.",
                        day=book.display_name,
                        closing=book._in_currency(book.amount_closing),
                        counted=book._in_currency(book.amount_counted),
                    )
                )

    def _before_move(self, move):
        result = super()._before_move(move)
        if move.target == "signed":
            for till, books in self.sudo().grouped("till_id").items():
                books._close_days(till)
        return result

    def _close_days(self, till):
        """Lock the till up to the last of these days; whoever books there waits, or looks again."""
        last = max(self.mapped("date"))
        till._write_guarded({"signed_until": last})
        till.flush_recordset(["signed_until"])
        self._refuse_days_left_out(till, last)
        self._refuse_overtaken(till, last)

    def _refuse_days_left_out(self, till, last):
        """Days are signed in their order: each opening is the closing before."""
        before = self.search(
            [("till_id", "=", till.id), ("date", "<", last), ("state", "!=", "signed")]
        )
        left_out = {book.date for book in before - self}
        have = set(self.search([("till_id", "=", till.id)]).mapped("date"))
        left_out |= {day for day in till._daily_sums() if till.date_start <= day <= last} - have
        if left_out:
            raise UserError(
                self.env._(
                    "%(till)s: %(day)s is not signed yet. Count it, and sign it before or together "
                    "with the later days.",
                    till=till.name,
                    day=format_date(self.env, min(left_out)),
                )
            )

    def _refuse_overtaken(self, till, last):
        """What somebody booked since this transaction began is in no figure of it.

        The till is locked by now, so that all that was booked is committed: another cursor sees
        it, this one does not.
        """
        query = SQL(
            "SELECT id FROM account_move_line WHERE account_id = %s AND company_id = %s"
            " AND date <= %s AND parent_state = 'posted'",
            till.account_id.id,
            till.company_id.id,
            last,
        )
        seen = {number for (number,) in self.env.execute_query(query)}
        with self.env.registry.cursor(readonly=True) as cursor:
            cursor.execute(query)
            new = {number for (number,) in cursor.fetchall()} - seen
        if new:
            raise UserError(
                self.env._(
                    "Money of %(till)s was booked just now. Count it again before it is signed.",
                    till=till.name,
                )
            )

    def _prepare_record_values(self, move, values):
        values = super()._prepare_record_values(move, values)
        if move.target != "signed":
            return values
        pages = self.sudo()._pages()
        return {book.id: {**values.get(book.id, {}), "page": pages[book.sudo()]} for book in self}

from datetime import date

from odoo.fields import Command
from odoo.tests import TransactionCase, freeze_time, new_test_user

# mornings at the office, in UTC
BEFORE = "2026-11-01 02:00:00"
FIRST, SECOND, THIRD = (date(2026, 11, day) for day in (2, 3, 4))


def on(day):
    """It is a morning of that day at the office."""
    return freeze_time(f"{day} 02:00:00")


class CashBookCommon(TransactionCase):
    """A till of the office, and a second cashier who checks; comes after the tills."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.till = (
            cls.env["convenience.till"]
            .with_user(cls.director)
            .create(
                {
                    "name": "Front Desk",
                    "office_id": cls.office.id,
                    "journal_id": cls.cash.id,
                    "date_start": FIRST,
                }
            )
            .with_user(cls.env.user)
        )
        cls.checker = new_test_user(
            cls.env,
            login=f"checker_{cls.company.id}",
            groups="convenience_service.group_cashier",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
            tz="Asia/Shanghai",
            lang="en_US",
        )

    def _put_in(self, amount, day):
        """An accountant books what the till holds."""
        other = self.company.transfer_account_id
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.cash.id,
                "date": day,
                "line_ids": [
                    Command.create({"account_id": self.till.account_id.id, "balance": amount}),
                    Command.create({"account_id": other.id, "balance": -amount}),
                ],
            }
        )
        entry.action_post()
        return entry

    def _book(self, day, user=None):
        """The page of a day, as somebody opens it."""
        books = self.env["convenience.cash.book"].with_user(user or self.cashier)
        books.action_open_books()
        return books.search([("till_id", "=", self.till.id), ("date", "=", day)])

    def _count(self, books, amount, user=None):
        user = user or self.cashier
        action = books.with_user(user).action_count()
        wizard = self.env[action["res_model"]].with_user(user).with_context(**action["context"])
        wizard.create({"amount": amount}).action_apply()

    def _close(self, *days):
        """The days are counted as the book says, and signed together."""
        books = self.env["convenience.cash.book"].concat(*(self._book(day) for day in days))
        self._count(books, books.sorted("date")[-1:].amount_closing)
        books.with_user(self.checker).action_sign()
        books.invalidate_recordset()
        return books

    def _figures(self, book):
        """Opening, in, out, banked, over or short, closing, as they are now."""
        book.invalidate_recordset()
        return self._figures_of(book)

    def _figures_of(self, book):
        names = ("opening", "in", "out", "banked", "over_short", "closing")
        return [book[f"amount_{name}"] for name in names]

    def _balance(self, day):
        """What the ledger says lies in the till at the end of a day."""
        self.env.flush_all()
        lines = self.env["account.move.line"].search(
            [
                ("account_id", "=", self.till.account_id.id),
                ("parent_state", "=", "posted"),
                ("date", "<=", day),
            ]
        )
        return round(sum(lines.mapped("balance")), 2)

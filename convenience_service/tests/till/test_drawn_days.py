"""Whatever happens at a till: each day ends with what the ledger has, and signed days stay."""

from datetime import timedelta
from random import Random

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..drawn import SOAK
from .common_cash_book import FIRST, on
from .test_cash_book import BooksCommon

DAYS = 60 if SOAK else 10
SEED = 20261102


@tagged("post_install", "-at_install")
class TestDrawnDays(BooksCommon):
    def setUp(self):
        super().setUp()
        self.random, self.signed, self.happened = Random(SEED), {}, set()
        self.receipts = self.env["convenience.receipt"]
        self.entries = self.env["account.move"]

    def test_days(self):
        for number in range(DAYS):
            day = FIRST + timedelta(days=number)
            with on(day):
                for name in self.random.choices(self._kinds(), k=self.random.randint(1, 4)):
                    self._try(name, day)
                self._check_days(day)
        self.assertEqual(self.happened, set(self._kinds()), "all of it really happened")

    def _kinds(self):
        return sorted(name for name in dir(self) if name.startswith("_do_"))

    def _try(self, name, day):
        """What is refused changes nothing."""
        self.happened.add(name)
        try:
            with self.env.cr.savepoint():
                getattr(self, name)(day)
        except UserError:
            self.env.invalidate_all()

    def _some_day(self, day):
        return FIRST + timedelta(days=self.random.randint(0, (day - FIRST).days))

    # ------------------------------------------------------------------ what happens

    def _do_take(self, day):
        self.receipts |= self._prepay(self.visitor, float(self.random.randint(1, 90)))

    def _do_take_for_a_day_before(self, day):
        receipt = self.receipts.with_user(self.cashier)._issue(
            [
                {
                    "office_id": self.office.id,
                    "partner_id": self.owner.id,
                    "kind": "prepayment",
                    "amount": 3.0,
                    "journal_id": self.cash.id,
                    "date": self._some_day(day),
                }
            ]
        )
        receipt._move_to("posted")
        self.receipts |= receipt

    def _do_cancel(self, day):
        if self.receipts:
            receipt = self.random.choice(list(self.receipts))
            receipt.with_user(self.cashier).action_cancel(reason="Wrong")

    def _do_collect(self, day):
        self._give(kind="prepayment", amount=float(self.random.randint(1, 40)))

    def _do_hand_over(self, day):
        self._accept(self._hand_over())

    def _do_date_back(self, day):
        amount = float(self.random.choice((-5, 12)))
        self.entries |= self._cash_entry(amount, self._some_day(day))

    def _do_undo_an_entry(self, day):
        if self.entries:
            entry = self.random.choice(list(self.entries)).with_user(self.accountant)
            entry.button_draft()
            entry.date = self._some_day(day)
            entry.action_post()

    def _do_bank(self, day):
        book = self._book(day)
        book._bank(self.bank, max(book.amount_closing / 2, 0.01).__round__(2))

    def _do_sign(self, day):
        until = self._some_day(day)
        books = self.env["convenience.cash.book"].search([("till_id", "=", self.till.id)])
        unsigned = books.filtered(lambda book: book.state != "signed" and book.date <= until)
        self._close(*unsigned.mapped("date"))
        unsigned.invalidate_recordset()
        for book in unsigned:
            self.signed[book] = (self._figures_of(book), book.page)

    # ------------------------------------------------------------------ what holds

    def _check_days(self, day):
        self._book(day)
        closing, own = 0.0, [("till_id", "=", self.till.id)]
        books = self.env["convenience.cash.book"].search(own, order="date")
        books.invalidate_recordset()
        balances = self._balances()
        for book in books:
            opening, *moved, ends_with = figures = self._figures_of(book)
            with self.subTest(today=day, day=book.date):
                self.assertEqual(opening, closing, "opens with what the day before closed with")
                balance = sum(held for one, held in balances.items() if one <= book.date)
                self.assertAlmostEqual(ends_with, balance, places=2)
                received, paid, banked, over_short = moved
                total = opening + received - paid - banked + over_short
                self.assertAlmostEqual(total, ends_with, places=2)
                if book in self.signed:
                    self.assertEqual((figures, book.page), self.signed[book])
            closing = ends_with

    def _balances(self):
        """What the ledger has on the account of the till, day by day."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT date, sum(balance)::float FROM account_move_line WHERE account_id = %s"
            " AND parent_state = 'posted' GROUP BY date",
            [self.till.account_id.id],
        )
        return dict(self.env.cr.fetchall())

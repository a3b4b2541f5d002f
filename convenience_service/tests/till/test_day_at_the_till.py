from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ..cash.common_deposit import DepositCommon
from ..cash.common_till import TillCommon
from ..common import ConvenienceCommon
from .common_cash_book import BEFORE, FIRST, SECOND, CashBookCommon, on


@tagged("post_install", "-at_install")
class TestDayAtTheTill(CashBookCommon, DepositCommon, TillCommon, ConvenienceCommon):
    """A day at the till, played by the roles, and the day after."""

    @classmethod
    def setUpClass(cls):
        with freeze_time("2026-10-01 02:00:00"):
            super().setUpClass()
            cls.tap, cls.hose, cls.copy, cls.key, cls.trolley = (
                cls._make_item(name, 6)
                for name in ("Tap Change", "Hose Change", "Copy", "Key on Loan", "Trolley")
            )
            prices = [
                (cls.tap, 40.0),
                (cls.hose, 18.0),
                (cls.copy, 0.5),
                (cls.key, 5.0, {"deposit": 50.0}),
                (cls.trolley, 5.0, {"deposit": 100.0}),
            ]
            tariff = cls._make_tariff(cls.office, cls.office._today(), prices, kind="amendment")
            cls._approve(tariff)

    def _day_before(self):
        """300.00 lie in the till; a deposit of 100.00 came by bank."""
        with freeze_time(BEFORE):
            self._put_in(300.0, BEFORE[:10])
            deposit = self._request(items=[(self.trolley, 1)]).deposit_ids
            deposit.with_user(self.cashier)._receive(100.0, self.bank)
        return deposit

    def _take_the_days_money(self, old_deposit):
        bill = self._collect(self._visit(items=[(self.tap, 1), (self.hose, 1)]))
        key = self._request(items=[(self.key, 1)]).deposit_ids
        key.with_user(self.cashier)._receive(50.0, self.cash)
        self._collect(self._visit(items=[(self.copy, 20)]))
        self._give(kind="prepayment", amount=105.0)
        self._accept(self._hand_over())
        old_deposit.with_user(self.cashier)._refund(100.0, self.cash, "Brought back")
        return bill

    def _bank(self, book, amount):
        action = book.with_user(self.cashier).action_bank()
        wizard = self.env[action["res_model"]].with_user(self.cashier)
        wizard = wizard.with_context(**action["context"])
        wizard.create({"amount": amount, "reference": "JH-0042"}).action_apply()

    def test_a_day_and_the_day_after(self):
        old_deposit = self._day_before()
        with on(FIRST):
            bill = self._take_the_days_money(old_deposit)
            book = self._book(FIRST)
            self._bank(book, 123.0)
            self.assertEqual(self._figures(book), [300.0, 223.0, 100.0, 123.0, 0.0, 300.0])
            self._count(book, 299.5)
            self.assertEqual((book.state, book.amount_difference), ("counted", -0.5))
            with self.assertRaisesRegex(UserError, "¥.300.00 and ¥.299.50 was counted"):
                book.with_user(self.checker).action_sign()
            with self.assertRaises(AccessError):
                book.with_user(self.service_manager).action_approve_difference(reason="A coin")
            book.with_user(self.director).action_approve_difference(reason="A coin was lost")
            self.assertEqual(self._figures(book), [300.0, 223.0, 100.0, 123.0, -0.5, 299.5])
            with self.assertRaisesRegex(AccessError, "counted the money"):
                book.with_user(self.cashier).action_sign()
            book.with_user(self.checker).action_sign()
        self.assertEqual((book.state, self._balance(FIRST)), ("signed", 299.5))
        page = self._page(book)
        with on(SECOND):
            bill.with_user(self.cashier).action_cancel(reason="Paid by another")
            following = self._book(SECOND)
            self.assertEqual(self._figures(following), [299.5, 0.0, 58.0, 0.0, 0.0, 241.5])
        self.assertEqual(bill.line_ids.statement_id.amount_residual, 58.0, "owed again")
        self.assertEqual(self._figures(book), [300.0, 223.0, 100.0, 123.0, -0.5, 299.5])
        self.assertEqual(self._page(book), page, "yesterday's page does not change")
        self.assertEqual((self._balance(FIRST), self._balance(SECOND)), (299.5, 241.5))
        self.assertIn(bill.name, self._page(following), "it says what it takes back")

    def test_the_difference_is_booked_where_the_erp_books_it(self):
        self._day_before()
        with on(FIRST):
            book = self._book(FIRST)
            self._count(book, 299.5)
            book.with_user(self.director).action_approve_difference(reason="A coin was lost")
        entry = book.difference_entry_ids
        self.assertEqual(entry.date, FIRST)
        (other,) = entry.line_ids.filtered(lambda line: line.account_id != self.till.account_id)
        self.assertEqual((other.account_id, other.balance), (self.cash.loss_account_id, 0.5))

    def test_banked_money_is_a_transfer(self):
        self._day_before()
        with on(FIRST):
            book = self._book(FIRST)
            self._bank(book, 123.0)
            with self.assertRaisesRegex(UserError, "holds ¥.177.00"):
                self._bank(book, 178.0)
        lines = self.env["account.move.line"].search(
            [("account_id", "=", self.bank.default_account_id.id), ("balance", "=", 123.0)]
        )
        self.assertEqual(len(lines), 1)
        transfer = lines.move_id.line_ids - lines
        self.assertTrue(transfer.reconciled)
        self.assertIn("JH-0042", lines.move_id.origin_payment_id.memo)

    def test_the_page_says_what_the_till_held_after_each_line(self):
        old_deposit = self._day_before()
        with on(FIRST):
            self._take_the_days_money(old_deposit)
            page = html.fromstring(self._page(self._book(FIRST)))
        (table,) = page.xpath("//table[contains(@class, 'o_cs_lines')][.//thead]")
        rows = [[cell.text_content().strip() for cell in row] for row in table.xpath("./tbody/tr")]
        self.assertEqual(rows[0][-1], "300.00", "yesterday's balance opens the page")
        self.assertEqual(rows[-1][-1], rows[-2][-1], "today's balance closes it")
        self.assertEqual(rows[-1][-1], "423.00")

    def _page(self, book):
        report = self.env["ir.actions.report"].with_user(self.general_manager)
        page = report._render_qweb_html("convenience_service.report_cash_book", book.ids)[0]
        return page.decode()

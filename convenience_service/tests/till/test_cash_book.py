from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..cash.common_till import TillCommon
from ..common import ConvenienceCommon
from .common_cash_book import FIRST, SECOND, THIRD, CashBookCommon, on


class BooksCommon(CashBookCommon, TillCommon, ConvenienceCommon):
    """A cashier, and an accountant with the ERP's rights only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = new_test_user(
            cls.env,
            login=f"accountant_{cls.company.id}",
            groups="account.group_account_user",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
            tz="Asia/Shanghai",
        )

    def _cash_entry(self, amount, day, journal=None, account=None):
        """An entry that an accountant writes down."""
        account = account or self.till.account_id
        entry = (
            self.env["account.move"]
            .with_user(self.accountant)
            .create(
                {
                    "move_type": "entry",
                    "journal_id": (journal or self.cash).id,
                    "date": day,
                    "line_ids": [
                        Command.create({"account_id": account.id, "balance": amount}),
                        Command.create(
                            {
                                "account_id": self.company.transfer_account_id.id,
                                "balance": -amount,
                            }
                        ),
                    ],
                }
            )
        )
        entry.action_post()
        return entry

    def _till_line(self, entry):
        return entry.line_ids.filtered(lambda line: line.account_id == self.till.account_id)


@tagged("post_install", "-at_install")
class TestSignedDays(BooksCommon):
    """A signed day does not change; what comes later is booked on the day it comes."""

    def _signed(self):
        """The first day, with 100.00 from an accountant and 50.00 from a payer, is signed."""
        with on(FIRST):
            entry = self._cash_entry(100.0, FIRST)
            self._prepay(self.visitor, 50.0)
            return entry, self._close(FIRST)

    def test_an_accountant_changes_nothing_on_it(self):
        entry, book = self._signed()
        line = self._till_line(entry)
        other = entry.line_ids - line
        with on(SECOND):
            aside = self._cash_entry(7.0, FIRST, self.bank, self.bank.default_account_id)
            moved = aside.line_ids.filtered(lambda one: one.balance < 0)
            later = self._till_line(self._cash_entry(7.0, SECOND))
            draft = entry.copy({"date": SECOND})
            branch = self.env["res.company"].create({"name": "B", "parent_id": self.company.id})
            for attack in (
                entry.button_draft,
                entry.button_cancel,
                entry.unlink,
                lambda: entry.write({"state": "draft"}),
                lambda: entry.write({"date": SECOND}),
                lambda: entry.write({"state": "cancel"}),
                lambda: line.write({"balance": 90.0}),
                lambda: line.write({"account_id": other.account_id.id}),
                lambda: moved.write({"account_id": self.till.account_id.id}),
                lambda: line.unlink(),
                lambda: line.write({"date": SECOND}),
                lambda: later.write({"date": FIRST}),
                lambda: entry.line_ids.write({"parent_state": "draft"}),
                lambda: entry.line_ids.write({"move_id": draft.id}),
                lambda: entry.line_ids.write({"move_id": later.move_id.id}),
                lambda: entry.write({"company_id": branch.id}),
            ):
                with self.subTest(attack=attack), self.assertRaises(UserError):
                    with self.env.cr.savepoint():
                        attack()
        self.assertEqual(self._figures(book), [0.0, 150.0, 0.0, 0.0, 0.0, 150.0])
        self.assertEqual(self._balance(FIRST), 150.0)

    def test_what_is_dated_back_is_booked_today(self):
        self._signed()
        with on(SECOND):
            late = self._cash_entry(30.0, FIRST)
            self.assertEqual(late.date, SECOND)
            payment = (
                self.env["account.payment"]
                .with_user(self.accountant)
                .create(
                    {
                        "payment_type": "inbound",
                        "partner_type": "customer",
                        "partner_id": self.visitor.id,
                        "amount": 20.0,
                        "date": FIRST,
                        "journal_id": self.cash.id,
                    }
                )
            )
            payment.action_post()
            self.assertEqual(payment.move_id.date, SECOND)
            statement = (
                self.env["account.bank.statement.line"]
                .with_user(self.accountant)
                .create({"journal_id": self.cash.id, "date": FIRST, "amount": 10.0})
            )
            self.assertEqual(statement.move_id.date, SECOND)
            self.assertEqual(self._figures(self._book(SECOND))[:2], [150.0, 60.0])
        self.assertEqual(self._balance(FIRST), 150.0)

    def test_the_bank_has_no_signed_days(self):
        self._signed()
        with on(SECOND):
            entry = self._cash_entry(7.0, FIRST, self.bank, self.bank.default_account_id)
        self.assertEqual(entry.date, FIRST)

    def test_what_a_collector_took_is_in_the_till_when_it_is_accepted(self):
        with on(FIRST):
            receipt = self._give(kind="prepayment", amount=25.0)
        with on(SECOND):
            self._accept(self._hand_over())
            row = self._book(SECOND).sudo()._pages()[self._book(SECOND).sudo()]["rows"][0]
        self.assertEqual((receipt.date, receipt.date_booked), (FIRST, SECOND))
        self.assertEqual((row["number"], row["in"]), (receipt.name, 25.0))
        self.assertEqual(row["remark"], "Of 11/02/2026")

    def test_money_still_comes_on_a_day_that_is_signed(self):
        self._signed()
        with on(FIRST):
            receipt = self._prepay(self.visitor, 5.0)
        self.assertEqual((receipt.date, receipt.date_booked), (FIRST, SECOND))

    def test_no_money_is_entered_for_a_signed_day(self):
        self._signed()
        values = {
            "office_id": self.office.id,
            "partner_id": self.visitor.id,
            "kind": "prepayment",
            "amount": 5.0,
        }
        receipts = self.env["convenience.receipt"].with_user(self.cashier)
        with on(SECOND):
            with self.assertRaisesRegex(UserError, "signed up to 11/02/2026"):
                receipts._issue([{**values, "journal_id": self.cash.id, "date": FIRST}])
            with self.assertRaisesRegex(UserError, "still to come"):
                receipts._issue([{**values, "journal_id": self.cash.id, "date": THIRD}])
            by_bank = receipts._issue([{**values, "journal_id": self.bank.id, "date": FIRST}])
        self.assertEqual(by_bank.date, FIRST, "the bank's own day")

    def test_days_are_signed_in_their_order_and_together(self):
        with on(FIRST):
            self._cash_entry(100.0, FIRST)
        with on(THIRD):
            self._cash_entry(20.0, SECOND)
            third = self._book(THIRD)
            self._count(third, 120.0)
            with self.assertRaisesRegex(UserError, "11/02/2026 is not signed yet"):
                third.with_user(self.checker).action_sign()
            books = self._close(FIRST, SECOND, THIRD)
        self.assertEqual(set(books.mapped("state")), {"signed"})
        closings = {book.date: book.amount_closing for book in books}
        self.assertEqual(closings, {FIRST: 100.0, SECOND: 120.0, THIRD: 120.0})
        self.assertEqual(self.till.signed_until, THIRD)

    def test_money_after_the_count_is_counted_too(self):
        with on(FIRST):
            self._cash_entry(100.0, FIRST)
            book = self._book(FIRST)
            self._count(book, 100.0)
            self._prepay(self.visitor, 5.0)
            book.invalidate_recordset()
            with self.assertRaisesRegex(UserError, "Count again"):
                book.with_user(self.checker).action_sign()
            self._count(book, 105.0)
            book.with_user(self.service_manager).action_sign()
        self.assertEqual(book.state, "signed")


@tagged("post_install", "-at_install")
class TestWhoKeepsTheBook(BooksCommon):
    """Who counts, who checks, who reads, and what a till is."""

    def test_roles(self):
        with on(FIRST):
            book = self._book(FIRST)
            for role, user in self.users.items():
                own = book.with_user(user)
                with self.subTest(role=role):
                    if role != "cashier":
                        with self.assertRaises(AccessError):
                            own._count(0.0)
                        with self.assertRaises(AccessError):
                            own._bank(self.bank, 1.0)
                    with self.assertRaises(AccessError):
                        own.write({"amount_counted": 5.0})
                    if role in ("clerk", "supervisor", "worker_user"):
                        with self.assertRaises(AccessError):
                            own.read(["date"])
                    else:
                        self.assertEqual(own.amount_closing, 0.0)
            self._count(book, 0.0)
            for role in ("clerk", "supervisor", "worker_user", "general_manager", "cashier"):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    book.with_user(self.users[role]).action_sign()

    def test_no_less_than_nothing_is_counted(self):
        with on(FIRST):
            book = self._book(FIRST)
            with self.assertRaisesRegex(UserError, "no less than nothing"):
                self._count(book, -5.0)
        self.assertEqual(book.state, "open")

    def test_an_unsaved_dialog_tells_no_stranger_what_lies_in_the_till(self):
        with on(FIRST):
            self._cash_entry(100.0, FIRST)
            book = self._book(FIRST)
        stranger = self._make_user("stranger", self._make_company("Elsewhere"), "group_cashier")
        self.env.invalidate_all()
        for model, values, shown in (
            ("convenience.cash.count", {"book_ids": [Command.link(book.id)]}, "amount_book"),
            ("convenience.cash.banking", {"book_id": book.id}, "amount_held"),
        ):
            dialog, names = self.env[model].with_user(stranger), [*values]
            with self.subTest(model=model), self.assertRaises(AccessError):
                dialog.onchange(values, names, {name: {} for name in (*names, shown)})

    def test_nobody_opens_a_signed_day_by_hand(self):
        with on(FIRST):
            self._close(FIRST)
        till = self.till.with_user(self.director)
        for attack in (
            lambda: till.write({"signed_until": False}),
            lambda: till.write({"account_id": self.bank.default_account_id.id}),
        ):
            with self.subTest(attack=attack), self.assertRaises(AccessError):
                attack()
        for attack in (
            lambda: till.write({"journal_id": self.bank.id}),
            till.unlink,
            lambda: self.cash.write({"default_account_id": self.bank.default_account_id.id}),
            lambda: self.bank.write({"default_account_id": self.till.account_id.id}),
        ):
            with self.subTest(attack=attack), self.assertRaises(UserError):
                with self.env.cr.savepoint():
                    attack()

    def test_a_till_has_an_account_of_its_own(self):
        own = self.till.account_id
        with self.assertRaisesRegex(ValidationError, "account of .* alone"):
            self.cash.copy({"code": "CSH8", "default_account_id": own.id})
        account = own.copy({"code": "100188"})
        first = self.cash.copy({"code": "CSH8", "default_account_id": account.id})
        self.cash.copy({"code": "CSH9", "default_account_id": account.id})
        with self.assertRaisesRegex(ValidationError, "account of .* alone"):
            self.env["convenience.till"].create(
                {"name": "Second", "office_id": self.office.id, "journal_id": first.id}
            )

    def test_money_of_one_office_is_not_in_the_till_of_another(self):
        other = self._make_office("JK Lake", self.company, self.cashier)
        with self.assertRaisesRegex(UserError, "is the till of"):
            self.env["convenience.receipt"]._check_till(other, self.cash)

    def test_the_dialogs_propose_the_till(self):
        wizard = self.env["convenience.prepayment.wizard"].with_user(self.cashier)
        wizard = wizard.new({"office_id": self.office.id, "partner_id": self.visitor.id})
        self.assertEqual(wizard.journal_id._origin, self.cash)

    def test_refunds_from_the_takings_are_warned_of(self):
        with on(FIRST):
            self._prepay(self.visitor, 80.0)
            wizards = self.env["convenience.prepayment.wizard"].with_user(self.cashier)
            wizard = wizards.create(
                {"partner_id": self.visitor.id, "office_id": self.office.id, "direction": "out"}
            )
            self.assertIn("takings of the day", wizard.spending_warning)
            wizard.memo = "Moves away"
            wizard.action_apply()
            book = self._book(FIRST)
            self.assertEqual((book.amount_spent_takings, book.is_warned_of_spending), (80.0, True))
            self.company.convenience_spends_takings = True
            book.invalidate_recordset()
            wizard.invalidate_recordset()
            self.assertFalse(book.is_warned_of_spending or wizard.spending_warning)

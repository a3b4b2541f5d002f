from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import ConvenienceCommon
from .common_deposit import DEPOSIT, DepositCommon
from .common_money import MoneyCommon

PREPAID = 580.0


@tagged("post_install", "-at_install")
class TestByEffect(DepositCommon, MoneyCommon, ConvenienceCommon):
    """The cashier, and an accountant with the ERP's rights only, write whatever the ERP lets one
    write: what the ledger holds stays what the lists say, and a bill says what the ledger says.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls._make_accountant()
        cls.other = cls.env["account.account"].create(
            {"name": "Other", "code": "224199", "account_type": "liability_current"}
        )
        cls.payers = (cls.cashier, cls.accountant)

    def setUp(self):
        super().setUp()
        self._prepay(self.owner, PREPAID)
        self.deposit, self.held = self._held(), DEPOSIT
        self.receipt = self.deposit.receipt_line_ids.receipt_id
        self.entry = self.receipt.sudo().payment_id.move_id
        self.fund = self.company.convenience_prepayment_account_id

    def _assert_true(self):
        self.env.flush_all()
        self.env.invalidate_all()
        self._assert_list_is_ledger(self.held)
        self.assertEqual(sum(self._wallets().mapped("balance")), PREPAID)
        self.assertEqual(self._on_account(self.fund), -PREPAID)

    def _wallets(self):
        return self.env["convenience.wallet"].search([("company_id", "=", self.company.id)])

    def _on_account(self, account):
        items = self.env["account.move.line"].search(
            [("account_id", "=", account.id), ("parent_state", "=", "posted")]
        )
        return round(sum(items.mapped("balance")), 2)

    def _each(self, attempts):
        """Each attempt, by each of them, is refused by a sentence, and the books stay true."""
        for user in self.payers:
            for name, attempt in attempts.items():
                with self.subTest(user=user.login, attempt=name):
                    with (
                        mute_logger("odoo.addons.base.models.ir_model"),
                        self.assertRaises(UserError),
                        self.env.cr.savepoint(),
                    ):
                        attempt(self.env(user=user))
                        self.env.flush_all()
                    self._assert_true()

    def _by_hand(self, env, **values):
        """A draft that moves 77.00 out of the prepayments."""
        journal = self.env["account.move"]._convenience_misc_journal(self.company)
        lines = [
            {"account_id": self.fund.id, "balance": 77.0, "partner_id": self.owner.id},
            {"account_id": self.other.id, "balance": -77.0, "partner_id": self.owner.id},
        ]
        return env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": journal.id,
                "line_ids": [Command.create(line) for line in lines],
                **values,
            }
        )

    # ------------------------------------------------------------------ entries

    def test_a_mark_lets_nothing_in(self):
        payment = self.receipt.sudo().payment_id
        links = {
            "convenience_purpose": "wallet_use",
            "origin_payment_id": payment.id,
            "reversed_entry_id": self.entry.id,
        }
        attempts = {"bare": lambda env: self._by_hand(env).action_post()}
        for name, value in links.items():
            marks = {name: value}
            attempts[f"{name} given"] = lambda env, marks=marks: self._by_hand(
                env, **marks
            ).action_post()
            attempts[f"{name} written"] = lambda env, marks=marks: self._written(env, marks)
        self._each(attempts)

    def _written(self, env, marks):
        entry = self._by_hand(env)
        entry.write(marks)
        entry.action_post()

    def test_entries_of_receipts_stay_tied(self):
        payment = self.receipt.sudo().payment_id
        elsewhere = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.owner.id,
                "amount": 5.0,
                "journal_id": self.cash.id,
            }
        )
        fund_line = self.entry.line_ids.filtered(lambda line: line.account_id.code[:4] == "2241")
        self._each(
            {
                "entry to another payment": lambda env: self.entry.with_env(env).write(
                    {"origin_payment_id": elsewhere.id}
                ),
                "entry to none": lambda env: self.entry.with_env(env).write(
                    {"origin_payment_id": False}
                ),
                "payment to another entry": lambda env: payment.with_env(env).write(
                    {"move_id": self._by_hand(env).id}
                ),
                "payment reset": lambda env: payment.with_env(env).action_draft(),
                "payment deleted": lambda env: payment.with_env(env).unlink(),
                "entry reset": lambda env: self.entry.with_env(env).button_draft(),
                "entry cancelled": lambda env: self.entry.with_env(env).button_cancel(),
                "entry reversed": lambda env: self.entry.with_env(env)._reverse_moves(),
                "entry deleted": lambda env: (
                    self.entry.with_env(env).with_context(force_delete=True).unlink()
                ),
                "item deleted": lambda env: (
                    fund_line.with_env(env).with_context(dynamic_unlink=True).unlink()
                ),
                "item moved": lambda env: fund_line.with_env(env).write(
                    {"move_id": self._by_hand(env).id}
                ),
                "state of the item": lambda env: fund_line.with_env(env).write(
                    {"parent_state": "draft"}
                ),
            }
        )

    def _prepaid(self, env, **values):
        """A draft of the ERP's own that says a prepayment of 100.00."""
        return env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.owner.id,
                "amount": 100.0,
                "journal_id": self.cash.id,
                "convenience_fund": "prepayment",
                "convenience_office_id": self.office.id,
                **values,
            }
        )

    def _items(self, amount):
        """Items of somebody's own: so much into the till, and into the prepayments."""
        sides = ((self.cash.default_account_id, amount), (self.fund, -amount))
        return [
            Command.create(
                {"account_id": account.id, "balance": balance, "partner_id": self.owner.id}
            )
            for account, balance in sides
        ]

    def test_a_prepayment_says_what_its_entry_books(self):
        self._each(
            {
                "less": lambda env: self._prepaid(env, line_ids=self._items(40.0)).action_post(),
                "entry alone": lambda env: self._prepaid(
                    env, line_ids=self._items(40.0)
                ).move_id.action_post(),
                "entry of another": lambda env: self._prepaid(env).write(
                    {"state": "in_process", "move_id": self.entry.id}
                ),
                "entry of one's own": lambda env: self._by_hand(
                    env, origin_payment_id=self._prepaid(env).id
                ).action_post(),
                "a deposit": lambda env: self._prepaid(
                    env, convenience_fund="deposit"
                ).action_post(),
            }
        )

    def test_a_state_that_is_written_posts_nothing(self):
        self._each(
            {
                "by hand": lambda env: self._by_hand(env).write({"state": "posted"}),
                "for a payment": lambda env: self._by_hand(
                    env, origin_payment_id=self._prepaid(env).id
                ).write({"state": "posted"}),
            }
        )

    def test_posted_from_its_entry_a_prepayment_has_its_receipt(self):
        for count, user in enumerate(self.payers, 1):
            payment = self._prepaid(self.env(user=user), line_ids=self._items(100.0))
            payment.move_id.action_post()
            receipt = payment.sudo().convenience_receipt_ids
            self.assertEqual((receipt.state, receipt.amount), ("posted", 100.0))
            self.assertIn(payment.state, ("in_process", "paid"))
            self.assertEqual(self._on_account(self.fund), -PREPAID - 100.0 * count)
            self.assertEqual(sum(self._wallets().mapped("balance")), PREPAID + 100.0 * count)

    # ------------------------------------------------------------------ accounts

    def test_accounts_of_residents_money_are_not_merged(self):
        self._each(
            {
                "merged": lambda env: (
                    env["account.merge.wizard"].sudo()._action_merge(self.fund | self.other)
                ),
                "not reconcilable": lambda env: (
                    self.fund.with_env(env).sudo().write({"reconcile": False})
                ),
                "archived": lambda env: self.fund.with_env(env).sudo().write({"active": False}),
                "another type": lambda env: (
                    self.fund.with_env(env).sudo().write({"account_type": "liability_payable"})
                ),
            }
        )

    def test_only_the_opening_entry_and_only_first(self):
        entrusted = self.company._convenience_fund_account("entrusted")
        journal = self.env["account.move"]._convenience_misc_journal(self.company)

        def opening(account):
            return self.env["account.move"].create(
                {
                    "move_type": "entry",
                    "journal_id": journal.id,
                    "line_ids": [
                        Command.create({"account_id": account.id, "balance": -9.0}),
                        Command.create({"account_id": self.other.id, "balance": 9.0}),
                    ],
                }
            )

        first = opening(entrusted)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            first.action_post()
        self.company.account_opening_move_id = first
        first.action_post()
        self.assertEqual(self._on_account(entrusted), -9.0)
        second = opening(self.fund)
        self.company.account_opening_move_id = second
        with self.assertRaises(UserError), self.env.cr.savepoint():
            second.action_post()

    # ------------------------------------------------------------------ reconciliations

    def test_items_of_funds_stay_reconciled(self):
        self._as_cashier(self.deposit)._refund(100.0, self.cash, reason="In part")
        self.held -= 100.0
        items = self.env["account.move.line"].search(
            [("account_id", "=", self.company.convenience_deposit_account_id.id)]
        )
        partial = items.matched_debit_ids
        self.assertTrue(partial)
        self._each(
            {
                "undone": lambda env: items.with_env(env).remove_move_reconcile(),
                "deleted": lambda env: partial.with_env(env).unlink(),
                "less of it": lambda env: partial.with_env(env).write({"amount": 1.0}),
                "of others": lambda env: partial.with_env(env).write(
                    {"credit_move_id": items[:1].id, "debit_move_id": items[:1].id}
                ),
            }
        )

    # ------------------------------------------------------------------ figures

    def test_figures_of_bills_follow_the_books(self):
        bill = self._bill_of_today()
        invoice = bill.invoice_id
        item = invoice.line_ids.filtered(lambda line: line.display_type == "payment_term")
        self._each(
            {
                "open amount": lambda env: invoice.with_env(env).write({"amount_residual": 0.0}),
                "signed": lambda env: invoice.with_env(env).write({"amount_residual_signed": 0.0}),
                "total": lambda env: invoice.with_env(env).write({"amount_total": 1.0}),
                "paid": lambda env: invoice.with_env(env).write({"payment_state": "paid"}),
                "status": lambda env: invoice.with_env(env).write({"status_in_payment": "paid"}),
                "item": lambda env: item.with_env(env).write({"amount_residual": 0.0}),
                "item by its bill": lambda env: invoice.with_env(env).write(
                    {"line_ids": [Command.update(item.id, {"amount_residual": 0.0})]}
                ),
                "currency": lambda env: item.with_env(env).write({"amount_residual_currency": 0.0}),
                "reconciled": lambda env: item.with_env(env).write({"reconciled": True}),
                "draft": lambda env: item.with_env(env).write({"parent_state": "draft"}),
            }
        )
        self.assertEqual((bill.amount_residual, invoice.payment_state), (80.0, "not_paid"))

    def test_a_posted_credit_note_keeps_its_bill(self):
        bill, other = self._bill_of_today(), self._bill_of_today()
        note = bill.invoice_id._reverse_moves([{}])
        note.invoice_line_ids.price_unit = 30.0
        note.action_post()
        self._each(
            {
                "another": lambda env: note.with_env(env).write(
                    {"reversed_entry_id": other.invoice_id.id}
                ),
                "none": lambda env: note.with_env(env).write({"reversed_entry_id": False}),
            }
        )

    def test_accounts_are_one_each(self):
        """One account for two kinds of money would be in two lists."""
        with self.assertRaisesRegex(UserError, "in use already"):
            self.company.convenience_entrusted_account_id = self.fund

    def test_the_button_that_blocks_a_bill_works(self):
        for user in self.payers:
            invoice = self._bill_of_today().invoice_id.with_user(user)
            invoice.action_toggle_block_payment()
            self.assertEqual(invoice.payment_state, "blocked")
            invoice.action_toggle_block_payment()
            self.assertEqual(invoice.payment_state, "not_paid")

    def test_a_bill_paid_in_part_is_released_as_what_it_is(self):
        bill = self._bill_of_today()
        self._take_payment(bill, 30.0)
        invoice = bill.invoice_id.with_user(self.accountant)
        invoice.action_toggle_block_payment()
        invoice.write({"payment_state": "not_paid"})
        self.assertEqual(invoice.payment_state, "partial")

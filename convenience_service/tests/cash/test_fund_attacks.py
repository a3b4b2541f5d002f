from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import ConvenienceCommon
from .common_deposit import DEPOSIT, DepositCommon
from .common_money import MoneyCommon


@tagged("post_install", "-at_install")
class TestFundAttacks(DepositCommon, MoneyCommon, ConvenienceCommon):
    """Who may book in the ERP brings the list of money held and the ledger apart by no means."""

    def setUp(self):
        super().setUp()
        self.deposit = self._held()
        self.receipt = self.deposit.receipt_line_ids.receipt_id
        self.entry = self.receipt.sudo().payment_id.move_id.with_user(self.cashier)
        self.fund = self.company.convenience_deposit_account_id
        self.other = self.env["account.account"].create(
            {"name": "Other", "code": "224199", "account_type": "liability_current"}
        )

    def _refused(self, attempt):
        with self.assertRaises(UserError), self.env.cr.savepoint():
            attempt()
            self.env.flush_all()
        self.env.invalidate_all()
        self._assert_list_is_ledger(DEPOSIT)

    def test_posted_line_keeps_account_partner_and_amount(self):
        line = self.entry.line_ids.filtered(lambda line: line.account_id == self.fund)
        other = self.entry.line_ids - line
        for attempt in (
            lambda: line.write({"account_id": self.other.id}),
            lambda: line.write({"partner_id": self.director.partner_id.id}),
            lambda: line.write({"date": "2020-01-01"}),
            lambda: self.entry.write({"date": "2020-01-01"}),
            lambda: self.entry.write(
                {
                    "line_ids": [
                        Command.update(line.id, {"balance": -1.0}),
                        Command.update(other.id, {"balance": 1.0}),
                    ]
                }
            ),
            self.entry.button_draft,
            self.entry.button_cancel,
            self.entry.unlink,
            self.entry._reverse_moves,
        ):
            with self.subTest(attempt=attempt):
                self._refused(attempt)

    def _entry_elsewhere(self):
        journal = self.env["account.move"]._convenience_misc_journal(self.company)
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": journal.id,
                "line_ids": [
                    Command.create({"account_id": self.other.id, "balance": balance})
                    for balance in (5.0, -5.0)
                ],
            }
        )
        entry.action_post()
        return entry

    def test_posted_entry_is_not_turned_to_the_account(self):
        entry = self._entry_elsewhere()
        self._refused(lambda: entry.line_ids[0].write({"account_id": self.fund.id}))
        self._refused(
            lambda: entry.write(
                {
                    "line_ids": [
                        Command.create({"account_id": self.fund.id, "balance": 7.0}),
                        Command.create({"account_id": self.other.id, "balance": -7.0}),
                    ]
                }
            )
        )

    def test_journal_in_another_currency_takes_no_deposit(self):
        usd = self.env.ref("base.USD")
        usd.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": usd.id, "company_id": self.company.id, "rate": 0.14}
        )
        journal = self.env["account.journal"].create(
            {"name": "USD", "code": "USD", "type": "bank", "currency_id": usd.id}
        )
        deposit = self._as_cashier(self._deposit())
        self._refused(lambda: deposit._receive(100.0, journal))

    def test_account_in_use_is_not_exchanged(self):
        self._refused(lambda: self.company.write({"convenience_deposit_account_id": self.other.id}))

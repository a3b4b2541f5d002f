from ..provider.test_provider import ProviderCase
from .common_deposit import DepositCommon
from .common_till import TillCommon
from .common_wallet import WalletCase
from .test_entrusted import EntrustedCommon


class EntryCommon(EntrustedCommon, ProviderCase, DepositCommon, TillCommon, WalletCase):
    """Everything money comes from and goes to, and journal entries compared line by line.

    `accounts` names the accounts of the chart by their whole code, as its accountant reads them.
    """

    accounts = {}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # made when first needed: here always in this order, so that their codes are known
        for purpose in ("prepayment", "deposit", "entrusted"):
            cls.company._convenience_fund_account(purpose)

    def assertEntry(self, move, journal, day, expected):
        """A posted entry books exactly this.

        :param str journal: type of the journal
        :param day: accounting date
        :param dict expected: {(name of the account, partner): debit less credit}
        """
        move = move.sudo()
        self.assertEqual(
            (move.state, move.journal_id.type, move.date), ("posted", journal, day), move.name
        )
        booked = {}
        for line in move.line_ids:
            key = (line.account_id.with_company(self.company).code, line.partner_id.name)
            booked[key] = round(booked.get(key, 0.0) + line.balance, 2)
        self.assertEqual(
            booked,
            {(self.accounts[name], who): amount for (name, who), amount in expected.items()},
        )

    def assertSettled(self, moves, *names):
        """Nothing is open on these accounts of the entries: both sides are reconciled."""
        codes = [self.accounts[name] for name in names]
        lines = moves.sudo().line_ids.filtered(
            lambda line: line.account_id.with_company(self.company).code in codes
        )
        self.assertTrue(lines)
        self.assertEqual(set(lines.mapped("reconciled")), {True}, lines.mapped("display_name"))

    def assertOpen(self, move, name, amount):
        """What is left open on an account of the entry, debit positive."""
        lines = move.sudo().line_ids.filtered(
            lambda line: line.account_id.with_company(self.company).code == self.accounts[name]
        )
        self.assertEqual(round(sum(lines.mapped("amount_residual")), 2), amount)

    def _paid(self, receipt):
        """The entry that books a receipt."""
        return receipt.sudo().payment_id.move_id

    def _apply_for(self, statement):
        """An application for the tax invoice of a bill."""
        return (
            self.env["convenience.tax.invoice"]
            .with_user(self.clerk)
            .create(
                {
                    "office_id": statement.office_id.id,
                    "partner_id": statement.partner_id.id,
                    "line_ids": [(0, 0, {"statement_id": statement.id})],
                }
            )
            .with_user(self.cashier)
        )

from odoo.tests import TransactionCase


class MoneyCommon(TransactionCase):
    """Tills, receipts, and journal entries as an accountant writes them down."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cash = cls._journal("cash")
        cls.bank = cls._journal("bank")

    @classmethod
    def _journal(cls, kind):
        """The company's till or bank; a chart without one gets it."""
        journals = cls.env["account.journal"]
        return journals.search(
            [("type", "=", kind), ("company_id", "=", cls.company.id)], limit=1
        ) or journals.create(
            {"name": kind.title(), "code": kind, "type": kind, "company_id": cls.company.id}
        )

    def _issue(self, user, statement, amount, **values):
        """A receipt for one bill, as somebody gives it out."""
        return (
            self.env["convenience.receipt"]
            .with_user(user)
            ._issue(
                [
                    {
                        "office_id": statement.office_id.id,
                        "partner_id": statement.partner_id.id,
                        "kind": "statement",
                        "amount": amount,
                        "journal_id": self.cash.id,
                        "line_ids": [
                            {
                                "statement_id": statement.id,
                                "amount": amount,
                                "name": statement.name,
                            }
                        ],
                        **values,
                    }
                ]
            )
            .with_user(self.env.user)
        )

    def _take_payment(self, statement, amount, **values):
        """The cashier takes money for one bill."""
        receipt = self._issue(self.cashier, statement, amount, **values)
        receipt.with_user(self.cashier)._move_to("posted")
        return receipt

    def _entry(self, move):
        """Return {(first four digits of the account, partner): balance} of a posted entry."""
        self.assertEqual(move.state, "posted")
        entry = {}
        for line in move.line_ids:
            key = (line.account_id.code[:4], line.partner_id.name or "")
            entry[key] = entry.get(key, 0.0) + line.balance
        return {key: round(balance, 2) for key, balance in entry.items()}

    def _prepay(self, partner, amount, office=None):
        """The cashier takes money ahead, in cash."""
        receipt = (
            self.env["convenience.receipt"]
            .with_user(self.cashier)
            ._issue(
                [
                    {
                        "office_id": (office or self.office).id,
                        "partner_id": partner.id,
                        "kind": "prepayment",
                        "amount": amount,
                        "journal_id": self.cash.id,
                    }
                ]
            )
        )
        receipt._move_to("posted")
        return receipt

    def _ledger_of(self, partner):
        """Return what the ledger says a payer owes, less what is held for them."""
        funds = self.company._convenience_fund_accounts()
        lines = self.env["account.move.line"].search(
            [
                ("partner_id", "=", partner.id),
                ("parent_state", "=", "posted"),
                "|",
                ("account_id", "in", funds.ids),
                ("account_id.account_type", "=", "asset_receivable"),
            ]
        )
        return round(sum(lines.mapped("balance")), 2)

from odoo import models


class ConvenienceWallet(models.Model):
    """What the ledger has of prepayments: the wallets are at every moment what it says."""

    _name = "convenience.wallet"
    _inherit = ["convenience.wallet"]

    def _fund_account(self):
        return self.company_id._convenience_fund_account("prepayment")

    def _reconcile_ledger(self):
        """Match what was paid in with what was used and refunded, the oldest first."""
        for company, wallets in self.sudo().grouped("company_id").items():
            lines = wallets.env["account.move.line"].search(
                [
                    ("account_id", "=", company._convenience_fund_account("prepayment").id),
                    ("company_id", "=", company.id),
                    ("partner_id", "in", wallets.partner_id.ids),
                    ("parent_state", "=", "posted"),
                    ("reconciled", "=", False),
                ]
            )
            plan = [
                items
                for items in lines.grouped("partner_id").values()
                if len(set(items.mapped(lambda line: line.amount_residual > 0))) > 1
            ]
            if plan:
                wallets.env["account.move"]._reconcile_fund_lines(plan)

    def _prepare_transfer(self, purpose, amount, statement, lines):
        """Return the values of an entry between the wallet and what a payer owes.

        :param str purpose: `wallet_use` or `wallet_return`
        :param amount: positive takes out of the wallet
        :param lines: the receivables that it is reconciled with
        """
        return {
            "office": statement.office_id,
            "partner": self.partner_id,
            "purpose": purpose,
            "fund": self._fund_account(),
            "account": lines.account_id[:1],
            "amount": amount,
            "ref": statement.name,
            "open_lines": lines,
        }

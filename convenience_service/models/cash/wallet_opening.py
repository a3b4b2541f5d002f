from odoo import api, models


class ConvenienceWallet(models.Model):
    """Prepayments of before the product (期初预交款)."""

    _name = "convenience.wallet"
    _inherit = ["convenience.wallet"]

    @api.model
    def _opened_with(self, company):
        """Return {payer: what their prepayment account was opened with}."""
        # sudo: sums, for who brings in the sheet
        groups = (
            self.env["convenience.wallet.movement"]
            .sudo()
            ._read_group(
                [
                    ("company_id", "=", company.id),
                    ("kind", "=", "received"),
                    ("entry_id.convenience_purpose", "=", "opening"),
                ],
                ["partner_id"],
                ["amount:sum"],
            )
        )
        return dict(groups)

    @api.model
    def _open_with(self, office, amounts):
        """Book what payers had paid ahead before; the caller has checked who asks.

        :param amounts: {payer: amount, company currency}
        :return: the wallets, as the system sees them
        """
        company = office.company_id
        # sudo: the caller has checked who brings in balances
        entries = (
            self.env["account.move"]
            .sudo()
            ._book_convenience_openings(
                "prepayment",
                [
                    (office, payer, amount, self._opening_text())
                    for payer, amount in amounts.items()
                ],
            )
        )
        changes = [
            (
                self._open(company, payer),
                amount,
                office,
                {"entry_id": entry.id, "date": entry.date, "reason": self._opening_text()},
            )
            for (payer, amount), entry in zip(amounts.items(), entries, strict=True)
        ]
        wallets = self._change_each("received", changes).wallet_id
        for wallet in wallets:
            self.env["convenience.request"]._reserve_waiting(wallet)
        return wallets

    @api.model
    def _opening_text(self):
        return self.env._("Opening balance")


class AccountMove(models.Model):
    """Money of residents that the company had before the product, booked on the opening day."""

    _name = "account.move"
    _inherit = ["account.move"]

    @api.model
    def _book_convenience_openings(self, purpose, rows):
        """Book balances of before: out of the account of opening balances into that of a fund.

        :param str purpose: a key of `res_company.FUNDS`
        :param rows: list of office, payer, amount (company currency) and text
        :return: the posted entries, in that order
        """
        return self._book_convenience_transfers(
            [
                {
                    "office": office,
                    "partner": payer,
                    "purpose": "opening",
                    "fund": office.company_id._convenience_fund_account(purpose),
                    "account": office.company_id._convenience_opening_account(),
                    "amount": -amount,
                    "ref": text,
                    "date": office.company_id._convenience_opening_day(),
                }
                for office, payer, amount, text in rows
            ]
        )

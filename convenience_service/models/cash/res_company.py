from odoo import api, fields, models
from odoo.exceptions import UserError

LARGE_ENTERPRISES = "cn_large_bis"
# purpose: (name of the detail account, where it belongs on a Chinese chart, on that of large
# enterprises); charts of other countries take the first free code of their current liabilities
FUNDS = {
    "prepayment": ("2203", "2204"),
    "deposit": ("2241", "2241"),
    "entrusted": ("2241", "2241"),
}


class ResCompany(models.Model):
    """Where the company keeps money that is not its own: by partner, and reconcilable.

    Each purpose has a detail account of its own, so that the list of its holders can be compared
    with one balance.
    """

    _inherit = "res.company"

    convenience_prepayment_account_id = fields.Many2one(
        "account.account",
        "Prepayments of Residents",
        check_company=True,
        domain="[('account_type', '=', 'liability_current'), ('reconcile', '=', True)]",
        help="Advances from customers that pay ahead. Empty: made with the first prepayment.",
    )
    convenience_deposit_account_id = fields.Many2one(
        "account.account",
        "Deposits of Residents",
        check_company=True,
        domain="[('account_type', '=', 'liability_current'), ('reconcile', '=', True)]",
        help="Other payables; never revenue. Empty: made with the first deposit.",
    )
    convenience_entrusted_account_id = fields.Many2one(
        "account.account",
        "Entrusted Money",
        check_company=True,
        domain="[('account_type', '=', 'liability_current'), ('reconcile', '=', True)]",
        help="Money to be laid out for residents (代收代付); never revenue.",
    )

    def write(self, vals):
        for name in self._convenience_fund_fields().values():
            if name in vals:
                self._refuse_exchanging_used(name, vals[name])
        return super().write(vals)

    def _refuse_exchanging_used(self, name, value):
        """An account that money was booked on stays: the lists are compared with it."""
        for company in self:
            account = company[name]
            if account.id == value:
                continue
            company._refuse_account_with_items(value)
            if account and company._has_items(account):
                raise UserError(
                    self.env._(
                        "%(account)s holds money of residents of %(company)s already and stays "
                        "the account for it.",
                        account=account.display_name,
                        company=company.name,
                    )
                )

    def _refuse_account_with_items(self, account_id):
        """What was booked on an account before is in no list of holders."""
        # sudo: what is booked binds whoever sets up the books
        company = self.sudo()
        account = self.env["account.account"].browse(account_id)
        opening = company.account_opening_move_id
        if account and (
            account in company._convenience_fund_accounts()
            or self._has_items(account, ("move_id", "!=", opening.id))
        ):
            raise UserError(
                self.env._(
                    "%(account)s of %(company)s is in use already. Choose an account of its own "
                    "for each kind of residents' money.",
                    account=account.display_name,
                    company=self.name,
                )
            )

    def _has_items(self, account, *more):
        # sudo: what is booked binds whoever sets up the books
        items = self.env["account.move.line"].sudo()
        domain = [("account_id", "=", account.id), ("company_id", "=", self.id)]
        domain += [("parent_state", "!=", "cancel"), *more]
        return bool(items.search_count(domain, limit=1))

    @api.model
    def _convenience_fund_fields(self):
        """Return {purpose: name of the field of its account}."""
        return {purpose: f"convenience_{purpose}_account_id" for purpose in FUNDS}

    def _convenience_fund_accounts(self):
        """Return the accounts of all purposes that are in use."""
        accounts = self.env["account.account"]
        return accounts.concat(*(self[name] for name in self._convenience_fund_fields().values()))

    def _convenience_fund_account(self, purpose):
        """Return the account of a purpose, made when it is needed for the first time.

        :param str purpose: `prepayment`, `deposit` or `entrusted`
        :raise UserError: when the company has no chart of accounts
        """
        self.ensure_one()
        # sudo: who takes money need not be allowed to set up the books
        company = self.sudo()
        name = company._convenience_fund_fields()[purpose]
        if not company[name]:
            company[name] = company._make_convenience_account(purpose)
        return company[name]

    def _make_convenience_account(self, purpose):
        accounts = self.env["account.account"].with_company(self)
        account = accounts.create(
            {
                "code": accounts._search_new_account_code(self._convenience_start_code(purpose)),
                "name": self._convenience_account_name(purpose),
                "account_type": "liability_current",
                "reconcile": True,
                "company_ids": [(6, 0, self.root_id.ids)],
            }
        )
        for lang, _name in self.env["res.lang"].get_installed():
            translated = self.with_context(lang=lang)
            account.with_context(lang=lang).name = translated._convenience_account_name(purpose)
        return account

    def _convenience_account_name(self, purpose):
        names = {
            "prepayment": self.env._("Prepayments for Convenience Services"),
            "deposit": self.env._("Deposits for Convenience Services"),
            "entrusted": self.env._("Entrusted Money of Residents"),
        }
        return names[purpose]

    def _convenience_start_code(self, purpose):
        """Return the code of the main account, from which the next free one is searched."""
        prefix = FUNDS[purpose][self.chart_template == LARGE_ENTERPRISES]
        accounts = self.env["account.account"].with_company(self)
        liabilities = accounts.search(
            [
                *accounts._check_company_domain(self),
                ("account_type", "=", "liability_current"),
            ],
            order="code",
        )
        main = liabilities.filtered(lambda account: (account.code or "").startswith(prefix))
        if not (main or liabilities):
            raise UserError(
                self.env._(
                    "%(company)s has no chart of accounts yet. Set that up before taking money.",
                    company=self.name,
                )
            )
        return (main or liabilities)[0].code

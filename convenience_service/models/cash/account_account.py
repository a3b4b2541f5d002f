from odoo import models
from odoo.exceptions import UserError

KEPT = frozenset({"account_type", "active", "company_ids", "reconcile"})


class AccountAccount(models.Model):
    """The accounts of residents' money stay what the lists of holders are compared with."""

    _inherit = "account.account"

    def write(self, vals):
        if KEPT & vals.keys():
            changed = self.filtered(
                lambda account: any(
                    account._fields[name].convert_to_write(account[name], account) != vals[name]
                    for name in KEPT & vals.keys()
                )
            )
            changed._refuse_holding_money()
        return super().write(vals)

    def _refuse_holding_money(self):
        # sudo: the account may be kept by a company that is not the user's
        companies = self.env["res.company"].sudo().search([])
        for account in self & companies._convenience_fund_accounts():
            raise UserError(
                self.env._(
                    "%(account)s holds money of residents and stays as it is.",
                    account=account.display_name,
                )
            )


class AccountMergeWizard(models.TransientModel):
    _inherit = "account.merge.wizard"

    def _action_merge(self, accounts):
        accounts._refuse_holding_money()
        return super()._action_merge(accounts)

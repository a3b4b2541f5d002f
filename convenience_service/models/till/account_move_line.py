from odoo import api, models


class AccountMoveLine(models.Model):
    """Items neither come to a signed day of a till nor go from it."""

    _name = "account.move.line"
    _inherit = ["account.move.line"]

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._refuse_on_signed_days()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if {"account_id", "move_id", "company_id", "parent_state"} & vals.keys():
            # those that left were refused by the ERP, which asks before it writes
            self._refuse_on_signed_days()
        return result

    def _refuse_on_signed_days(self):
        tills = self.env["convenience.till"]._by_account()
        # sudo: where money is counted binds whoever books
        posted = self.sudo().filtered(
            lambda line: (
                (line.company_id.id, line.account_id.id) in tills and line.parent_state == "posted"
            )
        )
        if posted:
            posted.move_id._hold_tills()
            posted.move_id._check_fiscal_lock_dates()

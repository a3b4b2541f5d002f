from odoo import api, models
from odoo.exceptions import UserError


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
        if "move_id" in vals:
            self._refuse_leaving_entry(vals["move_id"])
        result = super().write(vals)
        if {"account_id", "move_id", "company_id", "parent_state"} & vals.keys():
            # those that left were refused by the ERP, which asks before it writes
            self._refuse_on_signed_days()
        return result

    def _with_claimed_figures(self):
        """The day on which money of a till moved, and whether it did, is nobody's to type in."""
        return super()._with_claimed_figures() | self._at_tills()

    def _at_tills(self):
        """Those of the items that are booked on the account of a till."""
        tills = self.env["convenience.till"]._by_account()
        # sudo: where money is counted binds whoever books
        posted = self.sudo().filtered(
            lambda line: (
                (line.company_id.id, line.account_id.id) in tills and line.parent_state == "posted"
            )
        )
        return posted.with_env(self.env)

    def _refuse_leaving_entry(self, move_id):
        for line in self._at_tills().filtered(lambda line: line.move_id.id != move_id):
            raise UserError(
                self.env._(
                    "%(entry)s moves money of a till: its items stay with it. Book what corrects "
                    "it today.",
                    entry=line.move_id.display_name,
                )
            )

    def _refuse_on_signed_days(self):
        # sudo: where money is counted binds whoever books
        posted = self._at_tills().sudo()
        if posted:
            posted.move_id._hold_tills()
            posted.move_id._check_fiscal_lock_dates()

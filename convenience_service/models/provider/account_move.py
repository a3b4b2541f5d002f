from odoo import api, models

from ..billing.account_move_line import LINE_PROTECTED


class AccountMove(models.Model):
    """Bills of outside providers and their credit notes keep in step with what they pay for."""

    _name = "account.move"
    _inherit = ["account.move"]

    def write(self, vals):
        bills = self.env["convenience.provider.bill"]
        if vals.get("state") in ("draft", "posted"):
            bills._refuse_reviving(self)
        result = super().write(vals)
        if vals.get("state") == "cancel":
            bills._give_back(self)
        return result

    def _refuse_undoing(self):
        result = super()._refuse_undoing()
        self.env["convenience.provider.bill"]._refuse_reopening_credit(self)
        return result

    def unlink(self):
        # before the lines go: what the vendor bills paid for is free again
        self.env["convenience.provider.bill"]._give_back(self)
        return super().unlink()

    def _to_open_day(self):
        bills = self.env["convenience.provider.bill"]._of_moves(self)
        return super()._to_open_day() | bills.move_id.with_env(self.env) & self

    def _post(self, soft=True):
        posted = super()._post(soft=soft)
        self.env["convenience.provider.bill"]._give_back_credited(posted)
        return posted


class AccountMoveReversal(models.TransientModel):
    _name = "account.move.reversal"
    _inherit = ["account.move.reversal"]

    def reverse_moves(self, is_modify=False):
        if is_modify:
            self.env["convenience.provider.bill"]._refuse_modifying(self.move_ids)
        return super().reverse_moves(is_modify)


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["account.move.line"]

    def write(self, vals):
        if LINE_PROTECTED & vals.keys():
            self.env["convenience.provider.bill"]._refuse_changing(self, set(vals))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_paid_for(self):
        self.env["convenience.provider.bill"]._refuse_changing(self, LINE_PROTECTED)

from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """An invoice that a prepayment paid, and a credit note whose money went back, stay posted.

    Otherwise the bill would be undone and the money with it, without the wallet.
    """

    _name = "account.move"
    _inherit = ["account.move"]

    def _refuse_undoing(self):
        result = super()._refuse_undoing()
        self._refuse_undoing_prepayment()
        return result

    def _refuse_undoing_prepayment(self):
        for move in self.filtered(lambda move: move.state == "posted"):
            if move._moved_prepayment():
                raise UserError(
                    self.env._(
                        "%(entry)s was settled with a prepayment and stays as it is. Credit what "
                        "is wrong on it, or bill it anew.",
                        entry=move.display_name,
                    )
                )

    def _moved_prepayment(self):
        # sudo: money binds whoever asks
        move = self.sudo()
        if move.convenience_statement_id:
            return move.convenience_statement_id._used_from_wallet() > 0
        credited = move._credited_invoice().convenience_statement_id
        return bool(credited) and credited._wallet_sums().get("returned", 0.0) > 0

from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Invoices that a deposit paid, and credit notes on one that was kept, stay as they are.

    Taken back behind the deposit, the money would be nobody's.
    """

    _name = "account.move"
    _inherit = ["account.move"]

    def _refuse_undoing(self):
        result = super()._refuse_undoing()
        self._refuse_undoing_kept_deposit()
        return result

    def _refuse_undoing_kept_deposit(self):
        for move in self.filtered(lambda move: move.state == "posted"):
            # sudo: the deposit binds whoever undoes the invoice
            statement = (
                move.sudo().convenience_statement_id
                or move._credited_invoice().convenience_statement_id
            )
            if move.convenience_statement_id and statement._applied_from_deposits() > 0:
                raise UserError(
                    self.env._(
                        "%(entry)s was settled with a deposit and stays as it is. Credit what is "
                        "wrong on it: what is left over is paid out.",
                        entry=move.display_name,
                    )
                )
            if statement.kind == "deposit":
                raise UserError(
                    self.env._(
                        "%(entry)s bills a deposit that is kept and stays as it is. Credit the "
                        "invoice: the money is then held again.",
                        entry=move.display_name,
                    )
                )

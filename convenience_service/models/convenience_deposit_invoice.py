from odoo import models
from odoo.exceptions import UserError


class ConvenienceDepositInvoice(models.AbstractModel):
    """Invoices of deposits that are kept, and the credit notes on them, stay as they are.

    They were paid from the deposit: taken back behind it, the money would be nobody's.
    """

    _name = "convenience.deposit.invoice"
    _description = "Invoices of Deposits Kept"

    def write(self, vals):
        if vals.get("state") in ("draft", "cancel"):
            self._refuse_undoing_kept_deposit()
        return super().write(vals)

    def _refuse_undoing_kept_deposit(self):
        for move in self.filtered(lambda move: move.state == "posted"):
            # sudo: the deposit binds whoever undoes the invoice
            statement = (
                move.sudo().convenience_statement_id
                or move._credited_invoice().convenience_statement_id
            )
            if statement.kind == "deposit":
                raise UserError(
                    self.env._(
                        "%(entry)s bills a deposit that is kept and stays as it is. Credit the "
                        "invoice: the money is then held again.",
                        entry=move.display_name,
                    )
                )

from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """A credit note whose money was paid out stays, as long as the receipt of that money does."""

    _name = "account.move"
    _inherit = ["account.move"]

    def _is_in_closed_books(self):
        """Hook: whether the entry is in a period, or on a day, in which nothing changes."""
        return bool(
            self.company_id._get_lock_date_violations(
                self.date, sale=False, purchase=False, tax=False
            )
        )

    def _refuse_reopening_credit(self):
        for note in self.filtered(lambda move: move.state == "posted"):
            note._refuse_undoing_paid_back(note._credited_invoice())
        return super()._refuse_reopening_credit()

    def _refuse_undoing_paid_back(self, invoice):
        """What was paid out for a credit note was paid out for something."""
        # sudo: money binds whoever undoes the note
        items = self.sudo().line_ids
        money = items.matched_debit_ids.debit_move_id | items.matched_credit_ids.credit_move_id
        for entry in money.move_id if invoice else ():
            receipt = entry.origin_payment_id.convenience_receipt_ids
            if receipt.state == "posted":
                raise UserError(
                    self.env._(
                        "%(note)s was paid back on %(receipt)s and stays as it is. Cancel that "
                        "receipt first.",
                        note=self.display_name,
                        receipt=receipt.name,
                    )
                )

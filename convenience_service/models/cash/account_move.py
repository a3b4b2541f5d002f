from odoo import api, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """What money was paid for stays as long as the money does: a bill that is paid, in whole or
    in part, and a credit note that was paid out.
    """

    _name = "account.move"
    _inherit = ["account.move"]

    def _is_in_closed_books(self):
        """Hook: whether the entry is in a period, or on a day, in which nothing changes."""
        return bool(
            self
            and self.company_id._get_lock_date_violations(
                self.date, sale=False, purchase=False, tax=False
            )
        )

    def _refuse_undoing(self):
        self._refuse_undoing_paid()
        self.line_ids._refuse_undoing_paid_back()
        return super()._refuse_undoing()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_paid(self):
        self._refuse_undoing_paid()
        self.line_ids._refuse_undoing_paid_back()

    def _refuse_undoing_paid(self):
        """A bill is not reset, cancelled or deleted under the money that pays it: it would hang on
        the payer's account while the services are billed again.
        """
        # sudo: money binds whoever undoes the bill
        bills = self.sudo().filtered("convenience_statement_id")
        for bill in bills.filtered(lambda move: move.state == "posted"):
            if paid := bill._moves_matched().filtered(lambda move: not move._credited_invoice()):
                raise UserError(
                    self.env._(
                        "%(invoice)s is paid by %(papers)s and stays as it is. Credit it, or "
                        "first cancel the receipt; what was entered in accounting is taken off "
                        "the bill there.",
                        invoice=bill.display_name,
                        papers=", ".join(entry._paper_of_money() for entry in paid),
                    )
                )

    def _moves_matched(self):
        """The entries that items of this one are reconciled with."""
        items = self.line_ids
        met = items.matched_debit_ids.debit_move_id | items.matched_credit_ids.credit_move_id
        return met.move_id - self

    def _paper_of_money(self):
        """The number that the payer's paper has, where there is one; that of the entry."""
        receipts = self.origin_payment_id.convenience_receipt_ids
        receipts |= receipts.search([("source_line_id", "in", self.line_ids.ids)])
        held = receipts.filtered(lambda receipt: receipt.state == "posted")
        return ", ".join(held.mapped("name")) or self.name

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

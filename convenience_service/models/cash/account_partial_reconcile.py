from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError

RECONCILED = frozenset(
    {
        "amount",
        "debit_amount_currency",
        "credit_amount_currency",
        "debit_move_id",
        "credit_move_id",
    }
)


class BillPayment(NamedTuple):
    """One reconciliation of money with a bill, or of money paid out with its credit note."""

    partial: models.Model
    money: models.Model
    statement: models.Model
    direction: str


class AccountPartialReconcile(models.Model):
    """Where money that is entered in the ERP meets the invoice of a statement."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._refuse_on_funds()
        partials._refuse_beyond_open()
        # sudo: whoever may reconcile has the receipt given out
        payments = [payment for partial in partials.sudo() for payment in partial._bill_payments()]
        if payments:
            self.env["convenience.receipt"].sudo()._give_for_reconciled(payments)
        return partials

    def write(self, vals):
        if RECONCILED & vals.keys():
            self._refuse_rewriting()
        return super().write(vals)

    def unlink(self):
        self._refuse_on_funds()
        self._refuse_undoing_receipts()
        # sudo: a receipt follows what it was given for
        lines = self.env["convenience.receipt.line"].sudo()
        lines = lines.search([("partial_id", "in", self.ids), ("receipt_id.state", "=", "posted")])
        held = lines.receipt_id
        held._check_not_paid_back(lines)
        kept = {receipt: receipt.line_ids.partial_id - self for receipt in held}
        result = super().unlink()
        if held:
            reason = self.env._("The payment was taken back in accounting.")
            held._move_to_by_system("cancelled", via="payment", reason=reason)
        for receipt, partials in kept.items():
            # the other bills that the same money pays are paid still
            payments = [payment for partial in partials for payment in partial._bill_payments()]
            if payments:
                receipt._give_for_reconciled(payments, taken_by=receipt.taken_by_id)
        return result

    def _refuse_on_funds(self):
        """Items of residents' money are reconciled as they are used and paid back."""
        moves = self.env["account.move"]
        if moves._has_fund_permit():
            return
        # sudo: the accounts are the company's, whoever reconciles
        for account in self.sudo().debit_move_id.account_id:
            companies = self.sudo().company_id
            if any(account in company._convenience_fund_accounts() for company in companies):
                moves._raise_kept_by_receipts(account)

    def _refuse_beyond_open(self):
        """No more is reconciled with a bill or with money of residents than was open of it."""
        # sudo: bills bind whoever reconciles
        partials = self.sudo()
        items = (partials.debit_move_id | partials.credit_move_id)._with_claimed_figures()
        for item in items:
            currency = item.company_currency_id
            # what is open has the sign of what was booked, and is no more than that
            if currency.compare_amounts(item.amount_residual * item.balance, 0) < 0:
                raise UserError(
                    self.env._(
                        "%(entry)s: no more than what is open of it is reconciled. Undo what is "
                        "reconciled, or reconcile less.",
                        entry=item.move_id.display_name,
                    )
                )

    def _refuse_rewriting(self):
        """What is reconciled, and how much of it, is not written over: it is undone and redone."""
        # sudo: bills bind whoever reconciles
        for partial in self.sudo():
            moves = (partial.debit_move_id | partial.credit_move_id).move_id
            if moves._with_claimed_figures() or moves._fund_lines():
                raise UserError(
                    self.env._(
                        "The reconciliation of %(entries)s is not written over. Undo it and "
                        "reconcile anew.",
                        entries=", ".join(moves.mapped("display_name")),
                    )
                )

    def _refuse_undoing_receipts(self):
        """What a receipt or a transfer pays of a bill is not taken off it while both hold."""
        if self.env["account.move"]._has_fund_permit():
            return
        # sudo: money binds whoever reconciles
        for partial in self.sudo():
            moves = (partial.debit_move_id | partial.credit_move_id).move_id
            bills = moves.filtered(
                lambda move: (
                    (move.convenience_statement_id or move._credited_invoice())
                    and move.state == "posted"
                )
            )
            for money in moves - bills if bills else ():
                if money._moves_residents_money() and money.state == "posted":
                    raise UserError(
                        self.env._(
                            "%(entry)s books what was paid of %(bill)s and stays reconciled with "
                            "it. Cancel the receipt, or credit the bill, instead.",
                            entry=money.display_name,
                            bill=bills[:1].display_name,
                        )
                    )
        # sudo: as above
        items = self.sudo().debit_move_id | self.sudo().credit_move_id
        items._refuse_undoing_paid_back(items.move_id)

    def _bill_payments(self):
        """Yield a `BillPayment` where money that has no receipt yet meets a bill."""
        debit, credit = self.debit_move_id, self.credit_move_id
        billed = debit.move_id.convenience_statement_id
        credited = credit.move_id._credited_invoice().convenience_statement_id
        if billed and credit._is_entered_money():
            yield BillPayment(self, credit, billed, "in")
        elif credited and debit._is_entered_money():
            yield BillPayment(self, debit, credited, "out")

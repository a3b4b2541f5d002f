from odoo import api, models
from odoo.exceptions import UserError

from ..billing.account_move_line import AMOUNTS

# What the lists of wallets, deposits and entrusted money are compared with.
FUND_PROTECTED = AMOUNTS | {"account_id", "partner_id", "date", "move_id", "company_id"}


class AccountMoveLine(models.Model):
    """Items on the accounts that hold money of residents, and money entered in the ERP itself."""

    _name = "account.move.line"
    _inherit = ["account.move.line"]

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._refuse_posted_on_funds()
        return lines

    def write(self, vals):
        changed = self.browse()
        if FUND_PROTECTED & vals.keys():
            changed = self.filtered(lambda line: line._changes_fund(vals))
            changed._refuse_posted_on_funds()
        result = super().write(vals)
        changed._refuse_posted_on_funds()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_funds(self):
        self._refuse_posted_on_funds()

    def _are_used(self):
        """Whether other items are posted on the accounts of these."""
        return bool(
            self.search_count(
                [
                    ("account_id", "in", self.account_id.ids),
                    ("company_id", "in", self.company_id.ids),
                    ("parent_state", "=", "posted"),
                    ("move_id", "not in", self.move_id.ids),
                ],
                limit=1,
            )
        )

    def _with_claimed_figures(self):
        """What is open of residents' money is nobody's to type in either."""
        moves = self.move_id
        held = moves.filtered(lambda move: move._moves_residents_money())
        return super()._with_claimed_figures() | self.filtered(lambda line: line.move_id in held)

    def _changes_fund(self, vals):
        """Whether the values say otherwise than this line does, where funds are concerned."""
        return any(
            self._fields[name].convert_to_cache(vals[name], self)
            != self._fields[name].convert_to_cache(self[name], self)
            for name in FUND_PROTECTED & vals.keys()
        )

    def _refuse_posted_on_funds(self):
        """Posted items on the accounts of residents' money neither change nor come or go."""
        moves = self.env["account.move"]
        if moves._has_fund_permit():
            return
        for line in self.filtered(lambda line: line.parent_state == "posted"):
            # sudo: the accounts are the company's, whoever books
            if line.account_id in line.company_id.sudo()._convenience_fund_accounts():
                moves._raise_kept_by_receipts(line.account_id)

    def _convenience_counterparts(self, others):
        """Return this line with those of the others that it can be reconciled with, or nothing."""
        fitting = others.filtered(
            lambda other: (
                not other.reconciled
                and other.account_id == self.account_id
                and (other.amount_residual > 0) != (self.amount_residual > 0)
            )
        )
        return self | fitting if fitting and not self.reconciled else self.browse()

    def _is_entered_money(self):
        """Whether the line is money that came or went and has no receipt of its own."""
        payment, entry = self.move_id.origin_payment_id, self.move_id
        if payment.convenience_fund or payment.convenience_receipt_ids:
            return False
        return bool(payment or entry.statement_line_id)

    def _refuse_undoing_paid_back(self, money=None):
        """What was over and is paid back stays where it came from as long as its receipt holds.

        :param money: entries, where it is only the tie to one of these that is undone
        """
        # sudo: the payer's paper binds whoever undoes what it says
        lines = self.env["convenience.receipt.line"].sudo()
        lines = lines.search([("credit_id", "in", self.ids), ("receipt_id.state", "=", "posted")])
        for line in lines:
            entry = line.receipt_id.payment_id.move_id
            if entry.state == "posted" and (money is None or entry in money):
                raise UserError(
                    self.env._(
                        "%(entry)s was paid back on %(receipt)s and stays as it is. Cancel that "
                        "receipt first.",
                        entry=line.credit_id.move_id.display_name,
                        receipt=line.receipt_id.name,
                    )
                )

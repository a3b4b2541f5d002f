from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..guard.permit import has_permit, with_permit


class AccountMove(models.Model):
    """Journal entries on the accounts that hold money of residents.

    Only receipts and the transfers below reach these accounts, so that the wallets, the list of
    deposits and the entrusted money are at every moment what the ledger says.
    """

    _name = "account.move"
    _inherit = ["account.move"]

    convenience_purpose = fields.Selection(
        [
            ("wallet_use", "Prepayment Used"),
            ("wallet_return", "Prepayment Given Back"),
            ("deposit_applied", "Deposit Applied"),
            ("deposit_kept", "Deposit Kept"),
            ("entrusted_spent", "Entrusted Money Laid Out"),
        ],
        "Convenience Transfer",
        readonly=True,
        copy=False,
    )

    # ------------------------------------------------------------------ transfers

    @api.model
    def _book_convenience_transfers(self, vals_list):
        """Book transfers between a fund and another account of the same partner, and reconcile.

        :param vals_list: dicts of `office`, `partner`, `purpose` (a key of `convenience_purpose`),
            `fund` (account.account), `account` (the other side, account.account), `amount`
            (company currency; positive takes out of the fund, negative puts back), `ref`, and
            perhaps `date` (local; today at the office) and `fund_lines` and `open_lines` (journal
            items that the two sides are reconciled with)
        :return: the posted entries, in that order
        """
        entries = with_permit(self.with_context(tracking_disable=True), vals_list)
        moves = entries.create([self._prepare_convenience_transfer(vals) for vals in vals_list])
        moves._post(soft=False)
        for move, vals in zip(moves, vals_list, strict=True):
            for side, others in (("fund", "fund_lines"), ("account", "open_lines")):
                own = move.line_ids.filtered_domain([("account_id", "=", vals[side].id)])
                move._reconcile_convenience_lines(own, vals.get(others))
        return moves.with_env(self.env)

    @api.model
    def _prepare_convenience_transfer(self, vals):
        office, amount = vals["office"], vals["amount"]
        shared = {"partner_id": vals["partner"].id, "name": vals["ref"]}
        return {
            "move_type": "entry",
            "journal_id": self._convenience_misc_journal(office.company_id).id,
            "date": vals.get("date") or office._today(),
            "ref": vals["ref"],
            "convenience_purpose": vals["purpose"],
            "line_ids": [
                Command.create({**shared, "account_id": vals["fund"].id, "balance": amount}),
                Command.create({**shared, "account_id": vals["account"].id, "balance": -amount}),
            ],
        }

    @api.model
    def _convenience_misc_journal(self, company):
        journal = self.env["account.journal"].search(
            [
                *self.env["account.journal"]._check_company_domain(company),
                ("type", "=", "general"),
            ],
            limit=1,
        )
        if not journal:
            raise UserError(
                self.env._(
                    "%(company)s has no journal for miscellaneous entries. Add one.",
                    company=company.name,
                )
            )
        return journal

    @api.model
    def _reconcile_convenience_lines(self, own, others):
        """Reconcile an entry's line with others, the oldest first, as far as they go."""
        for other in (others or ()) and others.sorted("date"):
            if own.reconciled:
                break
            if not other.reconciled and own.account_id == other.account_id:
                (own + other).reconcile()

    def _reconcile_convenience(self, payment_move):
        """Reconcile a payment with the receivables of this invoice, as far as either goes.

        :param payment_move: the entry of the payment; of several invoices that it pays, only the
            last may be paid in part
        """
        receivables = self._convenience_receivables()
        paid = payment_move.line_ids.filtered(
            lambda line: line.account_id in receivables.account_id and not line.reconciled
        )
        self._reconcile_convenience_lines(paid, receivables)

    def _convenience_receivables(self):
        """Return the journal items that say what the payer still owes of these invoices."""
        return self.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable" and not line.reconciled
        )

    # ------------------------------------------------------------------ guards

    def _has_fund_permit(self):
        return has_permit(self, self._name, "account.payment")

    @api.model_create_multi
    def create(self, vals_list):
        if not self._has_fund_permit():
            vals_list = [{**vals, "convenience_purpose": False} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if "convenience_purpose" in vals or vals.get("state") in ("draft", "cancel"):
            self._refuse_fund_change()
        if vals.get("state") in ("draft", "cancel"):
            self.env["convenience.receipt"]._take_back_entered(self)
        if "date" in vals:
            # the list of a past day is what the ledger says of that day
            day = fields.Date.to_date(vals["date"])
            self.filtered(
                lambda move: move.state == "posted" and move.date != day
            )._refuse_fund_change()
        return super().write(vals)

    def _post(self, soft=True):
        self._refuse_foreign_fund_entries()
        return super()._post(soft=soft)

    def _reverse_moves(self, default_values_list=None, cancel=False):
        self._refuse_fund_change()
        return super()._reverse_moves(default_values_list, cancel)

    def _moves_residents_money(self):
        """Whether the entry is a transfer, or the payment of a receipt that holds."""
        # sudo: money binds whoever asks
        move = self.sudo()
        receipts = move.origin_payment_id.convenience_receipt_ids
        return bool(move.convenience_purpose or receipts.filtered(lambda r: r.state == "posted"))

    def _refuse_fund_change(self):
        if self._has_fund_permit():
            return
        for move in self:
            if move._moves_residents_money():
                raise UserError(
                    self.env._(
                        "%(entry)s books money of a resident and stays as it is. Cancel the "
                        "receipt, or credit the bill, that it comes from.",
                        entry=move.display_name,
                    )
                )

    def _refuse_foreign_fund_entries(self):
        """Nothing is booked by hand on the accounts of residents' money."""
        for move in self:
            # sudo: the accounts are the company's, whoever books
            kept = move.company_id.sudo()._convenience_fund_accounts()
            touched = move.line_ids.account_id & kept
            if touched and not (
                move.convenience_purpose or move.origin_payment_id.convenience_fund
            ):
                self._raise_kept_by_receipts(touched[0])

    @api.model
    def _raise_kept_by_receipts(self, account):
        raise UserError(
            self.env._(
                "%(account)s holds money of residents and is booked by receipts only. "
                "Take the money, or pay it back, on a receipt.",
                account=account.display_name,
            )
        )

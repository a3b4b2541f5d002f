from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..guard.permit import with_permit


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
            ("opening", "Opening Balance"),
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
        moves._reconcile_convenience_pairs(
            [
                (
                    move.line_ids.filtered_domain([("account_id", "=", vals[side].id)]),
                    vals.get(others),
                )
                for move, vals in zip(moves, vals_list, strict=True)
                for side, others in (("fund", "fund_lines"), ("account", "open_lines"))
            ]
        )
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
        self._reconcile_convenience_pairs([(own, others)])

    @api.model
    def _reconcile_convenience_pairs(self, pairs):
        """Reconcile entries' lines with others that they pay, the oldest first, all at once.

        :param pairs: [(line, lines that it may be reconciled with, or none)]
        """
        plan = [own._convenience_counterparts(others) for own, others in pairs if others]
        plan = [lines for lines in plan if lines]
        if plan:
            plan[0].env["account.move.line"]._reconcile_plan(plan)

    @api.model
    def _reconcile_fund_lines(self, plan):
        """Reconcile items on an account of residents' money; the caller is the list of holders
        that follows.

        :param plan: items of one payer each
        """
        lines = with_permit(self).env["account.move.line"]
        lines._reconcile_plan([items.with_env(lines.env) for items in plan])

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

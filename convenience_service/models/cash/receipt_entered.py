from odoo import api, fields, models
from odoo.exceptions import UserError

from ..guard.workflow import Move


class ConvenienceReceipt(models.Model):
    """Money for bills that was entered in the ERP itself: a payment registered on an invoice, a
    bank line reconciled with it.

    It is in the books already; the receipt makes it show in the daily takings. It holds as long
    as the ERP keeps the reconciliation.
    """

    _name = "convenience.receipt"
    _inherit = ["convenience.receipt"]

    source_line_id = fields.Many2one(
        "account.move.line",
        "Entered As",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="account.group_account_readonly,account.group_account_invoice",
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"source_line_id"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "source_line_id": False}

    @api.model
    def _workflow_moves(self):
        return [*super()._workflow_moves(), Move("posted", "cancelled", via="payment")]

    def _is_booked(self):
        return super()._is_booked() or bool(self.source_line_id)

    def _check_move(self, move):
        if move.target == "cancelled" and not move.via:
            # sudo: where the money was entered binds whoever cancels
            for receipt in self.sudo().filtered("source_line_id"):
                raise UserError(
                    self.env._(
                        "%(receipt)s says what %(entry)s pays. Undo that payment, or its "
                        "reconciliation, instead.",
                        receipt=receipt.name,
                        entry=receipt.source_line_id.move_id.display_name,
                    )
                )
        return super()._check_move(move)

    # ------------------------------------------------------------------ from reconciliations

    @api.model
    def _take_back_entered(self, entries):
        """Money that is no longer in the books pays no bill: its receipts are cancelled.

        :param entries: journal entries that are reset or cancelled
        """
        # sudo: a receipt follows what it was given for
        receipts = self.sudo().search(
            [("source_line_id.move_id", "in", entries.ids), ("state", "=", "posted")]
        )
        receipts.line_ids.partial_id.unlink()

    @api.model
    def _give_for_reconciled(self, payments, taken_by=None):
        """Give out receipts for money that the ERP just reconciled with bills.

        What is written off, or given as a discount, was never received and is on no receipt.

        :param payments: list of `BillPayment`, see account.partial.reconcile
        :param taken_by: who entered the money; the user
        """
        groups = {}
        for payment in payments:
            key = (payment.money, payment.statement.office_id, payment.statement.partner_id)
            groups.setdefault((*key, payment.direction), []).append(payment)
        receipts = self.browse()
        for key, own in groups.items():
            values = self._prepare_entered(*key, own)
            if values:
                author = {"taken_by_id": taken_by.id} if taken_by else {}
                # one by one: what is left of the money depends on the receipts before
                receipts |= self._create_guarded([{**values, **author}])
        receipts._give_numbers()
        receipts._move_to_by_system("posted", via="payment")

    @api.model
    def _unreceipted(self, money):
        """Return how much of entered money moved in a till or bank and is on no receipt yet."""
        entry = money.move_id
        source = entry.origin_payment_id or entry.statement_line_id
        liquidity, _counterpart, _other = source._seek_for_lines()
        receipts = self.search(
            [("source_line_id.move_id", "=", entry.id), ("state", "!=", "cancelled")]
        )
        moved = abs(sum((liquidity or money).mapped("balance")))
        return entry.company_currency_id.round(moved - sum(receipts.mapped("amount")))

    @api.model
    def _prepare_entered(self, money, office, payer, direction, payments):
        """Return the values of a receipt; none where nothing is left of the money."""
        lines, left = [], self._unreceipted(money)
        for payment in payments:
            amount = office.currency_id.round(min(payment.partial.amount, left))
            if amount > 0:
                left -= amount
                lines.append(
                    {
                        "statement_id": payment.statement.id,
                        "name": payment.statement.name,
                        "amount": amount,
                        "partial_id": payment.partial.id,
                    }
                )
        if not lines:
            return {}
        values = self._prepare_issue(
            {
                "office_id": office.id,
                "partner_id": payer.id,
                "kind": "statement",
                "direction": direction,
                "amount": office.currency_id.round(sum(line["amount"] for line in lines)),
                "journal_id": money.journal_id.id,
                "date": money.date,
                "memo": money.move_id.ref or money.move_id.name,
                "line_ids": lines,
            }
        )
        return {**values, "source_line_id": money.id}

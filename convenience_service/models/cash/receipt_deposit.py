from odoo import models
from odoo.exceptions import UserError

from ..guard.permit import with_permit


class ConvenienceReceipt(models.Model):
    """Receipts for deposits: money received for them, or given back.

    Each line names a deposit. Money that was used is not taken back by cancelling its receipt.
    """

    _name = "convenience.receipt"
    _inherit = ["convenience.receipt"]

    def _before_posting(self):
        self._lock_deposits()
        return super()._before_posting()

    def _lock_deposits(self):
        for receipt in self._of_kind("deposit").sudo():
            receipt.line_ids.deposit_id._lock()

    def _check_before_posting(self):
        for receipt in self._of_kind("deposit").sudo():
            receipt._check_deposit_lines()
            received = receipt.direction == "in"
            amounts = receipt.line_ids.deposit_id._used_by_receipts(receipt.line_ids)
            for deposit, amount in amounts.items():
                receipt._check_deposit_limit(
                    deposit, amount, deposit.amount_open if received else deposit.amount_held
                )
        return super()._check_before_posting()

    def _check_deposit_lines(self):
        """A receipt is for deposits of its own payer and office, and for what its lines say."""
        if not self._is_for_own("deposit_id"):
            raise UserError(
                self.env._(
                    "%(receipt)s: choose the deposits of %(payer)s that the money is for.",
                    receipt=self.name,
                    payer=self.partner_id.name,
                )
            )

    def _check_deposit_limit(self, deposit, amount, limit):
        if self.currency_id.compare_amounts(amount, limit) > 0:
            raise UserError(
                self.env._(
                    "%(receipt)s: there is %(limit)s left of %(deposit)s, less than %(amount)s. "
                    "Cancel the receipt and give out another.",
                    receipt=self.name,
                    limit=self._in_currency(limit),
                    deposit=deposit.name,
                    amount=self._in_currency(amount),
                )
            )

    def _after_posting(self):
        for receipt in self._of_kind("deposit").sudo():
            received = receipt.direction == "in"
            if not received:
                receipt._reconcile_deposits_paid_back()
            receipt._record_deposits(
                "received" if received else "refunded", 1, receipt.memo or receipt.name
            )
        return super()._after_posting()

    def _reconcile_deposits_paid_back(self):
        deposits = self.line_ids.deposit_id
        entry = self.payment_id.move_id
        own = deposits._open_fund_lines(with_permit(entry))
        entry._reconcile_convenience_lines(own, deposits._fund_lines())

    def _record_deposits(self, kind, sign, reason):
        """Add the movements of the receipt, on the day that the ledger has it."""
        amounts = self.line_ids.deposit_id._used_by_receipts(self.line_ids)
        deposits = self.line_ids.deposit_id
        deposits._record(
            kind,
            {deposit: sign * amount for deposit, amount in amounts.items()},
            day=self._last_entry().date or self.payment_id.date,
            reason=reason,
            receipt_id=self.id,
        )
        deposits.request_id._after_deposits_changed()

    def _before_cancelling(self):
        self._lock_deposits()
        return super()._before_cancelling()

    def _check_before_cancelling(self):
        """What was applied, given back or kept is not taken back by the receipt."""
        for receipt in self._of_kind("deposit").sudo():
            amounts = receipt.line_ids.deposit_id._used_by_receipts(receipt.line_ids)
            if receipt.direction == "in":
                for deposit, amount in amounts.items():
                    receipt._check_deposit_still_held(deposit, amount)
        return super()._check_before_cancelling()

    def _check_deposit_still_held(self, deposit, amount):
        if self.currency_id.compare_amounts(amount, deposit.amount_held) > 0:
            raise UserError(
                self.env._(
                    "%(receipt)s cannot be cancelled: only %(held)s of %(deposit)s is still held. "
                    "Give that back instead.",
                    receipt=self.name,
                    held=self._in_currency(deposit.amount_held),
                    deposit=deposit.name,
                )
            )

    def _after_cancelling(self):
        for receipt in self._of_kind("deposit").sudo():
            receipt._record_deposits(
                "received" if receipt.direction == "in" else "refunded",
                -1,
                self.env._("Receipt %(receipt)s cancelled", receipt=receipt.name),
            )
        return super()._after_cancelling()

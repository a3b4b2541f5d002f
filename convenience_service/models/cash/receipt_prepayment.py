from odoo import models


class ConvenienceReceipt(models.Model):
    """Receipts for money paid ahead, and for what is paid back of it.

    What was received counts once the cashier has it, and then for what waits for it, the oldest
    first. What is spent or reserved is neither paid back nor cancelled any more.
    """

    _name = "convenience.receipt"
    _inherit = ["convenience.receipt"]

    def _after_posting(self):
        self._change_wallets({"in": "received", "out": "refunded"})
        return super()._after_posting()

    def _after_cancelling(self):
        self._change_wallets({"in": "cancelled", "out": "refund_cancelled"})
        return super()._after_cancelling()

    def _change_wallets(self, kinds):
        """Have the wallets follow the money.

        :param kinds: {direction: kind of movement}
        :raise UserError: when the money is spent or reserved already
        """
        wallets = self.env["convenience.wallet"]
        changed = wallets
        receipts = self._of_kind("prepayment").sudo()
        for direction, own in receipts.grouped("direction").items():
            changes = [receipt._prepare_wallet_change() for receipt in own]
            changed |= wallets._change_each(kinds[direction], changes).wallet_id
        changed._reconcile_ledger()
        for wallet in changed:
            self.env["convenience.request"]._reserve_waiting(wallet)

    def _prepare_wallet_change(self):
        """Return what `_change_each` of the wallets takes."""
        entry = self._last_entry()
        links = {
            "receipt_id": self.id,
            "entry_id": entry.id,
            # the day that the ledger has it on
            "date": entry.date or self.payment_id.date,
            "reason": self.memo,
        }
        wallet = self.env["convenience.wallet"]._open(self.company_id, self.partner_id)
        return wallet, self.amount, self.office_id, links

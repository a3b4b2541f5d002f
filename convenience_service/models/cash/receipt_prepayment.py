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
        for receipt in self._of_kind("prepayment").sudo():
            wallet = self.env["convenience.wallet"]._open(receipt.company_id, receipt.partner_id)
            wallet._change(
                kinds[receipt.direction],
                receipt.amount,
                receipt.office_id,
                receipt_id=receipt.id,
                entry_id=receipt.payment_id.move_id.id,
                # the day that the ledger has it on
                date=receipt.payment_id.move_id.date or receipt.payment_id.date,
                reason=receipt.memo,
            )
            wallet._reconcile_ledger()
            self.env["convenience.request"]._reserve_waiting(wallet)

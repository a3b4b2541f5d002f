from odoo import models
from odoo.exceptions import UserError


class ConvenienceReceipt(models.Model):
    """Receipts of entrusted money: received, laid out against a voucher, or given back."""

    _name = "convenience.receipt"
    _inherit = ["convenience.receipt"]

    def _before_posting(self):
        for receipt in self._of_kind("entrusted").sudo():
            receipt.line_ids.entrusted_id._lock()
        return super()._before_posting()

    def _check_before_posting(self):
        for receipt in self._of_kind("entrusted").sudo():
            receipt._check_entrusted_lines()
            for line in receipt.line_ids if receipt.direction == "out" else ():
                if line.voucher_id:
                    line.voucher_id._refuse_decided()
                else:
                    line.entrusted_id._check_left(line.amount)
        return super()._check_before_posting()

    def _check_entrusted_lines(self):
        """A receipt is for the entrusted money of its own payer, and for what its lines say."""
        vouchers = self.line_ids.filtered("voucher_id")
        strange = vouchers.filtered(lambda line: line.voucher_id.entrusted_id != line.entrusted_id)
        if strange or not self._is_for_own("entrusted_id"):
            raise UserError(
                self.env._(
                    "%(receipt)s: choose the errand of %(payer)s that the money is for.",
                    receipt=self.name,
                    payer=self.partner_id.name,
                )
            )

    def _after_posting(self):
        for receipt in self._of_kind("entrusted").sudo():
            vouchers = receipt.line_ids.voucher_id
            vouchers._move_to_by_system(
                "booked", values={voucher.id: {"receipt_id": receipt.id} for voucher in vouchers}
            )
            receipt.line_ids.entrusted_id._add_up()
        return super()._after_posting()

    def _prepare_red_lines(self):
        """What came in, or went out, of an errand goes the other way again."""
        lines = super()._prepare_red_lines()
        if self.kind != "entrusted":
            return lines
        return [
            {**values, "entrusted_id": line.entrusted_id.id}
            for values, line in zip(lines, self.line_ids, strict=True)
        ]

    def _before_cancelling(self):
        for receipt in self._of_kind("entrusted").sudo():
            receipt.line_ids.entrusted_id._lock()
        return super()._before_cancelling()

    def _after_cancelling(self):
        """A voucher whose receipt is cancelled waits for the cashier again."""
        for receipt in self._of_kind("entrusted").sudo():
            vouchers = receipt.line_ids.voucher_id
            vouchers._move_to_by_system(
                "entered", values={voucher.id: {"receipt_id": False} for voucher in vouchers}
            )
            receipt.line_ids.entrusted_id._add_up()
        return super()._after_cancelling()

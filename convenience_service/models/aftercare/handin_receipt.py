from odoo import models
from odoo.exceptions import UserError


class ConvenienceHandin(models.Model):
    """Which receipt of the cashier a hand-in may be settled with."""

    _name = "convenience.handin"
    _inherit = ["convenience.handin"]

    def _check_receipt(self):
        """The money went to the cashier, at this office, for a bill, and no more than there was."""
        # sudo: whether the receipt fits does not depend on who asks
        receipt = self.sudo().receipt_id
        if not receipt or self.kind != "money":
            raise UserError(
                self.env._(
                    "%(handin)s: have the cashier take the money for the bill and choose the "
                    "receipt first.",
                    handin=self.name,
                )
            )
        if not self._is_fitting(receipt):
            raise UserError(
                self.env._(
                    "%(handin)s: %(receipt)s is no booked receipt of this office for a bill. "
                    "Choose the one that the cashier gave.",
                    handin=self.name,
                    receipt=receipt.name,
                )
            )
        self._check_receipt_amount(receipt)

    def _is_fitting(self, receipt):
        return (
            receipt.state == "posted"
            and receipt.direction == "in"
            and receipt.kind == "statement"
            and receipt.office_id == self.sudo().office_id
        )

    def _check_receipt_amount(self, receipt):
        if self.currency_id.compare_amounts(receipt.amount, self.amount) > 0:
            raise UserError(
                self.env._(
                    "%(handin)s: %(receipt)s is for %(paid)s, and only %(held)s was handed in.",
                    handin=self.name,
                    receipt=receipt.name,
                    paid=self._in_currency(receipt.amount),
                    held=self._in_currency(self.amount),
                )
            )

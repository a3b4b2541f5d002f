from odoo import models


class ConvenienceReceiptPart(models.AbstractModel):
    """What each kind of receipt (a bill paid, money paid ahead, a deposit …) adds to receipts.

    A kind is an abstract model that inherits this one and is inherited by the receipt; it says
    what is checked before, and what follows once the money is booked.
    """

    _name = "convenience.receipt.part"
    _description = "Kind of Receipt"
    _inherit = ["convenience.workflow.mixin"]

    def _before_posting(self):
        """Hook: lock, and bring up to date, what the money is for, so that it can be checked."""

    def _check_before_posting(self):
        """Hook: raise when the money cannot be taken or paid out so. It only reads."""

    def _after_posting(self):
        """Hook: what follows once the money is booked."""

    def _before_cancelling(self):
        """Hook: lock what the money was for, so that it can be checked."""

    def _check_before_cancelling(self):
        """Hook: raise when the money is spent already. It only reads."""

    def _after_cancelling(self):
        """Hook: undo what followed from the money."""

    def _is_booked(self):
        """Hook: whether the money is in the books already and the receipt only says so."""
        return bool(self.payment_id)

    def _of_kind(self, kind):
        return self.filtered(lambda receipt: receipt.kind == kind)

    def _is_for_own(self, name):
        """Whether every line names money of the payer at the office, and the sum is the amount.

        :param str name: field of the lines that names the money
        """
        lines = self.line_ids
        own = lines.filtered(
            lambda line: (
                line[name].partner_id == self.partner_id
                and line[name].office_id == self.office_id
                and line.amount > 0
            )
        )
        amount = sum(own.mapped("amount"))
        return (
            bool(own) and own == lines and not self.currency_id.compare_amounts(amount, self.amount)
        )

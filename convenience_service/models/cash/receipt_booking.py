from odoo import models
from odoo.exceptions import UserError

from .res_company import FUNDS


class ConvenienceReceipt(models.Model):
    """Booking receipts: what is checked before, the payment, and what follows from it.

    Each kind of receipt (a bill paid, money paid ahead, a deposit …) adds its own through the
    hooks.
    """

    _name = "convenience.receipt"
    _inherit = ["convenience.receipt"]

    def _before_move(self, move):
        """What the money is for is locked and invoiced first: then it is known whether it fits."""
        receipts = self._moves_money()
        if move.target == "posted":
            receipts._before_posting()
            receipts._check_before_posting()
        elif move.source == "posted":
            receipts._before_cancelling()
            receipts._check_before_cancelling()
        return super()._before_move(move)

    def _after_move(self, move):
        result = super()._after_move(move)
        receipts = self._moves_money()
        if move.target == "posted":
            receipts._pay()
            receipts._after_posting()
        elif move.source == "posted":
            receipts._undo_payment()
            receipts._after_cancelling()
        return result

    def _moves_money(self):
        """Hook: the receipts whose money is for what their kind says."""
        return self

    # ------------------------------------------------------------------ hooks of the kinds

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

    # ------------------------------------------------------------------ payment

    def _pay(self):
        """Book the money with payments of the ERP; those it came from are booked already."""
        # sudo: the move to posted is the permission
        waiting = self.sudo().filtered(lambda receipt: not receipt._is_booked())
        for receipt in waiting:
            if not receipt.journal_id:
                raise UserError(
                    self.env._(
                        "%(receipt)s: choose where the money lies (cash, bank) first.",
                        receipt=receipt.name,
                    )
                )
            receipt._check_till(receipt.office_id, receipt.journal_id)
        waiting._check_currency()
        payments = waiting.env["account.payment"]._create_for_receipts(
            [receipt._prepare_payment() for receipt in waiting]
        )
        waiting._write_guarded_each(
            {
                receipt.id: {"payment_id": payment.id}
                for receipt, payment in zip(waiting, payments, strict=True)
            }
        )
        payments.action_post()

    def _check_currency(self):
        """A receipt says an amount of the company's currency: no other is booked for it."""
        for receipt in self:
            currency = receipt.journal_id.currency_id
            if currency and currency != receipt.currency_id:
                raise UserError(
                    self.env._(
                        "%(receipt)s: %(journal)s is kept in %(currency)s. Choose a journal in "
                        "the currency of the company.",
                        receipt=receipt.name,
                        journal=receipt.journal_id.name,
                        currency=currency.name,
                    )
                )

    def _fund(self):
        """Return the purpose whose account holds the money; False for the payer's receivables."""
        return self.kind if self.kind in FUNDS else False

    def _prepare_payment(self):
        """Return the values of the payment that books the receipt."""
        inbound = self.direction == "in"
        return {
            "payment_type": "inbound" if inbound else "outbound",
            "partner_type": "customer",
            "partner_id": self.partner_id.id,
            "journal_id": self.journal_id.id,
            "amount": self.amount,
            "date": self.date,
            "memo": " ".join(filter(None, (self.name, self.memo))),
            "convenience_fund": self._fund(),
            "convenience_office_id": self.office_id.id,
            **self._prepare_settled_account(),
        }

    def _undo_payment(self):
        # sudo: the cashier's cancellation is the permission
        self.sudo().payment_id._cancel_for_receipts()

from odoo.exceptions import UserError
from odoo.fields import Command

from .random_bills import RandomBills
from .random_month import REASON


class RandomSide(RandomBills):
    """What an accountant enters in the ERP's own screens, and what the cashier makes of it.

    `side` are the payments that came that way, `assigned` those that a cashier gave the office.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls._make_accountant()

    def _on_the_side(self):
        """Payments that are in the books, whoever they are for."""
        return self.side.filtered(lambda payment: payment.move_id.state == "posted")

    def _side_item(self, payment):
        return payment.move_id.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )

    # ------------------------------------------------------------------ the accountant

    def _do_side_pay(self, event):
        """Registered on a bill: a part of it, all, or half as much again."""
        bill = self._open_bill(event)
        wizard = self.env["account.payment.register"].with_user(self.accountant)
        wizard = wizard.with_context(active_model="account.move", active_ids=bill.invoice_id.ids)
        amount = round(self._part(bill.amount_residual, event) * 1.5, 2)
        payments = wizard.create({"journal_id": self.bank.id, "amount": amount})._create_payments()
        self.side |= payments.with_user(self.env.user)
        return payments

    def _do_side_enter(self, event):
        """A payment for nothing in particular: management fees, or services."""
        _unit, partner = self._payer(event)
        return self._side_enter_for(partner, self._part(90.0, event))

    def _side_enter_for(self, partner, amount):
        payment = self.env["account.payment"].with_user(self.accountant)
        payment = payment.create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": partner.id,
                "journal_id": self.bank.id,
                "amount": amount,
            }
        )
        payment.action_post()
        self.side |= payment.with_user(self.env.user)
        return payment

    def _do_side_take_off(self, event):
        """A payment is taken off the bill again: it is the company's own money then."""
        paying = self._on_the_side().filtered(
            lambda payment: self._side_item(payment).matched_debit_ids
        )
        payment = self._chosen(paying, event) or self._do_side_pay(event)
        partial = self._side_item(payment).matched_debit_ids[:1]
        invoice = partial.debit_move_id.move_id.with_user(self.accountant)
        invoice.js_remove_outstanding_partial(partial.id)

    def _do_side_cancel(self, event):
        payment = self._chosen(self._on_the_side(), event) or self._do_side_enter(event)
        payment = payment.with_user(self.accountant)
        payment.action_draft()
        payment.action_cancel()

    def _do_side_undo_paid(self, event):
        """Nobody resets a bill under the money that pays it."""
        bill = self._open_bill(event)
        self._pay(bill, self._part(bill._left_to_collect()[bill], event))
        with self.assertRaises(UserError), self.env.cr.savepoint():
            bill.invoice_id.with_user(self.accountant).button_draft()

    # ------------------------------------------------------------------ the cashier

    def _money_over(self, partner, **values):
        wizard = self.env["convenience.credit"].with_user(self.cashier)
        return wizard.create({"partner_id": partner.id, "office_id": self.office.id, **values})

    def _do_side_assign(self, event):
        waiting = self._on_the_side().filtered(
            lambda payment: not self._counts_here(self._side_item(payment))
        )
        payment = self._chosen(waiting, event) or self._do_side_enter(event)
        items = [Command.set(self._side_item(payment).ids)]
        self._money_over(payment.partner_id, unassigned_ids=items).action_assign()
        self.assigned |= payment.with_user(self.env.user)

    def _with_something_over(self, event):
        over = [partner for _unit, partner in self.payers if self._over(partner) > 0]
        if over:
            return over[event.pick % len(over)]
        self._do_side_assign(event)
        return self.assigned[-1:].partner_id

    def _do_side_set_against(self, event):
        self._money_over(self._with_something_over(event)).action_set_against()

    def _do_side_pay_back(self, event):
        self._money_over(self._with_something_over(event), memo=REASON).action_pay_back()

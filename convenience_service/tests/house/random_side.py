from odoo.exceptions import UserError
from odoo.fields import Command

from .random_bills import RandomBills
from .random_month import REASON


class RandomSide(RandomBills):
    """What an accountant enters in the ERP's own screens, and what the cashier makes of it.

    `side` are the entries of payments and bank lines that came that way, `assigned` those that a
    cashier gave the office.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls._make_accountant()
        # who enters lines of the bank
        cls.accountant.group_ids |= cls.env.ref("account.group_account_basic")

    def _on_the_side(self):
        """What is in the books, whoever it is for; the entry of a cancelled payment is gone."""
        return self.side.exists().filtered(lambda entry: entry.state == "posted")

    def _side_item(self, entry):
        return entry.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )

    def _keep_side(self, entries):
        entries = entries.with_user(self.env.user)
        self.side |= entries
        return entries

    # ------------------------------------------------------------------ the accountant

    def _do_side_pay(self, event):
        """Registered on a bill: a part of it, all, or half as much again."""
        bill = self._open_bill(event)
        wizard = self.env["account.payment.register"].with_user(self.accountant)
        wizard = wizard.with_context(active_model="account.move", active_ids=bill.invoice_id.ids)
        amount = round(self._part(bill.amount_residual, event) * 1.5, 2)
        payments = wizard.create({"journal_id": self.bank.id, "amount": amount})._create_payments()
        return self._keep_side(payments.move_id)

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
        return self._keep_side(payment.move_id)

    def _do_side_bank(self, event):
        """A line of the bank: for a bill, or more, or for nothing that it says."""
        bill = self._open_bill(event) if event.pick % 3 else None
        partner = bill.partner_id if bill else self._payer(event)[1]
        amount = round(self._part(bill.amount_residual if bill else 60.0, event) * 1.5, 2)
        line = self.env["account.bank.statement.line"].with_user(self.accountant)
        line = line.create(
            {
                "journal_id": self.bank.id,
                "payment_ref": "Transfer",
                "partner_id": partner.id,
                "amount": amount,
            }
        )
        suspense = self.bank.suspense_account_id
        other = line.move_id.line_ids.filtered(lambda item: item.account_id == suspense)
        account = partner.with_company(self.company).property_account_receivable_id
        entry = line.move_id.with_context(skip_readonly_check=True)
        entry.write({"line_ids": [Command.update(other.id, {"account_id": account.id})]})
        if bill:
            (other | self._side_item(bill.invoice_id)).reconcile()
        return self._keep_side(line.move_id)

    def _do_side_bank_undo(self, event):
        """The line is as the bank sent it: its money is nobody's."""
        lines = self._on_the_side().statement_line_id
        line = self._chosen(lines, event) or self._do_side_bank(event).statement_line_id
        line.with_user(self.accountant).action_undo_reconciliation()

    def _do_side_take_off(self, event):
        """A payment is taken off the bill again: it is the company's own money then."""
        paying = self._on_the_side().filtered(lambda one: self._side_item(one).matched_debit_ids)
        entry = self._chosen(paying, event) or self._do_side_pay(event)
        partial = self._side_item(entry).matched_debit_ids[:1]
        invoice = partial.debit_move_id.move_id.with_user(self.accountant)
        invoice.js_remove_outstanding_partial(partial.id)

    def _do_side_cancel(self, event):
        entries = self._on_the_side().filtered("origin_payment_id")
        entry = self._chosen(entries, event) or self._do_side_enter(event)
        payment = entry.origin_payment_id.with_user(self.accountant)
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
            lambda one: self._side_item(one) and not self._counts_here(self._side_item(one))
        )
        entry = self._chosen(waiting, event) or self._do_side_enter(event)
        items = [Command.set(self._side_item(entry).ids)]
        self._money_over(entry.partner_id, unassigned_ids=items).action_assign()
        self.assigned |= entry

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

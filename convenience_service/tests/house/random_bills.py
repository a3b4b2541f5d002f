from .random_month import REASON, RandomMonth


class RandomBills(RandomMonth):
    """What happens to bills in a month, and who takes money for them."""

    # ------------------------------------------------------------------ bills

    def _invoiced(self, *domain):
        return self.env["convenience.statement"].search([("state", "=", "invoiced"), *domain])

    def _visit_billed(self, event):
        visit = self._served(event, (self.flat, self.visitor))
        self._till(visit).action_bill()
        return self._bill_of(visit)

    def _bill(self, event):
        return self._chosen(self._invoiced(), event) or self._visit_billed(event)

    def _open_bill(self, event):
        open_bills = self._invoiced().filtered(lambda bill: bill.amount_residual > 0)
        return self._chosen(open_bills, event) or self._visit_billed(event)

    def _do_pay(self, event):
        bill = self._open_bill(event)
        self._pay(bill, self._part(bill._left_to_collect()[bill], event))

    def _do_pay_whole(self, event):
        self._pay(self._open_bill(event))

    def _credit_note(self, bill, amount=None):
        """The cashier's credit note of an amount, or of all that is not credited yet."""
        rest = round(bill.amount_total - self.credited.get(bill.id, 0.0), 2)
        amount = min(amount or rest, rest)
        wizard = (
            self.env["account.move.reversal"]
            .with_user(self.cashier)
            .with_context(active_model="account.move", active_ids=bill.invoice_id.ids)
            .create({"journal_id": bill.invoice_id.journal_id.id, "reason": REASON})
        )
        wizard.refund_moves()
        note = wizard.new_move_ids
        if amount < bill.amount_total:
            note.invoice_line_ids[1:].unlink()
            note.invoice_line_ids.write({"quantity": 1.0, "price_unit": amount})
        note.action_post()
        self.credited[bill.id] = round(self.credited.get(bill.id, 0.0) + amount, 2)

    def _do_credit_whole(self, event):
        self._credit_note(self._bill(event))

    def _do_credit_part(self, event):
        bill = self._bill(event)
        self._credit_note(bill, self._part(bill.amount_total, event))

    def _do_refund_bill(self, event):
        """Paid, credited in part, and what is left over paid out."""
        left_over = self._invoiced().filtered(lambda bill: bill._refundable())
        bill = self._chosen(left_over, event)
        if not bill:
            bill = self._visit_billed(event)
            self._pay(bill)
            self._credit_note(bill, self._part(bill.amount_total, event))
        wizard = self.env["convenience.statement.refund"].with_user(self.cashier)
        wizard.create({"statement_id": bill.id, "memo": REASON}).action_pay_out()

    def _do_cancel_invoice(self, event):
        invoice = self._bill(event).invoice_id.with_user(self.cashier)
        invoice.button_draft()
        invoice.button_cancel()

    def _do_cancel_statement(self, event):
        waiting = [("state", "=", "confirmed")]
        if not self.env["convenience.statement"].search_count(waiting):
            self._do_serve_prepaid(event)
        bill = self._chosen(self.env["convenience.statement"].search(waiting), event)
        bill.with_user(self.cashier).action_cancel(reason=REASON)

    def _do_pay_from_wallet(self, event):
        bill = self._open_bill(event)
        self._take_ahead(bill.partner_id, self._part(100.0, event))
        bill.with_user(self.cashier).action_pay_from_wallet()

    def _do_apply_deposit(self, event):
        bill = self._open_bill(event)
        own = [("amount_held", ">", 0), ("partner_id", "=", bill.partner_id.id)]
        deposit = self._chosen(self.env["convenience.deposit"].search(own), event)
        if not deposit:
            unit = dict((partner, unit) for unit, partner in self.payers)[bill.partner_id]
            deposit = self._deposit(unit=unit, customer=bill.partner_id)
            self._as_cashier(deposit)._receive(None, self.cash)
        amount = self._part(min(deposit.amount_held, bill.amount_residual), event)
        self._as_cashier(deposit)._apply(bill, amount, reason=REASON)

    # ------------------------------------------------------------------ visits and collectors

    def _to_collect(self, event):
        requests = self.env["convenience.request"]
        found = requests.search(requests._search_is_to_collect("in", [True]))
        found -= found._collected()
        return self._chosen(found, event) or self._served(event, (self.flat, self.visitor))

    def _do_collect_visit(self, event):
        self._collect(self._to_collect(event))

    def _do_bill_visit(self, event):
        self._visit_billed(event)

    def _do_give_receipt(self, event):
        """A collector takes money for a visit, or a part of a bill."""
        if event.pick % 2:
            request = self._to_collect(event)
            return self._give(requests=request, partner_id=request.payer_id.id)
        bill = self._open_bill(event)
        amount = self._part(bill._left_to_collect()[bill], event)
        return self._give(statements=bill, partner_id=bill.partner_id.id, amount=amount)

    def _do_hand_over(self, event):
        if not self.env["convenience.receipt"].search_count([("state", "=", "collected")]):
            self._do_give_receipt(event)
        self._accept(self._hand_over())

    def _do_cancel_receipt(self, event):
        held = self.env["convenience.receipt"].search([("state", "!=", "cancelled")])
        receipt = self._chosen(held, event) or self._collect(self._to_collect(event))
        receipt.with_user(self.cashier).action_cancel(reason=REASON)

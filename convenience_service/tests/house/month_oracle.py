from collections import Counter

from odoo.tests import TransactionCase

from ...models.agreement.proration import prorated_served

FINISHED = ("done", "signed", "reviewed")
WALLET_SIGNS = {
    "received": 1,
    "cancelled": -1,
    "used": -1,
    "returned": 1,
    "refunded": -1,
    "refund_cancelled": 1,
}


class MonthOracle(TransactionCase):
    """What has to be true after any month, told from papers and movements, not from the ledger."""

    def _check_month(self):
        """Everything that holds at any moment."""
        self.env.flush_all()
        self._check_requests()
        self._check_days()
        self._check_receivables()
        self._check_transfers()
        self._check_funds()
        self._check_revenue()
        self._check_tills()

    # ------------------------------------------------------------------ billed once or waiting

    def _paid_lines(self, *domain):
        return self.env["convenience.request.line"].search(
            [("amount", ">", 0), ("request_id.billing_waived", "=", False), *domain]
        )

    def _holding(self, line):
        claims = line.statement_line_ids.filtered("active")
        return claims.filtered(lambda claim: claim.statement_id.state != "cancelled")

    def _check_requests(self):
        """Each line is on one bill at its amount, or waits with a reason that is true."""
        for line in self._paid_lines():
            claims = self._holding(line)
            self.assertEqual(len(line.statement_line_ids.filtered("active")), len(claims))
            self.assertLessEqual(len(claims), 1, line.request_id.name)
            self.assertEqual(line.is_claimed, bool(claims))
            if claims:
                self.assertEqual(line.request_id.state, "reviewed")
                self.assertEqual((claims.amount, claims.price_unit), (line.amount, line.price_unit))
                self.assertEqual(claims.statement_id.partner_id, line.request_id.payer_id)
            elif line.request_id.state in FINISHED:
                self._check_waiting(line)

    def _check_waiting(self, line):
        reason = line._waiting_reason()
        if reason == "monthly":
            self.assertTrue(self._may_wait_for_month(line), f"{line.request_id.name} is forgotten")
            return
        stated = self.env["convenience.settlement.waiting"]._fields["reason"]
        self.assertIn(reason, dict(stated._description_selection(self.env)))

    def _may_wait_for_month(self, line):
        """No settlement should have taken it, or it was given back after that."""
        if line.id not in self.due_when_compiled:
            return True
        given_up = line.with_context(active_test=False).statement_line_ids - self._holding(line)
        return bool(given_up or line.price_correction_reason)

    def _check_compiled(self, settlement):
        """A settlement takes all it should, and lists with its reason what it leaves."""
        self.env.flush_all()
        due = self._paid_lines(
            ("request_id.state", "in", FINISHED), ("date_done", "<=", settlement.date_to)
        )
        left = due.filtered(lambda line: not self._holding(line))
        expected = Counter()
        for line in left:
            expected[line.request_id, self._reason(line)] += round(line.amount * 100)
        listed = {
            (row.request_id, row.reason): round(row.amount * 100) for row in settlement.waiting_ids
        }
        self.assertEqual(listed, dict(expected))
        monthly = due.filtered(lambda line: self._reason(line) == "monthly")
        self.assertFalse(monthly & left, "nothing of the month is left out")
        self.due_when_compiled |= set(monthly.ids)
        self._check_flat_months(settlement.date_to, "monthly")

    def _reason(self, line):
        request = line.request_id
        if request.state == "reviewed":
            return line.settlement_mode
        return "unsigned" if request.state == "done" else "not_reviewed"

    # ------------------------------------------------------------------ flat months

    def _flat_lines(self, *domain):
        return self.env["convenience.agreement.line"].search(
            [("price_basis", "=", "flat"), ("state", "in", ("active", "ended")), *domain]
        )

    def _claims_of(self, line):
        return self.env["convenience.statement.line"].search([("agreement_line_id", "=", line.id)])

    def _check_days(self):
        """No day of a flat month is billed twice, none outside of its service."""
        for line in self._flat_lines():
            claims = self._claims_of(line).sorted("period_from")
            first, last = line._span()
            for claim, following in zip(claims, claims[1:], strict=False):
                self.assertLess(claim.period_to, following.period_from, line.display_name)
            for claim in claims:
                self.assertNotEqual(claim.statement_id.state, "cancelled")
                self.assertGreaterEqual(claim.period_from, first)
                self.assertTrue(not last or claim.period_to <= last)

    def _check_flat_months(self, until, mode):
        """All days served in the months up to a day are billed, each once, to the fen."""
        for line in self._flat_lines(("settlement_mode", "=", mode), ("date_from", "<=", until)):
            day, expected = line.date_from, 0.0
            while day <= until:
                period = self.office._period(day)
                expected += self._cost_of(line, *period) if period[1] <= until else 0.0
                day = self.office._period(day)[1] + self.one_day
            billed = self._claims_of(line).filtered(lambda one: one.period_from <= until)
            self.assertEqual(round(sum(billed.mapped("amount")), 2), round(expected, 2))

    def _cost_of(self, line, *period):
        price = round(line.quantity * line.price_unit, 2)
        pauses = [(one.date_from, one.date_to) for one in line.agreement_id.suspension_ids]
        return prorated_served(price, [line._span()], pauses, *period)

    # ------------------------------------------------------------------ the ledger

    def _booked(self, *domain):
        """{partner: balance in fen} of posted journal items."""
        groups = self.env["account.move.line"]._read_group(
            [("company_id", "=", self.company.id), ("parent_state", "=", "posted"), *domain],
            ["partner_id"],
            ["balance:sum"],
        )
        return self._in_fen((partner, balance) for partner, balance in groups)

    def _in_fen(self, amounts):
        sums = Counter()
        for key, amount in amounts:
            sums[key] += round(amount * 100)
        return {key: fen for key, fen in sums.items() if fen}

    def _own(self, model, *domain):
        return self.env[model].search([("company_id", "=", self.company.id), *domain])

    def _billed(self):
        """Yield (payer, amount) of what bills that are in the books say, less what was credited."""
        for bill in self._own("convenience.statement", ("state", "in", ("invoiced", "cancelled"))):
            self.assertFalse(bill.error)
            if bill.invoice_id.state == "posted":
                yield bill.partner_id, sum(bill.line_ids.mapped("amount"))
                yield bill.partner_id, -self.credited.get(bill.id, 0.0)
            else:
                self.assertEqual(bill.state, "cancelled")
                self.assertNotIn(bill.id, self.credited)
        errors = self._own("convenience.statement", ("error", "!=", False)).mapped("error")
        self.assertFalse(errors)

    def _moved(self):
        """Yield (payer, amount) of what receipts, wallets and deposits did to what is owed."""
        for receipt in self._receipts("statement").filtered("payment_id"):
            yield receipt.partner_id, -self._signed(receipt)
        for entry in self._on_the_side():
            if item := self._side_item(entry):
                yield entry.partner_id, item.balance
        for move in self._own("convenience.wallet.movement", ("kind", "in", ("used", "returned"))):
            yield move.partner_id, WALLET_SIGNS[move.kind] * move.amount
        for move in self._own("convenience.deposit.movement", ("kind", "in", ("applied", "kept"))):
            yield move.deposit_id.partner_id, -move.amount

    def _receipts(self, *kinds):
        return self._own("convenience.receipt", ("state", "=", "posted"), ("kind", "in", kinds))

    def _signed(self, receipt):
        return receipt.amount if receipt.direction == "in" else -receipt.amount

    def _check_receivables(self):
        booked = self._booked(("account_id.account_type", "=", "asset_receivable"))
        self.assertEqual(booked, self._in_fen([*self._billed(), *self._moved()]))

    def _check_transfers(self):
        """What a transfer pays, or takes back, is set against it: nobody is paid twice for it."""
        transfers = self._own("account.move", ("convenience_purpose", "!=", False))
        self.assertFalse(transfers._convenience_receivables())

    def _check_revenue(self):
        """Revenue and tax are what was billed and not credited."""
        revenue = self._booked(("account_id.account_type", "in", ("income", "income_other")))
        taxes = self._booked(("tax_line_id", "!=", False))
        booked = Counter(revenue)
        booked.update(taxes)
        expected = self._in_fen((payer, -amount) for payer, amount in self._billed())
        self.assertEqual({payer: fen for payer, fen in booked.items() if fen}, expected)

    def _check_tills(self):
        """What was received and paid out is what lies in each till and bank."""
        journals = self.cash | self.bank
        receipts = self._own("convenience.receipt", ("state", "=", "posted"))
        moved = self._in_fen(
            [
                *((own.journal_id, self._signed(own)) for own in receipts.filtered("payment_id")),
                *((own.journal_id, self._arrived(own)) for own in self._on_the_side()),
            ]
        )
        self.assertLessEqual(set(moved), set(journals))
        for journal in journals:
            booked = self._booked(("account_id", "=", journal.default_account_id.id))
            self.assertEqual(sum(booked.values()), moved.get(journal, 0))

    def _arrived(self, entry):
        """What of it is at the bank: the ERP keeps what is entered on the way until the bank
        confirms it, or not.
        """
        if line := entry.statement_line_id:
            return line.amount
        payment = entry.origin_payment_id
        there = payment.outstanding_account_id == payment.journal_id.default_account_id
        return payment.amount if there else 0.0

    # ------------------------------------------------------------------ money held

    def _check_funds(self):
        self._check_wallets()
        movements = self._own("convenience.deposit.movement", ("kind", "!=", "cancelled"))
        self._check_fund(
            "deposit",
            self._own("convenience.deposit").mapped(lambda one: (one.partner_id, one.amount_held)),
            movements.mapped(
                lambda one: (
                    one.deposit_id.partner_id,
                    one.amount if one.kind == "received" else -one.amount,
                )
            ),
        )
        self._check_fund(
            "entrusted",
            self._own("convenience.entrusted").mapped(lambda one: (one.partner_id, one.balance)),
            [(one.partner_id, self._signed(one)) for one in self._receipts("entrusted")],
        )

    def _check_fund(self, purpose, held, moved):
        account = self.company._convenience_fund_account(purpose)
        booked = self._booked(("account_id", "=", account.id))
        booked = {partner: -fen for partner, fen in booked.items()}
        self.assertEqual(booked, self._in_fen(held), purpose)
        self.assertEqual(booked, self._in_fen(moved), purpose)

    def _check_wallets(self):
        wallets = self._own("convenience.wallet")
        self._check_fund(
            "prepayment",
            wallets.mapped(lambda one: (one.partner_id, one.balance)),
            [
                (one.partner_id, WALLET_SIGNS[one.kind] * one.amount)
                for one in self._own("convenience.wallet.movement")
                if one.kind in WALLET_SIGNS
            ],
        )
        for wallet in wallets:
            self.assertGreaterEqual(wallet.available, 0.0)
            own = self._own("convenience.request", ("payer_id", "=", wallet.partner_id.id))
            reserved = round(sum(own.mapped("prepayment_reserved")), 2)
            self.assertEqual(wallet.reserved, reserved)

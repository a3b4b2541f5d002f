from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ConvenienceMoveOut(models.Model):
    """What is billed, offset, taken and paid back when somebody leaves; it comes to zero.

    What is served is billed for the unit that is left. Prepayments and bills are the payer's: as
    long as they live in another unit of the company, what they paid ahead stays.
    """

    _name = "convenience.move.out"
    _inherit = ["convenience.move.out"]

    reference = fields.Char("Transaction Number", readonly=True, copy=False)
    journal_id = fields.Many2one(
        "account.journal",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Where the last money was taken or paid back.",
    )
    statement_id = fields.Many2one(
        "convenience.statement", "Last Bill", readonly=True, copy=False, ondelete="restrict"
    )
    receipt_ids = fields.Many2many(
        "convenience.receipt",
        "convenience_move_out_receipt_rel",
        string="Receipts",
        readonly=True,
        copy=False,
    )
    amount_billed = fields.Monetary("Billed at the End", readonly=True, copy=False)
    amount_owed = fields.Monetary("Owed", readonly=True, copy=False, help="With the last bill.")
    amount_credited = fields.Monetary("From What Was Over", readonly=True, copy=False)
    amount_prepaid = fields.Monetary("From Prepayment", readonly=True, copy=False)
    amount_deposit = fields.Monetary("From Deposits", readonly=True, copy=False)
    amount_paid = fields.Monetary("Paid at the End", readonly=True, copy=False)
    amount_refunded = fields.Monetary("Paid Back", readonly=True, copy=False)

    @api.model
    def _money_fields(self):
        return {
            "journal_id", "reference", "statement_id", "receipt_ids", "amount_billed",
            "amount_owed", "amount_credited", "amount_prepaid", "amount_deposit", "amount_paid",
            "amount_refunded",
        }  # fmt: skip

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | self._money_fields()

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), **dict.fromkeys(self._money_fields(), False)}

    # ------------------------------------------------------------------ the desk

    def _end_agreements(self):
        """The agreements of the resident in the unit end with the hand-over."""
        for move_out in self:
            agreements = self.env["convenience.agreement"].search(
                move_out._own_domain()
                & Domain("partner_id", "=", move_out.partner_id.id)
                & Domain("state", "=", "active")
            )
            agreements.end(move_out.date, self.env._("Moved out: %(name)s", name=move_out.name))

    # ------------------------------------------------------------------ the cashier

    def _settle_with(self, journal, reference="", leave_unassigned=False):
        """Settle, the last money going through a till or bank of the company.

        :param str reference: transaction number of the bank, or of the app
        :param bool leave_unassigned: whether money of the payer that counts at no office stays
        :raise AccessError: when the user is no cashier
        :raise UserError: naming everything that is still open
        """
        if not leave_unassigned:
            self._refuse_unassigned()
        values = {"journal_id": journal.id, "reference": reference}
        return self._move_to("done", values={self.id: values})

    def _expected_amounts(self):
        """Return what settling would come to now, in the company's currency."""
        self.sudo(False).check_access("read")
        # sudo: sums for the cashier
        own = self.sudo()
        owed = own.env["convenience.statement"].search(own._statement_domain())
        amounts = {
            "owed": sum(owed.mapped("amount_residual")),
            "to_bill": sum(own._billable_lines().mapped("amount"))
            + sum(claim["amount"] for claim in own._flat_month_claims()),
            "prepaid": own._wallet().available + own._reserved_for_bills(owed),
            "deposits": sum(own._own_deposits().mapped("amount_held")),
            "over": own._over(),
            "unassigned": own._unassigned(),
        }
        billed = amounts["owed"] + amounts["to_bill"]
        due = max(billed - amounts["over"], 0.0)
        # the prepayment is turned against what is owed first, and stays with who stays
        still_due = max(due - amounts["prepaid"], 0.0)
        prepaid_left = 0.0 if own._lives_elsewhere() else max(amounts["prepaid"] - due, 0.0)
        deposits_left = max(amounts["deposits"] - still_due, 0.0)
        credits = max(amounts["over"] - billed, 0.0)
        return {
            **amounts,
            "to_pay": max(still_due - amounts["deposits"], 0.0),
            "to_pay_back": prepaid_left + deposits_left + credits,
        }

    def _reserved_for_bills(self, statements):
        """Return what is set aside for services that are billed by settling."""
        waiting = statements.filtered(lambda statement: statement.state == "confirmed")
        requests = waiting.line_ids.request_id | self._billable_lines().request_id
        return sum(requests.mapped("prepayment_reserved"))

    def _settle(self):
        """Bill, offset, take or pay back, and end the occupancy; in one transaction or not at
        all.
        """
        # sudo: the cashier's move is the permission; the user stays
        own = self.sudo()
        own.partner_id.lock_for_update()
        statement = own._bill_the_rest()
        own._invoice_accepted()
        owed = own._open_statements()
        amounts = {
            "statement_id": statement.id,
            "amount_billed": statement.amount_total,
            "amount_owed": sum(owed.mapped("amount_residual")),
            "amount_credited": own._offset_credits(owed),
            "amount_prepaid": own._offset_prepayment(owed),
            "amount_deposit": own._offset_deposits(owed),
        }
        receipts = own._take_the_rest(owed)
        amounts["amount_paid"] = sum(receipts.mapped("amount"))
        refunds = own._pay_back()
        amounts["amount_refunded"] = sum(refunds.mapped("amount"))
        own._write_guarded({**amounts, "receipt_ids": [(6, 0, (receipts | refunds).ids)]})
        own.occupancy_id.write({"date_to": own.date})
        own._check_zero()

    def _statement_domain(self):
        return [
            ("office_id", "=", self.office_id.id),
            ("partner_id", "=", self.partner_id.id),
            ("state", "in", ("confirmed", "invoiced")),
        ]

    def _wallet(self):
        return self.env["convenience.wallet"]._find(self.company_id, self.partner_id)

    def _statements(self):
        return self.env["convenience.statement"].search(
            self._statement_domain(), order="date_to, id"
        )

    def _invoice_accepted(self):
        """Invoice at once what waits for the job."""
        self._statements()._invoice_now()

    def _open_statements(self):
        return self._statements().filtered(lambda statement: statement.amount_residual > 0)

    def _lives_elsewhere(self):
        """Whether the payer stays with the company in another unit, and has not left it since."""
        others = self.partner_id.convenience_occupancy_ids - self.occupancy_id
        day = max(self.date, self.office_id._today())
        return any(
            other.company_id == self.company_id and (not other.date_to or other.date_to > day)
            for other in others
        )

    def _offset_prepayment(self, statements):
        """Turn what was paid ahead against what is owed; return how much."""
        before = sum(statements.mapped("amount_residual"))
        wallet = self._wallet()
        for statement in statements:
            amount = min(wallet.available, statement.amount_residual)
            if amount > 0:
                statement._pay_from_wallet(amount)
        return before - sum(statements.mapped("amount_residual"))

    def _own_deposits(self):
        return self.env["convenience.deposit"].search(
            [
                ("unit_id", "=", self.unit_id.id),
                ("partner_id", "=", self.partner_id.id),
                ("amount_held", ">", 0),
            ],
            order="id",
        )

    def _offset_deposits(self, statements):
        """Turn deposits of the unit against what is still owed; return how much."""
        before = sum(statements.mapped("amount_residual"))
        for deposit in self._own_deposits():
            for statement in statements:
                amount = min(deposit.amount_held, statement.amount_residual)
                if amount > 0:
                    deposit._apply(statement, amount, self.name)
        return before - sum(statements.mapped("amount_residual"))

    def _take_the_rest(self, statements):
        """Take what is still owed, on one receipt."""
        owed = statements.filtered(lambda statement: statement.amount_residual > 0)
        if not owed:
            return self.env["convenience.receipt"]
        self._check_journal()
        receipt = self.env["convenience.receipt"]._issue(
            [
                {
                    **self._prepare_receipt("statement", sum(owed.mapped("amount_residual"))),
                    "line_ids": [
                        {
                            "statement_id": statement.id,
                            "name": statement.name,
                            "amount": statement.amount_residual,
                        }
                        for statement in owed
                    ],
                }
            ]
        )
        receipt._move_to("posted")
        return receipt

    def _pay_back(self):
        """Pay back what is over at the office, deposits of the unit and, of who leaves the
        company's units, the prepayment.
        """
        refunds = self._pay_back_credits()
        for deposit in self._own_deposits():
            self._check_journal()
            money = {"reference": self.reference}
            refunds |= deposit._refund(deposit.amount_held, self.journal_id, self.name, money)
        wallet = self._wallet()
        if wallet.available > 0 and not self._lives_elsewhere():
            self._check_journal()
            refund = self._prepare_receipt("prepayment", wallet.available)
            refunds |= refunds._issue([{**refund, "direction": "out"}])
            refunds[-1:]._move_to("posted")
        return refunds

    def _prepare_receipt(self, kind, amount):
        return {
            "office_id": self.office_id.id,
            "partner_id": self.partner_id.id,
            "kind": kind,
            "amount": amount,
            "journal_id": self.journal_id.id,
            "reference": self.reference,
            "memo": self.name,
        }

    def _check_journal(self):
        if not self.journal_id:
            raise UserError(
                self.env._(
                    "%(move_out)s: choose the till or bank of the last payment first.",
                    move_out=self.name,
                )
            )

    def _check_zero(self):
        """Nothing is owed on either side when the paper is handed over."""
        left = sum(self._open_statements().mapped("amount_residual"))
        left += sum(self._own_deposits().mapped("amount_held"))
        left = left or self._over()
        if self.currency_id.compare_amounts(left, 0):
            raise UserError(
                self.env._(
                    "%(move_out)s does not come to zero: %(left)s are left. Nothing was settled.",
                    move_out=self.name,
                    left=self._in_currency(left),
                )
            )

from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import ConvenienceCommon
from .common_till import TillCommon


@tagged("post_install", "-at_install")
class TestPerVisit(TillCommon, ConvenienceCommon):
    """What is paid visit by visit, bills paid at the desk, and what is paid back. P5 4.3.2."""

    # ------------------------------------------------------------------ per visit

    def test_billed_and_paid_in_cash_in_one_step(self):
        request = self._visit()
        receipt = self._collect(request)
        statement = receipt.line_ids.statement_id
        self.assertRecordValues(
            statement, [{"kind": "per_visit", "state": "invoiced", "amount_residual": 0.0}]
        )
        self.assertEqual(
            self._entry(statement.invoice_id),
            {("1122", "Visitor"): 80.0, ("5001", "Visitor"): -75.47, ("2221", "Visitor"): -4.53},
        )
        self.assertEqual(
            self._entry(receipt.payment_id.move_id),
            {("1001", "Visitor"): 80.0, ("1122", "Visitor"): -80.0},
        )
        self.assertEqual(statement.invoice_id.payment_state, "paid")
        self.assertEqual(request.billing_state, "billed")
        self.assertEqual(receipt.taken_by_id, self.cashier)

    def test_paid_by_bank(self):
        receipt = self._collect(self._visit(), journal_id=self.bank.id)
        self.assertEqual(
            self._entry(receipt.payment_id.move_id),
            {("1002", "Visitor"): 80.0, ("1122", "Visitor"): -80.0},
        )

    def test_several_visits_on_one_bill(self):
        requests = self._visit() | self._visit(self.bulb, day=16)
        receipt = self._collect(requests)
        self.assertEqual(len(receipt), 1)
        self.assertEqual(receipt.amount, 90.0)
        self.assertEqual(receipt.line_ids.statement_id.line_ids.request_id, requests)

    def test_till_prints_the_receipt(self):
        action = self._till(self._visit()).action_collect()
        self.assertEqual(action["report_name"], "convenience_service.report_receipt")

    def test_list_holds_what_is_due_and_nothing_else(self):
        due = self._visit()
        unreviewed = self._past_visit("signed")
        monthly = self._october()
        free = self._visit(self.taxi)
        found = (
            self.env["convenience.request"]
            .with_user(self.cashier)
            .search([("is_to_collect", "=", True), ("office_id", "=", self.office.id)])
        )
        self.assertEqual(found, due.with_user(self.cashier))
        self.assertEqual(due.amount_to_collect, 80.0)
        self.assertFalse((unreviewed | monthly | free).filtered("is_to_collect"))
        self._collect(due)
        self.assertFalse(due.is_to_collect)

    def _past_visit(self, state):
        row = {
            "unit": self.flat,
            "customer": self.visitor,
            "registered": datetime(2026, 10, 15, 1),
            "done": datetime(2026, 10, 15, 3),
        }
        return self._past_requests([row], state=state)

    def test_pressed_twice(self):
        request = self._visit()
        first, second = self._till(request), self._till(request)
        first.action_collect()
        bill = request.line_ids.statement_line_ids.statement_id
        with self.assertRaisesRegex(UserError, f"is on {bill.name} already"):
            second.action_collect()
        self.assertEqual(len(bill.receipt_line_ids), 1)

    def test_two_payers_are_refused_by_name(self):
        other_unit, other = self._make_household(
            "3", "302", "Neighbour", settlement_mode="per_visit"
        )
        requests = self._visit() | self._visit(unit=other_unit, customer=other)
        with self.assertRaisesRegex(UserError, "Neighbour"):
            requests.with_user(self.cashier).action_take_payment()

    def test_what_is_not_reviewed_is_refused(self):
        request = self._past_visit("signed")
        with self.assertRaisesRegex(UserError, "not reviewed yet"):
            self._till(request).action_collect()

    def test_monthly_is_not_paid_by_visit(self):
        with self.assertRaisesRegex(UserError, "settled at the end of the month"):
            self._till(self._october())

    def test_waived_is_not_collected(self):
        request = self._visit()
        request.with_user(self.director).action_waive_billing(reason="Done badly")
        with self.assertRaisesRegex(UserError, "waived"):
            self._till(request)

    def test_billed_without_payment_stays_unpaid(self):
        request = self._visit()
        action = self._till(request).action_bill()
        self.assertEqual(action["report_name"], "convenience_service.report_statement")
        statement = request.line_ids.statement_line_ids.statement_id
        self.assertEqual(statement.amount_residual, 80.0)
        self._pay(statement)
        self.assertEqual(statement.invoice_id.payment_state, "paid")

    def test_nobody_takes_money_for_own_work(self):
        request = self._visit()
        request.worker_ids.user_id = self.cashier
        with self.assertRaisesRegex(AccessError, "somebody else"):
            self._till(request).action_collect()

    def test_settlement_leaves_it_to_the_cashier(self):
        request = self._visit()
        settlement = self._settlement()
        self.assertFalse(settlement.statement_ids)
        self.assertEqual(settlement.waiting_ids.mapped("reason"), ["per_visit"])
        self._collect(request)

    def test_journal_is_for_money(self):
        sales = self.env["account.journal"].search(
            [("type", "=", "sale"), ("company_id", "=", self.company.id)], limit=1
        )
        with self.assertRaisesRegex(UserError, "where the money"):
            self._till(self._visit(), journal_id=sales.id).action_collect()

    # ------------------------------------------------------------------ bills

    def _bills(self):
        """Two bills of one payer: 80.00 of October, 10.00 of November."""
        self._october()
        october = self._invoice(self._settlement()).statement_ids
        self._past_requests(
            [
                {
                    "registered": datetime(2026, 11, 5, 1),
                    "done": datetime(2026, 11, 5, 3),
                    "items": [(self.bulb, 1)],
                }
            ]
        )
        november = self._invoice(self._settlement(date(2026, 11, 30))).statement_ids
        return october, november

    def test_oldest_bill_first_and_last_in_part(self):
        october, november = self._bills()
        self._pay(november | october, 84.0)
        self.assertEqual(october.amount_residual, 0.0)
        self.assertEqual(november.amount_residual, 6.0)
        receipt = october.receipt_line_ids.receipt_id
        self.assertRecordValues(
            receipt.line_ids,
            [
                {"statement_id": october.id, "amount": 80.0},
                {"statement_id": november.id, "amount": 4.0},
            ],
        )
        self.assertEqual(
            self._entry(receipt.payment_id.move_id),
            {("1001", "Owner One"): 84.0, ("1122", "Owner One"): -84.0},
        )

    def test_bill_that_gets_nothing_is_named(self):
        october, november = self._bills()
        with self.assertRaisesRegex(UserError, november.name):
            self._pay(october | november, 50.0)

    def test_overpaid_is_refused_with_the_remedy(self):
        october, november = self._bills()
        with self.assertRaisesRegex(UserError, "rest as a prepayment"):
            self._pay(october | november, 90.01)

    def test_paid_bill_is_refused(self):
        october, _november = self._bills()
        self._pay(october)
        with self.assertRaisesRegex(UserError, "nothing left to pay"):
            self._pay(october, 1.0)

    # ------------------------------------------------------------------ paid back

    def test_credited_bill_is_paid_back(self):
        request = self._visit()
        receipt = self._collect(request)
        statement = receipt.line_ids.statement_id
        note = self.env["account.move"].browse(self._credit(statement.invoice_id)["res_id"])
        note.with_user(self.cashier).action_post()
        self.assertEqual(statement.with_user(self.cashier).amount_left_over, 80.0)
        self._refund(statement, 80.0)
        self.assertFalse(statement.amount_left_over)
        voucher = statement.receipt_line_ids.receipt_id - receipt
        self.assertRecordValues(
            voucher, [{"direction": "out", "kind": "statement", "amount": 80.0}]
        )
        self.assertEqual(
            self._entry(voucher.payment_id.move_id),
            {("1001", "Visitor"): -80.0, ("1122", "Visitor"): 80.0},
        )
        self.assertEqual(note.payment_state, "paid")
        with self.assertRaisesRegex(UserError, "left over"):
            self._refund(statement, 1.0)

    def _refund(self, statement, amount):
        return (
            self.env["convenience.statement.refund"]
            .with_user(self.cashier)
            .create({"statement_id": statement.id, "amount": amount, "memo": "Done badly"})
            .action_pay_out()
        )

    def test_unpaid_bill_has_nothing_to_pay_back(self):
        statement = self._bills()[0]
        note = self.env["account.move"].browse(self._credit(statement.invoice_id)["res_id"])
        note.with_user(self.cashier).action_post()
        with self.assertRaisesRegex(UserError, "left over"):
            self._refund(statement, 80.0)
        with self.assertRaisesRegex(UserError, "left over"):
            statement.with_user(self.cashier).action_refund()
        self.assertFalse(statement.with_user(self.cashier).amount_left_over)

    def test_till_shows_the_currency_of_the_bills(self):
        """Whatever the order in which the screen asks for its fields."""
        statement = self._bills()[0]
        till = (
            self.env["convenience.statement.payment"]
            .with_user(self.cashier)
            .with_context(default_statement_ids=statement.ids)
        )
        asked = {"company_id": {"fields": {}}, "currency_id": {"fields": {}}, "office_id": {}}
        shown = till.onchange({}, [], {**asked, "amount": {}, "statement_ids": {}})["value"]
        self.assertEqual(shown["currency_id"], {"id": statement.currency_id.id})

    def test_no_more_is_paid_back_than_is_left(self):
        statement = self._collect(self._visit()).line_ids.statement_id
        with self.assertRaisesRegex(UserError, "left over"):
            self._refund(statement, 80.0)

    # ------------------------------------------------------------------ entered in the ERP

    def test_payment_registered_in_the_erp_shows_as_taking(self):
        october, _november = self._bills()
        payment = self._register_in_erp(october.invoice_id)
        receipt = october.receipt_line_ids.receipt_id
        self.assertRecordValues(
            receipt,
            [
                {
                    "state": "posted",
                    "direction": "in",
                    "kind": "statement",
                    "amount": 80.0,
                    "journal_id": self.bank.id,
                    "taken_by_id": self.cashier.id,
                    "date": payment.date,
                }
            ],
        )
        self.assertEqual(receipt.source_line_id.move_id, payment.move_id)
        self.assertEqual(
            self.env["account.payment"].search_count([("partner_id", "=", self.owner.id)]), 1
        )

    def test_payment_of_two_bills_has_one_receipt(self):
        october, november = self._bills()
        self._register_in_erp((october | november).invoice_id, group_payment=True)
        receipt = (october | november).receipt_line_ids.receipt_id
        self.assertEqual(receipt.amount, 90.0)
        self.assertEqual(sorted(receipt.line_ids.mapped("amount")), [10.0, 80.0])

    def test_taken_back_in_the_erp_cancels_the_receipt(self):
        october, _november = self._bills()
        payment = self._register_in_erp(october.invoice_id)
        receipt = october.receipt_line_ids.receipt_id
        with self.assertRaisesRegex(UserError, "Undo that payment"):
            receipt.with_user(self.cashier).action_cancel(reason="Wrong")
        payment.with_user(self.cashier).action_draft()
        self.assertEqual(receipt.state, "cancelled")
        self.assertEqual(october.amount_residual, 80.0)

    def test_bank_line_reconciled_with_a_bill_shows_as_taking(self):
        october, _november = self._bills()
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "amount": 80.0,
                "date": date(2026, 11, 3),
                "partner_id": self.owner.id,
                "payment_ref": "Transfer",
            }
        )
        invoice = october.invoice_id
        receivable = invoice.line_ids.filtered(
            lambda item: item.account_id.account_type == "asset_receivable"
        )
        suspense = line.move_id.line_ids.filtered(
            lambda item: item.account_id == self.bank.suspense_account_id
        )
        line.move_id.with_context(skip_readonly_check=True).write(
            {"line_ids": [Command.update(suspense.id, {"account_id": receivable.account_id.id})]}
        )
        (suspense | receivable).reconcile()
        receipt = october.receipt_line_ids.receipt_id
        self.assertRecordValues(
            receipt, [{"state": "posted", "amount": 80.0, "journal_id": self.bank.id}]
        )
        self.assertEqual(receipt.date, date(2026, 11, 3))

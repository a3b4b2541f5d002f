from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import ConvenienceCommon
from .common_till import TillCommon


@tagged("post_install", "-at_install")
class TestHandover(TillCommon, ConvenienceCommon):
    """Collectors give receipts on the spot and hand the money over, which the cashier counts."""

    # ------------------------------------------------------------------ receipts on the spot

    def test_receipt_for_a_signed_visit_pays_nothing_yet(self):
        request = self._visit()
        receipt = self._give(requests=request)
        self.assertRecordValues(
            receipt,
            [{"state": "collected", "amount": 80.0, "taken_by_id": self.clerk.id}],
        )
        self.assertFalse(receipt.payment_id)
        self.assertEqual(request.billing_state, "to_bill")

    def test_everything_owed_is_proposed(self):
        request = self._visit()
        bill = self._unpaid_bill()
        wizard = (
            self.env["convenience.collection"]
            .with_user(self.clerk)
            .create({"office_id": self.office.id, "partner_id": self.visitor.id})
        )
        self.assertEqual(wizard.request_ids, request.with_user(self.clerk))
        self.assertEqual(wizard.statement_ids, bill.with_user(self.clerk))
        self.assertEqual(wizard.amount, 90.0)

    def _unpaid_bill(self):
        """A bill of 10.00 of the payer who settles by visit."""
        request = self._visit(self.bulb, day=12)
        self._till(request).action_bill()
        return request.line_ids.statement_line_ids.statement_id

    def test_only_named_collectors(self):
        request = self._visit()
        for user in (self.supervisor, self.director):
            with self.subTest(user=user.login), self.assertRaisesRegex(AccessError, "cashier"):
                self._give(user, requests=request)

    def test_visit_is_not_collected_twice(self):
        request = self._visit()
        receipt = self._give(requests=request)
        self.office.collector_ids |= self.supervisor
        with self.assertRaisesRegex(UserError, receipt.name), self.env.cr.savepoint():
            self._give(self.supervisor, requests=request)
        with self.assertRaisesRegex(UserError, receipt.name):
            self._till(request).action_collect()

    def test_bill_is_not_collected_twice(self):
        bill = self._unpaid_bill()
        self._give(statements=bill, amount=6.0)
        self._give(statements=bill, amount=4.0)
        with self.assertRaisesRegex(UserError, "collector has the money"):
            self._give(statements=bill, amount=1.0)
        with self.assertRaisesRegex(UserError, "collector has the money"):
            self._pay(bill, 1.0)

    def test_receipts_issued_side_by_side_name_the_other(self):
        bill = self._unpaid_bill()
        receipt = self._give(statements=bill)
        with self.assertRaisesRegex(UserError, receipt.name):
            self._issue(self.cashier, bill, 10.0)

    def test_visit_is_paid_whole(self):
        request = self._visit()
        for amount in (79.99, 80.01):
            with self.subTest(amount=amount), self.assertRaisesRegex(UserError, "paid whole"):
                self._give(requests=request, amount=amount)

    def test_visit_that_is_not_signed(self):
        request = self._advance(self._request(self.flat, self.visitor), "done")
        with self.assertRaisesRegex(UserError, "not signed"):
            self._give(requests=request)

    def test_no_money_for_own_work(self):
        request = self._visit()
        request.worker_ids.user_id = self.clerk
        with self.assertRaisesRegex(AccessError, "somebody else"):
            self._give(requests=request)

    # ------------------------------------------------------------------ hand-over

    def test_accepted_hand_over_books_everything_at_once(self):
        request, bill = self._visit(), self._unpaid_bill()
        receipts = self._give(requests=request) | self._give(statements=bill)
        handover = self._hand_over()
        self.assertRegex(handover.name, r"^JK\d{4}-.+-\d{5}$")
        self.assertEqual(handover.amount_total, 90.0)
        self._accept(handover)
        self.assertEqual(handover.state, "accepted")
        self.assertEqual(handover.accepted_by_id, self.cashier)
        self.assertEqual(set(receipts.mapped("state")), {"posted"})
        self.assertEqual(request.billing_state, "billed")
        self.assertEqual(bill.amount_residual, 0.0)
        paid = receipts.filtered("line_ids.request_id")
        self.assertEqual(
            self._entry(paid.payment_id.move_id),
            {("1001", "Visitor"): 80.0, ("1122", "Visitor"): -80.0},
        )
        self.assertEqual(paid.line_ids.statement_id.kind, "per_visit")
        self.assertEqual(paid.line_ids.statement_id.amount_residual, 0.0)

    def test_difference_is_refused(self):
        self._give(requests=self._visit())
        handover = self._hand_over()
        for counted in (79.99, 80.01, 0.0):
            with self.subTest(counted=counted), self.assertRaisesRegex(UserError, "counted"):
                self._accept(handover, counted)
        self.assertEqual(handover.state, "submitted")

    def test_what_is_not_there_goes_back_with_a_reason(self):
        here, missing = self._give(requests=self._visit()), self._give(requests=self._visit(day=16))
        handover = self._hand_over()
        without = {"returned_ids": [Command.set(missing.ids)], "amount": 80.0}
        with self.assertRaisesRegex(UserError, "say why"):
            self._accept(handover, **without)
        self._accept(handover, **without, memo="Not there")
        self.assertEqual(here.state, "posted")
        self.assertRecordValues(
            missing, [{"state": "collected", "handover_id": False, "return_reason": "Not there"}]
        )
        self.assertEqual(self._hand_over().receipt_ids, missing)

    def test_visit_that_is_not_reviewed_is_named(self):
        request = self._past_requests(
            [
                {
                    "unit": self.flat,
                    "customer": self.visitor,
                    "registered": datetime(2026, 10, 15, 1),
                    "done": datetime(2026, 10, 15, 3),
                }
            ],
            state="signed",
        )
        receipt = self._give(requests=request)
        handover = self._hand_over()
        with self.assertRaisesRegex(UserError, f"{request.name} is not reviewed.*{receipt.name}"):
            self._accept(handover)
        request.with_user(self.supervisor).action_review()
        self._accept(handover)
        self.assertEqual(receipt.state, "posted")

    def test_price_that_changed_is_named(self):
        request = self._visit()
        receipt = self._give(requests=request)
        request.line_ids.with_user(self.director).correct_price(70.0, "Less work")
        with self.assertRaisesRegex(UserError, f"costs ¥.70.00 .*{receipt.name}"):
            self._accept(self._hand_over())

    def test_acceptor_is_not_the_collector(self):
        self.clerk.group_ids |= self.env.ref("convenience_service.group_cashier")
        receipt = self._give(requests=self._visit())
        handover = self._hand_over()
        with self.assertRaisesRegex(AccessError, "another cashier"):
            self._accept(handover, user=self.clerk)
        self.assertEqual(receipt.state, "collected")

    def test_only_the_cashier_accepts_and_only_the_collector_submits(self):
        self._give(requests=self._visit())
        draft = (
            self.env["convenience.handover"]
            .with_user(self.clerk)
            .create({"office_id": self.office.id})
        )
        with self.assertRaisesRegex(AccessError, "own to hand over"):
            draft.with_user(self.supervisor).action_submit()
        draft.action_submit()
        for role, user in self.users.items():
            if role != "cashier":
                with self.subTest(role=role), self.assertRaises(AccessError):
                    self._accept(draft.with_user(self.env.user), user=user)
                with self.subTest(role=role), self.assertRaises(AccessError):
                    draft.with_user(user)._move_to("accepted")

    def test_returned_whole_and_gathered_anew(self):
        receipt = self._give(requests=self._visit())
        first = self._hand_over()
        first.with_user(self.cashier).action_return(reason="Count it first")
        self.assertEqual(receipt.state, "collected")
        second = self._hand_over()
        self.assertEqual(receipt.handover_id, second)
        self._accept(second)
        self.assertEqual(receipt.state, "posted")

    def test_left_out_before_handing_over(self):
        kept, handed = self._give(requests=self._visit()), self._give(requests=self._visit(day=16))
        draft = (
            self.env["convenience.handover"]
            .with_user(self.clerk)
            .create({"office_id": self.office.id})
        )
        kept.with_user(self.clerk).action_leave_out()
        self.assertEqual(draft.receipt_ids.ids, handed.ids)
        draft.action_submit()
        with self.assertRaisesRegex(UserError, "with the cashier"):
            handed.with_user(self.clerk).action_leave_out()

    def test_nothing_to_hand_over(self):
        with self.assertRaisesRegex(UserError, "no receipt"):
            self._hand_over()

    def test_not_handed_over_by_person_and_age(self):
        receipt = self._give(requests=self._visit())
        receipt._write_guarded({"date": "2026-01-05"})
        for role in ("service_manager", "cashier", "general_manager"):
            held = (
                self.env["convenience.receipt"]
                .with_user(self.users[role])
                .search([("state", "=", "collected"), ("office_id", "=", self.office.id)])
            )
            with self.subTest(role=role):
                self.assertEqual(held.taken_by_id, self.clerk)
                age = (self.office._today() - receipt.date).days
                self.assertEqual(held.days_held, age)

    def test_paper_names_receipts_and_both_people(self):
        receipt = self._give(requests=self._visit())
        handover = self._hand_over()
        self._accept(handover)
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("convenience_service.report_handover", handover.ids)[0]
            .decode()
        )
        for text in (handover.name, receipt.name, "Visitor", self.clerk.name, self.cashier.name):
            self.assertIn(text, html)

    def test_receipt_booked_while_the_reason_was_written_is_not_cancelled_unseen(self):
        receipt = self._give(statements=self._unpaid_bill())
        action = receipt.with_user(self.cashier).action_cancel()
        wizard = (
            self.env["convenience.reason.wizard"]
            .with_user(self.cashier)
            .with_context(**action["context"])
            .create({"reason": "Wrong sum"})
        )
        self._accept(self._hand_over())
        with self.assertRaisesRegex(UserError, f"{receipt.name}.* is Booked by now"):
            wizard.action_apply()
        self.assertEqual(receipt.state, "posted")

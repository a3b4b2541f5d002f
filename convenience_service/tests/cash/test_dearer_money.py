from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import signed_paper
from .common_till import TillCommon
from .common_wallet import WalletCase


@tagged("post_install", "-at_install")
class TestDearerMoney(TillCommon, WalletCase):
    """Work that is paid ahead and becomes dearer waits for the rest, before review and bill.

    An hour of cleaning is 60.
    """

    def _dearer(self, quantity=2, paid=60.0, state="signed"):
        """One hour is paid ahead, more are done, accepted, approved and signed."""
        if paid:
            self._at_the_desk(paid)
        request = self._advance(self._order(self.sixty), "in_progress")
        request.line_ids.with_user(self.worker_user).quantity = quantity
        if request.amount_raised:
            self._accept_raise(request)
        if request.is_raise_to_approve:
            seen = {"amount_seen": request.amount_total}
            request.with_user(self.supervisor).with_context(**seen).action_approve_raise()
        if state == "in_progress":
            return request
        request.with_user(self.worker_user).action_done()
        request.with_user(self.worker_user).write(signed_paper("Tenant"))
        request.with_user(self.worker_user).action_sign()
        return request

    def _review(self, request):
        request.with_user(self.supervisor).action_review()

    # ------------------------------------------------------------------ waits

    def test_the_review_waits_for_the_rest(self):
        request = self._dearer()
        self.assertEqual((request.prepayment_reserved, request.prepayment_missing), (60.0, 60.0))
        with self._refused(r"^\S+: .*60\.00 are not paid ahead\. Have Tenant pay that at the "):
            self._review(request)
        self._billing()
        self.assertFalse(self._bill_of(request))
        self.assertEqual(request.state, "signed")

    def test_the_desk_finds_it(self):
        request = self._dearer()
        waiting = self._order(self.sixty)
        for role in ("clerk", "supervisor", "cashier", "general_manager"):
            with self.subTest(role=role):
                requests = self.env["convenience.request"].with_user(self.users[role])
                found = requests.search([("prepayment_missing", ">", 0)])
                self.assertEqual(found, request | waiting)
        with self.assertRaises(AccessError):
            request.with_user(self.worker_user).read(["prepayment_missing"])

    def test_a_fen_is_missing(self):
        request = self._dearer(paid=119.99)
        self.assertEqual(request.prepayment_missing, 60.0, "whole or not at all")
        with self._refused("60.00 are not paid ahead"):
            self._review(request)
        self._at_the_desk(0.01)
        self._review(request)

    def test_enough_was_paid_ahead(self):
        request = self._dearer(paid=200.0)
        self.assertEqual((request.prepayment_reserved, request.prepayment_missing), (120.0, 0.0))
        self._review(request)
        self._billing()
        self.assertEqual(self._bill_of(request).invoice_id.payment_state, "paid")
        self.assertEqual(self._figures(), (200.0, 0.0, 120.0, 0.0, 80.0))
        self.assertLedger()

    def test_lowered_again_nothing_is_missing(self):
        request = self._dearer(quantity=2, state="in_progress")
        self.assertEqual(request.prepayment_missing, 60.0)
        request.line_ids.with_user(self.worker_user).quantity = 0.5
        self.assertEqual((request.prepayment_reserved, request.prepayment_missing), (30.0, 0.0))
        self.assertEqual(self._figures(), (60.0, 30.0, 0.0, 0.0, 30.0))
        self.assertLedger()

    # ------------------------------------------------------------------ paid, waived, settled

    def test_paid_ahead_afterwards_it_goes_on_by_itself(self):
        request = self._dearer()
        action = request.with_user(self.cashier).action_take_rest()
        self.assertEqual(action["context"]["default_amount"], 60.0)
        dialog = (
            self.env[action["res_model"]]
            .with_user(self.cashier)
            .with_context(**action["context"])
            .create({})
        )
        self.assertEqual((dialog.partner_id, dialog.office_id), (self.tenant, self.office))
        dialog.action_apply()
        self.assertEqual((request.prepayment_reserved, request.prepayment_missing), (120.0, 0.0))
        self._review(request)
        self._billing()
        self.assertEqual(self._bill_of(request).invoice_id.payment_state, "paid")
        self.assertLedger()
        with self._refused("nothing to take"):
            request.with_user(self.cashier).action_take_rest()

    def test_what_was_done_comes_before_what_is_only_ordered(self):
        early = self._order(self.sixty)
        self.assertEqual(early.prepayment_missing, 60.0)
        request = self._order(self.sixty)
        request.with_user(self.director).action_waive_prepayment(reason="Known")
        self._advance(request, "in_progress")
        request.line_ids.with_user(self.worker_user).quantity = 2
        self._at_the_desk(60.0)
        self.assertEqual((early.prepayment_missing, request.prepayment_missing), (60.0, 0.0))

    def test_the_director_waives_what_is_missing_now(self):
        request = self._dearer()
        request.with_user(self.director).action_waive_prepayment(reason="Known for years")
        self.assertEqual((request.prepayment_waived_amount, request.prepayment_missing), (60.0, 0))
        self._review(request)
        self._billing()
        statement = self._bill_of(request)
        self.assertEqual((statement.amount_total, statement.amount_residual), (120.0, 60.0))
        self.assertLedger()

    def test_a_waiver_is_for_what_was_missing_then(self):
        request = self._order(self.sixty)
        request.with_user(self.director).action_waive_prepayment(reason="Known")
        self._advance(request, "in_progress")
        request.line_ids.with_user(self.worker_user).quantity = 100
        self.assertEqual(request.prepayment_missing, 5940.0)
        request.with_user(self.director).action_waive_prepayment(reason="All of it")
        self.assertEqual((request.prepayment_waived_amount, request.prepayment_missing), (6000, 0))

    def test_a_collector_takes_the_rest(self):
        """From the signature on; then it is reviewed, and billed with the hand-over."""
        request = self._dearer()
        self.assertEqual(request.with_user(self.clerk).amount_to_collect, 60.0)
        receipt = self._give(requests=[request], partner_id=self.tenant.id)
        self.assertEqual(receipt.amount, 60.0)
        self._review(request)
        self._billing()
        self.assertFalse(self._bill_of(request), "its money is on the way")
        self._accept(self._hand_over())
        statement = self._bill_of(request)
        self.assertEqual((statement.amount_total, statement.amount_residual), (120.0, 0.0))
        self.assertEqual(self._figures(), (60.0, 0.0, 60.0, 0.0, 0.0))
        self.assertLedger()

    def test_the_money_of_a_collector_is_not_set_aside_a_second_time(self):
        request = self._dearer()
        self._give(requests=[request], partner_id=self.tenant.id)
        self._at_the_desk(60.0)
        self._review(request)
        self.assertEqual(self._figures(), (120.0, 60.0, 0.0, 0.0, 60.0))

    def test_corrected_upwards_after_the_review_the_till_takes_the_rest(self):
        self._at_the_desk(60.0)
        request = self._advance(self._order(self.sixty), "signed")
        self._review(request)
        bill = self._bill_of(request)
        bill.with_user(self.cashier).action_cancel(reason="By mistake")
        request.line_ids.with_user(self.director).correct_price(100.0, "Twice the room")
        self.assertEqual((request.billing_state, request.prepayment_missing), ("to_bill", 40.0))
        self._billing()
        self.assertFalse(self._bill_of(request) - bill, "the job waits as well")
        self.assertTrue(request.with_user(self.cashier).is_to_collect)
        found = request.with_user(self.cashier).search([("is_to_collect", "=", True)])
        self.assertEqual(found, request)
        till = self._till(request)
        self.assertEqual((till.amount, till.amount_reserved), (40.0, 60.0))
        till.action_collect()
        statement = self._bill_of(request) - bill
        self.assertEqual((statement.amount_total, statement.amount_residual), (100.0, 0.0))
        self.assertEqual(self._figures(), (60.0, 0.0, 60.0, 0.0, 0.0))
        self.assertLedger()

    # ------------------------------------------------------------------ other ways to a bill

    def test_the_month_does_not_take_it(self):
        request = self._dearer()
        with self._refused("not paid ahead"):
            self._review(request)
        settlement = self._settlement(self.office._today())
        self.assertFalse(settlement.statement_ids)
        self.assertEqual(settlement.waiting_ids.mapped("reason"), ["not_reviewed"])

    def test_one_that_misses_money_stops_a_batch_by_name(self):
        whole = self._advance(self._request(), "signed")
        request = self._dearer()
        with self._refused(f"^{request.name}: "):
            self._review(request | whole)

    def test_marks_are_nobodys_to_write(self):
        request = self._dearer()
        for role, user in self.users.items():
            for values in (
                {"prepayment_missing": 0.0},
                {"prepayment_waived_amount": 60.0},
                {"prepayment_reserved": 120.0},
            ):
                with (
                    self.subTest(role=role, values=values),
                    self.assertRaises(AccessError),
                    self.env.cr.savepoint(),
                ):
                    request.with_user(user).write(values)
        made = self._order(self.sixty, prepayment_waived_amount=60.0, prepayment_missing=0.0)
        self.assertEqual((made.prepayment_waived_amount, made.prepayment_missing), (0.0, 60.0))

    def test_an_owners_dearer_work_waits_for_no_money(self):
        request = self._advance(self._request(items=[(self.sixty, 1)]), "in_progress")
        request.with_user(self.clerk).line_ids = [Command.create({"product_id": self.bulb.id})]
        self._accept_raise(request)
        for user, action in (
            (self.worker_user, "action_done"),
            (self.worker_user, "action_sign"),
            (self.supervisor, "action_review"),
        ):
            if action == "action_sign":
                request.with_user(user).write(signed_paper())
            getattr(request.with_user(user), action)()
        self.assertEqual((request.state, request.prepayment_missing), ("reviewed", 0.0))

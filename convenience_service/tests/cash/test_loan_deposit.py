from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..free.test_loan import LoanCommon
from .common_money import MoneyCommon

DEPOSIT = 50.0
DESK = ("clerk", "supervisor", "service_manager", "director")


@tagged("post_install", "-at_install")
class TestLoanDeposit(MoneyCommon, LoanCommon):
    """A thing is handed out once its deposit is received, or waived by the director."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        free = {"convenience_charging": "free", "convenience_kind": "loan"}
        cls.lending = cls._make_item("Ladder Lending", 0, **free)
        cls.umbrella = cls._make_item("Umbrella Lending", 0, **free)
        prices = [(cls.lending, 0.0, {"deposit": DEPOSIT}), (cls.umbrella, 0.0)]
        cls._approve(cls._make_tariff(cls.office, cls.today, prices, kind="amendment"))

    def _order(self, *items):
        return self._request(items=[(item, 1) for item in items or [self.lending]])

    def _hand_out(self, request, role="clerk", **values):
        """Write the loan down past the button, as any channel could."""
        line = request.line_ids[:1]
        return self._lend(user=self.users[role], request_line_id=line.id, **values)

    def _receive(self, request, amount=DEPOSIT):
        return request.deposit_ids.with_user(self.cashier)._receive(amount, self.cash)

    def _waive(self, request):
        return request.with_user(self.director).action_waive_deposit(reason="Known for years")

    def test_nobody_hands_out_before_it_is_received(self):
        request = self._order()
        for role in DESK:
            with self.subTest(role=role), self.assertRaisesRegex(UserError, "¥.50.00 of deposit"):
                request.with_user(self.users[role]).action_hand_out()
            for kind in ("loan", "custody"):
                with self.subTest(role=role, kind=kind), self.assertRaises(UserError):
                    self._hand_out(request, role, kind=kind)
        self._receive(request, 20.0)
        with self.assertRaisesRegex(UserError, "¥.30.00 of deposit"):
            self._hand_out(request)
        self._receive(request, 30.0)
        self.assertEqual(request.with_user(self.clerk).action_hand_out()["view_mode"], "form")
        self.assertEqual(self._hand_out(request).state, "out")

    def test_what_a_collector_has_is_not_received_yet(self):
        self.office.collector_ids = self.clerk
        request = self._order()
        receipt = request.deposit_ids.with_user(self.clerk)._receive(DEPOSIT)
        with self.assertRaisesRegex(UserError, "still to be received"):
            self._hand_out(request)
        receipt._write_guarded({"journal_id": self.cash.id})
        receipt.with_user(self.cashier)._move_to("posted")
        self.assertTrue(self._hand_out(request))

    def test_only_the_director_waives(self):
        request = self._order()
        for role in ("clerk", "supervisor", "service_manager", "cashier", "worker_user"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                request.with_user(self.users[role]).action_waive_deposit(reason="Known")
        self._waive(request)
        self.assertTrue(self._hand_out(request))

    def test_deposit_given_back_covers_no_second_loan(self):
        request = self._order()
        self._receive(request)
        self._hand_out(request).action_return()
        deposit = request.deposit_ids.with_user(self.cashier)
        deposit._refund(None, self.cash, reason="Ladder is back")
        with self.assertRaisesRegex(UserError, "Register a new request"):
            self._hand_out(request)

    def test_cancelled_request_hands_nothing_out(self):
        request = self._order()
        request.with_user(self.clerk).action_cancel(reason="Changed their mind")
        self.assertEqual(request.deposit_ids.state, "cancelled")
        with self.assertRaisesRegex(UserError, "does not order"):
            self._hand_out(request)

    def test_what_asks_no_deposit_is_not_held_up(self):
        request = self._order(self.lending, self.umbrella)
        action = request.with_user(self.clerk).action_hand_out()
        umbrella = request.line_ids.filtered(lambda line: line.product_id == self.umbrella)
        self.assertEqual(action["context"]["default_request_line_id"], umbrella.id)
        self.assertTrue(self._lend(request_line_id=umbrella.id))

    def test_numbered_thing_is_not_handed_out_past_its_request(self):
        self.ladder.with_user(self.service_manager).product_id = self.lending
        refusal = "as Ladder Lending, for which a deposit of ¥.50.00 is asked. Register a request"
        with self.assertRaisesRegex(UserError, refusal), self.env.cr.savepoint():
            self._lend(item_id=self.ladder.id)
        with self.assertRaisesRegex(UserError, refusal), self.env.cr.savepoint():
            self._hand_out(self._order(self.umbrella), item_id=self.ladder.id)
        request = self._order()
        self._waive(request)
        self.assertTrue(self._hand_out(request, item_id=self.ladder.id))

    def test_numbered_thing_without_a_deposit_needs_no_request(self):
        self.ladder.product_id = self.umbrella
        self.assertTrue(self._lend(item_id=self.ladder.id))

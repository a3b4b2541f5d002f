from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import ConvenienceCommon
from .common_deposit import DEPOSIT, DepositCommon
from .common_money import MoneyCommon


@tagged("post_install", "-at_install")
class TestDeposit(DepositCommon, MoneyCommon, ConvenienceCommon):
    """Deposits are asked for by the tariff; nobody is sent before; who may do what with them."""

    def test_tariff_asks_whoever_orders(self):
        deposit = self._deposit()
        self.assertEqual(deposit.amount_due, DEPOSIT)
        self.assertEqual(deposit.state, "due")
        self.assertEqual(deposit.partner_id, self.owner)
        self.assertEqual((deposit.unit_id, deposit.product_id), (self.unit, self.carpet))
        self.assertRegex(deposit.name, r"^YJ\d{6}-\d{5}$")
        self.assertEqual(self._booked(), 0.0, "nothing is booked until it is received")
        self.assertFalse(self._request().deposit_ids)

    def test_item_added_later_asks_too(self):
        request = self._request()
        self.env["convenience.request.line"].with_user(self.clerk).create(
            {"request_id": request.id, "product_id": self.carpet.id}
        )
        self.assertEqual(request.deposit_ids.amount_open, DEPOSIT)
        self.assertEqual(request.with_user(self.clerk).deposit_due, DEPOSIT)
        request.line_ids.filtered(lambda line: line.deposit).with_user(self.clerk).unlink()
        self.assertEqual(request.deposit_ids.state, "cancelled")

    def test_past_work_asks_for_nothing(self):
        request = self._past_requests(
            [
                {
                    "registered": self.office._day_start(self.office._today()),
                    "done": self.office._day_start(self.office._today()),
                    "items": [(self.carpet, 1)],
                }
            ]
        )
        self.assertEqual(request.line_ids.deposit, DEPOSIT)
        self.assertFalse(request.deposit_ids)

    def test_nobody_is_sent_before_it_is_received(self):
        deposit = self._deposit()
        request = deposit.request_id
        with self.assertRaisesRegex(UserError, "¥.300.00 of deposit"):
            request.with_user(self.supervisor).action_assign()
        self._as_cashier(deposit)._receive(100.0, self.cash)
        with self.assertRaisesRegex(UserError, "¥.200.00 of deposit"):
            request.with_user(self.supervisor).action_assign()
        self._as_cashier(deposit)._receive(200.0, self.cash)
        request.with_user(self.supervisor).action_assign()
        self.assertEqual(request.state, "assigned")

    def test_in_turn_it_waits_with_the_reason(self):
        request = self._deposit().request_id
        self.assertEqual(request._obstacle(), "deposit")
        request._write_guarded({"waiting_for": "deposit"})
        self._as_cashier(request.deposit_ids)._receive(DEPOSIT, self.cash)
        self.assertFalse(request._obstacle())

    def test_director_waives_with_a_reason(self):
        request = self._deposit().request_id
        for role in ("clerk", "supervisor", "service_manager", "cashier", "worker_user"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                request.with_user(self.users[role]).action_waive_deposit(reason="Known")
        action = request.with_user(self.director).action_waive_deposit(reason=" ")
        self.assertEqual(action["res_model"], "convenience.reason.wizard")
        wizard = self.env["convenience.reason.wizard"].with_user(self.director)
        wizard.with_context(**action["context"]).create({"reason": "Known"}).action_apply()
        self.assertEqual(request.deposit_ids.state, "cancelled")
        self.assertEqual(request.deposit_ids.movement_ids.reason, "Known")
        request.with_user(self.supervisor).action_assign()
        self.assertEqual(request.state, "assigned")

    def test_cancelled_request(self):
        due, held = self._deposit(), self._held(100.0)
        for deposit in due | held:
            deposit.request_id.with_user(self.clerk).action_cancel(reason="Moved")
        self.assertEqual((due.state, due.amount_open), ("cancelled", 0.0))
        self.assertEqual((held.state, held.amount_open, held.amount_held), ("held", 0.0, 100.0))
        receipt = held.movement_ids.receipt_id
        receipt.with_user(self.cashier).action_cancel(reason="Wrong customer")
        self.assertEqual(held.state, "cancelled", "a cancelled request asks for nothing again")

    def test_request_and_line_stay_with_their_money(self):
        deposit = self._held()
        # not the last service of its request, which stays anyhow
        deposit.request_id.with_user(self.clerk).write(
            {"line_ids": [(0, 0, {"product_id": self.bulb.id})]}
        )
        with self.assertRaisesRegex(UserError, "was received for this service"):
            deposit.request_line_id.with_user(self.clerk).unlink()
        with self.assertRaisesRegex(UserError, "stay on file"):
            deposit.request_id.unlink()

    # ------------------------------------------------------------------ who may do what

    def test_only_the_cashier_moves_money(self):
        deposit = self._held()
        statement = self._bill_of_today()
        for role, user in self.users.items():
            own = deposit.with_user(user)
            if role != "cashier":
                for use in (
                    lambda own=own: own._receive(1.0, self.cash),
                    lambda own=own: own._refund(1.0, self.cash, reason="Asked"),
                    lambda own=own: own._apply(statement, 1.0, reason="Asked"),
                ):
                    with self.subTest(role=role), self.assertRaises(UserError):
                        use()
            if role != "director":
                with self.subTest(role=role), self.assertRaises(AccessError):
                    own._keep(1.0, reason="Damaged")
        self.assertEqual(deposit.amount_held, DEPOSIT)

    def test_collector_takes_what_counts_after_the_hand_over(self):
        self.office.collector_ids = self.clerk
        deposit = self._deposit()
        receipt = deposit.with_user(self.clerk)._receive(DEPOSIT)
        self.assertEqual((receipt.state, deposit.amount_received), ("collected", 0.0))
        with self.assertRaises(UserError):
            deposit.with_user(self.clerk)._receive(1.0)
        receipt._write_guarded({"journal_id": self.cash.id})
        receipt.with_user(self.cashier)._move_to("posted")
        self.assertEqual(deposit.state, "held")
        self._assert_list_is_ledger(DEPOSIT)

    def test_amounts_that_are_none(self):
        deposit = self._held(200.0)
        for amount in (0.0, -5.0, 0.001, float("nan"), "much"):
            with self.subTest(amount=amount):
                with self.assertRaises(UserError):
                    self._as_cashier(deposit)._receive(amount, self.cash)
                with self.assertRaises(UserError):
                    self._as_cashier(deposit)._refund(amount, self.cash, reason="Asked")
                with self.assertRaises(UserError):
                    self._as_director(deposit)._keep(amount, reason="Damaged")

    def test_no_more_than_there_is(self):
        deposit = self._held(200.0)
        with self.assertRaisesRegex(UserError, "more than the ¥.100.00"):
            self._as_cashier(deposit)._receive(100.01, self.cash)
        with self.assertRaisesRegex(UserError, "more than the ¥.200.00"):
            self._as_cashier(deposit)._refund(200.01, self.cash, reason="Asked")
        with self.assertRaisesRegex(UserError, "more than the ¥.200.00"):
            self._as_director(deposit)._keep(200.01, reason="Damaged")
        with self.assertRaisesRegex(UserError, "¥.80.00 left to pay"):
            self._as_cashier(deposit)._apply(self._bill_of_today(), 80.01, reason="Asked")

    def test_every_use_has_a_reason(self):
        deposit = self._held()
        for reason in ("", "  ", None):
            with self.subTest(reason=reason):
                with self.assertRaisesRegex(UserError, "enter the reason"):
                    self._as_cashier(deposit)._refund(1.0, self.cash, reason=reason)
                with self.assertRaisesRegex(UserError, "enter the reason"):
                    self._as_director(deposit)._keep(1.0, reason=reason)

    def test_nothing_is_written_past_the_buttons(self):
        deposit = self._held()
        movement = deposit.movement_ids
        context = {"default_state": "held", "default_amount_received": 9.0}
        for role, user in self.users.items():
            own = deposit.with_user(user).with_context(**context)
            for values in ({"amount_received": 900.0}, {"amount_held": 900.0}, {"state": "due"}):
                with self.subTest(role=role, values=values), self.assertRaises(AccessError):
                    own.write(values)
            for records, values in (
                (own, {"office_id": self.office.id, "partner_id": self.owner.id}),
                (movement.with_user(user), {"deposit_id": deposit.id, "amount": 5.0}),
            ):
                with self.subTest(role=role), self.assertRaises(UserError):
                    records.create(values)
                with self.subTest(role=role), self.assertRaises(UserError):
                    records.unlink()
            with self.subTest(role=role), self.assertRaises(AccessError):
                movement.with_user(user).write({"amount": 1.0})
            with self.subTest(role=role), self.assertRaises(AccessError):
                own._move_to("settled")

    def test_strangers_see_nothing(self):
        deposit = self._held()
        stranger = self._make_user("stranger", self.company, "group_director")
        deposits = self.env["convenience.deposit"]
        self.assertNotIn(deposit, deposits.with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            deposit.with_user(stranger)._keep(1.0, reason="Damaged")
        with self.assertRaises(AccessError):
            deposits.with_user(self.worker_user).search([])

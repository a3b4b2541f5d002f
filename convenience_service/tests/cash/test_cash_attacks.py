from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..common import ConvenienceCommon
from .common_till import TillCommon

CASHLESS = ("clerk", "supervisor", "service_manager", "director", "worker_user", "general_manager")
TILLS = ("request.payment", "statement.payment", "statement.refund", "handover.acceptance")


@tagged("post_install", "-at_install")
class TestCashAttacks(TillCommon, ConvenienceCommon):
    """Whoever is no cashier books no money, by whatever channel; and the cashier changes nothing
    of what was served.
    """

    def setUp(self):
        super().setUp()
        self.request = self._visit()
        self._till(self.request).action_bill()
        self.bill = self.request.line_ids.statement_line_ids.statement_id

    def _assert_unpaid(self):
        self.env.invalidate_all()
        self.assertEqual(self.bill.amount_residual, 80.0)
        self.assertFalse(self.bill.receipt_line_ids.receipt_id.filtered("payment_id"))

    # ------------------------------------------------------------------ who is no cashier

    def test_no_payment_in_the_erp(self):
        values = {
            "payment_type": "inbound",
            "partner_type": "customer",
            "partner_id": self.visitor.id,
            "journal_id": self.cash.id,
            "amount": 80.0,
        }
        for role in CASHLESS:
            env = self.env(user=self.users[role])
            register = env["account.payment.register"].with_context(
                active_model="account.move", active_ids=self.bill.invoice_id.ids
            )
            attempts = {
                "payment": lambda env=env: env["account.payment"].create(values),
                "register": lambda register=register: register.create(
                    {"journal_id": self.cash.id}
                )._create_payments(),
                "entry": lambda env=env: env["account.move"].create(
                    {"move_type": "entry", "journal_id": self.cash.id}
                ),
                "bank line": lambda env=env: env["account.bank.statement.line"].create(
                    {"journal_id": self.cash.id, "amount": 80.0, "payment_ref": "x"}
                ),
            }
            for name, attempt in attempts.items():
                with self.subTest(role=role, channel=name), self.assertRaises(AccessError):
                    attempt()
        self._assert_unpaid()

    def test_no_till(self):
        for role in CASHLESS:
            env = self.env(user=self.users[role])
            for name in TILLS:
                with self.subTest(role=role, till=name), self.assertRaises(AccessError):
                    env[f"convenience.{name}"].create({})
            for record in (self.request, self.bill):
                with self.subTest(role=role, button=record._name), self.assertRaises(AccessError):
                    record.with_user(self.users[role]).action_take_payment()
            with self.subTest(role=role, button="refund"), self.assertRaises(AccessError):
                self.bill.with_user(self.users[role]).action_refund()
        self._assert_unpaid()

    def test_till_of_the_cashier_is_not_borrowed(self):
        till = self._till(self._visit(day=16))
        for role in CASHLESS:
            with self.subTest(role=role), self.assertRaises(AccessError):
                till.with_user(self.users[role]).action_collect()

    def test_no_receipt_for_who_is_not_named(self):
        for role in ("supervisor", "director", "worker_user", "general_manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._give(self.users[role], statements=self.bill)
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._issue(self.users[role], self.bill, 80.0)

    def test_collectors_receipt_stays_collected(self):
        receipt = self._give(statements=self.bill).with_user(self.clerk)
        for values in ({"state": "posted"}, {"amount": 8.0}, {"handover_id": False}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                receipt.write(values)
        for call in (
            lambda: receipt._move_to("posted"),
            lambda: receipt.action_cancel(reason="Keep it"),
            receipt.unlink,
        ):
            with self.subTest(call=call), self.assertRaises(AccessError):
                call()
        self._assert_unpaid()

    def test_hand_over_says_nothing_of_the_collectors_own(self):
        receipt = self._give(statements=self.bill)
        handovers = self.env["convenience.handover"].with_user(self.clerk)
        draft = handovers.create(
            {
                "office_id": self.office.id,
                "state": "accepted",
                "collector_id": self.supervisor.id,
                "name": "JK1",
                "receipt_ids": [Command.clear()],
            }
        )
        self.assertRecordValues(
            draft, [{"state": "draft", "collector_id": self.clerk.id, "name": False}]
        )
        self.assertEqual(draft.receipt_ids.ids, receipt.ids)
        for values in ({"state": "accepted"}, {"receipt_ids": [Command.clear()]}, {"name": "x"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                draft.write(values)

    def test_worker_and_portal_see_no_receipts(self):
        self._give(statements=self.bill)
        portal = new_test_user(self.env, login="till_portal", groups="base.group_portal")
        for user in (self.worker_user, portal):
            for name in ("receipt", "receipt.line", "handover", "collection", "takings"):
                with self.subTest(user=user.login, model=name), self.assertRaises(AccessError):
                    self.env[f"convenience.{name}"].with_user(user).search([])

    # ------------------------------------------------------------------ the cashier

    def test_cashier_does_not_change_what_was_served(self):
        line = self.request.line_ids.with_user(self.cashier)
        claim = self.bill.line_ids.with_user(self.cashier)
        invoice_line = self.bill.invoice_id.invoice_line_ids.with_user(self.cashier)
        for values in ({"quantity": 2.0}, {"price_unit": 1.0}, {"product_id": self.bulb.id}):
            for record in (line, claim, invoice_line):
                with self.subTest(model=record._name, values=values):
                    with self.assertRaises(UserError):
                        record.write(values)
        with self.assertRaises(AccessError):
            line.correct_price(1.0, "Cheaper")
        self.assertEqual(self.bill.amount_total, 80.0)

    def test_till_takes_no_other_price(self):
        request = self._visit(day=16)
        till = self._till(request, amount=1.0)
        till.write({"amount": 1.0, "line_ids": [Command.clear()]})
        with self.assertRaises(UserError):
            till.write({"line_ids": [Command.update(request.line_ids.id, {"price_unit": 1.0})]})
        till.action_collect()
        receipt = request.line_ids.statement_line_ids.statement_id.receipt_line_ids.receipt_id
        self.assertEqual(receipt.amount, 80.0)

    def test_cashier_acts_in_own_company_only(self):
        other = self._make_company("Other Company")
        stranger = self._make_user("stranger", other, "group_cashier")
        for record in (self.request, self.bill):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.with_user(stranger).action_take_payment()
        till = self.env["convenience.statement.payment"].with_user(stranger)
        with self.assertRaises(AccessError):
            till.create({"statement_ids": [Command.set(self.bill.ids)]}).action_pay()
        self._assert_unpaid()

    def test_receipt_given_for_an_entered_payment_is_not_forged(self):
        with self.assertRaises(UserError):
            self.env["convenience.receipt"].with_user(self.cashier).create(
                {
                    "office_id": self.office.id,
                    "partner_id": self.visitor.id,
                    "kind": "statement",
                    "amount": 5.0,
                    "source_line_id": self.bill.invoice_id.line_ids[0].id,
                }
            )

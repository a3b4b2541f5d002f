from unittest.mock import patch

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, LockError, UserError
from odoo.tests import Form, tagged

from ..common import ConvenienceCommon
from .common_deposit import DEPOSIT, DepositCommon
from .common_money import MoneyCommon


@tagged("post_install", "-at_install")
class TestDepositScreens(DepositCommon, MoneyCommon, ConvenienceCommon):
    """The buttons, as each role presses them, and two who press at once."""

    def _press(self, records, role, button, **values):
        action = getattr(records.with_user(self.users[role]), button)()
        wizard = self.env[action["res_model"]].with_user(self.users[role])
        with Form(wizard.with_context(**action["context"])) as form:
            for name, value in values.items():
                setattr(form, name, value)
        return form.record.action_apply()

    def test_from_the_request_to_the_printed_receipt(self):
        deposit = self._deposit()
        printed = self._press(
            deposit.request_id, "cashier", "action_receive_deposit", journal_id=self.cash
        )
        self.assertEqual(printed["report_name"], "convenience_service.report_receipt")
        self.assertEqual(deposit.amount_held, DEPOSIT)

    def test_collector_is_not_asked_where_the_money_lies(self):
        self.office.collector_ids = self.clerk
        deposit = self._deposit()
        self._press(deposit.request_id, "clerk", "action_receive_deposit")
        self.assertEqual(deposit.receipt_line_ids.receipt_id.state, "collected")

    def test_apply_refund_and_keep(self):
        deposit = self._held()
        statement = self._bill_of_today()
        self._press(deposit, "cashier", "action_apply", statement_id=statement, memo="Asked")
        self.assertEqual((deposit.amount_applied, statement.amount_residual), (80.0, 0.0))
        self._press(deposit, "director", "action_keep", amount=20.0, memo="Burnt")
        self._press(deposit, "cashier", "action_refund", journal_id=self.cash, memo="Finished")
        self.assertEqual((deposit.amount_kept, deposit.amount_refunded), (20.0, 200.0))
        self.assertEqual(deposit.state, "settled")

    def test_buttons_of_others_are_refused(self):
        deposit = self._held()
        with self.assertRaises(AccessError):
            self._press(deposit, "clerk", "action_refund", memo="Asked")
        with self.assertRaises(AccessError):
            self._press(deposit, "cashier", "action_keep", amount=20.0, memo="Burnt")

    def test_who_comes_second_changes_nothing(self):
        """Each use locks first; while another process has the row, nothing is booked."""
        deposit = self._held()
        statement = self._bill_of_today()
        cashier, director = self._as_cashier(deposit), self._as_director(deposit)
        receipt = deposit.movement_ids.receipt_id.with_user(self.cashier)
        busy = patch.object(type(deposit), "lock_for_update", side_effect=LockError("Busy"))
        for use in (
            lambda: cashier._refund(None, self.cash, reason="Asked"),
            lambda: cashier._apply(statement, reason="Asked"),
            lambda: director._keep(None, reason="Burnt"),
            lambda: receipt.action_cancel(reason="Wrong"),
        ):
            with self.subTest(use=use), busy, self.assertRaises(UserError):
                use()
        self.assertEqual(deposit.amount_held, DEPOSIT)
        self.assertEqual(len(deposit.movement_ids), 1)

    def test_database_refuses_what_code_would_let_pass(self):
        deposit = self._held()
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            deposit._write_guarded({"amount_refunded": DEPOSIT + 0.01})
            self.env.flush_all()

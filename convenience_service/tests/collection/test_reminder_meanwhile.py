from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from ..cash.common_till import TillCommon
from ..common import ConvenienceCommon
from .common_reminder import DUE, ReminderCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-10-31 02:00:00")
class TestReminderMeanwhile(ReminderCommon, TillCommon, ConvenienceCommon):
    """What happens between a step and the paper, the mail or the talk that belongs to it."""

    def _collect(self, statements, **values):
        """A collector gives a receipt for bills and has the money in hand."""
        values = {"partner_id": self.owner.id, **values}
        return self._give(statements=statements.with_user(self.clerk), **values)

    def _second_bill(self):
        """Another bill of 80 of the owner."""
        self._october(day=16)
        return self._invoice(self._settlement(DUE + timedelta(days=30))).statement_ids

    def _asked_for(self, reminder, days):
        """What the payer is told to owe, so many days after the due day."""
        with freeze_time(DUE + timedelta(days=days)):
            self.env.invalidate_all()
            return reminder.amount_residual

    def _mails(self):
        return self.env["mail.mail"].search([("recipient_ids", "in", self.owner.ids)])

    # ------------------------------------------------------------------ paid to a collector

    def test_who_paid_a_collector_is_not_reminded(self):
        receipt = self._collect(self._bill())
        self.assertFalse(self._run(60), "the customer has a receipt")
        receipt.with_user(self.cashier).action_cancel("Wrong sum")
        self.assertEqual(self._asked_for(self._run(61), 61), 80)

    def test_what_a_collector_has_is_not_asked_for_again(self):
        self._collect(self._bill(), amount=50)
        self.assertEqual(self._asked_for(self._run(7), 7), 30)
        self.assertIn("30.00", self._mails().body_html)
        self.assertNotIn("80.00", self._mails().body_html)
        letter = self._run(15)[-1]
        with freeze_time("2026-11-15 02:00:00"):
            name = "convenience_service.report_reminder"
            reports = self.env["ir.actions.report"].with_user(self.clerk)
            html = reports._render_qweb_html(name, letter.ids)[0].decode()
        self.assertIn("30.00", html)
        self.assertNotIn("80.00", html)

    def test_call_to_who_paid_a_collector_closes(self):
        statements = self._bill()
        task = self._run(30)
        self._collect(statements)
        self.assertEqual(self._run(31), task)
        self.assertEqual(task.state, "cancelled")

    # ------------------------------------------------------------------ paid before it is sent

    def test_mail_about_what_was_paid_is_not_sent_for_something_else(self):
        """The other bill is overdue too, and has its own step on its own day."""
        first = self._bill()
        self.owner.email = "nowhere"
        mail = self._run(7)
        second = self._second_bill()
        second.invoice_id.invoice_date_due = DUE + timedelta(days=5)
        self._pay(first)
        self.owner.email = "right@example.com"
        self._run(8)
        self.assertEqual(mail.state, "cancelled")
        self.assertFalse(self._mails())
        self.assertEqual((self._run(12) - mail).line_ids.statement_id, second)
        self.assertEqual(len(self._mails()), 1)

    def test_letter_to_who_paid_is_not_printed(self):
        statements = self._bill()
        letter = self._run(15)
        self._pay(statements)
        with freeze_time("2026-11-15 03:00:00"), self.assertRaisesRegex(UserError, "Owner One"):
            letter.with_user(self.clerk).action_print_letters()
        unit, other = self._make_household("1", "102", "Owner Two")
        self._october(unit=unit, customer=other)
        bill = self._invoice(self._settlement(DUE + timedelta(days=30))).statement_ids
        bill.invoice_id.invoice_date_due = DUE
        with freeze_time("2026-11-15 03:00:00"):
            step = self.env.ref("convenience_service.reminder_step_letter")
            both = letter | self.env["convenience.reminder"]._make({bill: step})
            printed = both.with_user(self.clerk).action_print_letters()
        self.assertEqual(both.mapped("state"), ["cancelled", "done"])
        self.assertEqual(printed["context"]["active_ids"], both[1].ids)

    # ------------------------------------------------------------------ stopped before it is sent

    def test_mail_waits_while_the_payer_is_not_reminded(self):
        self._bill()
        self.owner.email = "nowhere"
        mail = self._run(7)
        stop = self._stop()
        self.owner.email = "right@example.com"
        self._run(8)
        self.assertEqual((mail.state, mail.stop_reason), ("open", "In court"))
        self.assertFalse(self._mails())
        stop.action_end()
        self._run(9)
        self.assertEqual((mail.state, len(self._mails())), ("done", 1))

    def test_letter_is_not_printed_while_the_payer_is_not_reminded(self):
        self._bill()
        letter = self._run(15)
        self._stop()
        with self.assertRaisesRegex(UserError, "Owner One is not reminded: In court"):
            letter.with_user(self.clerk).action_print_letters()
        self.assertEqual(letter.state, "open")

    # ------------------------------------------------------------------ promises

    def test_promise_holds_for_all_that_was_overdue(self):
        """No letter about the later bill while the payer was given time for both."""
        first = self._bill()
        second = self._second_bill()
        second.invoice_id.invoice_date_due = DUE + timedelta(days=20)
        self._run(27)
        before = self._run(30)
        task = before[-1]
        self.assertEqual((task.channel, task.line_ids.statement_id), ("call", first))
        self.assertEqual(self._asked_for(task, 30), 160)
        with freeze_time(DUE + timedelta(days=30)):
            self._promise(task, DUE + timedelta(days=50))
        self.assertEqual(self._run(50), before)
        self.assertEqual(second.promised_on, DUE + timedelta(days=50))
        self.assertEqual((self._run(51) - before).line_ids.statement_id, first | second)

    def test_promise_of_a_part_is_kept_by_that_part(self):
        statements = self._bill()
        task = self._run(30).with_user(self.clerk)
        with freeze_time(DUE + timedelta(days=30)):
            task.write({
                "result": "promise", "promised_on": DUE + timedelta(days=32),
                "promised_amount": 50,
            })  # fmt: skip
            task.action_done()
        payment = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=statements.invoice_id.ids
        )
        payment.create({"amount": 50.0, "payment_difference_handling": "open"})._create_payments()
        self.assertEqual(self._run(33), task, "the visit comes on its day, not before")
        with freeze_time(DUE + timedelta(days=33)):
            self.env.invalidate_all()
            self.assertFalse(task.is_promise_broken or statements.is_promise_broken)
        visit = self._run(45) - task
        self.assertEqual((visit.channel, self._asked_for(visit, 45)), ("visit", 30))

    def test_less_than_promised_is_a_broken_promise(self):
        statements = self._bill()
        task = self._run(30)
        with freeze_time(DUE + timedelta(days=30)):
            self._promise(task, DUE + timedelta(days=32))
        payment = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=statements.invoice_id.ids
        )
        payment.create({"amount": 50.0, "payment_difference_handling": "open"})._create_payments()
        self.assertEqual((self._run(33) - task).channel, "visit")
        with freeze_time(DUE + timedelta(days=33)):
            self.env.invalidate_all()
            self.assertTrue(task.is_promise_broken)

    def test_promise_of_a_closed_task_holds_nothing(self):
        """The result was begun, then the bill was paid."""
        first = self._bill()
        task = self._run(30)
        task.with_user(self.clerk).write(
            {"result": "promise", "promised_on": DUE + timedelta(days=50), "promised_amount": 80}
        )
        self._pay(first)
        self._run(31)
        self.assertEqual((task.state, first.promised_on), ("cancelled", False))

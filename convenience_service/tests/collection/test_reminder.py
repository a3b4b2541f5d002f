from datetime import date, timedelta

from lxml import etree
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..common import ConvenienceCommon
from .common_reminder import DUE, ReminderCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-10-31 02:00:00")
class TestReminder(ReminderCommon, ConvenienceCommon):
    """Who is overdue is reminded by the steps of the company, by each of them once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bills = cls._once(cls._bill)

    # ------------------------------------------------------------------ when

    def test_steps_come_on_their_days_and_once(self):
        self.assertFalse(self._run(0), "the due day itself")
        self.assertFalse(self._run(6))
        first = self._run(7)
        self.assertEqual((first.channel, first.state), ("mail", "done"))
        self.assertEqual(self._run(7), first)
        self.assertEqual(self._run(14), first)
        channels = [self._run(days)[-1].channel for days in (15, 30, 45, 60)]
        self.assertEqual(channels, ["letter", "call", "visit", "visit"])
        self.assertEqual(len(self._run(60)), 4)

    def test_day_is_the_office_s(self):
        self.assertFalse(self._run(6, "15:59:00"))
        self.assertTrue(self._run(6, "16:01:00"), "past midnight at the office")

    def test_several_steps_at_once_are_only_the_latest(self):
        reminder = self._run(31)
        self.assertEqual(reminder.channel, "call")
        self.assertEqual(self._run(32), reminder)

    def test_paid_statement_gets_none_and_its_task_closes(self):
        statements = self.bills
        task = self._run(30)
        self._pay(statements)
        self.assertEqual(self._run(31).state, "cancelled")
        self.assertEqual(self._run(60), task)

    def test_credited_statement_gets_none(self):
        statements = self.bills
        statements.invoice_id._reverse_moves([{}], cancel=True)
        self.assertFalse(self._run(60))

    def test_database_refuses_a_step_twice(self):
        line = self._run(7).line_ids
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            line.copy()

    # ------------------------------------------------------------------ what

    def test_one_mail_names_all_overdue_statements(self):
        statements = self.bills
        self._october(day=16)
        statements |= self._invoice(self._settlement(date(2026, 11, 30))).statement_ids
        statements.invoice_id.invoice_date_due = DUE
        reminder = self._run(7)
        self.assertEqual(reminder.line_ids.statement_id, statements)
        body = reminder.message_ids.mapped("body")
        mails = self.env["mail.mail"].search([("recipient_ids", "in", self.owner.ids)])
        self.assertEqual(len(mails), 1, body)
        for text in (*statements.mapped("name"), "160.00"):
            self.assertIn(text, mails.body_html)

    def test_without_switch_or_address_the_mail_is_a_letter(self):
        self.owner.email = False
        self.assertEqual(self._run(7).channel, "letter")

    def test_broken_address_keeps_its_error_and_others_go_on(self):
        unit, other = self._make_household("1", "102", "Owner Two")
        other.email = "two@example.com"
        self._october(unit=unit, customer=other)
        bill = self._invoice(self._settlement(date(2026, 11, 30))).statement_ids
        bill.invoice_id.invoice_date_due = DUE
        self.owner.email = "nowhere"
        reminders = self._run(7)
        self.assertEqual(dict(reminders.mapped(lambda one: (one.partner_id, one.state))), {
            self.owner: "open", other: "done",
        })  # fmt: skip
        broken = reminders.filtered(lambda one: one.partner_id == self.owner)
        self.assertIn("Owner One", broken.job_error)
        self.owner.email = "right@example.com"
        self._run(8)
        self.assertEqual((broken.state, broken.job_error), ("done", False))

    def _letter(self, reminder):
        reports = self.env["ir.actions.report"].with_user(self.clerk)
        name = "convenience_service.report_reminder"
        return reports._render_qweb_html(name, reminder.ids)[0].decode()

    def test_the_letter_has_one_deadline_and_the_sum_in_words(self):
        self.assertTrue(self.bills)
        letter = self._run(15)
        with freeze_time("2026-11-15 02:00:00"):
            html = " ".join(self._letter(letter).replace("\xa0", " ").split())
        self.assertIn("by 11/22/2026.", html)
        self.assertEqual(html.count("11/22/2026"), 1)
        self.assertNotIn("10/31/2026</td>", html.replace("– 10/31/2026", ""), "no second day")
        self.assertGreaterEqual(html.count("人民币捌拾元整"), 2)
        self.assertIn("¥ 80.00", html)

    def test_letter_is_in_the_language_of_the_payer(self):
        step = self.env.ref("convenience_service.reminder_step_letter")
        step.with_context(lang="zh_CN").wording = "下列账单已逾期，请尽快缴纳。"
        self.owner.lang = "zh_CN"
        statement = self.bills
        letter = self._run(15)
        with freeze_time("2026-11-15 02:00:00"):
            letter.with_user(self.clerk).action_print_letters()
            html = self._letter(letter)
        self.assertEqual((letter.state, letter.done_by_id), ("done", self.clerk))
        for text in ("下列账单已逾期", statement.name, "80.00", "Owner One", "1-101"):
            self.assertIn(text, html)

    # ------------------------------------------------------------------ talk and promise

    def test_result_is_written_down_once(self):
        task = self._run(30).with_user(self.clerk)
        with freeze_time("2026-11-30 02:00:00"):
            self.assertEqual((task.phone, task.amount_residual), ("120101", 80.0))
        with self.assertRaisesRegex(UserError, "result"):
            task.action_done()
        task.result = "promise"
        with self.assertRaisesRegex(UserError, "day on which"):
            task.action_done()
        task.result = "dispute"
        task.action_done()
        with self.assertRaisesRegex(UserError, "closed"):
            task.result = "reached"

    def test_the_way_of_reminding_can_be_translated(self):
        """Only choices that are records of their own have a translation."""
        for model in ("convenience.reminder", "convenience.reminder.step"):
            with self.subTest(model=model):
                field = self.env["ir.model.fields"]._get(model, "channel")
                self.assertEqual(
                    set(field.selection_ids.mapped("value")), {"mail", "letter", "call", "visit"}
                )

    def test_own_tasks_that_are_open_stand_first(self):
        """The two filters that are set narrow each other down, they do not add up."""
        action = self.env.ref("convenience_service.action_convenience_reminder_task")
        view = self.env["convenience.reminder"].get_view(action.search_view_id.id, "search")
        marks = [
            node.get("name") or node.tag
            for node in etree.fromstring(view["arch"]).iter("filter", "separator")
        ]
        between = marks[marks.index("mine") : marks.index("open")]
        self.assertIn("separator", between)

    def test_promise_holds_the_next_step_back_until_its_day_is_over(self):
        statement = self.bills
        task = self._run(30)
        self._promise(task, DUE + timedelta(days=50))
        self.assertEqual(self._run(50), task)
        self.assertFalse(task.is_promise_broken)
        with freeze_time(DUE + timedelta(days=51)):
            task.invalidate_recordset(["is_promise_broken"])
            self.assertTrue(task.is_promise_broken and statement.is_promise_broken)
        self.assertEqual((self._run(51) - task).channel, "visit")

    def test_broken_promise_brings_the_next_step_before_its_day(self):
        task = self._run(30)
        self._promise(task, DUE + timedelta(days=32))
        self.assertEqual((self._run(33) - task).channel, "visit")

    # ------------------------------------------------------------------ stop

    def test_stopped_payer_is_left_alone_until_its_last_day(self):
        statement = self.bills
        self._stop(date_to=DUE + timedelta(days=10))
        self.assertEqual(statement.reminder_stop_reason, "In court")
        self.assertFalse(self._run(10))
        self.assertTrue(self._run(11))

    def test_ended_stop_reminds_again(self):
        stop = self._stop()
        self.assertFalse(self._run(10))
        with self.assertRaises(AccessError):
            stop.with_user(self.clerk).action_end()
        stop.action_end()
        self.assertTrue(self._run(10))

    def test_stop_has_a_reason_and_a_supervisor_of_the_office(self):
        with self.assertRaises(ValidationError):
            self._stop(reason=" ")
        for role in ("clerk", "worker_user", "cashier", "general_manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._stop(self.users[role])
        stop = self._stop()
        with self.assertRaises(AccessError):
            stop.write({"date_to": DUE})

    def test_stop_of_one_office_is_none_at_another(self):
        other = self._make_office("JK Square", self.company, self.office.user_ids)
        self._stop(office_id=other.id)
        self.assertTrue(self._run(7))

    # ------------------------------------------------------------------ companies and rights

    def test_own_steps_take_the_place_of_the_shared_ones(self):
        self.env["convenience.reminder.step"].create(
            {"name": "Call", "days": 3, "channel": "call", "company_id": self.company.id}
        )
        self.assertFalse(self._run(2))
        call = self._run(3)
        self.assertEqual(call.channel, "call")
        self.assertEqual(self._run(50), call)

    def test_only_the_desk_of_the_office_sees_and_writes(self):
        task = self._run(30)
        outsider = self._make_user("outsider", self.company, "group_clerk")
        for user in (outsider, self.worker_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                task.with_user(user).read(["state"])
        for user in (self.cashier, self.general_manager):
            task.with_user(user).read(["state", "statement_ids", "amount_residual"])
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                task.with_user(user).note = "x"
        for name, value in (("state", "done"), ("date", DUE), ("channel", "mail")):
            with self.subTest(field=name), self.assertRaises(AccessError):
                task.with_user(self.clerk).write({name: value})
        with self.assertRaises(AccessError):
            task.line_ids.statement_id.with_user(self.cashier).write({"reminder_days": 99})

    def _overpay(self, bill, amount):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=bill.invoice_id.ids
        ).create({"amount": amount})._create_payments()

    def test_who_has_enough_over_is_not_reminded(self):
        """The bank brought too much for an older bill: nothing is owed, whatever is open."""
        older = self.bills
        bill = self._past_bill()
        self._overpay(older, 160.0)
        self.assertFalse(self._run(7))
        self.assertEqual(bill.amount_residual, 80.0)

    def test_the_reminder_is_for_what_is_left(self):
        older = self.bills
        self._past_bill()
        self._overpay(older, 130.0)
        reminder = self._run(7)
        with freeze_time("2026-11-07 02:00:00"):
            self.assertEqual((reminder.amount_over, reminder.amount_residual), (50.0, 30.0))

    def _past_bill(self):
        """A bill outside the month, overdue too."""
        request = self._october(4)
        lines = request.line_ids
        claims = {self.owner: [line._prepare_claim() for line in lines]}
        bill = self.env["convenience.statement"]._bill("per_visit", self.office, claims, DUE)
        bill._invoice_now()
        bill.invoice_id.invoice_date_due = DUE
        return bill

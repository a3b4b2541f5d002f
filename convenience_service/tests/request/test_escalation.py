from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import ConvenienceCommon

MONDAY_9 = datetime(2026, 11, 2, 1)
REMINDER = "convenience_service.mail_activity_type_deadline"
CRON = "convenience_service.ir_cron_escalate_requests"


@tagged("post_install", "-at_install")
class TestEscalation(ConvenienceCommon):
    """A deadline that nears or is missed is told to the right person, once a step."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.drain.product_tmpl_id.write(
            {
                "convenience_respond_hours": 2,
                "convenience_finish_hours": 4,
                "convenience_round_the_clock": True,
            }
        )
        cls.office.write(
            {
                "director_id": cls.director.id,
                "service_manager_id": cls.service_manager.id,
                "warn_before_hours": 1.0,
                "escalate_after_hours": 4.0,
            }
        )

    def _started(self):
        """Work that is to be finished by 13:00 (5:00 UTC)."""
        with freeze_time(MONDAY_9):
            return self._advance(self._request(), "in_progress")

    def _run_at(self, hours, minutes=0):
        with (
            freeze_time(MONDAY_9 + timedelta(hours=hours, minutes=minutes)),
            self.enter_registry_test_mode(),
        ):
            self.env.ref(CRON).method_direct_trigger()

    def _reminders(self, request):
        return request.activity_search([REMINDER])

    # ------------------------------------------------------------------ steps

    def test_each_step_goes_to_its_person(self):
        request = self._started()
        for hours, minutes, level, told in (
            (2, 59, 0, []),
            (3, 1, 1, [self.supervisor]),
            (4, 1, 2, [self.supervisor, self.service_manager]),
            (7, 59, 2, [self.supervisor, self.service_manager]),
            (8, 1, 3, [self.supervisor, self.service_manager, self.director]),
            (30, 0, 3, [self.supervisor, self.service_manager, self.director]),
        ):
            with self.subTest(hours=hours, minutes=minutes):
                self._run_at(hours, minutes)
                self.assertEqual(request.escalation_level, level)
                reminders = self._reminders(request)
                self.assertEqual(list(reminders.sorted("id").user_id), told)

    def test_running_again_tells_nobody_again(self):
        request = self._started()
        self._run_at(4, 1)
        before = self._reminders(request), request.message_ids, request.escalated_on
        self._run_at(4, 10)
        self.assertEqual(
            (self._reminders(request), request.message_ids, request.escalated_on), before
        )

    def test_steps_missed_while_no_job_ran_are_made_up_for(self):
        request = self._started()
        self._run_at(24)
        self.assertEqual(request.escalation_level, 3)
        self.assertEqual(
            self._reminders(request).user_id,
            self.supervisor | self.service_manager | self.director,
        )
        self.assertEqual(set(self._reminders(request).mapped("summary")), {"Overdue"})

    def test_history_says_who_was_told(self):
        request = self._started()
        self._run_at(4, 1)
        told = " ".join(request.message_ids.mapped("body"))
        self.assertIn(f"{self.supervisor.name} was reminded", told)
        self.assertIn(f"{self.service_manager.name} was told", told)

    def test_settings_of_the_office(self):
        self.office.write({"warn_before_hours": 2.0, "escalate_after_hours": 1.0})
        request = self._started()
        self._run_at(2, 1)
        self.assertEqual(request.escalation_level, 1)
        self._run_at(5, 1)
        self.assertEqual(request.escalation_level, 3)

    # ------------------------------------------------------------------ who is told

    def test_nobody_dispatched_it_yet(self):
        manager = self._make_worker("M", self.clerk).employee_id
        with freeze_time(MONDAY_9):
            request = self._request()
        self._run_at(1, 1)
        self.assertEqual(self._reminders(request).user_id, self.service_manager)
        with freeze_time(MONDAY_9):
            request = self._request()
            request.department_id.manager_id = manager
        self._run_at(1, 1)
        self.assertEqual(self._reminders(request).user_id, self.clerk)

    def test_who_left_the_office_is_passed_over(self):
        request = self._started()
        self.office.user_ids -= self.supervisor
        self._run_at(3, 1)
        self.assertEqual(self._reminders(request).user_id, self.service_manager)

    def test_nobody_to_tell(self):
        self.office.write({"director_id": False, "service_manager_id": False})
        with freeze_time(MONDAY_9):
            request = self._request()
        self._run_at(24)
        self.assertFalse(self._reminders(request))
        self.assertEqual(request.escalation_level, 3, "and it is not tried for ever")
        self.assertIn("Nobody could be told", request.message_ids[0].body)

    # ------------------------------------------------------------------ the end, and a new start

    def test_the_response_and_the_finish_climb_separately(self):
        with freeze_time(MONDAY_9):
            request = self._advance(self._request(), "assigned")
        self._run_at(2, 1)
        self.assertEqual(request.escalation_level, 2)
        with freeze_time(MONDAY_9 + timedelta(hours=2, minutes=5)):
            request.with_user(self.worker_user).action_start()
        self.assertEqual(request.escalation_level, 0)
        self.assertFalse(self._reminders(request))
        self._run_at(2, 30)
        self.assertEqual(request.escalation_level, 0)
        self._run_at(3, 1)
        self.assertEqual(request.escalation_level, 1)

    def test_done_and_cancelled_end_the_reminders(self):
        done, cancelled = self._started(), self._started()
        self._run_at(4, 1)
        done.with_user(self.worker_user).action_done()
        cancelled.with_user(self.supervisor).action_cancel(reason="Moved out")
        for request in done | cancelled:
            with self.subTest(state=request.state):
                self.assertFalse(self._reminders(request))
        self._run_at(30)
        self.assertFalse(self._reminders(done | cancelled))

    def test_rework_starts_anew(self):
        request = self._started()
        self._run_at(4, 1)
        request.with_user(self.worker_user).action_done()
        with freeze_time(MONDAY_9 + timedelta(hours=5)):
            request.with_user(self.supervisor).action_rework(reason="Still blocked")
        self.assertEqual(request.escalation_level, 0)
        self._run_at(7)
        self.assertEqual(request.escalation_level, 0)
        self._run_at(8, 30)
        self.assertEqual(request.escalation_level, 1)

    def test_put_off_starts_anew(self):
        request = self._started()
        self._run_at(4, 1)
        request._restart_deadlines(MONDAY_9 + timedelta(days=1))
        self._run_at(20)
        self.assertEqual((request.escalation_level, len(self._reminders(request))), (0, 0))

    # ------------------------------------------------------------------ the job

    def test_what_another_runner_holds_is_left_to_it(self):
        held, free = self._started(), self._started()
        model = self.registry["convenience.request"]
        lock = model.try_lock_for_update

        def skip_locked(records, **options):
            return lock(records - held, **options)

        with patch.object(model, "try_lock_for_update", skip_locked):
            self._run_at(4, 1)
        self.assertEqual((held.escalation_level, free.escalation_level), (0, 2))
        self._run_at(4, 2)
        self.assertEqual((held.escalation_level, len(self._reminders(free))), (2, 2))

    def test_a_broken_request_does_not_stop_the_others(self):
        broken, sound = self._started(), self._started()
        model = self.registry["convenience.request"]
        schedule = model.activity_schedule

        def fail(records, *args, **values):
            if broken in records:
                raise ValueError("No such person.")
            return schedule(records, *args, **values)

        with (
            patch.object(model, "activity_schedule", fail),
            mute_logger("odoo.addons.convenience_service.models.guard.job"),
        ):
            self._run_at(4, 1)
        self.assertEqual((sound.escalation_level, sound.job_error), (2, False))
        self.assertEqual((broken.escalation_level, broken.job_error), (0, "No such person."))
        self._run_at(4, 30)
        self.assertEqual(broken.escalation_level, 0, "it waits for its next try")
        self._run_at(5, 30)
        self.assertEqual((broken.escalation_level, broken.job_error), (2, False))

    def test_many_at_once_ask_no_query_each(self):
        """Apart from the reminders: Odoo notifies of each activity by itself."""

        def queries(count):
            with freeze_time(MONDAY_9):
                requests = self.env["convenience.request"].with_user(self.clerk)
                requests = requests.create([self._prepare_request() for _n in range(count)])
            requests = requests.sudo()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            with freeze_time(MONDAY_9 + timedelta(hours=1, minutes=1)):
                requests._escalate()
            self.env.flush_all()
            self.assertEqual(set(requests.mapped("escalation_level")), {1})
            return self.env.cr.sql_log_count - before

        with patch.object(self.registry["convenience.request"], "_remind"):
            queries(1)
            few, many = queries(5), queries(40)
        self.assertLess(many - few, 10)

    def test_the_job_finds_open_requests_by_index(self):
        query = self.env["convenience.request"]._search(
            self.env["convenience.request"]._domain_to_escalate()
        )
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute("DROP INDEX convenience_request__state_index")
        sql = query.select()
        self.env.cr.execute("EXPLAIN " + sql.code, sql.params)
        plan = "\n".join(line for (line,) in self.env.cr.fetchall())
        self.assertIn("convenience_request_due_idx", plan)

    def test_the_level_is_not_written_by_hand(self):
        request = self._started()
        for name, value in (("escalation_level", 3), ("escalated_on", MONDAY_9)):
            with self.subTest(name=name), self.assertRaises(AccessError):
                request.with_user(self.director).write({name: value})
        forged = self.env["convenience.request"].with_user(self.clerk)
        forged = forged.with_context(default_escalation_level=3).create(self._prepare_request())
        self.assertEqual(forged.escalation_level, 0)

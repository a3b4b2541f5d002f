from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.convenience_service.tests.common import ConvenienceCommon

# local time of the office is UTC + 8
MORNING = datetime(2026, 11, 3, 0, 30)
NOON = datetime(2026, 11, 3, 4)
EVENING = datetime(2026, 11, 3, 9)


@tagged("post_install", "-at_install")
class TestReportByClock(ConvenienceCommon):
    """Workers report in and back by the attendance clock of their day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mate = cls._make_worker("W2", None)
        cls.team = cls.worker.employee_id | cls.mate.employee_id

    def _clock(self, worker, check_in, check_out=False):
        return self.env["hr.attendance"].create(
            {"employee_id": worker.employee_id.id, "check_in": check_in, "check_out": check_out}
        )

    def _at(self, moment, state, **values):
        with freeze_time(moment):
            return self._advance(self._request(**values), state)

    # ------------------------------------------------------------------ in

    def test_start_takes_the_check_in(self):
        self._clock(self.worker, MORNING)
        self.assertEqual(self._at(NOON, "in_progress").reported_in_on, MORNING)

    def test_the_last_of_the_team_counts(self):
        self._clock(self.worker, MORNING)
        self._clock(self.mate, MORNING + timedelta(hours=1))
        request = self._at(NOON, "in_progress", worker_ids=[Command.set(self.team.ids)])
        self.assertEqual(request.reported_in_on, MORNING + timedelta(hours=1))

    def test_only_the_local_day(self):
        # 23:00 and 0:30 at the office, the same day in UTC
        self._clock(self.worker, datetime(2026, 11, 2, 15), datetime(2026, 11, 2, 15, 30))
        self.assertFalse(self._at(NOON, "in_progress").reported_in_on)
        self._clock(self.worker, datetime(2026, 11, 2, 16, 30))
        request = self._at(NOON, "in_progress")
        self.assertEqual(request.reported_in_on, datetime(2026, 11, 2, 16, 30))

    def test_check_in_of_others_does_not_count(self):
        self._clock(self.mate, MORNING)
        self.assertFalse(self._at(NOON, "in_progress").reported_in_on)

    def test_what_was_entered_stays(self):
        self._clock(self.worker, MORNING)
        self.office.report_by_clock = False
        by_hand = MORNING + timedelta(minutes=5)
        request = self._at(MORNING, "assigned")
        with freeze_time(by_hand):
            request.with_user(self.clerk).action_report_in()
        self.office.report_by_clock = True
        with freeze_time(NOON):
            request.with_user(self.worker_user).action_start()
        self.assertEqual(request.reported_in_on, by_hand)

    def test_the_desk_confirms_the_uniform_the_clock_the_moment(self):
        self.office.report_in_required = True
        self._clock(self.worker, MORNING)
        request = self._at(NOON, "assigned")
        with freeze_time(NOON), self.assertRaisesRegex(UserError, "report in at JK Garden"):
            request.with_user(self.worker_user).action_start()
        with freeze_time(NOON):
            request.with_user(self.clerk).action_report_in()
            request.with_user(self.worker_user).action_start()
        self.assertRecordValues(request, [{"reported_in_on": MORNING, "uniform_confirmed": True}])

    # ------------------------------------------------------------------ back

    def test_check_out_reports_back(self):
        attendance = self._clock(self.worker, MORNING)
        request = self._at(NOON, "done")
        self.assertFalse(request.reported_back_on)
        attendance.check_out = EVENING
        self.assertEqual(request.reported_back_on, EVENING)

    def test_the_first_check_out_after_the_work(self):
        self._clock(self.worker, MORNING, NOON - timedelta(hours=1))
        request = self._at(NOON, "done")
        self.assertFalse(request.reported_back_on, "he left before the work was done")
        self._clock(self.worker, NOON, NOON + timedelta(hours=1))
        self._clock(self.worker, NOON + timedelta(hours=2), EVENING)
        self.assertEqual(request.reported_back_on, NOON + timedelta(hours=1))

    def test_the_next_day_is_too_late(self):
        request = self._at(NOON, "done")
        self._clock(self.worker, datetime(2026, 11, 3, 15), datetime(2026, 11, 3, 16, 30))
        self.assertFalse(request.reported_back_on)

    def test_done_finds_a_check_out_recorded_before(self):
        self._clock(self.worker, datetime(2026, 10, 15, 1), datetime(2026, 10, 15, 8))
        request = self._past_requests(
            [{"registered": datetime(2026, 10, 15, 1), "done": datetime(2026, 10, 15, 3)}], "done"
        )
        self.assertEqual(request.reported_back_on, datetime(2026, 10, 15, 8))

    def test_others_reports_are_untouched(self):
        request = self._at(NOON, "done")
        self._clock(self.mate, MORNING, EVENING)
        self.assertFalse(request.reported_back_on)

    # ------------------------------------------------------------------ what does not change

    def test_signed_requests_stay(self):
        attendance = self._clock(self.worker, MORNING)
        requests = self._at(NOON, "signed") | self._at(NOON, "reviewed")
        attendance.check_out = EVENING
        self.assertEqual(requests.mapped("reported_back_on"), [False, False])

    def test_office_without_a_clock(self):
        self.office.report_by_clock = False
        attendance = self._clock(self.worker, MORNING)
        request = self._at(NOON, "done")
        attendance.check_out = EVENING
        self.assertFalse(request.reported_in_on or request.reported_back_on)

    def test_only_the_director_sets_the_clock(self):
        for role in ("clerk", "worker_user"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.office.with_user(self.users[role]).report_by_clock = False
        self.office.with_user(self.director).report_by_clock = False

"""Complaints in the hands of who handles them: terms, climbing, finding, verdict."""

from datetime import datetime
from time import monotonic

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ..common import ConvenienceCommon
from ..drawn import SOAK

MANY = 10_000 if SOAK else 200


class ComplaintCase(ConvenienceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office.write(
            {"director_id": cls.director.id, "service_manager_id": cls.service_manager.id}
        )

    def _complaint(self, severity="normal", user=None, **values):
        complaint = (
            self.env["convenience.complaint"]
            .with_user(user or self.clerk)
            .create({"office_id": self.office.id, "about": "They came late.", **values})
        )
        if severity != "normal":
            complaint.with_user(self.supervisor).severity = severity
        return complaint.with_user(self.env.user)

    def _resolved(self, **values):
        complaint = self._complaint(**values)
        own = complaint.with_user(self.supervisor)
        own.action_handle()
        own.write({"resolution": "Apologised.", "proposed_finding": "valid"})
        own.action_resolve()
        return complaint

    def _climb(self, moment):
        """What the job does at a moment, as often as it runs."""
        with freeze_time(moment):
            complaints = self.env["convenience.complaint"].sudo()
            for _run in range(2):
                complaints.search(complaints._climbing())._climb()
        self.env.invalidate_all()

    def _told(self, complaint):
        return complaint.activity_ids.user_id


@tagged("post_install", "-at_install")
class TestComplaintTerms(ComplaintCase):
    """The office works on weekdays, 8 to 12 and 13 to 17 in Shanghai."""

    def _registered_at(self, moment):
        """A complaint of a moment: when it was made only the database says."""
        complaint = self._complaint()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE convenience_complaint SET create_date = %s WHERE id = %s",
            [moment, complaint.id],
        )
        self.env.invalidate_all()
        complaint._set_terms()
        return complaint

    def test_terms_run_in_the_offices_hours(self):
        """On a Friday at 16:00: answered by Monday at 11:00, closed by Tuesday at 16:00."""
        complaint = self._registered_at(datetime(2026, 11, 13, 8))
        self.assertEqual(complaint.answer_by, datetime(2026, 11, 16, 3))
        self.assertEqual(complaint.close_by, datetime(2026, 11, 17, 8))

    def test_holidays_do_not_count(self):
        """With the Monday off everything is a day later."""
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "company_id": self.company.id,
                "date_from": datetime(2026, 11, 15, 16),
                "date_to": datetime(2026, 11, 16, 16),
            }
        )
        complaint = self._registered_at(datetime(2026, 11, 13, 8))
        self.assertEqual(complaint.answer_by, datetime(2026, 11, 17, 3))
        self.assertEqual(complaint.close_by, datetime(2026, 11, 18, 8))

    def test_a_graver_one_is_due_sooner_and_told_at_once(self):
        complaint = self._complaint()
        ordinary = complaint.close_by
        complaint.with_user(self.supervisor).severity = "serious"
        self.assertLess(complaint.answer_by, ordinary)
        self.assertEqual(complaint.climb_2_on, complaint.create_date.replace(microsecond=0))
        complaint.with_user(self.supervisor).severity = "major"
        self.assertEqual(complaint.climb_3_on, complaint.create_date.replace(microsecond=0))

    def test_a_source_has_terms_of_its_own(self):
        self.env["convenience.complaint.term"].create(
            {"severity": "normal", "source": "hotline", "answer_hours": 0.5, "close_hours": 4.0}
        )
        by_phone, by_hotline = self._complaint(), self._complaint(source="hotline")
        self.assertLess(by_hotline.close_by, by_phone.close_by)

    def test_terms_are_nobodys_to_write(self):
        complaint = self._complaint(close_by=datetime(2027, 1, 1), reopened_count=9)
        self.assertNotEqual(complaint.close_by, datetime(2027, 1, 1))
        self.assertEqual(complaint.reopened_count, 0)
        for name, value in (
            ("close_by", datetime(2027, 1, 1)),
            ("climb_3_on", False),
            ("climbed_to", 0),
            ("finding", "invalid"),
            ("answered_on", datetime(2026, 1, 1)),
        ):
            with self.subTest(name=name), self.assertRaises(AccessError):
                complaint.with_user(self.director).write({name: value})


@tagged("post_install", "-at_install")
class TestComplaintClimbing(ComplaintCase):
    def test_left_alone_it_climbs_step_by_step(self):
        complaint = self._complaint("serious")
        first, second, third = complaint.climb_1_on, complaint.close_by, complaint.climb_3_on
        self._climb(complaint.create_date.replace(microsecond=0))
        self.assertEqual((complaint.climbed_to, self._told(complaint)), (2, self.director))
        self.assertLess(first, second)
        self._climb(second)
        self.assertEqual(complaint.climbed_to, 2, "the director knows already")
        self._climb(third)
        self.assertEqual(complaint.climbed_to, 3)
        self.assertEqual(self._told(complaint), self.director | self.general_manager)
        self.assertEqual(len(complaint.activity_ids), 2, "each once, however often the job runs")

    def test_an_ordinary_one(self):
        complaint = self._complaint()
        self._climb(complaint.create_date.replace(microsecond=0))
        self.assertEqual(complaint.climbed_to, 0)
        self._climb(complaint.climb_1_on)
        self.assertEqual((complaint.climbed_to, self._told(complaint)), (1, self.service_manager))
        self._climb(complaint.close_by)
        self.assertEqual(self._told(complaint), self.service_manager | self.director)

    def test_what_is_settled_climbs_no_more(self):
        complaint = self._complaint("serious")
        self._climb(complaint.create_date.replace(microsecond=0))
        own = complaint.with_user(self.supervisor)
        own.action_handle()
        own.resolution = "Apologised."
        own.action_resolve()
        self.assertFalse(complaint.activity_ids)
        self._climb(complaint.climb_3_on)
        self.assertEqual(complaint.climbed_to, 2)

    def test_the_general_manager_is_told_once_a_day(self):
        several = [self._complaint("major") for _number in range(3)]
        self._climb(several[-1].create_date.replace(microsecond=0))
        activities = self.env["mail.activity"].search(
            [("user_id", "=", self.general_manager.id), ("res_model", "=", several[0]._name)]
        )
        self.assertEqual(len(activities), 1)
        self.assertIn("3", activities.summary)

    def test_the_job_takes_each_step_once(self):
        """As the scheduler runs it, twice."""
        complaint = self._complaint("serious")
        job = self.env.ref("convenience_service.ir_cron_climb_complaints")
        with freeze_time(complaint.climb_3_on), self.enter_registry_test_mode():
            job.method_direct_trigger()
            job.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((complaint.climbed_to, len(complaint.activity_ids)), (3, 1))

    def test_left_alone_for_a_month_it_is_major_and_climbs_to_the_general_manager(self):
        complaint = self._complaint()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE convenience_complaint SET date = '2020-01-01' WHERE id = %s", [complaint.id]
        )
        self.env.invalidate_all()
        complaints = self.env["convenience.complaint"].sudo()
        complaints.search(complaints._long_unsolved())._become_major()
        self._climb(complaint.create_date.replace(microsecond=0))
        self.assertEqual((complaint.severity, complaint.climbed_to), ("major", 3))
        self.assertIn(self.general_manager, self._told(complaint))

    def test_by_hand(self):
        complaint = self._complaint()
        self.assertTrue(complaint.with_user(self.clerk).action_climb()["res_model"])
        complaint.with_user(self.clerk).action_climb("He is shouting")
        self.assertEqual(complaint.climbed_to, 1)
        self.assertIn("He is shouting", complaint.log_ids.mapped("reason"))

    def test_a_valid_one_that_is_not_settled_for_a_month_is_major(self):
        complaint = self._complaint()
        complaint.with_user(self.supervisor).action_handle()
        complaint.with_user(self.supervisor).proposed_finding = "valid"
        unsolved = self.env["convenience.complaint"].sudo()
        self.assertFalse(unsolved.search(unsolved._long_unsolved()))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE convenience_complaint SET date = '2020-01-01' WHERE id = %s", [complaint.id]
        )
        self.env.invalidate_all()
        unsolved.search(unsolved._long_unsolved())._become_major()
        self.assertEqual(complaint.severity, "major")

    def test_many_at_once(self):
        """As many as an office never has; in a soak ten thousand, in under a minute."""
        made = self.env["convenience.complaint"].create(
            [{"office_id": self.office.id, "about": "Late"} for _number in range(MANY)]
        )
        with freeze_time(max(made.mapped("close_by"))):
            began = monotonic()
            made.sudo()._climb()
            self.env.flush_all()
            took = monotonic() - began
        self.assertLess(took, 60.0)
        self.assertEqual(set(made.mapped("climbed_to")), {2})
        self.assertEqual(len(made.activity_ids), MANY)


@tagged("post_install", "-at_install")
class TestComplaintVerdict(ComplaintCase):
    def test_the_first_answer_is_noted_once(self):
        complaint = self._complaint()
        with self.assertRaisesRegex(AccessError, "answer it"):
            complaint.with_user(self.clerk).action_answer("We are coming")
        own = complaint.with_user(self.supervisor)
        own.action_answer("We are coming")
        answered = complaint.answered_on
        own.action_answer("We were there")
        self.assertEqual(complaint.answered_on, answered)
        self.assertEqual(complaint.step_ids.mapped("name"), ["We are coming", "We were there"])
        with self.assertRaises(AccessError):
            complaint.step_ids.with_user(self.director)[:1].write({"name": "Nothing"})

    def test_the_finding_is_confirmed_by_somebody_else(self):
        complaint = self._resolved()
        for role in ("clerk", "supervisor", "cashier", "worker_user"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                complaint.with_user(self.users[role]).action_valid()
        complaint.with_user(self.service_manager).action_valid()
        self.assertEqual(
            (complaint.finding, complaint.finding_by_id), ("valid", self.service_manager)
        )
        with self.assertRaisesRegex(UserError, "confirmed once"):
            complaint.with_user(self.director).action_invalid()

    def test_who_is_concerned_confirms_nothing(self):
        request = self._past_requests(
            [{"registered": datetime(2026, 11, 9, 1), "done": datetime(2026, 11, 9, 3)}]
        )
        complaint = self._resolved(request_id=request.id)
        self.worker.employee_id.user_id = self.service_manager
        with self.assertRaisesRegex(AccessError, "somebody else confirms"):
            complaint.with_user(self.service_manager).action_valid()

    def test_reopened_twice_and_then_closed_by_the_director(self):
        complaint = self._resolved()
        with self.assertRaisesRegex(UserError, "not reopened twice"):
            complaint.with_user(self.director).action_not_accepted("He only wants money")
        for _time in range(2):
            with self.assertRaisesRegex(AccessError, "somebody else"):
                complaint.with_user(self.supervisor).action_reopen("Still not done")
            complaint.with_user(self.clerk).action_reopen("Still not done")
            self.assertEqual(complaint.state, "handling")
            complaint.with_user(self.supervisor).action_resolve()
        self.assertEqual(complaint.reopened_count, 2)
        with self.assertRaisesRegex(UserError, "reopened twice"):
            complaint.with_user(self.clerk).action_reopen("Again")
        with self.assertRaises(AccessError):
            complaint.with_user(self.service_manager).action_not_accepted("Enough")
        complaint.with_user(self.director).action_not_accepted("He only wants money")
        self.assertEqual(
            (complaint.state, complaint.unaccepted_by_id), ("unaccepted", self.director)
        )

    def test_settled_it_stays_as_it_is(self):
        complaint = self._resolved()
        for _time in range(2):
            complaint.with_user(self.clerk).action_reopen("Still not done")
            complaint.with_user(self.supervisor).action_resolve()
        complaint.with_user(self.director).action_not_accepted("Enough")
        for values in ({"about": "Nothing"}, {"resolution": "All done"}, {"severity": "normal"}):
            with self.assertRaisesRegex(UserError, "stays as it is"), self.env.cr.savepoint():
                complaint.with_user(self.director).write(values)

    def test_whoever_resolved_it_once_does_not_verify(self):
        complaint = self._resolved()
        complaint.with_user(self.clerk).action_reopen("Still not done")
        complaint.with_user(self.service_manager).action_resolve()
        for user in (self.supervisor, self.service_manager):
            with self.assertRaisesRegex(AccessError, "somebody else has to verify"):
                complaint.with_user(user).action_verify()
        complaint.with_user(self.clerk).action_verify()

    def test_reopened_its_finding_is_open_again(self):
        complaint = self._resolved()
        complaint.with_user(self.service_manager).action_valid()
        complaint.with_user(self.clerk).action_reopen("Still not done")
        self.assertFalse(complaint.finding)

    def test_persons_are_those_of_the_request(self):
        request = self._past_requests(
            [{"registered": datetime(2026, 11, 9, 1), "done": datetime(2026, 11, 9, 3)}]
        )
        complaint = self._complaint(request_id=request.id)
        self.assertEqual(complaint.sudo().employee_ids, self.worker.employee_id)
        self.assertEqual(complaint.department_id, self.department)
        self.assertEqual(complaint.product_id, self.drain.product_variant_id)
        with self.assertRaises(AccessError):
            complaint.with_user(self.clerk).read(["employee_ids"])

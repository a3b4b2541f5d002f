"""What the supervisor is to assign now, and the visits of agreements that can wait."""

from datetime import date, datetime

from freezegun import freeze_time

from odoo.tools.safe_eval import safe_eval

from .test_visits import NOW, VisitCommon


@freeze_time(NOW)
class TestLaterVisits(VisitCommon):
    """Friday 4 September: the office assigns three days ahead, to the end of Monday the 7th."""

    def _filter(self, name, user=None):
        """What a filter of the list of requests finds, as the supervisor sees it."""
        requests = self.env["convenience.request"].with_user(user or self.supervisor)
        view = self.env.ref("convenience_service.convenience_request_view_search")
        [node] = view._get_combined_arch().xpath(f"//filter[@name='{name}']")
        return requests.search(safe_eval(node.get("domain")))

    def _days(self, requests):
        return sorted(f"{day:%m-%d}" for day in requests.mapped("planned_date") if day)

    def test_visits_weeks_ahead_are_not_to_assign(self):
        line = self._active(self._wash(frequency="daily", interval=3))
        request = self._request()
        self._run()
        self.assertEqual(self._planned(line), "09-04 09-07 09-10 09-13 09-16")
        found = self._filter("to_assign")
        self.assertEqual(self._days(found), ["09-04", "09-07"])
        self.assertIn(request, found)
        self.assertEqual(self.office.to_assign_count, 3)
        self.assertEqual(self._days(self._filter("later_visits")), ["09-10", "09-13", "09-16"])
        self.assertNotIn(request, self._filter("later_visits"))
        self.assertEqual(self._days(self._filter("without_later")), ["09-04", "09-07"])

    def test_the_figure_opens_what_it_counts(self):
        self._active(self._wash(frequency="daily"))
        self._run()
        office = self.office.with_user(self.supervisor)
        action = office.with_context(figure="to_assign_count").action_open_requests()
        found = self.env["convenience.request"].with_user(self.supervisor).search(action["domain"])
        self.assertEqual(self._days(found), ["09-04", "09-05", "09-06", "09-07"])
        self.assertEqual(office.to_assign_count, len(found))

    def test_days_pass(self):
        self._active(self._wash(frequency="daily", interval=3))
        self._run()
        with freeze_time("2026-09-06 15:59:00"):
            self.assertEqual(self._days(self._filter("to_assign")), ["09-04", "09-07"])
        with freeze_time("2026-09-06 16:00:00"):
            self.assertEqual(self._days(self._filter("to_assign")), ["09-04", "09-07", "09-10"])

    def test_each_office_looks_as_far_as_it_says(self):
        self._active(self._wash(frequency="daily"))
        self._run()
        self.office.assign_days_ahead = 0
        self.assertEqual(self._days(self._filter("to_assign")), ["09-04"])
        self.office.assign_days_ahead = 1
        self.assertEqual(self._days(self._filter("to_assign")), ["09-04", "09-05"])

    def test_a_visit_brought_forward_is_to_assign(self):
        line = self._active(self._wash())
        self._run()
        visit = self._visit(line, date(2026, 9, 14))
        self.assertTrue(visit.is_later_visit)
        visit.with_user(self.clerk).wanted_on = datetime(2026, 9, 5, 2)
        self.assertFalse(visit.is_later_visit)
        self.assertTrue(visit.is_to_assign)
        self.assertIn(visit, self._filter("to_assign"))

    def test_what_is_put_off_or_assigned_is_neither(self):
        line = self._active(self._wash(frequency="daily"))
        self._run()
        off, sent = self._visit(line, date(2026, 9, 5)), self._visit(line, date(2026, 9, 12))
        off.with_user(self.clerk)._put_off(datetime(2026, 9, 16, 1), "The car is away")
        sent.worker_ids = self.worker.employee_id
        sent.with_user(self.supervisor).action_assign()
        for name in ("to_assign", "later_visits"):
            self.assertFalse(self._filter(name) & (off | sent))
        for visit in off | sent:
            self.assertEqual((visit.is_to_assign, visit.is_later_visit), (False, False))

    def test_a_request_wanted_later_waits_for_an_answer_now(self):
        """Nobody signed for that day: the desk says today whether it can be done."""
        request = self._request(wanted_on=datetime(2026, 10, 20, 1))
        self.assertIn(request, self._filter("to_assign"))
        self.assertFalse(request.is_later_visit)

    def test_a_worker_is_not_offered_what_can_wait(self):
        self.env["convenience.dispatch.rule"].create(
            {"office_id": self.office.id, "department_id": self.department.id, "mode": "claim"}
        )
        self._active(self._wash(frequency="daily", interval=3))
        self._run()
        offers = self.env["convenience.job.offer"].with_user(self.worker_user)
        requests = self.env["convenience.request"]
        self.assertEqual(self._days(requests.browse(offers.search([]).ids)), ["09-04", "09-07"])
        with freeze_time("2026-09-06 16:00:00"):
            offers.invalidate_model()
            offered = requests.browse(offers.search([]).ids)
            self.assertEqual(self._days(offered), ["09-04", "09-07", "09-10"])
            self.assertEqual(offered, self._filter("to_assign"))

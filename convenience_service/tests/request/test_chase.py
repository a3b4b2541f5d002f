from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import ConvenienceCommon

CHASE = "convenience_service.mail_activity_type_hurry"


@tagged("post_install", "-at_install")
class TestChase(ConvenienceCommon):
    """The customer calls again: the desk counts it, and who does the work hears of it."""

    def _told(self, request):
        return request.activity_search([CHASE]).user_id

    def test_workers_and_dispatcher_are_told(self):
        request = self._advance(self._request(), "assigned")
        request.with_user(self.clerk).action_hurry()
        self.assertEqual(request.hurry_count, 1)
        self.assertTrue(request.last_hurry_on)
        self.assertEqual(self._told(request), self.worker_user | self.supervisor)
        self.assertIn("Hurry call 1", request.message_ids[0].body)
        self.assertEqual(request.message_ids[0].author_id, self.clerk.partner_id)

    def test_every_call_counts_and_is_one_reminder(self):
        request = self._advance(self._request(), "assigned")
        for _call in range(3):
            request.with_user(self.clerk).action_hurry()
        self.assertEqual(request.hurry_count, 3)
        reminders = request.activity_search([CHASE], user_id=self.worker_user.id)
        self.assertEqual(reminders.mapped("summary"), ["The customer asks to hurry (call 3)"])

    def test_several_at_once(self):
        requests = self._request() | self._advance(self._request(), "in_progress")
        requests[1].with_user(self.clerk).action_hurry()
        requests.with_user(self.clerk).action_hurry()
        self.assertEqual(requests.mapped("hurry_count"), [1, 2])

    def test_before_dispatch_the_service_manager_hears_of_it(self):
        self.office.service_manager_id = self.service_manager
        request = self._request()
        request.with_user(self.clerk).action_hurry()
        self.assertIn(self.service_manager, self._told(request))

    def test_who_left_the_office_is_not_told(self):
        request = self._advance(self._request(), "assigned")
        self.office.user_ids -= self.worker_user
        request.with_user(self.clerk).action_hurry()
        self.assertEqual(self._told(request), self.supervisor)

    def test_only_open_requests(self):
        done = self._advance(self._request(), "done")
        cancelled = self._request()
        cancelled.with_user(self.clerk).action_cancel(reason="Moved out")
        for request in (done, cancelled):
            with (
                self.subTest(state=request.state),
                self.assertRaisesRegex(UserError, f"{request.name} is .* nothing left to hurry"),
            ):
                request.with_user(self.clerk).action_hurry()

    def test_only_the_desk(self):
        request = self._advance(self._request(), "assigned")
        for role in ("worker_user", "cashier", "general_manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                request.with_user(self.users[role]).action_hurry()
        stranger = self._make_user("stranger", self.company, "group_clerk")
        with self.assertRaises(AccessError):
            request.with_user(stranger).action_hurry()
        self.assertEqual(request.hurry_count, 0)

    def test_the_count_is_not_written_by_hand(self):
        request = self._request()
        for name, value in (("hurry_count", 0), ("last_hurry_on", date(2026, 1, 1))):
            with self.subTest(name=name), self.assertRaises(AccessError):
                request.with_user(self.clerk).write({name: value})

    def test_done_ends_the_reminders(self):
        request = self._advance(self._request(), "in_progress")
        request.with_user(self.clerk).action_hurry()
        request.with_user(self.worker_user).action_done()
        self.assertFalse(self._told(request))
        self.assertEqual(request.hurry_count, 1, "the count stays on file")

"""Complaints: registered, handled, resolved, and verified by somebody else."""

from datetime import datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .test_enquiry import DESK_ROLES, EnquiryCommon

SUPERVISORS = ("supervisor", "service_manager", "director")
STATES = ("new", "handling", "resolved", "verified")


@tagged("post_install", "-at_install")
class TestComplaint(EnquiryCommon):
    """Each role on each state of a complaint."""

    def _complaint(self, reached="new", user=None, **values):
        complaint = (
            self.env["convenience.complaint"]
            .with_user(user or self.clerk)
            .create({"office_id": self.office.id, "about": "They came late.", **values})
        )
        handler = complaint.with_user(self.supervisor)
        for target in STATES[1 : STATES.index(reached) + 1]:
            if target == "handling":
                handler.action_handle()
            elif target == "resolved":
                handler.resolution = "Apologised."
                handler.action_resolve()
            else:
                complaint.with_user(self.clerk).action_verify()
        return complaint

    def _attempt(self, complaint, role, action):
        """Return whether the role could press the button."""
        try:
            with self.env.cr.savepoint():
                getattr(complaint.with_user(self.users[role]), action)()
        except (AccessError, UserError):
            return False
        return True

    def test_moves_by_role(self):
        for state, action, allowed in (
            ("new", "action_handle", SUPERVISORS),
            ("handling", "action_resolve", SUPERVISORS),
            ("resolved", "action_verify", ("clerk", "service_manager", "director")),
        ):
            for role in self.users:
                with self.subTest(state=state, role=role):
                    complaint = self._complaint(state)
                    if state == "handling":
                        complaint.with_user(self.supervisor).resolution = "Apologised."
                    self.assertEqual(self._attempt(complaint, role, action), role in allowed)

    def test_no_step_is_left_out(self):
        for state, action in (
            ("new", "action_resolve"),
            ("new", "action_verify"),
            ("handling", "action_verify"),
            ("resolved", "action_handle"),
            ("verified", "action_handle"),
            ("verified", "action_resolve"),
        ):
            with self.subTest(state=state, action=action):
                self.assertFalse(self._attempt(self._complaint(state), "director", action))

    def test_who_resolved_does_not_verify(self):
        complaint = self._complaint("resolved")
        with self.assertRaisesRegex(AccessError, "somebody else has to verify"):
            complaint.with_user(self.supervisor).action_verify()
        complaint.with_user(self.director).action_verify()
        self.assertEqual(complaint.verified_by_id, self.director)
        self.assertEqual(complaint.handler_id, self.supervisor)
        self.assertEqual(complaint.resolved_by_id, self.supervisor)

    def test_resolved_says_what_was_done(self):
        complaint = self._complaint("handling").with_user(self.supervisor)
        for resolution in (False, " "):
            complaint.resolution = resolution
            with self.assertRaisesRegex(UserError, "write down what was done"):
                complaint.action_resolve()

    def test_state_and_stamps_are_not_written(self):
        forged = {
            "state": "verified",
            "handler_id": self.clerk.id,
            "resolved_by_id": self.clerk.id,
            "verified_by_id": self.clerk.id,
            "resolved_on": datetime(2026, 1, 1),
            "name": "TS-1",
        }
        fresh = self._complaint(**forged)
        self.assertEqual(fresh.state, "new")
        self.assertFalse(fresh.handler_id or fresh.verified_by_id or fresh.resolved_on)
        self.assertNotEqual(fresh.name, "TS-1")
        for role in DESK_ROLES:
            for name, value in {**forged, "office_id": self.other_office.id}.items():
                with self.subTest(role=role, name=name), self.assertRaises(AccessError):
                    fresh.with_user(self.users[role]).write({name: value})

    def test_what_the_customer_said_stays_once_handled(self):
        for state in STATES:
            complaint = self._complaint(state)
            for role in DESK_ROLES:
                with self.subTest(state=state, role=role):
                    mine = complaint.with_user(self.users[role])
                    if state == "new":
                        mine.about = f"Corrected by {role}"
                        continue
                    with self.assertRaisesRegex(UserError, "stays as it is"):
                        mine.about = "Nothing happened."

    def test_supervisors_write_what_was_done(self):
        complaint = self._complaint("handling")
        for values in ({"resolution": "Nothing."}, {"severity": "serious"}):
            with self.assertRaisesRegex(AccessError, "what was done. Ask for it: Supervisor"):
                complaint.with_user(self.clerk).write(values)
            complaint.with_user(self.supervisor).write(values)
        for state in ("resolved", "verified"):
            with self.assertRaisesRegex(UserError, "stays as it is"):
                self._complaint(state).with_user(self.director).resolution = "Else."
        registered = self._complaint(resolution="Nothing to do.")
        self.assertFalse(registered.resolution)

    def test_history_is_not_deleted(self):
        for state in STATES:
            with self.subTest(state=state), self.assertRaises(AccessError):
                self._complaint(state).with_user(self.director).unlink()

    def test_request_of_the_office_only(self):
        complaint = self._complaint(request_id=self._request().id)
        self.assertTrue(complaint.request_id)
        far = self.env["convenience.complaint"].with_user(self.stranger)
        request = self._request()
        with self.assertRaisesRegex(ValidationError, "not one of Lake Side") as refusal:
            far.create(
                {
                    "office_id": self.other_office.id,
                    "about": "Whose request is this?",
                    "request_id": request.id,
                }
            )
        self.assertNotIn(request.name, str(refusal.exception), "not for strangers")

    def test_field_staff_see_no_complaint_even_of_their_own_job(self):
        job = self._advance(self._request(), "in_progress")
        complaint = self._complaint(request_id=job.id)
        for role in ("worker_user", "cashier"):
            mine, said = complaint.with_user(self.users[role]), "It was not me."
            for attempt in (
                lambda mine=mine: mine.read(["about"]),
                lambda mine=mine: mine.search_count([]),
                lambda mine=mine, said=said: mine.message_post(body=said),
                lambda mine=mine: mine.create({"office_id": self.office.id, "about": "x"}),
            ):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    attempt()

    def test_other_offices_see_none(self):
        complaint = self._complaint()
        self.assertFalse(complaint.with_user(self.stranger).search([("id", "=", complaint.id)]))
        self.assertEqual(
            complaint.with_user(self.general_manager).search([("id", "=", complaint.id)]),
            complaint,
        )
        with self.assertRaises(AccessError):
            complaint.with_user(self.general_manager).write({"phone": "1"})

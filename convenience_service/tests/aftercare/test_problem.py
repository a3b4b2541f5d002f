"""Major problems: handed up with a question, decided, acted on, and the result comes back."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ..common import ConvenienceCommon

SUPERVISORS = ("supervisor", "service_manager", "director")


@tagged("post_install", "-at_install")
@freeze_time("2026-11-10 04:00:00")
class TestProblem(ConvenienceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office.director_id = cls.director

    def _problem(self, user=None, **values):
        return (
            self.env["convenience.problem"]
            .with_user(user or self.supervisor)
            .create(
                {
                    "office_id": self.office.id,
                    "about": "The pump room is under water",
                    "question": "May we call the firm at night rates?",
                    **values,
                }
            )
        )

    def _decide(self, problem, user=None, **values):
        action = problem.with_user(user or self.director).action_decide()
        dialog = (
            self.env[action["res_model"]]
            .with_user(user or self.director)
            .with_context(**action["context"])
            .create(
                {
                    "decision": "Yes, once",
                    "actor_id": self.clerk.id,
                    "due_on": date(2026, 11, 12),
                    **values,
                }
            )
        )
        dialog.action_apply()

    def _reported(self):
        problem = self._problem()
        self._decide(problem)
        mine = problem.with_user(self.clerk)
        mine.result = "Dry again"
        mine.action_report()
        return problem

    def test_who_hands_up(self):
        for role, user in self.users.items():
            with self.subTest(role=role):
                try:
                    with self.env.cr.savepoint():
                        self.assertTrue(self._problem(user).name.startswith("ZW2026-"))
                    self.assertIn(role, SUPERVISORS)
                except AccessError:
                    self.assertNotIn(role, SUPERVISORS)

    def test_the_whole_way(self):
        problem = self._problem()
        self.assertEqual(problem.activity_ids.user_id, self.director)
        self.assertFalse(problem.with_user(self.clerk).has_access("read"))
        self._decide(problem)
        self.assertEqual((problem.state, problem.decided_by_id), ("decided", self.director))
        self.assertEqual(problem.activity_ids.user_id, self.clerk)
        self.assertEqual(problem.activity_ids.date_deadline, date(2026, 11, 12))
        mine = problem.with_user(self.clerk)
        self.assertIn(mine, mine.search([("actor_id", "=", self.clerk.id)]))
        with self.assertRaisesRegex(UserError, "write down the result"):
            mine.action_report()
        with self.assertRaisesRegex(AccessError, "acted on by"):
            problem.with_user(self.supervisor).result = "Somebody else says so"
        mine.result = "Dry again"
        mine.action_report()
        self.assertEqual(problem.activity_ids.user_id, self.director)
        self.assertTrue(problem.with_user(self.director).action_return()["res_model"])
        problem.with_user(self.director).action_return("The wall is still wet")
        self.assertEqual(problem.activity_ids.user_id, self.clerk)
        mine.result = "Wall dried"
        mine.action_report()
        problem.with_user(self.director).action_close()
        self.assertEqual((problem.state, problem.closed_by_id), ("closed", self.director))
        self.assertFalse(problem.activity_ids)

    def test_only_the_director_decides_and_closes(self):
        problem, reported = self._problem(), self._reported()
        for role, user in self.users.items():
            if role == "director":
                continue
            with self.subTest(role=role):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    problem.with_user(user)._decide("Yes", self.clerk, date(2026, 11, 12))
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    reported.with_user(user).action_close()

    def test_a_decision_is_whole(self):
        problem = self._problem()
        for missing in ({"due_on": date(2026, 11, 9)}, {"decision": "  "}):
            with self.assertRaisesRegex(UserError, "who acts on it"), self.env.cr.savepoint():
                self._decide(problem, **missing)
        stranger = self._make_user("stranger", self.company, "group_clerk")
        with self.assertRaisesRegex(UserError, "not among the users"):
            self._decide(problem, actor_id=stranger.id)

    def test_what_was_said_stays(self):
        problem = self._problem()
        problem.about = "Corrected"
        self._decide(problem)
        for user, values in (
            (self.supervisor, {"about": "Nothing happened"}),
            (self.director, {"question": "Another one"}),
        ):
            with self.assertRaisesRegex(UserError, "stays as it is"):
                problem.with_user(user).write(values)
        for values in ({"decision": "No"}, {"actor_id": False}, {"state": "closed"}):
            with self.assertRaises(AccessError):
                problem.with_user(self.director).write(values)
        forged = self._problem(state="closed", decision="Yes", result="Done", name="ZW1")
        self.assertEqual((forged.state, forged.decision, forged.result), ("raised", False, False))

    def test_overdue_ones_are_found(self):
        problem = self._problem()
        self._decide(problem)
        self.assertFalse(problem.is_overdue)
        with freeze_time("2026-11-12 15:59:00"):
            problem.invalidate_recordset(["is_overdue"])
            self.assertFalse(problem.is_overdue, "the day is not over in Shanghai")
        with freeze_time("2026-11-12 16:00:00"):
            problem.invalidate_recordset(["is_overdue"])
            self.assertTrue(problem.is_overdue)
            found = problem.search([("is_overdue", "=", True)])
            self.assertEqual(found, problem)

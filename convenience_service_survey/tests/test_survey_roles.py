from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, new_test_user, tagged

from .common_survey import LAST, NOW, SurveyCommon

DESK = ("clerk", "supervisor", "service_manager", "director")
READERS = {*DESK, "general_manager"}
MODELS = (
    *("survey.round", "survey.item", "survey.invitation", "survey.result"),
    *("survey.opinion", "survey.opinion.group"),
)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestSurveyRoles(SurveyCommon):
    """The clerk types in, the director picks, the service manager opens and closes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.surveyor = new_test_user(
            cls.env,
            login="surveyor",
            groups="base.group_user,survey.group_survey_manager",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def _allowed(self, act, user):
        """Whether the user may do it; it is taken back."""
        savepoint = self.env.cr.savepoint()
        try:
            act(user)
            self.env.flush_all()
            return True
        except AccessError:
            return False
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def _who_may(self, act):
        return {role for role, user in self.users.items() if self._allowed(act, user)}

    def test_who_does_what(self):
        asked, opened = self._round(), self._open()
        managers = {"service_manager", "director"}
        item = asked.item_ids[0]
        for what, act, who in (
            ("open", lambda user: asked.with_user(user).action_open(), managers),
            ("close", lambda user: opened.with_user(user).action_close(), managers),
            ("sheet", lambda user: asked.with_user(user).action_make_survey(), managers),
            ("invite", lambda user: opened.with_user(user).action_invite_more(), managers),
            ("pick", lambda user: item.with_user(user).write({"price": 5.0}), {"director"}),
            ("propose", lambda user: asked.with_user(user).action_propose_items(), {"director"}),
            ("print", lambda user: opened.with_user(user).action_print_sheets(), set(DESK)),
            ("later", lambda user: opened.with_user(user).write({"date_to": LAST}), managers),
        ):
            with self.subTest(what=what):
                self.assertEqual(self._who_may(act), who)

    def test_who_sees_what(self):
        asked = self._open(loose=5)
        self._take(asked, [(one, self._grades(1), "said") for one in asked.invitation_ids])
        self._close(asked)
        opinion = self.env["convenience.survey.opinion"].search([("round_id", "=", asked.id)])[0]
        opinion.with_user(self.service_manager).action_group()
        for name in MODELS:
            records = self.env[f"convenience.{name}"].search([("office_id", "=", self.office.id)])
            self.assertTrue(records)
            with self.subTest(model=name):
                see = self._who_may(
                    lambda user, own=records: own.with_user(user).check_access("read")
                )
                self.assertEqual(see, READERS)
        self.office.user_ids -= self.users["clerk"] | self.users["director"]
        for name in MODELS:
            with self.subTest(model=name, role="of another office"):
                for user in (self.clerk, self.director):
                    self.assertFalse(self.env[f"convenience.{name}"].with_user(user).search([]))

    def test_nobody_opens_the_ballot_box(self):
        self._open()
        for role, user in self.users.items():
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.env["convenience.survey.ballot"].with_user(user).search([])

    def test_what_came_back_is_not_written_by_hand(self):
        asked = self._open(loose=1)
        one = asked.invitation_ids[0].with_user(self.director)
        valid = {"answered_on": LAST, "is_valid": True}
        for values in (valid, {"double_count": 1}, {"state": "new"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                one.write(values)
        with self.assertRaises(AccessError):
            asked.with_user(self.director).write({"state": "closed"})
        with self.assertRaises(AccessError):
            self.env["convenience.survey.result"].with_user(self.director).create(
                {"round_id": asked.id, "aspect": "overall", "very_satisfied": 99}
            )
        demand = (
            self.env["convenience.demand"]
            .with_user(self.clerk)
            .create({"wish": "Piano", "asked_count": 900, "survey_round_id": asked.id})
        )
        self.assertRecordValues(demand, [{"asked_count": 1, "survey_round_id": False}])

    def test_the_surveys_app_changes_nothing_of_a_round(self):
        """Who has every right of that app, and works in the office: looks, and no more."""
        self.office.user_ids |= self.surveyor
        asked = self._open(loose=6)
        survey = asked.survey_id.with_user(self.surveyor)
        self.assertEqual(survey.question_count, 2)
        self._take(asked, [(one, self._grades(4)) for one in asked.invitation_ids])
        self._close(asked)
        inputs = survey.user_input_ids
        for act in (
            lambda: survey.write({"title": "All are happy"}),
            lambda: survey.question_ids[0].write({"title": "Are you happy?"}),
            lambda: survey.question_ids.suggested_answer_ids[0].write({"value": "Happy"}),
            lambda: inputs[0].unlink(),
            lambda: inputs[0].user_input_line_ids[0].unlink(),
            lambda: inputs.create({"survey_id": survey.id, "state": "done"}),
            lambda: survey._create_answer(user=self.surveyor, test_entry=True),
            lambda: survey.unlink(),
        ):
            with self.assertRaisesRegex(UserError, "belongs to the survey round"):
                act()

    def test_the_surveys_app_of_another_office_sees_nothing_of_a_round(self):
        asked = self._open(loose=6)
        self._take(asked, [(one, self._grades(4)) for one in asked.invitation_ids])
        self._close(asked)
        for name in ("survey.survey", "survey.user_input", "survey.user_input.line"):
            path = "survey_id" if name != "survey.survey" else "id"
            with self.subTest(model=name):
                found = self.env[name].with_user(self.surveyor)
                self.assertFalse(found.search([(path, "=", asked.survey_id.id)]))
        other = self.env["survey.survey"].with_user(self.surveyor).create({"title": "Lunch"})
        other.write({"title": "Lunch, later"})
        self.assertTrue(other._create_answer(user=self.surveyor))

    def test_every_form_opens_for_who_reads_it(self):
        asked = self._open(loose=5)
        self._take(asked, [(one, self._grades(1), "said") for one in asked.invitation_ids])
        self._close(asked)
        opinion = self.env["convenience.survey.opinion"].search([("round_id", "=", asked.id)])[0]
        opinion.with_user(self.service_manager).action_group()
        for records in (asked, asked.invitation_ids[0], opinion, opinion.group_id):
            for role in READERS:
                with self.subTest(model=records._name, role=role):
                    Form(records.with_user(self.users[role]))
        for name in ("invitations", "results", "opinions"):
            action = getattr(asked.with_user(self.clerk), f"action_open_{name}")()
            self.assertTrue(self.env[action["res_model"]].search_count(action["domain"]))

    def test_contacts_are_held_and_moved_with_what_they_are_asked(self):
        asked = self._open()
        self.assertIn("Survey invitations: 1", [move.text for move in self.owner._merge_moves()])
        held = self.owner._erasure_held_back()[self.owner]
        self.assertIn("a survey waits for the answer", held)
        self._take(asked, [(asked.invitation_ids, self._grades(1))])
        held = self.owner._erasure_held_back()[self.owner]
        self.assertNotIn("a survey waits for the answer", held)

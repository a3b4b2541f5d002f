from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common_survey import NOW, TODAY, SurveyCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestOpinions(SurveyCommon):
    """Opinions of a year stand together; like ones are answered once (P1 制度 5)."""

    def setUp(self):
        super().setUp()
        opinions = self.env["convenience.survey.opinion"]
        self.box = opinions.with_user(self.clerk).create({"words": "Bicycles everywhere"})
        self.talk = opinions.with_user(self.clerk).create(
            {"words": "Where to put bicycles?", "source": "committee"}
        )

    def _group(self):
        action = (self.box | self.talk).with_user(self.service_manager).action_group()
        return self.env[action["res_model"]].browse(action["res_id"])

    def _answered(self):
        group = self._group().with_user(self.service_manager)
        group.write({"decision": "taken_up", "why": "Racks at gate 2 by March"})
        group.action_answer()
        return group.with_user(self.env.user)

    def test_box_talk_and_survey_stand_together(self):
        asked = self._open(loose=5)
        sheets = [
            (one, self._grades(1), f"Bicycles {number}")
            for number, one in enumerate(asked.invitation_ids[:5])
        ]
        self._take(asked, sheets)
        self._close(asked)
        groups = self.env["convenience.survey.opinion"]._read_group(
            [("office_id", "=", self.office.id), ("date", "=", TODAY)], ["source"], ["__count"]
        )
        self.assertEqual(dict(groups), {"box": 1, "committee": 1, "survey": 5})

    def test_like_opinions_are_answered_once(self):
        group = self._answered()
        self.assertEqual(group.opinion_count, 2)
        self.assertEqual(set((self.box | self.talk).mapped("decision")), {"taken_up"})
        self.assertEqual(self.box.answered_on, TODAY)

    def test_an_answer_says_whether_and_why(self):
        group = self._group().with_user(self.service_manager)
        with self.assertRaisesRegex(UserError, "say whether it is taken up"):
            group.action_answer()

    def test_what_is_answered_stays(self):
        group = self._answered()
        third = self.box.with_user(self.clerk).create({"words": "More"})
        manager = self.service_manager
        for act in (
            lambda: group.with_user(manager).write({"why": "Never"}),
            lambda: third.with_user(manager).write({"group_id": group.id}),
            lambda: self.box.with_user(manager).write({"group_id": False}),
            lambda: self.box.with_user(manager).unlink(),
        ):
            with self.assertRaisesRegex(UserError, "take the answer back first"):
                act()
        group.with_user(manager).action_take_back()
        self.assertEqual(len(group.log_ids), 2)

    def test_the_clerk_notes_and_the_manager_answers(self):
        group = self._group()
        with self.assertRaises(AccessError):
            group.with_user(self.clerk).write({"decision": "taken_up"})
        with self.assertRaises(AccessError):
            group.with_user(self.clerk).action_answer()

    def test_nobody_makes_an_opinion_of_a_survey(self):
        opinions = self.env["convenience.survey.opinion"].with_user(self.director)
        with self.assertRaisesRegex(UserError, "come with the closing"):
            opinions.create({"words": "All are happy", "source": "survey"})
        asked = self._open(loose=5)
        self._take(asked, [(one, self._grades(1), "As written") for one in asked.invitation_ids])
        self._close(asked)
        written = opinions.search([("round_id", "=", asked.id)])[0]
        for act in (lambda: written.write({"words": "All are happy"}), written.unlink):
            with self.assertRaisesRegex(UserError, "stays as it is"):
                act()

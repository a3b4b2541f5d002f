from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, freeze_time, tagged

from odoo.addons.convenience_service.tests.drawn import in_soak

from .common_survey import LAST, NOW, SurveyCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestTyping(SurveyCommon):
    """The clerk types in a stack in the order of units: a key a line, and Enter."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.units = cls._households(cls, 3)
        cls.asked = cls._once(lambda case: case._open("demand"))

    def _dialog(self, user=None, action=None, **values):
        context = (action or {}).get("context") or {"default_round_id": self.asked.id}
        dialogs = self.env["convenience.survey.typing"].with_user(user or self.clerk)
        return dialogs.with_context(**context).create(values)

    def test_a_stack_takes_questions_and_one_key_a_sheet(self):
        lines = len(self.asked._ticks())
        self.assertEqual(lines, 4, "two items, each wanted and at a price")
        action, said = None, []
        for _sheet in self.asked.invitation_ids:
            dialog = self._dialog(action=action, keys="1" * lines)
            said.append(dialog.invitation_id)
            action = dialog.action_take()
        self.assertEqual(said, list(self.asked.invitation_ids), "in the order of units")
        self.assertEqual(set(self.asked.invitation_ids.mapped("state")), {"answered"})
        self.assertEqual(set(self.asked.invitation_ids.mapped("channel")), {"paper"})
        empty = self._dialog(action=action, keys="1111")
        self.assertEqual(empty.left_count, 0)
        with self.assertRaisesRegex(UserError, "If all have answered, close it"):
            empty.action_take()

    def test_what_the_keys_stand_for(self):
        self._dialog(keys="4230", words="A  bench\nplease").action_take()
        ballot = self.env["convenience.survey.ballot"].sudo().search([("is_used", "=", True)])
        steps = {tick.code: tick.values for tick in self.asked._ticks()}
        self.assertEqual(
            ballot.answers,
            {
                f"use:{self.drain.id}": 4,
                f"price:{self.drain.id}": steps[f"price:{self.drain.id}"][1],
                f"use:{self.bulb.id}": 3,
            },
        )
        self.assertEqual(ballot.words, "A bench please")

    def test_pressed_twice_a_sheet_is_taken_once(self):
        dialog = self._dialog(keys="1111")
        for _again in range(3):
            dialog.action_take()
        self.assertEqual((self.asked.valid_count, self.asked.double_count), (1, 0))

    def test_the_same_household_again_is_a_double(self):
        dialog = self._dialog(keys="1111")
        dialog.action_take()
        again = self._dialog(keys="4444", invitation_id=dialog.invitation_id.id)
        said = again.action_take()["context"]["default_said"]
        self.assertIn("a double, not counted", said)
        self.assertEqual((self.asked.valid_count, self.asked.double_count), (1, 1))

    def test_half_filled_leaves_room_for_a_whole_one(self):
        dialog = self._dialog(keys="0")
        self.assertIn("half-filled", dialog.action_take()["context"]["default_said"])
        self.assertEqual((self.asked.back_count, self.asked.half_count), (1, 1))
        whole = self._dialog(keys="1111", invitation_id=dialog.invitation_id.id)
        self.assertIn("taken", whole.action_take()["context"]["default_said"])
        self.assertEqual((self.asked.back_count, self.asked.half_count), (1, 0))

    def test_late_is_by_the_day_it_came_back_not_by_the_day_it_is_typed_in(self):
        with freeze_time("2027-01-05 04:00:00"):
            in_time = self._dialog(keys="1111")
            self.assertEqual(in_time.day, LAST)
            in_time.action_take()
            late = self._dialog(keys="1111", day="2027-01-02")
            self.assertIn("too late", late.action_take()["context"]["default_said"])
        self.assertEqual((self.asked.valid_count, self.asked.late_count), (1, 1))
        self._close(self.asked)
        after = self._dialog(keys="1111", invitation_id=late.invitation_id.id)
        self.assertIn("too late", after.action_take()["context"]["default_said"])

    def test_the_code_on_the_sheet_finds_the_household(self):
        last = self.asked.invitation_ids[-1]
        dialog = self._dialog().new({"round_id": self.asked.id, "scanned": last._link()})
        dialog._onchange_scanned()
        self.assertEqual(dialog.invitation_id._origin, last)
        dialog.scanned = "x" * 32
        self.assertIn("still out", dialog._onchange_scanned()["warning"]["message"])

    def test_the_desk_of_the_office_types_in_and_nobody_else(self):
        for user in (self.worker_user, self.cashier, self.general_manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._dialog(user, keys="1111").action_take()
        self.office.user_ids -= self.clerk
        with self.assertRaises(AccessError):
            self._dialog(keys="1111").action_take()
        self.assertEqual(self.asked.back_count, 0)


@tagged("post_install", "-at_install")
class TestTypingByKeys(SurveyCommon, HttpCase):
    """In the browser, with the keyboard alone."""

    @in_soak
    def test_a_key_a_line_and_enter(self):
        self._households(2)
        asked = self._open("demand")
        url = f"/odoo/convenience-surveys/{asked.id}"
        self.start_tour(url, "convenience_survey_typing", login=self.clerk.login)
        self.env.invalidate_all()
        self.assertEqual(asked.valid_count, 2)
        ballots = self.env["convenience.survey.ballot"].sudo().search([("is_used", "=", True)])
        uses = [
            (one.answers[f"use:{self.drain.id}"], one.answers[f"use:{self.bulb.id}"])
            for one in ballots
        ]
        self.assertEqual(sorted(uses), [(1, 3), (4, 2)])

from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from ..models.grouping import FEWEST
from .common_survey import NOW, SurveyCommon

HOUSEHOLDS = 24


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestAnonymity(SurveyCommon):
    """Who has answered is known; what an anonymous one answered is in no row of any table."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._households(cls, HOUSEHOLDS)
        cls.asked = cls._once(lambda case: case._open())
        cls.invitations = cls.asked.invitation_ids

    def setUp(self):
        super().setUp()
        self.links = {one.id: one.sudo().token for one in self.invitations}

    def _answer_all(self, channel="online"):
        """Each household answers by itself, with words that tell them apart, in their order."""
        for number, one in enumerate(self.invitations):
            sheet = (one, self._grades(number % 4 + 1), f"words {number:03d}", None, channel)
            self.assertEqual(self._take(self.asked, [sheet]), ["answered"])

    def _rows(self, records):
        """Return every column of the records' table, as text."""
        records.flush_model()
        query = SQL(
            "SELECT row_to_json(t)::text FROM %s t WHERE id IN %s",
            SQL.identifier(records._table),
            tuple(records.ids or (0,)),
        )
        return [row for (row,) in self.env.execute_query(query)]

    def test_the_box_says_neither_who_nor_when(self):
        self._answer_all()
        ballots = self.env["convenience.survey.ballot"].sudo().search([("is_used", "=", True)])
        self.assertEqual(len(ballots), len(self.invitations))
        self.assertFalse(ballots.invitation_id)
        came = [ballot.words for ballot in ballots.sorted("id")]
        self.assertNotEqual(came, sorted(came), "slots follow the order of answering")
        columns = {name for name, field in ballots._fields.items() if field.store}
        self.assertFalse(columns & {"create_date", "write_date", "create_uid", "write_uid"})
        self.assertFalse({"date", "datetime"} & {ballots._fields[name].type for name in columns})

    def test_the_household_forgets_its_link_and_the_time(self):
        self._answer_all()
        self.assertFalse(any(one.sudo().token for one in self.invitations))
        self.assertEqual(set(self.invitations.mapped("state")), {"answered"})
        fields = self.invitations._fields
        times = {name for name, field in fields.items() if field.store and field.type == "datetime"}
        self.assertEqual(times, {"job_next_try"}, "days have no time of day")
        self.assertFalse({"write_date", "write_uid"} & fields.keys())
        logs = self.env["convenience.move.log"].search(
            [("res_model", "=", "convenience.survey.invitation")]
        )
        self.assertFalse(logs)

    def test_the_sheets_of_the_closed_round(self):
        self._answer_all()
        before = self.env["mail.message"].sudo().search([], order="id desc", limit=1).id
        self._close(self.asked)
        inputs = self.asked.survey_id.sudo().user_input_ids
        self.assertEqual(len(inputs), len(self.invitations))
        for name in ("partner_id", "email", "nickname", "invite_token", "message_partner_ids"):
            with self.subTest(field=name):
                self.assertFalse(any(one[name] for one in inputs))
        self.assertEqual(len({(one.start_datetime, one.create_date) for one in inputs}), 1)
        self.assertEqual(inputs.create_uid | inputs.write_uid, self.env.ref("base.user_root"))
        came = [
            line.value_text_box
            for line in inputs.user_input_line_ids.sorted("id")
            if line.value_text_box
        ]
        self.assertEqual(len(came), len(self.invitations))
        self.assertNotEqual(came, sorted(came), "answers follow the order of answering")
        messages = self.env["mail.message"].sudo().search([("id", ">", before)])
        self.assertFalse(messages.filtered(lambda one: one.model == inputs._name))
        self._find_no_tie(inputs, messages)

    def _find_no_tie(self, inputs, messages):
        """No row of what is kept of answers names a household, and the other way round."""
        opinions = self.env["convenience.survey.opinion"].search([("round_id", "=", self.asked.id)])
        answers = [
            row
            for records in (inputs, inputs.user_input_line_ids, opinions, messages)
            for row in self._rows(records)
        ]
        self.assertGreater(len(answers), HOUSEHOLDS * 4)
        secrets = [*self.links.values(), *self.invitations.partner_id.mapped("name")]
        secrets += [f'"{name}"' for name in self.invitations.unit_id.mapped("name")]
        for secret in secrets:
            self.assertFalse([row for row in answers if secret in row])
        households = self._rows(self.invitations)
        tokens = inputs.mapped("access_token")
        for said in [*tokens, "words "]:
            self.assertFalse([row for row in households if said in row])
        self.assertFalse(self.invitations.user_input_id)
        self.assertFalse(self.env["convenience.survey.ballot"].sudo().search([]))

    def test_small_groups_do_not_stand_apart(self):
        """Four shops, and more homes: neither the shops nor their rest can be told."""
        self._households(4, "9", customer_type_id=self.shop.id)
        self.asked.with_user(self.service_manager).action_invite_more()
        self.invitations = self.asked.invitation_ids
        self._answer_all()
        self._close(self.asked)
        self.assertFalse(self.asked.result_ids.customer_type_id)
        inputs = self.asked.survey_id.sudo().user_input_ids
        self.assertFalse(inputs.convenience_customer_type_id)

    def test_fewer_than_five_sheets_have_no_figures(self):
        for one in self.invitations[: FEWEST - 1]:
            self._take(self.asked, [(one, self._grades(4), "words")])
        self._close(self.asked)
        self.assertFalse(self.asked.result_ids)
        self.assertFalse(self.asked.survey_id.sudo().user_input_ids)
        self.assertEqual(self.asked.valid_count, FEWEST - 1)
        opinions = self.env["convenience.survey.opinion"].search([("round_id", "=", self.asked.id)])
        self.assertEqual(len(opinions), FEWEST - 1, "what was written is answered all the same")

    def test_a_round_with_names_keeps_each_sheet_with_its_household(self):
        asked = self._open(is_anonymous=False)
        one = asked.invitation_ids[0]
        self._take(asked, [(one, self._grades(2))])
        self._close(asked)
        lines = one.user_input_id.sudo().user_input_line_ids
        self.assertEqual(set(lines.suggested_answer_id.mapped("convenience_code")), {"2"})
        self.assertFalse(one.user_input_id.sudo().partner_id, "the name is on the invitation only")

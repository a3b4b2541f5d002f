"""Evaluations: who compiles, reads, answers and grades them, and that a confirmed one stays."""

from datetime import date, datetime

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..common import ConvenienceCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-10 04:00:00")
class TestEvaluation(ConvenienceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._once(lambda case: case._past_requests([case._row(day) for day in range(1, 5)]))
        cls.good = cls.env.ref("convenience_service.evaluation_grade_good")

    def _row(self, day):
        moment = datetime(2026, 10, day, 3)
        return {"registered": moment, "done": moment}

    def _evaluate(self, user=None, **values):
        subject = {"kind": "employee", "employee_id": self.worker.employee_id.id}
        return (
            self.env["convenience.evaluation"]
            .with_user(user or self.service_manager)
            .create(
                {
                    "office_id": self.office.id,
                    "date_to": date(2026, 10, 1),
                    **(values or subject),
                }
            )
        )

    def _confirmed(self):
        evaluation = self._evaluate()
        mine = evaluation.with_user(self.director)
        mine.write({"grade_id": self.good.id, "words": "Quick and friendly"})
        mine.action_confirm()
        return evaluation

    def _html(self, evaluation):
        report = "convenience_service.report_evaluation"
        renderer = self.env["ir.actions.report"].with_user(self.director)
        return renderer._render_qweb_html(report, evaluation.ids)[0].decode()

    # ------------------------------------------------------------------ figures

    def test_what_was_done_in_the_span(self):
        for span, first, last in (
            ("month", date(2026, 10, 1), date(2026, 10, 31)),
            ("quarter", date(2026, 10, 1), date(2026, 12, 31)),
            ("year", date(2026, 1, 1), date(2026, 12, 31)),
        ):
            evaluation = self._evaluate(
                kind="item", product_id=self.drain.product_variant_id.id, span=span,
                date_to=date(2026, 11, 1) if span != "month" else date(2026, 10, 9),
            )  # fmt: skip
            self.assertEqual((evaluation.date_from, evaluation.date_to), (first, last))
            figures = {figure.code: figure.value for figure in evaluation.figure_ids}
            self.assertEqual((figures["finished"], figures["revenue"]), (4, 320.0))

    def test_a_grade_is_suggested_by_what_is_known(self):
        self.assertEqual(self._evaluate().suggested_grade_id.name, "Excellent")
        idle = self._evaluate(kind="item", product_id=self.bulb.product_variant_id.id)
        self.assertFalse(idle.suggested_grade_id)

    def test_beside_the_span_before(self):
        before = self._evaluate(
            kind="employee", employee_id=self.worker.employee_id.id, date_to=date(2026, 9, 1)
        )
        after = self._evaluate()
        finished = {
            one: one.figure_ids.filtered(lambda figure: figure.code == "finished")
            for one in (before, after)
        }
        self.assertEqual(finished[before].value, 0)
        self.assertEqual((finished[after].value, finished[after].peer_value), (4, 4))
        self.assertEqual(finished[after].previous_value, 0)

    def test_one_subject_once(self):
        self._evaluate()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._evaluate()
        with self.assertRaisesRegex(ValidationError, "Choose the department"):
            self._evaluate(kind="provider")

    # ------------------------------------------------------------------ who

    def test_who_makes_and_who_confirms(self):
        makes = {"service_manager", "director"}
        for role, user in self.users.items():
            with self.subTest(role=role):
                try:
                    with self.env.cr.savepoint():
                        made = self._evaluate(user)
                        made.unlink()
                    self.assertIn(role, makes)
                except AccessError:
                    self.assertNotIn(role, makes)
        evaluation = self._evaluate()
        with self.assertRaisesRegex(AccessError, "may not|not allowed"):
            evaluation.with_user(self.service_manager).grade_id = self.good
        with self.assertRaisesRegex(UserError, "in words why"):
            evaluation.with_user(self.director).action_confirm()

    def test_the_person_reads_it_when_shown_and_answers(self):
        evaluation = self._evaluate()
        theirs = evaluation.with_user(self.worker_user)
        with self.assertRaises(AccessError):
            theirs.read(["subject_name"])
        with self.assertRaises(AccessError):
            theirs.action_answer("Too early")
        evaluation.action_show()
        self.assertEqual(theirs.read(["subject_name"])[0]["subject_name"], "Worker W1")
        self.assertTrue(theirs.figure_ids.read(["value"]))
        self.assertFalse(
            {"revenue", "cost", "margin", "margin_rate", "markup_rate"}
            & set(theirs.figure_ids.mapped("code")),
            "what work brings and costs is for the management",
        )
        for role in ("clerk", "supervisor", "cashier"):
            self.assertFalse(evaluation.with_user(self.users[role]).has_access("read"), role)
        with self.assertRaisesRegex(AccessError, "answered by who it is about"):
            evaluation.with_user(self.director).action_answer("For them")
        self.assertEqual(theirs.action_answer()["res_model"], "convenience.reason.wizard")
        theirs.action_answer("The lift was broken")
        self.assertEqual(evaluation.answer, "The lift was broken")
        for values in ({"answer": "Forged"}, {"words": "Great"}, {"grade_id": self.good.id}):
            with self.assertRaises(AccessError):
                theirs.write(values)

    def test_nobody_grades_the_own_work(self):
        self.worker.employee_id.user_id = self.director
        evaluation = self._evaluate()
        with self.assertRaisesRegex(AccessError, "is about you"):
            evaluation.with_user(self.director).grade_id = self.good

    # ------------------------------------------------------------------ frozen

    def test_confirmed_it_stays_as_printed(self):
        evaluation = self._confirmed()
        before = self._html(evaluation)
        self.assertIn("Quick and friendly", before)
        self._past_requests([self._row(9)])
        self.worker.employee_id.name = "Another Name"
        self.office.name = "Another Office"
        self.office.partner_id.phone = "1"
        self.good.name = "Middling"
        self.director.name = "Another Director"
        self.env["convenience.rate.target"].search([]).unlink()
        self.assertEqual(self._html(evaluation), before)
        self.assertEqual(evaluation.subject_name, "Worker W1")
        mine = evaluation.with_user(self.director)
        for act in (
            lambda: mine.write({"words": "Not so quick"}),
            lambda: mine.write({"grade_id": False}),
            lambda: evaluation.action_compile(),
            lambda: mine.unlink(),
            lambda: mine.action_show(),
            lambda: mine.write({"date_to": date(2026, 9, 30)}),
            lambda: mine.figure_ids[:1].write({"value": 99}),
            lambda: mine.figure_ids[:1].unlink(),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                act()
        self.assertEqual(self._html(evaluation), before)

    def test_the_persons_paper_has_no_money(self):
        evaluation = self._confirmed()
        self.assertIn("320.00", self._html(evaluation))
        theirs = evaluation.with_user(self.worker_user)
        names = [figure["name"] for figure in theirs._paper_values()["figures"]]
        self.assertIn("Requests Finished", names)
        self.assertNotIn("Revenue", names)
        with self.assertRaises(AccessError):
            theirs.read(["printed"])

    def test_nothing_of_a_result_is_entered(self):
        forged = {"state": "confirmed", "printed": {"grade": "A"}, "subject_name": "X",
                  "answer": "Fine", "grade_id": self.good.id, "words": "Good"}  # fmt: skip
        made = self._evaluate(kind="employee", employee_id=self.worker.employee_id.id, **forged)
        self.assertEqual((made.state, made.subject_name), ("draft", "Worker W1"))
        self.assertFalse(made.printed or made.answer or made.grade_id or made.words)

"""The figures of rates, economics and evaluations, against a count made apart."""

import doctest
import os
from datetime import date, timedelta
from random import Random

from odoo.tests import freeze_time, tagged

from ...models.aftercare import formulas
from ...models.aftercare.formulas import RATE_OF, Counts, value_of
from ...models.aftercare.quality import Scope
from ..common import ConvenienceCommon
from ..drawn import SOAK
from . import generated

SIZE = 20_000 if SOAK else 1_500
ZONES = ("Asia/Shanghai", "America/New_York")
COUNTED = (
    *("due", "in_time", "due_finished", "arrival_due", "arrived_in_time", "finished"),
    *("reworked", "times", "revenue", "cost", "margin", "unrecorded"),
)


@tagged("post_install", "-at_install")
class TestFormulas(ConvenienceCommon):
    def test_doctests(self):
        self.assertEqual(doctest.testmod(formulas).failed, 0)

    def test_a_months_end(self):
        """Scene of the trade: 412 finished, 19 late, 6 reworked, 110 of 124 reached."""
        counts = Counts(
            due=412, in_time=393, finished=412, reworked=6, drawn=124, reached=110,
            followed_up=110, answers=110, satisfied=104, complaints_due=5, complaints_closed=4,
            valid_complaints=3, households=800,
        )  # fmt: skip
        for name, expected, digits in (
            ("finish", 95.4, 1),
            ("rework", 1.5, 1),
            ("follow_up", 26.7, 1),
            ("follow_up_plan", 88.7, 1),
            ("satisfaction", 94.5, 1),
            ("complaints_handled", 80.0, 1),
            ("valid_by_household", 0.375, 3),
            ("valid_by_job", 0.73, 2),
        ):
            with self.subTest(rate=name):
                self.assertEqual(round(value_of(RATE_OF[name], counts), digits), expected)

    def test_margin_and_markup(self):
        """80 raised to 90 at a cost of 66: of the price, and on the cost."""
        counts = Counts(revenue=90.0, cost=66.0, margin=24.0)
        self.assertEqual(round(value_of(RATE_OF["margin"], counts), 1), 26.7)
        self.assertEqual(round(value_of(RATE_OF["markup"], counts), 1), 36.4)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-30 04:00:00")
class TestFigures(ConvenienceCommon):
    """Requests at the edges of days and months, in two zones."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.far = cls._make_office("Far Office", cls.company, cls.service_manager | cls.director)
        cls.far.tz = ZONES[1]
        cls.offices = cls.office | cls.far
        cls.departments = cls.department | cls.env["hr.department"].create(
            [{"name": name, "company_id": cls.company.id} for name in ("Cleaning", "Gardens")]
        )
        cls.employees = cls.worker.employee_id | cls.env["hr.employee"].create(
            [{"name": f"Worker {n}", "company_id": cls.company.id} for n in range(3)]
        )
        seed = int(os.environ.get("SEED") or 20261130)
        items = [cls.drain.product_variant_id.id, cls.bulb.product_variant_id.id]
        cls.facts = generated.draw(Random(seed), SIZE, items)
        case = cls.__new__(cls)
        template = case._request()
        cls.env.flush_all()
        cls.ids = {
            "office": [cls.office.id, cls.far.id],
            "zone": ZONES,
            "department": cls.departments.ids,
            "worker": cls.employees.ids,
        }
        generated.insert(cls.env.cr, template, cls.facts, cls.ids)
        cls.env.invalidate_all()

    def _oracle(self, scope, chosen):
        return generated.Oracle(self.facts, ZONES, scope.date_from, scope.date_to, chosen).counts()

    def _assert_same(self, counts, oracle):
        for name in COUNTED:
            self.assertAlmostEqual(getattr(counts, name), oracle[name], 2, name)

    def test_rates_of_every_month_and_office(self):
        quality = self.env["convenience.quality"].with_user(self.service_manager)
        span = Scope(self.offices, date(2026, 8, 20), date(2026, 11, 10))
        months = list(span.months())
        self.assertEqual(months[1].date_to, date(2026, 9, 30))
        for month in (*months, span):
            by_office = quality._counts(month, "office_id")
            for number, office in enumerate(self.offices):
                with self.subTest(month=month.date_from, office=office.name):
                    oracle = self._oracle(month, lambda fact, line, n=number: fact.office == n)
                    self._assert_same(by_office[office], oracle)
            self._assert_same(
                quality._counts(month)[None], self._oracle(month, lambda fact, line: True)
            )

    def test_rates_by_department_and_item(self):
        quality = self.env["convenience.quality"].with_user(self.director)
        span = Scope(self.offices, date(2026, 9, 1), date(2026, 9, 30))
        counts = quality._counts(span, "department_id")
        for number, department in enumerate(self.departments):
            with self.subTest(department=department.name):
                oracle = self._oracle(span, lambda fact, line, n=number: fact.department == n)
                self._assert_same(counts[department], oracle)
        counts = quality._counts(span, "product_id")
        for item in (self.drain, self.bulb):
            product = item.product_variant_id
            with self.subTest(item=item.name):
                oracle = self._oracle(span, lambda fact, line, p=product: line.item == p.id)
                self._assert_same(counts[product], oracle)

    def test_rates_of_a_worker(self):
        quality = self.env["convenience.quality"].with_user(self.director)
        for number, employee in enumerate(self.employees):
            scope = Scope(self.office, date(2026, 9, 1), date(2026, 9, 30), employee=employee)
            with self.subTest(employee=employee.name):
                oracle = self._oracle(
                    scope, lambda fact, line, n=number: fact.worker == n and fact.office == 0
                )
                self._assert_same(quality._counts(scope)[None], oracle)

    def test_an_evaluation_says_what_was_counted(self):
        evaluation = (
            self.env["convenience.evaluation"]
            .with_user(self.service_manager)
            .create(
                {
                    "office_id": self.office.id,
                    "kind": "department",
                    "department_id": self.department.id,
                    "date_to": date(2026, 9, 17),
                }
            )
        )
        self.assertEqual(
            (evaluation.date_from, evaluation.date_to), (date(2026, 9, 1), date(2026, 9, 30))
        )
        oracle = self._oracle(
            evaluation._scope(), lambda fact, line: fact.department == 0 and fact.office == 0
        )
        figures = {figure.code: figure for figure in evaluation.figure_ids}
        for code in ("finished", "reworked", "revenue", "cost", "margin"):
            self.assertAlmostEqual(figures[code].value, oracle[code], 2, code)
        rate = figures["finish"]
        self.assertEqual((rate.above, rate.below), (oracle["in_time"], oracle["due"]))
        self.assertAlmostEqual(rate.value, 100 * oracle["in_time"] / oracle["due"], 2)
        action = figures["reworked"].action_open_records()
        behind = self.env[action["res_model"]].search(action["domain"]).request_id
        self.assertEqual(len(behind), oracle["reworked"])

    def test_the_wizard_shows_prints_and_writes_it(self):
        wizard = (
            self.env["convenience.rates"]
            .with_user(self.service_manager)
            .create(
                {
                    "office_id": self.office.id,
                    "date_from": date(2026, 9, 1),
                    "date_to": date(2026, 9, 30),
                    "by": "month",
                }
            )
        )
        action = wizard.action_show()
        lines = self.env[action["res_model"]].with_user(self.service_manager)
        lines = lines.search(action["domain"])
        oracle = self._oracle(
            Scope(self.office, wizard.date_from, wizard.date_to),
            lambda fact, line: fact.office == 0,
        )
        late = lines.filtered(lambda line: line.rate == "finish")
        self.assertEqual((late.above, late.below), (oracle["in_time"], oracle["due"]))
        opened = late.action_open_records()
        requests = self.env[opened["res_model"]].search(opened["domain"]).request_id
        self.assertEqual(len(requests), oracle["due"])
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("convenience_service.report_rates", [], data=wizard._prepare_data())[
                0
            ]
            .decode()
        )
        self.assertIn("Finished in Time", html)
        self.assertTrue(wizard._xlsx().startswith(b"PK"))

    def test_what_is_not_recorded_is_no_loss(self):
        """Rows without any cost are told apart, and each row opens its request."""
        economics = self.env["convenience.economics"].with_user(self.director)
        lines = economics.search([("unrecorded", ">", 0), ("date", "=", date(2026, 9, 1))])
        for row in lines[:20]:
            self.assertFalse(row.labour_cost or row.provider_cost or row.fixed_cost)
        self.assertTrue(lines)
        self.assertEqual(lines[0].action_open_source()["res_id"], lines[0].request_id.id)

    def test_offices_of_others_are_not_counted(self):
        """The supervisor's office has no figures of the other; money is for the management."""
        clerk = self.env["convenience.economics"].with_user(self.clerk)
        self.assertFalse(clerk.has_access("read"))
        rows = self.env["convenience.timeliness"].with_user(self.supervisor).search([])
        self.assertEqual(rows.office_id, self.office)
        last = date(2026, 9, 1) + timedelta(days=29)
        scope = Scope(self.offices, date(2026, 9, 1), last)
        own = self.env["convenience.quality"].with_user(self.supervisor)
        counts = own._of_requests(scope, "office_id")
        self.assertEqual([office.name for office in counts], [self.office.name])

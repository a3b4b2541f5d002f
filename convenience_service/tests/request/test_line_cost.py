"""What a service cost: hours at check-out, materials, and who may know."""

from datetime import datetime, timedelta

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from ..common import ConvenienceCommon


@tagged("post_install", "-at_install")
class TestLineCost(ConvenienceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker.employee_id.hourly_cost = 40.0

    def _serve(self, hours=1.5, items=None, start=datetime(2026, 11, 10, 1)):
        """A job of some hours, from 9 o'clock in Shanghai on."""
        with freeze_time(start):
            request = self._request(items=items)
            self._advance(request, "in_progress")
        with freeze_time(start + timedelta(hours=hours)):
            request.with_user(self.worker_user).action_done()
        return request

    def test_hours_are_copied_at_check_out(self):
        line = self._serve().line_ids
        self.assertEqual((line.labour_cost, line.cost), (60.0, 60.0))
        self.worker.employee_id.hourly_cost = 80.0
        self.assertEqual(line.labour_cost, 60.0, "a rise of wages comes too late")

    def test_what_is_done_anew_costs_more(self):
        request = self._serve()
        with freeze_time("2026-11-10 03:00:00"):
            request.with_user(self.worker_user).action_refuse_signature("Still drips")
        with freeze_time("2026-11-10 03:30:00"):
            request.with_user(self.worker_user).action_done()
        self.assertEqual(request.rework_count, 1)
        self.assertEqual(request.line_ids.labour_cost, 80.0)

    def test_over_night_only_working_hours_count(self):
        """From 9 o'clock to 10 o'clock of the next day: eight hours and two."""
        line = self._serve(25.0).line_ids
        hours = line.labour_cost / 40.0
        self.assertGreater(hours, 5.0)
        self.assertLess(hours, 12.0)

    def test_shared_to_the_fen_by_amounts(self):
        request = self._serve(1.0, [(self.drain, 1), (self.bulb, 2)])
        costs = request.line_ids.mapped("labour_cost")
        self.assertEqual(sum(costs), 40.0)
        self.assertEqual(costs, [32.0, 8.0], "80.00 and 20.00 are charged")
        free = self._serve(1.0, [(self.taxi, 1)])
        self.assertEqual(free.line_ids.cost, 40.0)

    def test_materials_follow_every_change(self):
        request = self._request(items=[(self.drain, 1), (self.bulb, 2)])
        with freeze_time("2026-11-10 01:00:00"):
            self._advance(request, "in_progress")
        seal = self.env["product.product"].create(
            {"name": "Seal", "type": "consu", "standard_price": 5.0}
        )
        material = (
            self.env["convenience.request.material"]
            .with_user(self.worker_user)
            .create({"request_id": request.id, "product_id": seal.id, "quantity": 3})
        )
        lines = request.line_ids
        self.assertEqual(lines.mapped("material_cost"), [12.0, 3.0])
        material.quantity = 1
        self.assertEqual(lines.mapped("material_cost"), [4.0, 1.0])
        material.source = "own"
        self.assertEqual(lines.mapped("material_cost"), [0.0, 0.0])
        material.source = "stock"
        material.unlink()
        self.assertEqual(lines.mapped("material_cost"), [0.0, 0.0])

    def test_what_the_tariff_expected_stands_in(self):
        line = self._past_requests(
            [{"registered": datetime(2026, 11, 9, 1), "done": datetime(2026, 11, 9, 3),
              "items": [(self.drain, 3)]}]
        ).line_ids  # fmt: skip
        line._write_guarded({"expected_cost": 6.0})
        self.assertEqual(line.cost, 18.0)
        line._write_guarded({"labour_cost": 20.0})
        self.assertEqual(line.cost, 20.0, "what is recorded goes before what was expected")

    def test_nobody_enters_it_and_few_see_it(self):
        request = self._serve()
        for role in ("clerk", "supervisor", "worker_user", "cashier"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                request.line_ids.with_user(self.users[role]).read(["cost"])
        for role in ("service_manager", "director"):
            mine = request.line_ids.with_user(self.users[role])
            self.assertEqual(mine.cost, 60.0)
            for name in ("labour_cost", "material_cost", "provider_cost", "cost"):
                with self.subTest(role=role, name=name), self.assertRaises(AccessError):
                    mine.write({name: 1.0})
        made = (
            self.env["convenience.request"].with_user(self.director).create(self._prepare_request())
        )
        line = self.env["convenience.request.line"].with_user(self.director).create(
            {"request_id": made.id, "product_id": self.bulb.product_variant_id.id,
             "labour_cost": 99.0}
        )  # fmt: skip
        self.assertEqual(line.labour_cost, 0.0)

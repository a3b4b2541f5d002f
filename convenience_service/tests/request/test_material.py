import base64

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import ConvenienceCommon, signed_paper


@tagged("post_install", "-at_install")
class TestMaterial(ConvenienceCommon):
    """What a job took is noted by its worker and fixed by the customer's signature."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seal = cls.env["product.product"].create(
            {"name": "Seal", "type": "consu", "list_price": 9.0}
        )
        cls.seal.with_company(cls.company).standard_price = 2.5

    def _note(self, request, user=None, **values):
        return (
            self.env["convenience.request.material"]
            .with_user(user or self.worker_user)
            .create({"request_id": request.id, "product_id": self.seal.id, **values})
        )

    def test_worker_notes_what_was_used(self):
        request = self._advance(self._request(), "in_progress")
        material = self._note(request, quantity=3)
        self.assertEqual(
            (material.name, material.uom_id, material.office_id, material.company_id),
            ("Seal", self.seal.uom_id, self.office, self.company),
        )
        request.with_user(self.worker_user).write(
            {"material_ids": [Command.create({"name": "Tap", "source": "own"})]}
        )
        self.assertEqual(len(request.material_ids), 2)
        self.assertEqual(request.amount_total, 80.0, "materials are not billed by themselves")

    def test_cost_is_copied_once_and_shown_to_few(self):
        request = self._advance(self._request(), "in_progress")
        material = self._note(request, quantity=3)
        own = self._note(request, source="own")
        self.seal.with_company(self.company).standard_price = 99.0
        for user in (self.service_manager, self.general_manager):
            seen = material.with_user(user)
            self.assertEqual((seen.unit_cost, seen.cost), (2.5, 7.5))
        self.assertEqual(own.with_user(self.service_manager).cost, 0.0)
        for user in (self.worker_user, self.clerk, self.supervisor, self.cashier):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                material.with_user(user).read(["cost"])
        for values in ({"unit_cost": 1.0}, {"cost": 1.0}, {"product_id": self.seal.id}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                material.with_user(self.director).write(values)
        forged = self._note(request, self.service_manager, unit_cost=0.01, cost=0.01)
        self.assertEqual(forged.unit_cost, 99.0)

    def test_noted_while_the_work_is_on(self):
        for state in ("new", "assigned"):
            request = self._request() if state == "new" else self._advance(self._request(), state)
            with self.subTest(state=state), self.assertRaisesRegex(UserError, "has begun"):
                self._note(request, self.clerk)

    def test_fixed_from_the_signature(self):
        request = self._advance(self._request(), "done")
        material = self._note(request)
        self._advance_signed(request)
        for user in (self.worker_user, self.clerk, self.director):
            own = material.with_user(user)
            for act in (
                lambda o=own: o.write({"quantity": 9}),
                lambda o=own: o.write({"source": "own"}),
                own.unlink,
                lambda u=user: self._note(request, u),
                lambda u=user: request.with_user(u).write({"material_ids": [Command.clear()]}),
                lambda o=own: (
                    self.env["ir.attachment"]
                    .with_user(o.env.user)
                    .create(
                        {
                            "name": "x",
                            "datas": base64.b64encode(b"x"),
                            "res_model": o._name,
                            "res_id": o.id,
                        }
                    )
                ),
            ):
                with self.subTest(user=user.login), self.assertRaises(UserError):
                    act()
        self.assertEqual(material.quantity, 1.0)

    def _advance_signed(self, request):
        worker = request.with_user(self.worker_user)
        worker.write(signed_paper())
        worker.action_sign()

    def test_own_jobs_only(self):
        other = self._make_user("other_worker", self.company, "group_worker")
        self.office.user_ids |= other
        request = self._advance(self._request(), "in_progress")
        material = self._note(request)
        with self.assertRaises(AccessError):
            self._note(request, other)
        with self.assertRaises(AccessError):
            material.with_user(other).write({"quantity": 2})
        self.assertFalse(self.env["convenience.request.material"].with_user(other).search([]))
        for user in (self.cashier, self.general_manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                material.with_user(user).write({"quantity": 2})

    def test_what_is_no_material(self):
        request = self._advance(self._request(), "in_progress")
        with self.assertRaisesRegex(ValidationError, "no material"):
            self._note(request, product_id=self.bulb.id)
        with self.assertRaisesRegex(ValidationError, "counted in"):
            self._note(request, uom_id=self.env.ref("uom.product_uom_kgm").id)
        for quantity in (0, -1, float("nan")):
            with self.subTest(quantity=quantity), self.assertRaises(ValidationError):
                self._note(request, quantity=quantity)

    def test_material_stays_with_its_job(self):
        request = self._advance(self._request(), "in_progress")
        other = self._advance(self._request(), "in_progress")
        with self.assertRaises(AccessError):
            self._note(request).write({"request_id": other.id})

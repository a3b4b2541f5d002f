from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.convenience_service.tests.common import ConvenienceCommon, signed_paper
from odoo.addons.convenience_service.tests.house.common_core_fields import CoreFieldsCommon


@tagged("post_install", "-at_install")
class TestMaterialSlips(CoreFieldsCommon, ConvenienceCommon):
    """What a job takes from the store leaves the stock, and what is left over comes back."""

    module = "convenience_service_stock"
    strangers_groups = {"storekeeper": "base.group_user,stock.group_stock_user"}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        ) or cls.env["stock.warehouse"].create(
            {"name": "Garden", "code": "GRD", "company_id": cls.company.id}
        )
        cls.store = cls.warehouse.lot_stock_id
        cls.office.stock_location_id = cls.store
        cls.seal, cls.pipe = cls.env["product.product"].create(
            [{"name": name, "type": "consu", "is_storable": True} for name in ("Seal", "Pipe")]
        )
        cls.seal.with_company(cls.company).standard_price = 2.0
        for product, quantity in ((cls.seal, 10), (cls.pipe, 4)):
            cls.env["stock.quant"]._update_available_quantity(product, cls.store, quantity)

    def setUp(self):
        super().setUp()
        self.job = self._advance(self._request(), "in_progress")

    def _note(self, product=None, quantity=1, **values):
        return (
            self.env["convenience.request.material"]
            .with_user(self.worker_user)
            .create(
                {
                    "request_id": self.job.id,
                    "product_id": (product or self.seal).id,
                    "quantity": quantity,
                    **values,
                }
            )
        )

    def _at_hand(self, product=None):
        self.env.invalidate_all()
        product = (product or self.seal).with_context(location=self.store.id)
        return product.with_company(self.company).qty_available

    def _issue(self, user=None):
        self.job.with_user(user or self.worker_user).action_issue_materials()

    def test_one_slip_takes_all_that_comes_from_the_store(self):
        seals, pipes = self._note(quantity=3), self._note(self.pipe, 2)
        self._note(quantity=5, source="bought")
        self._issue()
        self.assertEqual((self._at_hand(), self._at_hand(self.pipe)), (7, 2))
        slip = self.job.picking_ids
        self.assertEqual((slip.state, slip.picking_type_id.code), ("done", "outgoing"))
        self.assertEqual(
            (slip.origin, slip.company_id, slip.user_id),
            (self.job.name, self.company, self.worker_user),
        )
        self.assertEqual(slip.location_dest_id.usage, "customer")
        self.assertEqual((seals.issued_quantity, pipes.issued_quantity), (3, 2))

    def test_pressed_twice_takes_once(self):
        self._note(quantity=3)
        self._issue()
        with self.assertRaisesRegex(UserError, "left to be issued"):
            self._issue(self.clerk)
        self.assertEqual((self._at_hand(), len(self.job.picking_ids)), (7, 1))

    def test_more_is_issued_on_a_slip_of_its_own(self):
        material = self._note(quantity=3)
        self._issue()
        material.quantity = 5
        self._issue(self.clerk)
        self.assertEqual((self._at_hand(), len(self.job.picking_ids)), (5, 2))

    def test_same_material_twice_stays_two_lines(self):
        self._note(quantity=1)
        self._note(quantity=2)
        self._issue()
        self.assertEqual(sorted(self.job.picking_ids.move_ids.mapped("quantity")), [1, 2])

    def test_unit_of_measure_of_the_line_counts(self):
        self.seal.uom_ids = self.env.ref("uom.product_uom_pack_6")
        self._note(uom_id=self.env.ref("uom.product_uom_pack_6").id)
        self._issue()
        self.assertEqual(self._at_hand(), 4)

    def test_too_little_at_hand_is_refused_by_name_and_nothing_moves(self):
        self._note(quantity=3)
        self._note(self.pipe, 5)
        with (
            self.assertRaisesRegex(UserError, "5 Units of Pipe are wanted, 4 are"),
            self.env.cr.savepoint(),
        ):
            self._issue()
        self.assertEqual((self._at_hand(), self._at_hand(self.pipe)), (10, 4))
        self.assertFalse(self.job.picking_ids)

    def test_what_is_left_over_comes_back(self):
        material = self._note(quantity=3)
        self._issue()
        for too_much in (4, 0, -1, float("nan")):
            with self.subTest(quantity=too_much), self.assertRaises(UserError):
                material.return_to_stock(too_much)
        wizard = self.env["convenience.material.return"].with_user(self.worker_user)
        wizard = wizard.create({"material_id": material.id})
        self.assertEqual(wizard.quantity, 3)
        wizard.quantity = 1
        wizard.action_apply()
        self.assertEqual((self._at_hand(), material.returned_quantity), (8, 1))
        self.assertEqual(material.with_user(self.service_manager).cost, 4.0)
        with self.assertRaisesRegex(UserError, "only 2 are out"):
            material.return_to_stock(3)

    def test_issued_material_stays_on_the_job(self):
        material = self._note(quantity=3)
        self._issue()
        for act in (
            material.unlink,
            lambda: material.write({"quantity": 2}),
            lambda: material.write({"source": "bought"}),
        ):
            with self.assertRaisesRegex(UserError, "Return what is not used"):
                act()
        for values in ({"issued_quantity": 0}, {"returned_quantity": 3}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                material.with_user(self.director).write(values)
        forged = self._note(issued_quantity=5, returned_quantity=5)
        self.assertEqual((forged.issued_quantity, forged.returned_quantity), (0, 0))

    def test_signed_jobs_give_nothing_back_and_cancelled_ones_do(self):
        material = self._note(quantity=3)
        self._issue()
        self.job.with_user(self.supervisor).action_cancel(reason="Called off")
        material.return_to_stock(3)
        self.assertEqual(self._at_hand(), 10)
        self.job = self._advance(self._request(), "in_progress")
        material = self._note(quantity=3)
        self._issue()
        worker = self.job.with_user(self.worker_user)
        worker.action_done()
        worker.write(signed_paper())
        worker.action_sign()
        with self.assertRaisesRegex(UserError, "stay where they are"):
            material.return_to_stock(1)

    def test_desk_and_workers_of_the_job_only(self):
        material = self._note(quantity=3)
        other = self._make_user("other_worker", self.company, "group_worker")
        self.office.user_ids |= other
        for user in (other, self.cashier, self.general_manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._issue(user)
        self._issue()
        for user in (other, self.cashier, self.general_manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                material.with_user(user).return_to_stock(1)
        with self.assertRaises(AccessError):
            self.env["stock.picking"].with_user(self.worker_user).search([])

    def test_office_without_a_store(self):
        self._note()
        self.office.stock_location_id = False
        with self.assertRaisesRegex(UserError, "has no store"):
            self._issue()

    def test_storekeepers_without_a_role_of_ours(self):
        """They open, export, group, copy and import slips and their lines as before."""
        self._note(quantity=3)
        self._issue()
        slip = self.job.picking_ids
        self.records = {"stock.picking": slip, "stock.move": slip.move_ids}
        read = self._as_strangers(
            self._open, self._export, self._group, self._search, self._copy, self._import_again
        )
        self.assertEqual(read, set(self._core_fields()))

    def test_slip_on_paper(self):
        self._note(quantity=3)
        self._issue()
        action = self.job.with_user(self.worker_user).action_print_slips()
        self.assertEqual(action["report_name"], "convenience_service_stock.report_material_slip")
        reports = self.env["ir.actions.report"].with_user(self.worker_user)
        page = reports._render_qweb_html(action["report_name"], self.job.ids)[0].decode()
        for words in ("Issue Slip", "Seal", self.job.picking_ids.name, "Worker W1"):
            self.assertIn(words, page)

from odoo.tests import tagged

from ..drawn import in_soak
from .common_tours import TourCommon


@tagged("post_install", "-at_install")
class TestTours(TourCommon):
    """The month as its people see it: every role does its part on screen, on the same data."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # somebody else in the same unit, so that the clerk has to ask who is calling
        cls._make_household("1", "101", "Tenant Two", role="tenant")

    def test_month_on_screen(self):
        self._price_is_raised_and_approved()
        request = self._request_is_registered()
        self._request_is_assigned(request)
        self._request_is_done_and_signed(request)
        self._request_is_reviewed(request)
        settlement = self._month_is_settled()
        self._settlement_is_accepted(settlement)
        self._invoice_stays_as_it_is(settlement.statement_ids)

    @in_soak
    def test_desk_and_field_in_the_other_sizes(self):
        """Registering, dispatching, doing and signing: the clerk with a call and on a phone, the
        supervisor on a phone, the worker on a large screen, who has to go back once. Residents are
        shown to who works with them only.
        """
        self.env["res.partner"]._guard_resident_data(True)
        self._tour("convenience_clerk_registers_a_call", self.clerk)
        request = self._the_only("convenience.request", [("office_id", "=", self.office.id)])
        self.assertRecordValues(
            request,
            [{"state": "new", "unit_id": self.unit.id, "customer_id": self.owner.id}],
        )
        with self._phone():
            self._tour("convenience_supervisor_assigns_on_phone", self.supervisor)
        self.assertRecordValues(
            request, [{"state": "assigned", "worker_ids": self.worker.employee_id.ids}]
        )
        self._tour("convenience_worker_works_at_a_desk", self.worker_user)
        self.assertRecordValues(request, [{"state": "signed", "rework_count": 1}])
        self.assertTrue(request.signature)
        with self._phone():
            self._tour("convenience_clerk_registers_on_phone", self.clerk)
        second = self._the_only("convenience.request", [("state", "=", "new")])
        self.assertRecordValues(second, [{"customer_id": self.owner.id, "amount_total": 20.0}])

    def test_till_and_collector(self):
        """The cashier bills two visits and takes cash; a collector gives a receipt on a phone."""
        flat, visitor = self._make_household("3", "301", "Visitor", settlement_mode="per_visit")
        home = {"unit": flat, "customer": visitor}
        visits = self._october(**home) | self._october(16, **home, items=[(self.bulb, 1)])
        self._tour("convenience_cashier_takes_cash", self.cashier)
        paid = self._the_only("convenience.receipt", [("partner_id", "=", visitor.id)])
        self.assertRecordValues(
            paid, [{"state": "posted", "amount": 90.0, "taken_by_id": self.cashier.id}]
        )
        self.assertEqual(set(visits.mapped("billing_state")), {"billed"})
        self.office.collector_ids = self.clerk
        self._october(17, **home)
        with self._phone():
            self._tour(
                "convenience_collector_gives_receipt_on_phone",
                self.clerk,
                "/odoo/convenience-my-receipts",
            )
        given = self._the_only("convenience.receipt", [("state", "=", "collected")])
        self.assertRecordValues(
            given, [{"partner_id": visitor.id, "amount": 80.0, "taken_by_id": self.clerk.id}]
        )

    # ------------------------------------------------------------------ the steps

    def _price_is_raised_and_approved(self):
        self._tour("convenience_director_amends", self.director)
        amendment = self._the_only("convenience.tariff", [("kind", "=", "amendment")])
        self.assertEqual(amendment.state, "submitted")
        self.assertEqual(amendment.submitted_by_id, self.director)
        self.assertRecordValues(
            amendment.line_ids,
            [{"product_id": self.bulb.id, "operation": "reprice", "price": 12.0}],
        )
        self._tour("convenience_general_manager_approves", self.general_manager)
        self.assertEqual(amendment.state, "approved")
        self.assertEqual(amendment.approved_by_id, self.general_manager)

    def _request_is_registered(self):
        self._tour("convenience_clerk_registers", self.clerk)
        request = self._the_only("convenience.request", [("office_id", "=", self.office.id)])
        self.assertRecordValues(
            request,
            [
                {
                    "state": "new",
                    "unit_id": self.unit.id,
                    "customer_id": self.owner.id,
                    "payer_id": self.owner.id,
                    "settlement_mode": "monthly",
                    "department_id": self.department.id,
                    "note": "In the kitchen, after six.",
                    "amount_total": 24.0,
                    "create_uid": self.clerk.id,
                }
            ],
        )
        self.assertRecordValues(
            request.line_ids,
            [{"product_id": self.bulb.id, "quantity": 2.0, "price_unit": 12.0}],
        )
        return request

    def _request_is_assigned(self, request):
        self._tour("convenience_supervisor_assigns", self.supervisor)
        self.assertEqual(request.state, "assigned")
        self.assertEqual(request.assigned_by_id, self.supervisor)
        self.assertEqual(request.worker_ids, self.worker.employee_id)

    def _request_is_done_and_signed(self, request):
        with self._phone():
            self._tour("convenience_worker_works", self.worker_user)
        self.assertRecordValues(
            request,
            [
                {
                    "state": "signed",
                    "signed_name": "Owner One",
                    "signed_relation": "self",
                    "work_note": "Two bulbs changed.",
                    "done_by_id": self.worker_user.id,
                    "date_done": self.office._local_date(request.done_at),
                }
            ],
        )
        self.assertTrue(request.signature)

    def _request_is_reviewed(self, request):
        self._tour("convenience_supervisor_reviews", self.supervisor)
        self.assertEqual(request.state, "reviewed")
        self.assertEqual(request.billing_state, "to_bill")

    def _month_is_settled(self):
        self._tour("convenience_service_manager_settles", self.service_manager)
        settlement = self._the_only("convenience.settlement", [("office_id", "=", self.office.id)])
        self.assertEqual(settlement.state, "reviewed")
        self.assertRecordValues(
            settlement.statement_ids, [{"partner_id": self.owner.id, "amount_total": 24.0}]
        )
        return settlement

    def _settlement_is_accepted(self, settlement):
        self._tour("convenience_cashier_accepts", self.cashier)
        self.assertEqual(settlement.state, "confirmed")
        self.assertEqual(settlement.confirmed_by_id, self.cashier)
        self.env.ref("convenience_service.ir_cron_invoice_statements").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(settlement.state, "done", settlement.statement_ids.error)

    def _invoice_stays_as_it_is(self, statement):
        self._tour("convenience_cashier_checks_invoice", self.cashier)
        self.assertRecordValues(
            statement.invoice_id,
            [{"state": "posted", "partner_id": self.owner.id, "amount_total": 24.0}],
        )
        self.assertEqual(statement.invoice_id.invoice_line_ids.quantity, 2.0)

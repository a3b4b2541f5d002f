from datetime import date

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import signed_paper
from .common_quotation import QuotationCase


@tagged("post_install", "-at_install")
class TestResponsibility(QuotationCase):
    """Common parts, the developer's warranty and our own rework are told apart and not charged."""

    def _decide(self, request, responsibility, user=None, reason="Main pipe", **values):
        request.with_user(user or self.supervisor).set_responsibility(
            responsibility, reason, **values
        )

    def test_common_part_costs_the_customer_nothing(self):
        request = self._advance(self._request(items=[(self.drain, 2), (self.bulb, 1)]), "done")
        self.assertEqual(request.amount_total, 170.0)
        self._decide(request, "common")
        self.assertEqual((request.amount_total, request.billing_state), (0.0, "none"))
        self.assertEqual(
            (request.responsibility_by_id, request.responsibility_reason),
            (self.supervisor, "Main pipe"),
        )
        said = "".join(request.message_ids.mapped("body"))
        self.assertIn("from ¥&nbsp;80.00 to ¥&nbsp;0.00", said)
        with self._refused("not signed"):
            request.with_user(self.supervisor).action_review()
        request.with_user(self.worker_user).write(signed_paper())
        request.with_user(self.worker_user).action_sign()
        request.with_user(self.supervisor).action_review()
        self.assertFalse(self._settlement(request.date_done).statement_ids)

    def test_back_to_paid_at_the_registered_price(self):
        request = self._request(items=[(self.drain, 2)])
        self._decide(request, "warranty")
        self._decide(request, "paid", reason="Out of warranty")
        self.assertEqual((request.amount_total, request.responsibility), (160.0, "paid"))

    def test_back_to_paid_at_the_accepted_quotation(self):
        request = self._request(items=[(self.painting, 1)])
        self._accept(self._offer(request, 88.0))
        self._decide(request, "warranty")
        self.assertEqual(request.amount_total, 0.0)
        self._decide(request, "paid", reason="Out of warranty")
        self.assertEqual(request.amount_total, 88.0)

    def test_work_not_charged_waits_for_no_price(self):
        request = self._request(items=[(self.painting, 1)])
        self._decide(request, "warranty")
        request.with_user(self.supervisor).action_assign()
        self.assertEqual(request.state, "assigned")
        with self._refused("not charged"):
            self._offer(request, 50.0)

    def test_service_added_later_is_not_charged_either(self):
        request = self._request()
        self._decide(request, "common")
        request.with_user(self.clerk).line_ids = [Command.create({"product_id": self.bulb.id})]
        self.assertEqual(request.amount_total, 0.0)
        with self._refused("not charged"):
            request.line_ids[0].with_user(self.director).correct_price(5.0, "still")
        self._decide(request, "paid", reason="Own pipe")
        self.assertEqual(request.amount_total, 90.0)

    def test_rework_names_what_is_done_again(self):
        earlier = self._october()
        request = self._request()
        unit, owner = self._make_household("9", "901", "Owner Nine")
        elsewhere = self._october(day=16, unit=unit, customer=owner)
        open_one = self._request()
        for wrong in (False, elsewhere.id, open_one.id, request.id):
            with self.subTest(wrong=wrong), self._refused("done again"):
                self._decide(request, "rework", rework_of_id=wrong)
        self._decide(request, "rework", rework_of_id=earlier.id)
        self.assertEqual((request.rework_of_id, request.amount_total), (earlier, 0.0))
        self._decide(request, "common")
        self.assertFalse(request.rework_of_id)

    def test_who_decides(self):
        request = self._request()
        for user in (self.clerk, self.worker_user, self.cashier, self.general_manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._decide(request, "common", user)
        foreman = self._make_user("foreman", self.company, "group_supervisor", "group_worker")
        self.office.user_ids |= foreman
        employee = self._make_worker("W9", foreman).employee_id
        own = self._request(worker_ids=[Command.set(employee.ids)])
        with self._refused("yourself"):
            self._decide(own, "common", foreman)
        self._decide(request, "common", foreman)
        self.assertEqual(request.responsibility_by_id, foreman)

    def test_a_reason_and_an_answer_are_needed(self):
        request = self._request()
        for answer, reason in (("common", " "), ("common", None), ("nobody", "x")):
            with self.subTest(answer=answer), self._refused("who answers"):
                self._decide(request, answer, reason=reason)

    def test_not_after_the_signature(self):
        request = self._advance(self._request(), "signed")
        with self._refused("does not change"):
            self._decide(request, "common")

    def test_fields_are_written_by_the_decision_only(self):
        request = self._request(responsibility="common", responsibility_reason="mine")
        self.assertEqual((request.responsibility, request.amount_total), ("paid", 80.0))
        self.assertFalse(request.responsibility_reason)
        for values in ({"responsibility": "common"}, {"rework_of_id": request.id}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                request.with_user(self.director).write(values)

    def test_wizard_decides_with_the_users_rights(self):
        request = self._request()
        wizard = self.env["convenience.responsibility.decision"].with_user(self.supervisor)
        wizard.create(
            {"request_id": request.id, "responsibility": "warranty", "reason": "Tile, 2025"}
        ).action_apply()
        self.assertEqual(request.responsibility, "warranty")

    def test_counted_by_month(self):
        request = self._october()
        request._write_guarded({"responsibility": "common"})
        groups = self.env["convenience.request"]._read_group(
            [("office_id", "=", self.office.id)], ["date_done:month", "responsibility"], ["__count"]
        )
        self.assertEqual(groups, [(date(2026, 10, 1), "common", 1)])

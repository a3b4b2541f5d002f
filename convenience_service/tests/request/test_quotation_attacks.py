from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import signed_paper
from .common_quotation import PICTURE, QuotationCase


@tagged("post_install", "-at_install")
class TestQuotationAttacks(QuotationCase):
    """What a remote caller could try on an offer."""

    def setUp(self):
        super().setUp()
        self.request = self._request(items=[(self.painting, 1)])
        self.request.with_user(self.supervisor).action_quote_on_site()
        self._advance(self.request, "in_progress")

    def test_prices_are_a_supervisors_to_write(self):
        for user in (self.clerk, self.worker_user):
            with self.subTest(user=user.login):
                for row in ({"price": 1.0}, {"base_amount": 5.0}):
                    with self._refused("does not set prices"):
                        self._quotation(self.request, [row], user)
                with_default = self.env["convenience.quotation.line"].with_context(
                    default_price=1.0, default_base_amount=9.0
                )
                quotation = self._quotation(self.request, [], user)
                line = with_default.with_user(user).create(
                    {
                        "quotation_id": quotation.id,
                        "request_line_id": self.request.line_ids.id,
                        "name": "Labour",
                    }
                )
                self.assertEqual((line.price, line.base_amount), (0.0, 0.0))
                for values in ({"price": 1.0}, {"price": 0}, {"amount": 5.0}):
                    with self.assertRaises(AccessError):
                        line.write(values)
                line.write({"quantity": 2, "kind": "material"})
                with self.assertRaises(AccessError):
                    quotation.with_user(user).action_offer()
                quotation.with_user(self.supervisor).unlink()

    def test_no_number_no_price(self):
        quotation = self._quotation(self.request, [{"price": 80.0}])
        for price in (-1, float("nan"), float("inf"), 1e308, "x"):
            with self.subTest(price=price), self.assertRaises(UserError):
                quotation.line_ids.write({"price": price})
        for quantity in (0, -1, float("nan")):
            with self.subTest(quantity=quantity), self.assertRaises(ValidationError):
                quotation.line_ids.write({"quantity": quantity})

    def test_acceptance_needs_the_customers_hand(self):
        quotation = self._offer(self.request, 80.0).with_user(self.clerk)
        for values in (
            {"signed_name": "Owner"},
            {"signed_name": "Owner", "signed_on_paper": True, "signature": PICTURE},
        ):
            quotation.write(values)
            with self.subTest(values=values), self._refused("customer sign"):
                quotation.action_accept()
        quotation.write({"scan": PICTURE})
        quotation.action_accept()
        self.assertEqual((quotation.state, quotation.accepted_by_id), ("accepted", self.clerk))

    def test_signature_is_not_brought_along(self):
        values = {"signed_name": "Forged", "signature": PICTURE, "state": "accepted"}
        quotation = (
            self.env["convenience.quotation"]
            .with_user(self.clerk)
            .with_context(default_state="accepted", default_signed_name="Forged")
            .create({"request_id": self.request.id, "accepted_by_id": 1, **values})
        )
        self.assertEqual(quotation.state, "draft")
        self.assertFalse(quotation.signed_name or quotation.signature or quotation.accepted_by_id)
        with self._refused("not yet"):
            quotation.write({"signature": PICTURE})

    def test_decided_quotations_never_change(self):
        accepted = self._accept(self._offer(self.request, 80.0))
        refused = self._offer(self.request, 70.0)
        refused.with_user(self.clerk).action_refuse(reason="No")
        withdrawn = self._offer(self.request, 60.0)
        withdrawn.with_user(self.supervisor).action_withdraw(reason="Wrong")
        offered = self._offer(self.request, 50.0)
        for quotation in (accepted, refused, withdrawn, offered):
            for user in (self.worker_user, self.clerk, self.supervisor, self.director):
                with self.subTest(state=quotation.state, user=user.login):
                    self._refuse_changes(quotation.with_user(user))
        for quotation in (accepted, refused, withdrawn):
            for name, value in (("signature", PICTURE), ("signed_name", "I"), ("scan", PICTURE)):
                with self.subTest(field=name), self._refused("withdraw it"):
                    quotation.with_user(self.clerk).write({name: value})

    def _refuse_changes(self, quotation):
        line = quotation.line_ids
        for act in (
            lambda: quotation.write({"note": "more"}),
            lambda: quotation.write({"valid_until": "2099-01-01"}),
            lambda: quotation.write({"line_ids": [Command.update(line.id, {"price": 1.0})]}),
            lambda: quotation.write({"state": "draft"}),
            lambda: quotation.write({"request_id": self._request().id}),
            lambda: line.write({"price": 1.0}),
            lambda: line.write({"quantity": 9}),
            line.unlink,
            quotation.unlink,
            lambda: (
                self.env["ir.attachment"]
                .with_user(quotation.env.user)
                .create({"name": "x", "res_model": quotation._name, "res_id": quotation.id})
            ),
        ):
            with self.assertRaises(UserError):
                act()

    def test_worker_reaches_own_jobs_only(self):
        other = self._make_user("other_worker", self.company, "group_worker")
        self.office.user_ids |= other
        quotation = self._offer(self.request, 80.0)
        self.assertFalse(self.env["convenience.quotation"].with_user(other).search([]))
        with self.assertRaises(AccessError):
            quotation.with_user(other).action_accept()
        with self.assertRaises(AccessError):
            quotation.line_ids.with_user(other).read(["price"])
        elsewhere = self._request(items=[(self.painting, 1)])
        with self.assertRaises(AccessError):
            self._quotation(elsewhere, [], other)

    def test_cashier_and_general_manager_only_read(self):
        quotation = self._offer(self.request, 80.0)
        for user in (self.cashier, self.general_manager):
            own = quotation.with_user(user)
            self.assertEqual(own.amount_total, 80.0)
            for act in (
                own.action_accept,
                lambda o=own: o.action_withdraw(reason="no"),
                lambda o=own: o.write({"note": "more"}),
            ):
                with self.subTest(user=user.login), self.assertRaises(UserError):
                    act()
            self.assertEqual(quotation.state, "offered")

    def test_signed_request_takes_no_other_price(self):
        self._accept(self._offer(self.request, 80.0))
        self.request.with_user(self.worker_user).action_done()
        second = self._offer(self.request, 90.0)
        with self._refused("not decided"):
            self._advance_to_signature()
        second.action_withdraw(reason="Not needed")
        third = self._quotation(self.request, [{"price": 90.0}])
        self._advance_to_signature()
        with self._refused("does not change any more"):
            third.action_offer()
        self.assertEqual(self.request.amount_total, 80.0)

    def _advance_to_signature(self):
        request = self.request.with_user(self.worker_user)
        request.write(signed_paper())
        request.action_sign()

    def test_whole_way_to_the_invoice(self):
        self._accept(self._offer(self.request, 80.0))
        self.request.with_user(self.worker_user).action_done()
        self._advance_to_signature()
        self.request.with_user(self.supervisor).action_review()
        settlement = self._settlement(self.request.date_done)
        self.assertEqual(settlement.amount_total, 80.0)

from lxml import etree
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import PIXEL, ROLES, signed_paper
from .common_quotation import QuotationCase

SIGNED = {"signed_name": "Owner One", "signature": PIXEL}


@tagged("post_install", "-at_install")
class TestDearer(QuotationCase):
    """What becomes dearer after somebody was sent is accepted before it is done.

    A drain costs 80, a bulb 10; the office asks a supervisor beyond 20 % more.
    """

    def _at_work(self, items=None, **values):
        return self._advance(self._request(items=items, **values), "in_progress")

    def _raise(self, request, quantity, user=None):
        request.line_ids[0].with_user(user or self.worker_user).quantity = quantity

    def _finish(self, request):
        request.with_user(self.worker_user).action_done()
        return request

    def _approve_raise(self, request, user, seen=None):
        """The button, beside the amount that was read there."""
        seen = request.amount_total if seen is None else seen
        return request.with_user(user).with_context(amount_seen=seen).action_approve_raise()

    def _tasks(self, request):
        kind = self.env.ref("convenience_service.mail_activity_type_raise")
        return request.activity_ids.filtered(lambda task: task.activity_type_id == kind)

    # ------------------------------------------------------------------ accepted by the customer

    def test_the_worker_does_not_finish_what_nobody_accepted(self):
        request = self._at_work()
        self._raise(request, 1.2)
        self.assertEqual((request.amount_raised, request.is_raise_to_approve), (16.0, False))
        with self._refused(r"costs .*96\.00, .* accepted .*80\.00\. .*16\.00 more first, or lower"):
            self._finish(request)
        accepted = self._accept_raise(request)
        self.assertEqual(request.amount_raised, 0.0)
        self._finish(request)
        self.assertEqual((accepted.amount, accepted.amount_total), (16.0, 96.0))
        self.assertEqual(accepted.recorded_by_id, self.worker_user)
        self.assertIn("16.00", "".join(request.message_ids.mapped("body")))

    def test_lowered_again_nothing_is_to_accept(self):
        request = self._at_work()
        self._raise(request, 1.2)
        self._raise(request, 1)
        self._finish(request)
        self.assertFalse(request.acceptance_ids)

    def test_each_raise_is_accepted_for_itself(self):
        request = self._at_work(items=[(self.drain, 10)])
        for quantity in (11, 12):
            self._raise(request, quantity)
            self._accept_raise(request)
        self.assertEqual(request.acceptance_ids.mapped("amount"), [80.0, 80.0])
        self.assertEqual(request.acceptance_ids.mapped("amount_total"), [880.0, 960.0])

    def test_whatever_the_way_of_paying(self):
        for number, mode in (("401", "monthly"), ("402", "per_visit"), ("403", "prepaid")):
            with self.subTest(mode=mode):
                role = "tenant" if mode == "prepaid" else "owner"
                unit, payer = self._make_household("4", number, mode, role, settlement_mode=mode)
                request = self._request(unit, payer)
                if mode == "prepaid":
                    request.with_user(self.director).action_waive_prepayment(reason="Known")
                self._advance(request, "in_progress")
                self._raise(request, 1.1)
                with self._refused("Have the customer accept"):
                    self._finish(request)

    def test_an_item_the_desk_adds_is_accepted_too(self):
        request = self._at_work()
        request.with_user(self.clerk).line_ids = [Command.create({"product_id": self.bulb.id})]
        self.assertEqual(request.amount_raised, 10.0)
        self._accept_raise(request, self.clerk, signed_name="Owner One", by_phone=True)
        self._finish(request)
        self.assertTrue(request.acceptance_ids.by_phone)

    def test_a_free_item_added_costs_nothing(self):
        request = self._at_work()
        request.with_user(self.clerk).line_ids = [Command.create({"product_id": self.taxi.id})]
        self._finish(request)

    def test_the_desk_changes_what_is_ordered_until_somebody_is_sent(self):
        request = self._request()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._raise(request, 5)
        self._raise(request, 5, self.clerk)
        self._advance(request, "done")
        self.assertEqual((request.amount_agreed, request.acceptance_ids.ids), (400.0, []))

    def test_a_job_given_back_keeps_what_was_agreed(self):
        """Or the worker would raise it, return it, and be sent again for more."""
        request = self._at_work()
        self._raise(request, 1.2)
        request.with_user(self.worker_user).action_return(reason="No time")
        request.with_user(self.clerk).worker_ids = self.worker.employee_id
        self._advance(request, "in_progress")
        with self._refused("Have the customer accept"):
            self._finish(request)

    def test_raised_after_the_check_out_it_is_not_signed_by_the_way(self):
        request = self._finish(self._at_work())
        self._raise(request, 1.1)
        request.with_user(self.worker_user).write(signed_paper())
        with self._refused("Have the customer accept"):
            request.with_user(self.worker_user).action_sign()
        self._accept_raise(request)
        request.with_user(self.worker_user).action_sign()

    def test_who_signs_online_signs_for_the_full_amount(self):
        request = self._finish(self._at_work())
        self._raise(request, 1.2)
        request.sudo()._sign_online("Owner One", PIXEL)
        self.assertEqual((request.state, request.amount_raised), ("signed", 0.0))

    def test_what_nobody_approved_is_not_reviewed_though_signed_online(self):
        request = self._finish(self._at_work())
        self._raise(request, 3)
        request.sudo()._sign_online("Owner One", PIXEL)
        with self._refused("beyond .*96.00 a supervisor"):
            request.with_user(self.supervisor).action_review()
        self._approve_raise(request, self.supervisor)
        request.with_user(self.supervisor).action_review()

    def test_an_accepted_quotation_is_agreed(self):
        request = self._request(items=[(self.painting, 1)])
        request.with_user(self.supervisor).action_quote_on_site()
        self._advance(request, "in_progress")
        self._accept(self._offer(request, 500.0), self.worker_user)
        self.assertEqual((request.amount_agreed, request.raise_limit), (500.0, 600.0))
        self._finish(request)

    def test_work_that_is_charged_after_all_is_accepted(self):
        request = self._request()
        request.with_user(self.supervisor).set_responsibility("common", "Main pipe")
        self._advance(request, "in_progress")
        request.with_user(self.supervisor).set_responsibility("paid", "Own pipe")
        with self._refused("Have the customer accept"):
            self._finish(request)
        self._accept_raise(request)
        self._finish(request)

    def test_past_work_of_a_sheet_asks_nobody(self):
        request = self._october(items=[(self.drain, 9)])
        self.assertEqual((request.agreed_on, request.amount_raised), (False, 0.0))

    # ------------------------------------------------------------------ the dialog

    def test_the_dialog_shows_what_is_more(self):
        request = self._at_work(items=[(self.drain, 2)])
        self._raise(request, 2.2)
        action = request.with_user(self.worker_user).action_accept_raise()
        dialog = Form(
            self.env[action["res_model"]]
            .with_user(self.worker_user)
            .with_context(**action["context"])
        )
        self.assertEqual(
            (dialog.amount_accepted, dialog.amount_raised, dialog.amount_seen),
            (160.0, 16.0, 176.0),
        )
        self.assertFalse(dialog.may_phone)
        dialog.signed_relation = "self"
        self.assertEqual(dialog.signed_name, self.owner.name)

    def test_the_proof_it_takes(self):
        request = self._at_work()
        self._raise(request, 1.2)
        for values, refusal in (
            ({"signed_name": "Owner One"}, UserError),
            ({"signature": PIXEL}, UserError),
            ({"signed_name": "Owner One", "signed_on_paper": True}, UserError),
            ({"signed_name": "Owner One", "by_phone": True}, AccessError),
        ):
            with (
                self.subTest(values=values),
                self.assertRaises(refusal),
                self.env.cr.savepoint(),
            ):
                self._accept_raise(request, **values)
        self.assertFalse(request.acceptance_ids)
        self._accept_raise(request, signed_name="Owner One", signed_on_paper=True, scan=PIXEL)
        self.assertEqual(request.amount_raised, 0.0)

    def test_another_sum_than_the_one_shown_is_not_accepted(self):
        request = self._at_work()
        self._raise(request, 1.1)
        action = request.with_user(self.worker_user).action_accept_raise()
        self._raise(request, 1.2)
        dialog = (
            self.env[action["res_model"]]
            .with_user(self.worker_user)
            .with_context(**action["context"])
            .create(SIGNED)
        )
        with self._refused(r"costs .*96\.00 by now"):
            dialog.action_apply()

    def test_who_records_what_the_customer_accepts(self):
        request = self._at_work()
        self._raise(request, 1.2)
        for role in ("cashier", "general_manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                request.with_user(self.users[role]).action_accept_raise()
        stranger = self._make_user("stranger", self.company, "group_worker")
        self.office.user_ids |= stranger
        with self.assertRaises(AccessError):
            request.with_user(stranger).action_accept_raise()
        with self._refused("nothing to accept"):
            self._at_work().with_user(self.clerk).action_accept_raise()

    # ------------------------------------------------------------------ approved by a supervisor

    def test_exactly_at_the_share_and_a_fen_over(self):
        """80 agreed, 20 %: 96.00 needs nobody, 96.01 the supervisor."""
        cent = self._make_item("Screw", 6)
        self._approve_prices([(cent, 0.01)])
        request = self._at_work(items=[(self.drain, 1), (cent, 1)])
        request.line_ids[1].with_user(self.worker_user).quantity = 1601
        self.assertEqual(request.amount_total, 96.01)
        self.assertEqual(request.raise_limit, 96.01, "of 80.01")
        self.assertFalse(request.is_raise_to_approve)
        request.line_ids[1].with_user(self.worker_user).quantity = 1602
        self.assertTrue(request.is_raise_to_approve)

    def _approve_prices(self, prices):
        self._approve(
            self._make_tariff(self.office, self.office._today(), prices, kind="amendment")
        )

    def test_beyond_the_share_it_waits_for_the_supervisor(self):
        self.office.service_manager_id = self.service_manager
        request = self._at_work()
        self._raise(request, 100)
        self._accept_raise(request)
        task = self._tasks(request)
        self.assertEqual((len(task), task.user_id), (1, self.supervisor))
        with self._refused(r"costs .*8,000\.00: beyond .*96\.00 a supervisor who is not on the"):
            self._finish(request)
        self._approve_raise(request, self.supervisor)
        self._finish(request)
        self.assertFalse(self._tasks(request))
        self.assertEqual(
            (request.raise_approved_by_id, request.amount_approved), (self.supervisor, 8000.0)
        )

    def test_small_raises_do_not_add_up(self):
        request = self._at_work()
        for quantity in (1.15, 1.3):
            self._raise(request, quantity)
            self._accept_raise(request)
        self.assertTrue(request.is_raise_to_approve)

    def test_more_than_was_approved_is_approved_anew(self):
        request = self._at_work()
        self._raise(request, 2)
        self._approve_raise(request, self.supervisor)
        self._raise(request, 2.1)
        self.assertTrue(request.is_raise_to_approve)
        self._raise(request, 1)
        self.assertFalse(request.is_raise_to_approve or self._tasks(request))

    def test_what_is_approved_is_what_was_seen(self):
        """The worker adds while the supervisor looks at the screen."""
        request = self._at_work()
        self._raise(request, 2)
        seen = request.amount_total
        self._raise(request, 100)
        with self._refused(r"costs .*8,000\.00 by now, and you saw .*160\.00\. Look at it again"):
            self._approve_raise(request, self.supervisor, seen)
        self.assertEqual((request.amount_approved, request.is_raise_to_approve), (0.0, True))
        self._approve_raise(request, self.supervisor)
        self.assertEqual(request.amount_approved, 8000.0)

    def test_nothing_is_approved_unseen(self):
        """By a program that brings no amount, or none that is one; nor several at once."""
        request, other = self._at_work(), self._at_work()
        for one in (request, other):
            self._raise(one, 5)
        for seen in (False, 0, -400, True, "400", [400], {}, float("nan"), float("inf"), 1e300):
            with self.subTest(seen=seen), self._refused("Look at "):
                self._approve_raise(request, self.supervisor, seen)
        with self._refused("one request after the other"):
            self._approve_raise(request | other, self.supervisor, 400.0)
        self.assertFalse(request.amount_approved or other.amount_approved)

    def test_the_buttons_bring_the_amount_they_stand_beside(self):
        requests = self.env["convenience.request"].with_user(self.supervisor)
        for kind in ("form", "list"):
            view = self.env.ref(f"convenience_service.convenience_request_view_{kind}")
            arch = etree.fromstring(requests.get_view(view.id, kind)["arch"])
            (button,) = arch.xpath("//button[@name='action_approve_raise']")
            self.assertEqual(button.get("context"), "{'amount_seen': amount_total}")
            self.assertFalse(arch.xpath("//list/header/button[@name='action_approve_raise']"))

    def test_share_of_the_office(self):
        for share, asked in ((0.0, True), (50.0, False), (9.9, True)):
            with self.subTest(share=share):
                self.office.raise_share = share
                request = self._at_work()
                self._raise(request, 1.1)
                self.assertEqual(request.is_raise_to_approve, asked)
        self.office.raise_share = 50.0
        self.assertTrue(request.is_raise_to_approve, "as it was when somebody was sent")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(CheckViolation),
            self.env.cr.savepoint(),
        ):
            self.office.raise_share = -1.0
            self.office.flush_recordset()

    def test_who_approves(self):
        for role in ROLES:
            request = self._at_work()
            self._raise(request, 2)
            own = request.with_user(self.users[role])
            with self.subTest(role=role):
                if role in ("supervisor", "service_manager", "director"):
                    self._approve_raise(request, own.env.user)
                    self.assertFalse(request.is_raise_to_approve)
                else:
                    with self.assertRaises(AccessError):
                        self._approve_raise(request, own.env.user)
        with self._refused("nothing to approve"):
            self._approve_raise(self._at_work(), self.supervisor)

    def test_nobody_approves_their_own_job(self):
        both = self._make_user("both", self.company, "group_supervisor", "group_worker")
        self.office.user_ids |= both
        worker = self._make_worker("W2", both)
        request = self._request(worker_ids=[Command.set(worker.employee_id.ids)])
        request.with_user(self.supervisor).action_assign()
        request.with_user(both).action_start()
        self._raise(request, 5, both)
        self.assertTrue(request.is_raise_to_approve)
        with self.assertRaisesRegex(AccessError, "You work on"):
            self._approve_raise(request, both)
        request.with_user(self.supervisor)._hand_over(self.worker.employee_id, "Shift is over")
        with self.assertRaisesRegex(AccessError, "You work on"):
            self._approve_raise(request, both)
        self._approve_raise(request, self.supervisor)

    def test_who_may_approve_and_raises_approves_by_that(self):
        request = self._at_work()
        self._raise(request, 5, self.supervisor)
        self.assertEqual(request.raise_approved_by_id, self.supervisor)
        self.assertEqual(request.amount_raised, 320.0, "the customer is asked all the same")

    # ------------------------------------------------------------------ nobody's to write

    def test_marks_are_nobodys_to_write(self):
        request = self._at_work()
        self._raise(request, 5)
        values = {
            "agreed_on": False, "amount_agreed": 400.0, "amount_accepted": 400.0,
            "raise_limit": 400.0, "amount_approved": 400.0, "amount_raised": 0.0,
            "is_raise_to_approve": False, "raise_approved_by_id": self.supervisor.id,
            "acceptance_ids": [Command.create({"signed_name": "x"})],
        }  # fmt: skip
        for role in ROLES:
            for name, value in values.items():
                with (
                    self.subTest(role=role, field=name),
                    self.assertRaises(AccessError),
                    self.env.cr.savepoint(),
                ):
                    request.with_user(self.users[role]).write({name: value})
        made = self._request(amount_accepted=1e6, raise_limit=1e6, agreed_on="2026-01-01")
        self.assertEqual(
            (made.amount_accepted, made.raise_limit, made.agreed_on), (0.0, 0.0, False)
        )

    def test_what_was_accepted_stays(self):
        request = self._at_work()
        self._raise(request, 1.2)
        acceptance = self._accept_raise(request)
        values = {"request_id": request.id, "amount": 1.0, **SIGNED}
        for role in ROLES:
            own = acceptance.with_user(self.users[role])
            for attempt in (
                lambda own=own: own.write({"signed_name": "Me"}),
                lambda own=own: own.unlink(),
                lambda own=own: own.create(values),
            ):
                with (
                    self.subTest(role=role),
                    self.assertRaises(UserError),
                    self.env.cr.savepoint(),
                ):
                    attempt()

"""Enquiries and demand: what the desk writes down, what becomes of it, and that it stays."""

from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import ConvenienceCommon

DESK_ROLES = ("clerk", "supervisor", "service_manager", "director")


class EnquiryCommon(ConvenienceCommon):
    """A second clerk, and a second office with a clerk of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._make_user("colleague", cls.company, "group_clerk")
        cls.office.user_ids += cls.colleague
        cls.stranger = cls._make_user("stranger", cls.company, "group_clerk")
        cls.other_office = cls._make_office("Lake Side", cls.company, cls.stranger)
        cls.other_unit, cls.other_owner = cls._make_household(
            "9", "909", "Far Owner", office=cls.other_office
        )

    def _enquiry(self, user=None, **values):
        values = {
            "office_id": self.office.id,
            "unit_id": self.unit.id,
            "partner_id": self.owner.id,
            "phone": "13900001111",
            "about": "The drain is blocked.\nSince this morning.",
            **values,
        }
        return self.env["convenience.enquiry"].with_user(user or self.clerk).create(values)


@tagged("post_install", "-at_install")
class TestEnquiry(EnquiryCommon):
    """Registering an enquiry and bringing it to its outcome."""

    def _shift(self, start, end, user):
        return self.env["convenience.duty"].create(
            {"office_id": self.office.id, "user_id": user.id, "start_at": start, "end_at": end}
        )

    def test_registration_says_who_took_it_in_which_shift(self):
        now = fields.Datetime.now()
        earlier = self._shift(now - timedelta(hours=9), now - timedelta(hours=1), self.colleague)
        shift = self._shift(now - timedelta(hours=1), now + timedelta(hours=7), self.clerk)
        enquiry = self._enquiry()
        self.assertEqual(enquiry.user_id, self.clerk)
        self.assertEqual(enquiry.duty_id, shift)
        self.assertEqual(enquiry.outcome, "none")
        self.assertNotEqual(enquiry.name, self._enquiry().name)
        enquiry.received_at = now - timedelta(hours=2)
        self.assertEqual(enquiry.duty_id, earlier, "the time was corrected, so is the shift")

    def test_what_is_fixed_cannot_be_forged_at_registration(self):
        complaint = self._enquiry().action_complaint()["res_id"]
        forged = {
            "name": "LD-1",
            "outcome": "answered",
            "user_id": self.director.id,
            "complaint_id": complaint,
            "closed_by_id": self.director.id,
            "closed_at": datetime(2026, 1, 1),
        }
        for enquiry in (
            self._enquiry(**forged),
            self.env["convenience.enquiry"]
            .with_user(self.clerk)
            .with_context(**{f"default_{name}": value for name, value in forged.items()})
            .create({"office_id": self.office.id, "about": "A question"}),
        ):
            self.assertNotEqual(enquiry.name, "LD-1")
            self.assertEqual(enquiry.outcome, "none")
            self.assertEqual(enquiry.user_id, self.clerk)
            self.assertFalse(enquiry.complaint_id or enquiry.closed_by_id or enquiry.closed_at)

    def test_known_phone_fills_in_resident_and_unit(self):
        self.owner.phone = "13800002222"
        for typed in ("13800002222", "138 0000 2222", " 138-0000-2222 "):
            with self.subTest(typed=typed):
                form = Form(self.env["convenience.enquiry"].with_user(self.clerk))
                form.phone = typed
                self.assertEqual(form.partner_id, self.owner)
                self.assertEqual(form.unit_id, self.unit)
                self.assertEqual(form.phone, typed)

    def test_phone_of_two_units_names_the_resident_only(self):
        second, _resident = self._make_household("2", "202", "Neighbour")
        self.env["convenience.occupancy"].create(
            {"unit_id": second.id, "partner_id": self.owner.id, "is_main_payer": False}
        )
        form = Form(self.env["convenience.enquiry"].with_user(self.clerk))
        form.phone = self.owner.phone
        self.assertEqual(form.partner_id, self.owner)
        self.assertFalse(form.unit_id)

    def test_number_of_who_moved_out_finds_nobody(self):
        self.owner_occupancy.date_to = datetime(2026, 1, 1)
        form = Form(self.env["convenience.enquiry"].with_user(self.clerk))
        form.phone = self.owner.phone
        self.assertFalse(form.partner_id)
        self.assertFalse(form.unit_id)

    def test_unit_names_its_single_resident_and_number(self):
        form = Form(self.env["convenience.enquiry"].with_user(self.clerk))
        form.unit_id = self.unit
        self.assertEqual(form.partner_id, self.owner)
        self.assertEqual(form.phone, self.owner.phone)

    def test_of_several_residents_nobody_is_taken_for_the_caller(self):
        self._make_household("1", "101", "Tenant", role="tenant", settlement_mode="prepaid")
        form = Form(self.env["convenience.enquiry"].with_user(self.clerk))
        form.unit_id = self.unit
        self.assertFalse(form.partner_id)

    def test_unit_of_another_office_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "does not belong to JK Garden"):
            self._enquiry(user=self.env.user, unit_id=self.other_unit.id, partner_id=False)

    # ------------------------------------------------------------------ outcomes

    def _register_from(self, enquiry):
        action = enquiry.action_request()
        requests = self.env["convenience.request"].with_user(self.clerk)
        form = Form(requests.with_context(**action["context"]))
        with form.line_ids.new() as line:
            line.product_id = self.drain
        return form

    def test_becomes_a_request_with_what_the_caller_said(self):
        enquiry = self._enquiry(channel="online")
        form = self._register_from(enquiry)
        self.assertEqual(enquiry.outcome, "none", "nothing is saved yet")
        request = form.save()
        self.assertEqual(request.enquiry_id, enquiry)
        self.assertEqual(request.unit_id, self.unit)
        self.assertEqual(request.customer_id, self.owner)
        self.assertEqual(request.phone, "13900001111", "the caller's, not the resident's")
        self.assertEqual(request.channel, "portal")
        self.assertEqual(request.note, enquiry.about)
        self.assertEqual((enquiry.outcome, enquiry.closed_by_id), ("request", self.clerk))
        self.assertEqual(enquiry.request_ids, request)

    def test_becomes_one_request_only(self):
        enquiry = self._enquiry()
        first, second = self._register_from(enquiry), self._register_from(enquiry)
        first.save()
        with self.assertRaisesRegex(UserError, "is closed"):
            second.save()
        with self.assertRaisesRegex(UserError, "is closed"):
            enquiry.action_request()

    def test_enquiry_of_another_office_is_not_linked(self):
        far = self._enquiry(self.stranger, office_id=self.other_office.id, unit_id=False)
        with self.assertRaises(AccessError):
            self._request(enquiry_id=far.id)
        self.other_office.user_ids += self.clerk
        with self.assertRaisesRegex(UserError, "was made at Lake Side"):
            self._request(enquiry_id=far.id)
        self.assertEqual(far.outcome, "none")

    def test_context_links_nothing_unseen(self):
        enquiry = self._enquiry()
        request = (
            self.env["convenience.request"]
            .with_user(self.clerk)
            .with_context(default_enquiry_id=enquiry.id)
            .create(self._prepare_request())
        )
        self.assertFalse(request.enquiry_id)
        self.assertEqual(enquiry.outcome, "none")

    def test_link_stays_as_registered(self):
        linked, plain = self._request(enquiry_id=self._enquiry().id), self._request()
        other = self._enquiry()
        for request, value in ((linked, False), (linked, other.id), (plain, other.id)):
            for role in DESK_ROLES:
                with self.subTest(role=role, value=value), self.assertRaises(AccessError):
                    request.with_user(self.users[role]).write({"enquiry_id": value})
        self.assertFalse(linked.copy().enquiry_id)

    def test_becomes_a_complaint(self):
        enquiry = self._enquiry()
        action = enquiry.action_complaint()
        complaint = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(enquiry.complaint_id, complaint)
        self.assertEqual(enquiry.outcome, "complaint")
        self.assertEqual(complaint.about, enquiry.about)
        self.assertEqual(
            (complaint.unit_id, complaint.partner_id, complaint.phone, complaint.state),
            (self.unit, self.owner, "13900001111", "new"),
        )

    def test_becomes_demand(self):
        enquiry = self._enquiry(about="Piano tuning\nOnce a year")
        action = enquiry.action_demand()
        demand = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(enquiry.demand_id, demand)
        self.assertEqual((demand.wish, demand.source), ("Piano tuning", "enquiry"))
        self.assertEqual(demand.date, self.office._today())

    def test_answered_needs_the_answer(self):
        enquiry = self._enquiry()
        for answer in (False, "  "):
            enquiry.answer = answer
            with self.assertRaisesRegex(UserError, "has no answer yet"):
                enquiry.action_answered()
        enquiry.with_user(self.colleague).answer = "Monday, from nine o'clock."
        enquiry.with_user(self.colleague).action_answered()
        self.assertEqual(enquiry.outcome, "answered")
        self.assertEqual(enquiry.closed_by_id, self.colleague)

    def test_closed_enquiry_stays_as_it_is(self):
        enquiry = self._enquiry(answer="Yes.")
        enquiry.action_answered()
        for role in DESK_ROLES:
            mine = enquiry.with_user(self.users[role])
            for values in ({"about": "Else"}, {"answer": "No."}, {"phone": "1"}):
                with self.subTest(role=role, values=values), self.assertRaises(UserError):
                    mine.write(values)
            for again in (mine.action_answered, mine.action_complaint, mine.action_demand):
                with self.subTest(role=role, again=again), self.assertRaises(UserError):
                    again()
        self.assertEqual((enquiry.answer, enquiry.outcome), ("Yes.", "answered"))

    def test_nobody_forges_an_outcome(self):
        enquiry = self._enquiry()
        for role in DESK_ROLES:
            for values in (
                {"outcome": "answered"},
                {"name": "LD-1"},
                {"user_id": self.director.id},
                {"office_id": self.other_office.id},
                {"closed_at": datetime(2026, 1, 1)},
                {"request_ids": [(4, self._request().id)]},
            ):
                with self.subTest(role=role, values=values), self.assertRaises(AccessError):
                    enquiry.with_user(self.users[role]).write(values)

    def test_nobody_deletes_history(self):
        enquiry = self._enquiry()
        for role in DESK_ROLES:
            with self.subTest(role=role), self.assertRaises(AccessError):
                enquiry.with_user(self.users[role]).unlink()

    def test_clerks_correct_their_own(self):
        enquiry = self._enquiry()
        enquiry.about = "The sink is blocked."
        for user in (self.colleague, self.supervisor):
            with self.subTest(user=user.login), self.assertRaisesRegex(AccessError, "taken by"):
                enquiry.with_user(user).about = "Something else."
        self.assertEqual(enquiry.about, "The sink is blocked.")

    # ------------------------------------------------------------------ who sees what

    def test_field_staff_and_cashier_see_nothing(self):
        enquiry = self._enquiry()
        demand = self.env["convenience.demand"].browse(enquiry.action_demand()["res_id"])
        for role in ("worker_user", "cashier"):
            for record in (enquiry, demand):
                with self.subTest(role=role, model=record._name):
                    mine = record.with_user(self.users[role])
                    for attempt in (
                        lambda mine=mine: mine.read(["phone"]),
                        lambda mine=mine: mine.search([]),
                        lambda mine=mine: mine.write({"phone": "1"}),
                        lambda mine=mine: mine.create({"office_id": self.office.id}),
                    ):
                        with self.assertRaises(AccessError):
                            attempt()

    def test_general_manager_reads_only(self):
        enquiry = self._enquiry().with_user(self.general_manager)
        self.assertEqual(enquiry.read(["outcome"])[0]["outcome"], "none")
        for attempt in (enquiry.action_answered, enquiry.action_complaint, enquiry.action_demand):
            with self.assertRaises(UserError):
                attempt()
        with self.assertRaises(AccessError):
            enquiry.write({"answer": "Yes."})

    def test_other_office_sees_and_closes_nothing(self):
        enquiry = self._enquiry(answer="Yes.")
        theirs = enquiry.with_user(self.stranger)
        self.assertFalse(theirs.search([("id", "=", enquiry.id)]))
        for attempt in (theirs.action_answered, theirs.action_request, theirs.action_complaint):
            with self.assertRaises(AccessError):
                attempt()
        with self.assertRaises(AccessError):
            self._enquiry(self.stranger)


@tagged("post_install", "-at_install")
class TestDemand(EnquiryCommon):
    """Wishes are counted for the next tariff."""

    def _demand(self, wish, user=None, **values):
        return (
            self.env["convenience.demand"]
            .with_user(user or self.clerk)
            .create({"office_id": self.office.id, "wish": wish, **values})
        )

    def test_director_counts_wishes(self):
        for wish in ("Piano tuning", "Dog walking", "Piano tuning"):
            self._demand(wish)
        demand = self.env["convenience.demand"].with_user(self.director)
        counts = dict(demand._read_group([], ["wish"], ["__count"]))
        self.assertEqual(counts, {"Piano tuning": 2, "Dog walking": 1})

    def test_item_is_the_wish(self):
        form = Form(self.env["convenience.demand"].with_user(self.clerk))
        form.product_id = self.drain.with_user(self.clerk)
        self.assertEqual(form.wish, "Drain Unblocking")

    def test_service_manager_alone_deletes(self):
        demand = self._demand("Piano tuning")
        for role in ("clerk", "supervisor", "general_manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                demand.with_user(self.users[role]).unlink()
        demand.with_user(self.service_manager).unlink()
        self.assertFalse(demand.exists())

    def test_stays_in_its_office(self):
        demand = self._demand("Piano tuning")
        with self.assertRaises(AccessError):
            demand.office_id = self.other_office
        with self.assertRaises(AccessError):
            self._demand("Piano tuning", office_id=self.other_office.id)
        self.assertFalse(demand.with_user(self.stranger).search([]))

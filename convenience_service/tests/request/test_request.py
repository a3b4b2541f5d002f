import base64
from datetime import date, datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..common import ConvenienceCommon, signed_paper


@tagged("post_install", "-at_install")
class TestRequest(ConvenienceCommon):
    def test_registration_fixes_who_pays_what(self):
        request = self._request(items=[(self.drain, 2)])
        self.assertEqual(request.office_id, self.office)
        self.assertEqual(request.payer_id, self.owner)
        self.assertEqual(request.settlement_mode, "monthly")
        self.assertEqual(request.customer_type_id, self.residence)
        line = request.line_ids
        self.assertEqual(
            (line.price_unit, line.amount, line.settlement_mode), (80.0, 160.0, "monthly")
        )
        self.assertEqual(line.tax_ids, self.drain.taxes_id)
        self.assertEqual(line.tariff_line_id, self.tariff.line_ids[0])
        self.assertEqual(request.department_id, self.department)
        self.assertTrue(request.name)

    def test_later_changes_do_not_reach_a_registered_price(self):
        request = self._request()
        self.drain.write({"list_price": 5.0, "taxes_id": [Command.clear()], "name": "Renamed"})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((request.line_ids.price_unit, request.amount_total), (80.0, 80.0))
        self.assertTrue(request.line_ids.tax_ids)
        self.assertEqual(request.line_ids.name, "Drain Unblocking")

    def test_prices_sent_along_are_ignored(self):
        values = self._prepare_request()
        values["line_ids"] = [
            Command.create(
                {
                    "product_id": self.drain.id,
                    "price_unit": 1.0,
                    "amount": 1.0,
                    "tax_ids": [Command.clear()],
                }
            )
        ]
        request = self.env["convenience.request"].with_user(self.clerk).create(values)
        self.assertEqual(request.amount_total, 80.0)
        self.assertTrue(request.line_ids.tax_ids)

    def test_prepaid_item_binds_whoever_orders(self):
        watching = self._make_item("House Watching", 6)
        tariff = self._make_tariff(
            self.office,
            date(2026, 3, 1),
            [(watching, 20.0, {"prepaid": True, "deposit": 500.0})],
            kind="amendment",
        )
        with freeze_time("2026-02-01"):
            self._approve(tariff)
        line = self._request(items=[(watching, 3)]).line_ids
        self.assertEqual((line.settlement_mode, line.deposit), ("prepaid", 500.0))

    def test_stranger_is_refused_by_name(self):
        stranger = self.env["res.partner"].create({"name": "Somebody Else"})
        with self.assertRaisesRegex(UserError, "Somebody Else is not registered in 1-101"):
            self._request(customer=stranger)

    def test_former_resident_is_refused(self):
        self.owner_occupancy.date_to = date(2026, 9, 30)
        with (
            self.assertRaisesRegex(UserError, "not registered"),
            freeze_time("2026-10-01 04:00:00"),
        ):
            self._request()

    def test_owner_pays_for_the_tenant_with_consent_only(self):
        _unit, tenant = self._make_household("1", "101", "Tenant One", role="tenant")
        with self.assertRaisesRegex(UserError, "consent"):
            self._request(customer=tenant, payer_id=self.owner.id)
        request = self._request(
            customer=tenant, payer_id=self.owner.id, payer_consent="Owner by phone"
        )
        self.assertEqual((request.payer_id, request.settlement_mode), (self.owner, "monthly"))
        self.assertEqual(self._request(customer=tenant).settlement_mode, "prepaid")

    def test_quantity_range(self):
        for quantity in (0, -2, 1e308, 100_001, float("nan"), float("inf")):
            with (
                self.subTest(quantity=quantity),
                self.assertRaisesRegex(ValidationError, "is no quantity|cannot be its “Quantity”"),
            ):
                self._request(items=[(self.drain, quantity)])

    def test_paid_work_is_not_reviewed_without_signature(self):
        request = self._advance(self._request(), "done")
        with self.assertRaisesRegex(UserError, "not signed"):
            request.with_user(self.supervisor).action_review()
        with self.assertRaisesRegex(UserError, "have the customer sign"):
            request.with_user(self.worker_user).action_sign()

    def test_free_work_goes_from_done_to_reviewed(self):
        request = self._advance(self._request(items=[(self.taxi, 1)]), "done")
        request.with_user(self.supervisor).action_review()
        self.assertEqual((request.state, request.billing_state), ("reviewed", "none"))

    def test_worker_cannot_review_own_work(self):
        foreman = self._make_user("foreman", self.company, "group_supervisor", "group_worker")
        self.office.user_ids |= foreman
        employee = self._make_worker("W9", foreman).employee_id
        request = self._request(worker_ids=[Command.set(employee.ids)])
        request.with_user(self.supervisor).action_assign()
        request.with_user(foreman).action_start()
        request.with_user(foreman).action_done()
        request.with_user(foreman).write(signed_paper())
        request.with_user(foreman).action_sign()
        with self.assertRaisesRegex(AccessError, "worked on .* yourself"):
            request.with_user(foreman).action_review()
        request.with_user(self.supervisor).action_review()

    def test_who_checked_out_cannot_review_either(self):
        request = self._advance(self._request(), "in_progress")
        request.with_user(self.supervisor).action_done()
        request.with_user(self.supervisor).write(signed_paper())
        request.with_user(self.supervisor).action_sign()
        with self.assertRaisesRegex(AccessError, "yourself"):
            request.with_user(self.supervisor).action_review()

    def test_signed_request_stays_as_it_was(self):
        request = self._advance(self._request(), "signed")
        line = request.line_ids
        picture = base64.b64encode(b"forged")
        for user in (self.clerk, self.supervisor, self.director):
            for values in (
                {"signed_name": "Forged"},
                {"signature": picture},
                {"work_note": "more"},
                {"worker_ids": [Command.clear()]},
                {"line_ids": [Command.update(line.id, {"quantity": 9})]},
                {"line_ids": [Command.create({"product_id": self.bulb.id})]},
            ):
                with self.subTest(user=user.login, values=values), self.assertRaises(UserError):
                    request.with_user(user).write(values)
            with self.assertRaises(UserError):
                line.with_user(user).write({"quantity": 9})
            with self.assertRaises(UserError):
                line.with_user(user).unlink()

    def test_rework_clears_the_done_day(self):
        request = self._advance(self._request(), "done")
        request.with_user(self.supervisor).action_rework(reason="Still leaking")
        self.assertEqual(request.state, "in_progress")
        self.assertFalse(request.date_done or request.done_at)
        self.assertIn("Still leaking", request.sudo().log_ids.sorted("id")[-1].reason)

    def test_director_corrects_a_price_with_a_reason_before_billing(self):
        request = self._october()
        for user in (self.clerk, self.supervisor, self.service_manager):
            with self.assertRaisesRegex(
                AccessError, "may not correct a price. Ask for it: Director"
            ):
                request.line_ids.with_user(user).correct_price(50.0, "agreed")
        with self.assertRaisesRegex(UserError, "why"):
            request.line_ids.with_user(self.director).correct_price(50.0, " ")
        request.line_ids.with_user(self.director).correct_price(50.0, "Half the drain only")
        self.assertEqual(
            (request.amount_total, request.line_ids.price_corrected_by_id), (50.0, self.director)
        )
        settlement = self._settlement()
        request.line_ids.with_user(self.director).correct_price(40.0, "Less still")
        self.assertEqual(request.billing_state, "to_bill", "it left the draft statement")
        settlement.with_user(self.service_manager).action_compile()
        self.assertEqual(settlement.amount_total, 40.0)
        settlement.with_user(self.service_manager).action_review()
        with self.assertRaisesRegex(UserError, "Have that credited"):
            request.line_ids.with_user(self.director).correct_price(10.0, "late")

    def test_not_to_be_billed_is_the_directors_word(self):
        request = self._october()
        with self.assertRaises(AccessError):
            request.with_user(self.service_manager).action_waive_billing(reason="friend")
        request.with_user(self.director).action_waive_billing(reason="Our own fault")
        self.assertEqual(request.billing_state, "waived")
        self.assertFalse(self._settlement().statement_ids)

    def test_worker_sees_own_jobs_only(self):
        other = self._make_user("other_worker", self.company, "group_worker")
        self.office.user_ids |= other
        request = self._advance(self._request(), "assigned")
        requests = self.env["convenience.request"]
        self.assertIn(request, requests.with_user(self.worker_user).search([]))
        self.assertFalse(requests.with_user(other).search([]))
        with self.assertRaises(AccessError):
            request.with_user(other).action_start()
        with self.assertRaises(AccessError):
            request.with_user(other).read(["name"])

    def test_worker_changes_field_notes_only(self):
        request = self._advance(self._request(), "in_progress").with_user(self.worker_user)
        request.write({"work_note": "New seal fitted"})
        with self.assertRaises(AccessError):
            request.write({"phone": "1"})
        with self.assertRaises(AccessError):
            request.write({"line_ids": [Command.create({"product_id": self.bulb.id})]})
        with self.assertRaises(AccessError):
            request.line_ids.read(["expected_cost"])

    def test_cancel_needs_a_reason_and_keeps_it(self):
        request = self._request()
        action = request.with_user(self.clerk).action_cancel()
        self.assertEqual(action["res_model"], "convenience.reason.wizard")
        request.with_user(self.clerk).action_cancel(reason="Called off")
        self.assertEqual(
            (request.state, request.sudo().log_ids.sorted("id")[-1].reason),
            ("cancelled", "Called off"),
        )

    def test_local_days(self):
        rows = [
            {"registered": datetime(2026, 10, 31, 14), "done": datetime(2026, 10, 31, 15, 30)},
            {"registered": datetime(2026, 10, 31, 15, 40), "done": datetime(2026, 10, 31, 16, 30)},
        ]
        october, november = self._past_requests(rows)
        self.assertEqual(october.date_done, date(2026, 10, 31), "23:30 in Shanghai")
        self.assertEqual(november.date_done, date(2026, 11, 1), "00:30 in Shanghai")
        self.assertEqual(november.date_registered, date(2026, 10, 31))
        for zone in ("America/Los_Angeles", "Pacific/Auckland"):
            requests = self.env["convenience.request"].with_context(tz=zone)
            found = requests.search(
                [("date_done", ">=", "2026-10-01"), ("date_done", "<=", "2026-10-31")]
            )
            self.assertEqual(found, october, zone)
            groups = requests._read_group([], ["date_done:month"], ["__count"])
            self.assertEqual(groups, [(date(2026, 10, 1), 1), (date(2026, 11, 1), 1)], zone)

    def test_time_zone_of_a_used_office_stays(self):
        self._request()
        with self.assertRaisesRegex(UserError, "time zone"):
            self.office.with_user(self.director).tz = "UTC"

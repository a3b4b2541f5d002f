from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ...models.offer.tariff_line import TariffKey
from ..common import ConvenienceCommon


@tagged("post_install", "-at_install")
class TestTariff(ConvenienceCommon):
    def _amend(self, day, *lines, today=None):
        """Approve an amendment; `lines` are (item, values)."""
        tariff = self._make_tariff(self.office, day, [], kind="amendment")
        tariff.line_ids = [
            Command.create(
                {
                    "product_id": item.id,
                    "department_id": self.department.id,
                    "expected_cost": values.get("price", 0) * 0.9,
                    **values,
                }
            )
            for item, values in lines
        ]
        with freeze_time(today or day):
            return self._approve(tariff)

    def _price(self, item, day, customer_type=None):
        key = TariffKey(self.office.id, item.id, (customer_type or self.residence).id, day)
        return self.env["convenience.tariff.line"]._find_tariff_lines([key])[key].price

    def _refusal(self, item, day, customer_type=None):
        key = TariffKey(self.office.id, item.id, (customer_type or self.residence).id, day)
        lines = self.env["convenience.tariff.line"]
        self.assertFalse(lines._find_tariff_lines([key])[key])
        return lines._missing_line_message(key)

    # ------------------------------------------------------------------ which line holds

    def test_amendment_prices_from_its_day(self):
        self._amend(date(2026, 10, 15), (self.drain, {"price": 90.0, "operation": "reprice"}))
        self.assertEqual(self._price(self.drain, date(2026, 10, 14)), 80.0)
        self.assertEqual(self._price(self.drain, date(2026, 10, 15)), 90.0)
        self.assertEqual(self._price(self.bulb, date(2026, 10, 15)), 10.0, "the others stay")

    def test_request_takes_the_price_of_its_day(self):
        self._amend(date(2026, 10, 15), (self.drain, {"price": 90.0, "operation": "reprice"}))
        self.assertEqual(self._october(14).amount_total, 80.0)
        self.assertEqual(self._october(15).amount_total, 90.0)

    def test_stop_refuses_by_name(self):
        self._amend(date(2026, 10, 15), (self.drain, {"operation": "stop"}))
        self.assertEqual(self._price(self.drain, date(2026, 10, 14)), 80.0)
        message = self._refusal(self.drain, date(2026, 10, 16))
        self.assertIn("Drain Unblocking", message)
        self.assertIn("JK Garden", message)
        with (
            self.assertRaisesRegex(UserError, "stopped Drain Unblocking"),
            freeze_time("2026-10-16 02:00:00"),
        ):
            self._request()

    def test_stop_of_own_type_does_not_revive_an_older_price(self):
        self._amend(
            date(2026, 3, 1), (self.drain, {"price": 70.0, "customer_type_id": self.office_type.id})
        )
        self._amend(
            date(2026, 5, 1),
            (self.drain, {"operation": "stop", "customer_type_id": self.office_type.id}),
        )
        day = date(2026, 6, 1)
        self.assertEqual(self._price(self.drain, date(2026, 4, 1), self.office_type), 70.0)
        self.assertIn("stopped", self._refusal(self.drain, day, self.office_type))
        self.assertEqual(
            self._price(self.drain, day, self.residence), 80.0, "other types keep theirs"
        )

    def test_offered_again_after_a_stop(self):
        self._amend(date(2026, 3, 1), (self.drain, {"operation": "stop"}))
        self._amend(date(2026, 4, 1), (self.drain, {"price": 85.0}))
        self.assertEqual(self._price(self.drain, date(2026, 4, 1)), 85.0)

    def test_stop_for_all_names_the_types_that_stay(self):
        self._amend(
            date(2026, 3, 1), (self.drain, {"price": 70.0, "customer_type_id": self.office_type.id})
        )
        with self.assertRaisesRegex(UserError, "line of its own for Office"):
            self._amend(date(2026, 5, 1), (self.drain, {"operation": "stop"}))

    def test_item_not_offered_to_the_type(self):
        conference = self._make_item("Conference Service", 6)
        self._amend(
            date(2026, 3, 1),
            (conference, {"price": 120.0, "customer_type_id": self.office_type.id}),
        )
        day = date(2026, 3, 2)
        self.assertEqual(self._price(conference, day, self.office_type), 120.0)
        message = self._refusal(conference, day, self.residence)
        self.assertIn("Conference Service", message)
        self.assertIn("Residence", message)

    def test_own_type_goes_before_all(self):
        self._amend(
            date(2026, 3, 1), (self.drain, {"price": 60.0, "customer_type_id": self.shop.id})
        )
        self._amend(date(2026, 4, 1), (self.drain, {"price": 95.0, "operation": "reprice"}))
        self.assertEqual(self._price(self.drain, date(2026, 5, 1), self.shop), 60.0)
        self.assertEqual(self._price(self.drain, date(2026, 5, 1), self.residence), 95.0)

    def test_annual_tariff_replaces_the_whole_list(self):
        self._amend(date(2026, 10, 15), (self.drain, {"price": 90.0}))
        with freeze_time("2026-12-20"):
            self._approve(
                self._make_tariff(self.office, date(2027, 1, 1), [(self.bulb, 12.0)], year=2027)
            )
        self.assertEqual(self._price(self.drain, date(2026, 12, 31)), 90.0)
        self.assertIn("no approved price", self._refusal(self.drain, date(2027, 1, 1)))
        self.assertEqual(self._price(self.bulb, date(2027, 1, 1)), 12.0)

    def test_before_the_first_tariff_nothing_holds(self):
        self.assertIn("no approved price", self._refusal(self.drain, date(2025, 12, 31)))

    def test_draft_lines_do_not_hold(self):
        self._make_tariff(self.office, date(2026, 2, 1), [(self.drain, 1.0)], kind="amendment")
        self.assertEqual(self._price(self.drain, date(2026, 3, 1)), 80.0)

    def test_of_two_on_one_day_the_later_approval_holds(self):
        self._amend(date(2026, 3, 1), (self.drain, {"price": 81.0}), today=date(2026, 2, 1))
        self._amend(date(2026, 3, 1), (self.drain, {"price": 82.0}), today=date(2026, 2, 2))
        self.assertEqual(self._price(self.drain, date(2026, 3, 1)), 82.0)

    def test_batch_look_up_needs_a_fixed_number_of_queries(self):
        lines = self.env["convenience.tariff.line"]
        days = [date(2026, 1, 1) + timedelta(days=number) for number in range(300)]
        keys = [
            TariffKey(self.office.id, item.id, self.residence.id, day)
            for item in (self.drain, self.bulb, self.taxi)
            for day in days
        ]
        self.env.invalidate_all()
        with self.assertQueryCount(8):
            found = lines._find_tariff_lines(keys)
        self.assertEqual(len(found), 900)
        self.assertTrue(all(found.values()))

    # ------------------------------------------------------------------ approval

    def test_submitter_cannot_approve(self):
        tariff = self._make_tariff(self.office, date(2027, 1, 1), [(self.drain, 80.0)])
        both = self._make_user("both", self.company, "group_director", "group_general_manager")
        self.office.user_ids |= both
        tariff.with_user(both).action_review()
        tariff.with_user(both).action_submit()
        with self.assertRaisesRegex(AccessError, "You proposed .* yourself"):
            tariff.with_user(both).action_approve()
        tariff.with_user(self.general_manager).action_approve()
        self.assertEqual(tariff.approved_by_id, self.general_manager)

    def test_who_changes_a_submitted_tariff_does_not_approve_it(self):
        """Somebody with two hats, who sends it back and rewrites what another one proposed."""
        both = self._make_user("hats", self.company, "group_director", "group_general_manager")
        self.office.user_ids |= both
        for change in (
            lambda tariff: tariff.line_ids.with_user(both).write({"price": 90.0}),
            lambda tariff: tariff.with_user(both).write(
                {"line_ids": [Command.update(tariff.line_ids[0].id, {"price": 90.0})]}
            ),
            lambda tariff: tariff.with_user(both).write({"date_start": date(2027, 2, 1)}),
            lambda tariff: tariff.line_ids[1:].with_user(both).unlink(),
        ):
            with self.subTest(change=change), self.env.cr.savepoint() as savepoint:
                tariff = self._make_tariff(
                    self.office, date(2027, 1, 1), [(self.drain, 80.0), (self.bulb, 10.0)]
                )
                tariff.with_user(self.director).action_review()
                tariff.with_user(self.director).action_submit()
                tariff.with_user(both).action_reject(reason="Too cheap")
                tariff.with_user(both).action_draft()
                change(tariff)
                tariff.line_ids.with_user(self.director).margin_reason = "As others"
                tariff.with_user(self.director).action_review()
                tariff.with_user(self.director).action_submit()
                with self.assertRaisesRegex(AccessError, "changed it after"):
                    tariff.with_user(both).action_approve()
                tariff.with_user(self.general_manager).action_approve()
                savepoint.rollback()

    def test_meeting_comes_first(self):
        tariff = self._make_tariff(
            self.office, date(2027, 1, 1), [(self.drain, 80.0)], necessity=False
        )
        with self.assertRaisesRegex(UserError, "planning meeting"):
            tariff.with_user(self.director).action_review()

    def test_margin_outside_small_profit_is_explained(self):
        tariff = self._make_tariff(
            self.office, date(2027, 1, 1), [(self.drain, 80.0, {"expected_cost": 20.0})]
        )
        tariff.with_user(self.director).action_review()
        with self.assertRaisesRegex(UserError, "Drain Unblocking: a margin of 75"):
            tariff.with_user(self.director).action_submit()
        tariff.line_ids.with_user(self.director).margin_reason = "Pays for the machine."
        tariff.with_user(self.director).action_submit()
        self.assertEqual(tariff.state, "submitted")

    def test_why_a_margin_is_as_it_is_is_for_who_sees_costs(self):
        approved = [("office_id", "=", self.office.id), ("approved", "=", True)]
        line = self.env["convenience.tariff.line"].search(approved, limit=1)
        for user in (self.clerk, self.supervisor, self.cashier):
            with self.subTest(user=user.login):
                line.with_user(user).read(["price"])
                for name in ("margin_reason", "expected_cost"):
                    with self.assertRaises(AccessError):
                        line.with_user(user).read([name])
        for user in (self.service_manager, self.director, self.general_manager):
            line.with_user(user).read(["margin_reason", "expected_cost"])

    def test_backdating_is_refused_but_for_the_first(self):
        tariff = self._make_tariff(
            self.office, date(2026, 2, 1), [(self.drain, 80.0)], kind="amendment"
        )
        with freeze_time("2026-03-01"), self.assertRaisesRegex(UserError, "before today"):
            self._approve(tariff)

    def test_rejection_tells_why_and_leads_back(self):
        tariff = self._make_tariff(self.office, date(2027, 1, 1), [(self.drain, 80.0)])
        tariff.with_user(self.director).action_review()
        tariff.with_user(self.director).action_submit()
        action = tariff.with_user(self.general_manager).action_reject()
        wizard = (
            self.env["convenience.reason.wizard"]
            .with_user(self.general_manager)
            .with_context(**action["context"])
            .create({"reason": "Too dear."})
        )
        wizard.action_apply()
        self.assertEqual((tariff.state, tariff.rejection_reason), ("rejected", "Too dear."))
        tariff.with_user(self.director).action_draft()
        self.assertEqual(tariff.state, "draft")
        self.assertEqual(
            tariff.sudo().log_ids.sorted("id").mapped("state_to"),
            ["reviewed", "submitted", "rejected", "draft"],
        )

    def test_approved_lines_never_change(self):
        line = self.tariff.line_ids[0]
        for change in (
            lambda: line.with_user(self.director).write({"price": 1.0}),
            lambda: line.with_user(self.director).unlink(),
            lambda: self.tariff.with_user(self.director).write({"line_ids": [Command.clear()]}),
            lambda: self.tariff.with_user(self.director).write({"date_start": date(2026, 5, 5)}),
            lambda: (
                self.env["convenience.tariff.line"]
                .with_user(self.director)
                .create({"tariff_id": self.tariff.id, "product_id": self._make_item("New", 6).id})
            ),
        ):
            with (
                self.subTest(change=change),
                self.assertRaisesRegex(UserError, "does not change any more"),
            ):
                change()
        self.assertEqual(line.price, 80.0)

    def test_prices_carry_included_taxes_only(self):
        excluded = self.env["account.tax"].create(
            {"name": "Added 6%", "amount": 6, "type_tax_use": "sale", "company_id": self.company.id}
        )
        with self.assertRaisesRegex(UserError, "Added 6%"):
            self.drain.product_tmpl_id.taxes_id = excluded

    def test_a_new_company_leaves_approved_items_alone(self):
        before = self.drain.taxes_id
        self._make_company("Second Company")
        self.assertEqual(self.drain.sudo().taxes_id, before)

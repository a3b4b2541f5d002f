from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import ConvenienceCommon

# Standard 40 hours: Monday to Friday, 8 to 12 and 13 to 17, local to the office (UTC + 8).
MONDAY_9 = datetime(2026, 11, 2, 1)


@tagged("post_install", "-at_install")
class TestDeadline(ConvenienceCommon):
    """When somebody has to set out and to finish, whatever the clock says at registration."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.drain.product_tmpl_id
        cls.template.write({"convenience_respond_hours": 1, "convenience_finish_hours": 4})

    def _registered(self, moment, **values):
        with freeze_time(moment):
            return self._request(**values)

    def _finish_by(self, moment, **values):
        return self._registered(moment, **values).finish_by

    # ------------------------------------------------------------------ working hours

    def test_over_working_hours(self):
        for case, registered, finish_by in (
            ("within a day, over lunch", MONDAY_9, datetime(2026, 11, 2, 6)),
            ("over a night", datetime(2026, 11, 2, 8), datetime(2026, 11, 3, 3)),
            ("at night, 23:00", datetime(2026, 11, 2, 15), datetime(2026, 11, 3, 4)),
            ("before opening, 6:00", datetime(2026, 11, 2, 22), datetime(2026, 11, 3, 4)),
            ("at opening", datetime(2026, 11, 3, 0), datetime(2026, 11, 3, 4)),
            ("at closing", datetime(2026, 11, 2, 9), datetime(2026, 11, 3, 4)),
            ("ends at closing", datetime(2026, 11, 2, 5), datetime(2026, 11, 2, 9)),
            ("at lunch", datetime(2026, 11, 2, 4, 30), datetime(2026, 11, 2, 9)),
            ("over a weekend", datetime(2026, 11, 6, 7), datetime(2026, 11, 9, 2)),
            ("on a Sunday", datetime(2026, 11, 8, 3), datetime(2026, 11, 9, 4)),
        ):
            with self.subTest(case=case):
                self.assertEqual(self._finish_by(registered), finish_by)

    def test_respond_by_has_hours_of_its_own(self):
        request = self._registered(datetime(2026, 11, 6, 8, 30))
        self.assertEqual(request.respond_by, datetime(2026, 11, 9, 0, 30))

    def test_public_holiday(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "National Day",
                "company_id": self.company.id,
                "date_from": datetime(2026, 10, 1, 16) - timedelta(days=1),
                "date_to": datetime(2026, 10, 7, 15, 59, 59),
            }
        )
        self.assertEqual(self._finish_by(datetime(2026, 9, 30, 7)), datetime(2026, 10, 8, 2))

    def test_holiday_of_another_company_or_person_is_none(self):
        other = self._make_company("Other Property Management")
        common = {"date_from": datetime(2026, 11, 2, 16), "date_to": datetime(2026, 11, 3, 15)}
        leaves = self.env["resource.calendar.leaves"]
        elsewhere = leaves.create({"name": "Elsewhere", **common})
        self.env.flush_all()
        elsewhere.company_id = other
        resource = self.worker.employee_id.resource_id
        leaves.create({"name": "One person's", "resource_id": resource.id, **common})
        self.assertEqual(self._finish_by(datetime(2026, 11, 2, 8)), datetime(2026, 11, 3, 3))

    def test_hours_of_the_office_not_of_the_viewer_or_calendar(self):
        self.office.resource_calendar_id = self.office.resource_calendar_id.copy(
            {"tz": "Europe/Brussels", "company_id": self.company.id}
        )
        self.clerk.tz = "America/New_York"
        self.assertEqual(self._finish_by(MONDAY_9), datetime(2026, 11, 2, 6))

    def test_change_to_winter_time(self):
        office = self._make_office("Riverside", self.company, self.office.user_ids)
        office.tz = "America/New_York"
        self._approve(self._make_tariff(office, date(2026, 1, 1), [(self.drain, 80.0)]))
        unit, owner = self._make_household("1", "9", "New Yorker", office=office)
        worker = self._make_worker("NY", None, office)
        # Friday 16:00 in summer time, UTC - 4; the weekend brings UTC - 5
        request = self._registered(
            datetime(2026, 10, 30, 20),
            unit=unit,
            customer=owner,
            worker_ids=[Command.set(worker.employee_id.ids)],
        )
        self.assertEqual(request.finish_by, datetime(2026, 11, 2, 16))

    # ------------------------------------------------------------------ round the clock

    def test_round_the_clock(self):
        friday_night = datetime(2026, 11, 6, 15)
        plain = friday_night + timedelta(hours=4)
        self.assertEqual(self._finish_by(friday_night, is_urgent=True), plain)
        self.template.convenience_round_the_clock = True
        self.assertEqual(self._finish_by(friday_night), plain)
        self.template.convenience_round_the_clock = False
        self.office.resource_calendar_id = False
        self.assertEqual(self._finish_by(friday_night), plain)

    def test_a_calendar_that_never_works_is_round_the_clock(self):
        self.office.resource_calendar_id = self.env["resource.calendar"].create(
            {"name": "Closed", "company_id": self.company.id, "attendance_ids": [Command.clear()]}
        )
        self.office.resource_calendar_id.attendance_ids.unlink()
        self.assertEqual(self._finish_by(MONDAY_9), MONDAY_9 + timedelta(hours=4))

    def test_found_to_be_urgent(self):
        request = self._registered(datetime(2026, 11, 6, 15))
        request.with_user(self.clerk).is_urgent = True
        self.assertEqual(request.finish_by, datetime(2026, 11, 6, 19))
        request.with_user(self.clerk).is_urgent = False
        self.assertEqual(request.finish_by, datetime(2026, 11, 9, 4))

    # ------------------------------------------------------------------ whose hours

    def test_hours_of_the_customer_type(self):
        self.template.convenience_hours_ids = [
            Command.create({"customer_type_id": self.shop.id, "finish_hours": 1})
        ]
        unit, owner = self._make_household("S", "1", "Shopkeeper", customer_type=self.shop)
        request = self._registered(MONDAY_9, unit=unit, customer=owner)
        self.assertEqual(request.finish_by, datetime(2026, 11, 2, 2))
        self.assertEqual(request.respond_by, datetime(2026, 11, 2, 2), "the item's own hour")
        self.assertEqual(self._finish_by(MONDAY_9), datetime(2026, 11, 2, 6), "others as before")

    def test_only_directors_set_hours(self):
        values = {
            "product_tmpl_id": self.template.id,
            "customer_type_id": self.shop.id,
            "finish_hours": 2,
        }
        for role in ("clerk", "supervisor", "service_manager", "worker_user", "cashier"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.env["convenience.item.hours"].with_user(self.users[role]).create(values)
        hours = self.env["convenience.item.hours"].with_user(self.director).create(values)
        self.assertEqual(hours.with_user(self.clerk).finish_hours, 2)

    def test_tightest_item_of_each_deadline(self):
        self.bulb.product_tmpl_id.write(
            {"convenience_respond_hours": 2, "convenience_finish_hours": 2}
        )
        request = self._registered(
            MONDAY_9, items=[(self.drain, 1), (self.bulb, 1), (self.taxi, 1)]
        )
        self.assertEqual(request.respond_by, datetime(2026, 11, 2, 2))
        self.assertEqual(request.finish_by, datetime(2026, 11, 2, 3))

    def test_items_without_hours_promise_nothing(self):
        request = self._registered(MONDAY_9, items=[(self.taxi, 1)])
        self.assertFalse(request.respond_by or request.finish_by)
        self.assertEqual(self._urgency_at(request, datetime(2026, 12, 1))[0], "none")

    # ------------------------------------------------------------------ what stays

    def test_promises_stay_when_the_item_changes(self):
        request = self._registered(MONDAY_9)
        self.template.write({"convenience_finish_hours": 1, "convenience_round_the_clock": True})
        self.assertEqual(request.finish_by, datetime(2026, 11, 2, 6))
        with freeze_time(datetime(2026, 11, 2, 4)):
            self._add_line(request, self.taxi)
        self.assertEqual(request.finish_by, datetime(2026, 11, 2, 6))

    def test_a_line_added_later_only_tightens(self):
        self.bulb.product_tmpl_id.convenience_finish_hours = 40
        request = self._registered(MONDAY_9)
        self._add_line(request, self.bulb)
        self.assertEqual(request.finish_by, datetime(2026, 11, 2, 6))
        self.taxi.product_tmpl_id.convenience_finish_hours = 2
        with freeze_time(datetime(2026, 11, 2, 3)):
            self._add_line(request, self.taxi)
        self.assertEqual(request.finish_by, datetime(2026, 11, 2, 3), "counted from registration")

    def test_rework_has_its_hours_again(self):
        request = self._advance(self._registered(MONDAY_9), "done")
        respond_by = request.respond_by
        with freeze_time(datetime(2026, 11, 4, 1)):
            request.with_user(self.supervisor).action_rework(reason="Still blocked")
        self.assertEqual(request.finish_by, datetime(2026, 11, 4, 6))
        self.assertEqual(request.respond_by, respond_by)

    def test_what_is_done_keeps_its_deadlines(self):
        self.taxi.product_tmpl_id.convenience_finish_hours = 1
        request = self._advance(self._registered(MONDAY_9), "done")
        request.with_user(self.clerk).is_urgent = True
        self.assertEqual(request.finish_by, datetime(2026, 11, 2, 6))
        with self.assertRaisesRegex(UserError, "is done: its items stay"):
            self._add_line(request, self.taxi)

    def test_put_off(self):
        request = self._registered(MONDAY_9)
        request._restart_deadlines(datetime(2026, 11, 5, 1))
        self.assertEqual(request.respond_by, datetime(2026, 11, 5, 2))
        self.assertEqual(request.finish_by, datetime(2026, 11, 5, 6))

    def test_deadlines_are_not_written_by_hand(self):
        request = self._registered(MONDAY_9)
        for name in ("respond_by", "finish_by", "deadlines_from"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                request.with_user(self.director).write({name: datetime(2027, 1, 1)})
        forged = self.env["convenience.request"].with_user(self.clerk)
        forged = forged.with_context(
            default_finish_by=datetime(2020, 1, 1), default_deadlines_from=datetime(2020, 1, 1)
        ).create(self._prepare_request(items=[(self.taxi, 1)]))
        self.assertFalse(forged.finish_by or forged.deadlines_from)

    # ------------------------------------------------------------------ how urgent

    def _urgency_at(self, request, moment):
        with freeze_time(moment):
            request.invalidate_recordset()
            found = [
                state
                for state in ("none", "soon", "late_response", "late")
                if request
                in self.env["convenience.request"].search([("deadline_state", "=", state)])
            ]
            self.assertEqual(found, [request.deadline_state], "search and field agree")
            return request.deadline_state, request.is_late_response, request.is_overdue

    def test_urgency(self):
        self.office.warn_before_hours = 0.5
        request = self._registered(MONDAY_9)
        for minutes, expected in (
            (0, ("none", False, False)),
            (31, ("soon", False, False)),
            (60, ("soon", False, False)),
            (61, ("late_response", True, False)),
            (301, ("late", True, True)),
        ):
            with self.subTest(minutes=minutes):
                moment = MONDAY_9 + timedelta(minutes=minutes)
                self.assertEqual(self._urgency_at(request, moment), expected)

    def test_urgency_after_the_response(self):
        request = self._registered(MONDAY_9)
        self._advance(request, "in_progress")
        late = ("late", False, True)
        self.assertEqual(self._urgency_at(request, datetime(2026, 11, 2, 3))[0], "none")
        self.assertEqual(self._urgency_at(request, datetime(2026, 11, 2, 5, 30))[0], "soon")
        self.assertEqual(self._urgency_at(request, datetime(2026, 11, 2, 7)), late)
        request.with_user(self.worker_user).action_done()
        self.assertEqual(self._urgency_at(request, datetime(2026, 11, 9))[0], "none")

    def test_worker_and_cashier_see_urgency(self):
        request = self._advance(self._registered(MONDAY_9), "assigned")
        for user in (self.worker_user, self.cashier, self.general_manager):
            with freeze_time(datetime(2026, 11, 2, 7)):
                request.invalidate_recordset()
                self.assertEqual(request.with_user(user).deadline_state, "late")

    # ------------------------------------------------------------------ many at once

    def test_the_calendar_is_read_once_for_all(self):
        def queries(count):
            values = [
                self._prepare_request() | {"name": f"Q{count}-{number}", "registered_at": moment}
                for number in range(count)
                for moment in [datetime(2026, 10, 1 + number % 28, 3)]
            ]
            requests = self.env["convenience.request"].with_user(self.importer)
            requests = requests._register_many(values)
            requests.env.flush_all()
            lines = self.env["convenience.request.line"].browse(requests.line_ids.ids)
            requests._write_guarded({"respond_by": False, "finish_by": False})
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            prepared = requests._prepare_deadlines(lines)
            self.assertEqual(len(prepared), count)
            return self.env.cr.sql_log_count - before

        few, many = queries(5), queries(60)
        self.assertLessEqual(many, few + 2)

    def _add_line(self, request, item):
        self.env["convenience.request.line"].with_user(self.clerk).create(
            {"request_id": request.id, "product_id": item.id}
        )

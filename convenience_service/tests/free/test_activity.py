from datetime import datetime

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import ConvenienceCommon


@tagged("post_install", "-at_install")
class TestActivity(ConvenienceCommon):
    """Community activities: seats are never given twice, and it stays on record who came."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.neighbour_unit, cls.neighbour = cls._make_household("1", "102", "Neighbour")

    def _activity(self, seats=3, state="open", **values):
        activity = (
            self.env["convenience.activity"]
            .with_user(self.clerk)
            .create(
                {
                    "name": "Lantern Evening",
                    "office_id": self.office.id,
                    "start_at": datetime(2026, 12, 1, 11),
                    "end_at": datetime(2026, 12, 1, 13),
                    "seats": seats,
                    **values,
                }
            )
        )
        if state == "open":
            activity.action_open()
        return activity

    def _register(self, activity, resident=None, persons=1, user=None, **values):
        resident = resident or self.owner
        return (
            self.env["convenience.activity.attendance"]
            .with_user(user or self.clerk)
            .create(
                {
                    "activity_id": activity.id,
                    "unit_id": resident.convenience_occupancy_ids.unit_id.id,
                    "resident_id": resident.id,
                    "persons": persons,
                    **values,
                }
            )
        )

    def test_from_plan_to_who_came(self):
        activity = self._activity()
        first = self._register(activity, persons=2)
        self._register(activity, self.neighbour)
        self.assertEqual(activity.seats_taken, 3)
        first.attended = True
        activity.action_close()
        self.assertEqual((activity.state, activity.attended_count), ("closed", 2))
        self.assertEqual(activity.closed_by_id, self.clerk)
        with self.assertRaisesRegex(UserError, "does not change any more"):
            first.attended = False
        with self.assertRaisesRegex(UserError, "does not change any more"):
            activity.name = "Another Evening"

    def test_full_activity_says_how_many_seats_are_left(self):
        activity = self._activity()
        self._register(activity, persons=2)
        with (
            self.assertRaisesRegex(UserError, "Seats left at Lantern Evening: 1"),
            self.env.cr.savepoint(),
        ):
            self._register(activity, self.neighbour, persons=2)
        last = self._register(activity, self.neighbour)
        with self.assertRaisesRegex(UserError, "Evening: 1"), self.env.cr.savepoint():
            last.persons = 2
        self.assertEqual(activity.seats_taken, 3)

    def test_seats_given_up_are_given_again(self):
        activity = self._activity()
        self._register(activity, persons=3).unlink()
        self._register(activity, self.neighbour, persons=3)
        self.assertEqual(activity.seats_taken, 3)

    def test_without_a_limit_everybody_comes(self):
        activity = self._activity(seats=0)
        self._register(activity, persons=500)
        self.assertEqual(activity.seats_taken, 500)

    def test_registration_writes_the_row_of_the_activity_at_once(self):
        """So that of two clerks at once the second waits, and starts again on the new count."""
        activity = self._activity()
        self.env.flush_all()
        self._register(activity, persons=2)
        self.env.cr.execute(
            "SELECT seats_taken FROM convenience_activity WHERE id = %s AND xmin::text = "
            "(SELECT xmin::text FROM convenience_activity_attendance WHERE activity_id = %s)",
            (activity.id, activity.id),
        )
        self.assertEqual(self.env.cr.fetchone(), (2,))

    @mute_logger("odoo.sql_db")
    def test_database_keeps_the_seats(self):
        activity = self._activity()
        self._register(activity, persons=3)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            activity.seats = 2
            self.env.flush_all()

    @mute_logger("odoo.sql_db")
    def test_resident_is_registered_once(self):
        activity = self._activity()
        self._register(activity)
        with self.assertRaises(IntegrityError):
            self._register(activity)

    def test_registration_is_open_or_it_is_not(self):
        planned = self._activity(state="planned")
        with (
            self.assertRaisesRegex(UserError, "Planned: nobody is registered"),
            self.env.cr.savepoint(),
        ):
            self._register(planned)
        planned.action_open()
        self._register(planned)
        planned.action_cancel(reason="Rain")
        with (
            self.assertRaisesRegex(UserError, "Cancelled: nobody is registered"),
            self.env.cr.savepoint(),
        ):
            self._register(planned, self.neighbour)

    def test_calling_off_asks_why(self):
        activity = self._activity()
        self.assertEqual(activity.action_cancel()["res_model"], "convenience.reason.wizard")
        activity.action_cancel(reason="Rain")
        self.assertIn("Rain", activity.sudo().log_ids.mapped("reason"))

    def test_guests_live_at_the_office(self):
        other_office = self._make_office("Other Garden", self.company, self.clerk)
        resident = self._make_household("9", "901", "Far Away", office=other_office)[1]
        with (
            self.assertRaisesRegex(ValidationError, "does not belong to JK Garden"),
            self.env.cr.savepoint(),
        ):
            self._register(self._activity(), resident)

    # ------------------------------------------------------------------ roles

    def test_who_organises_and_who_reads(self):
        activity = self._activity()
        self._register(activity)
        for role in ("worker_user", "cashier", "general_manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._register(activity, self.neighbour, user=self.users[role])
            with self.subTest(role=role), self.assertRaises(AccessError):
                activity.with_user(self.users[role]).action_close()
        self.assertEqual(activity.with_user(self.general_manager).seats_taken, 1)
        with self.assertRaises(AccessError):
            activity.with_user(self.cashier).read(["name"])

    def test_cost_is_for_managers_and_may_come_later(self):
        activity = self._activity()
        activity.action_close()
        activity.with_user(self.service_manager).cost = 800.0
        self.assertEqual(activity.with_user(self.general_manager).cost, 800.0)
        for role in ("clerk", "supervisor"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                activity.with_user(self.users[role]).read(["cost"])
            with self.subTest(role=role), self.assertRaises(AccessError):
                activity.with_user(self.users[role]).cost = 1.0

    def test_nobody_writes_past_the_buttons(self):
        activity = self._activity()
        attendance = self._register(activity)
        for record, values in (
            (activity, {"state": "closed"}),
            (activity, {"seats_taken": 0}),
            (attendance, {"resident_id": self.neighbour.id}),
            (attendance, {"activity_id": self._activity().id}),
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                record.with_user(self.director).write(values)

"""Duty: rotas in the office's own time, handover, who is on duty, and urgent requests."""

from contextlib import contextmanager
from datetime import date, datetime, timedelta

from psycopg2.errors import ExclusionViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..common import ConvenienceCommon

MORNING, EVENING, NEXT_MORNING = (
    datetime(2026, 12, 2, 0),
    datetime(2026, 12, 2, 12),
    datetime(2026, 12, 3, 0),
)


class DutyCommon(ConvenienceCommon):
    """A second clerk and a deputy; all hours are those of Shanghai unless said otherwise."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._make_user("colleague", cls.company, "group_clerk")
        cls.deputy = cls._make_user("deputy", cls.company, "group_service_manager")
        cls.office.user_ids += cls.colleague + cls.deputy
        cls.stranger = cls._make_user("stranger", cls.company, "group_clerk")
        cls.other_office = cls._make_office("Lake Side", cls.company, cls.stranger)

    def _shift(self, user, start=MORNING, end=EVENING, kind="desk", office=None):
        return self.env["convenience.duty"].create(
            {
                "office_id": (office or self.office).id,
                "kind": kind,
                "user_id": user.id,
                "start_at": start,
                "end_at": end,
            }
        )

    def _rota(self, users, planner=None, **values):
        values = {
            "office_id": self.office.id,
            "kind": "desk",
            "date_from": date(2026, 12, 2),
            "date_to": date(2026, 12, 3),
            "turn_ids": [
                Command.create({"sequence": number, "user_id": user.id})
                for number, user in enumerate(users)
            ],
            **values,
        }
        wizard = self.env["convenience.duty.rota"].with_user(planner or self.supervisor)
        action = wizard.create(values).action_make()
        duties = self.env["convenience.duty"].search(action["domain"], order="start_at")
        return duties


@tagged("post_install", "-at_install")
class TestRota(DutyCommon):
    """The wizard that plans shifts."""

    def test_desk_changes_at_eight_and_at_eight(self):
        duties = self._rota([self.clerk, self.colleague, self.deputy])
        self.assertEqual(
            [(duty.user_id, duty.start_at, duty.end_at) for duty in duties],
            [
                (self.clerk, MORNING, EVENING),
                (self.colleague, EVENING, NEXT_MORNING),
                (self.deputy, NEXT_MORNING, datetime(2026, 12, 3, 12)),
                (self.clerk, datetime(2026, 12, 3, 12), datetime(2026, 12, 4, 0)),
            ],
        )

    def test_order_of_the_list_is_the_order_of_turns(self):
        turns = [
            Command.create({"sequence": 2, "user_id": self.clerk.id}),
            Command.create({"sequence": 1, "user_id": self.colleague.id}),
            Command.create({"sequence": 3, "user_id": self.colleague.id}),
        ]
        duties = self._rota([], turn_ids=turns)
        self.assertEqual(
            [duty.user_id for duty in duties],
            [self.colleague, self.clerk, self.colleague, self.colleague],
        )

    def test_whole_days_of_leaders_from_midnight(self):
        duties = self._rota(
            [self.director, self.deputy],
            self.director,
            kind="leader",
            shifts_a_day="1",
            start_hour=0.0,
        )
        self.assertEqual(
            [(duty.user_id, duty.start_at, duty.end_at) for duty in duties],
            [
                (self.director, datetime(2026, 12, 1, 16), datetime(2026, 12, 2, 16)),
                (self.deputy, datetime(2026, 12, 2, 16), datetime(2026, 12, 3, 16)),
            ],
        )

    def test_three_shifts_and_half_hours(self):
        duties = self._rota(
            [self.clerk], date_to=date(2026, 12, 2), shifts_a_day="3", start_hour=7.5
        )
        starts = [duty.start_at for duty in duties]
        self.assertEqual(starts[0], datetime(2026, 12, 1, 23, 30))
        self.assertEqual({(duty.end_at - duty.start_at) for duty in duties}, {timedelta(hours=8)})

    def test_night_of_the_clock_change(self):
        self.office.tz = "Europe/Berlin"
        for first, hours in ((date(2027, 3, 27), 11), (date(2027, 10, 30), 13)):
            with self.subTest(first=first):
                duties = self._rota(
                    [self.clerk, self.colleague], date_from=first, date_to=first + timedelta(days=1)
                )
                lengths = [(duty.end_at - duty.start_at) // timedelta(hours=1) for duty in duties]
                self.assertEqual(lengths, [12, hours, 12, 12])
                self.assertEqual(duties[1].end_at, duties[2].start_at, "no gap, no overlap")
                self.assertEqual([duty._local(duty.start_at).hour for duty in duties], [8, 20] * 2)

    def test_day_starting_in_the_missing_hour(self):
        self.office.tz = "Europe/Berlin"
        duties = self._rota(
            [self.clerk],
            date_from=date(2027, 3, 27),
            date_to=date(2027, 3, 28),
            shifts_a_day="1",
            start_hour=2.5,
        )
        self.assertEqual(duties[0].end_at, duties[1].start_at)
        self.assertLess(duties[1].start_at, duties[1].end_at)

    def test_existing_shifts_are_named(self):
        self._rota([self.clerk, self.colleague])
        named = r"(?s)planned already.*2026-12-02 20:00 – 2026-12-03"
        with self.assertRaisesRegex(UserError, named):
            self._rota([self.deputy])
        day = date(2026, 12, 4)
        self.assertTrue(self._rota([self.deputy], date_from=day, date_to=day))

    def test_people_with_a_shift_elsewhere_are_named(self):
        self.other_office.user_ids += self.clerk
        self._shift(self.clerk, office=self.other_office)
        with self.assertRaisesRegex(UserError, "planned already"):
            self._rota([self.clerk, self.colleague])
        self.assertEqual(len(self._rota([self.colleague, self.clerk])), 4, "not at the same time")

    def test_what_is_missing_is_said(self):
        for values, sentence in (
            ({"turn_ids": []}, "takes turns"),
            ({"date_to": date(2026, 12, 1)}, "first day on"),
            ({"date_to": date(2028, 12, 1)}, "a year at most"),
            ({"start_hour": 24.0}, "between 0:00 and 24:00"),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, sentence):
                self._rota([self.clerk], **values)

    def test_who_plans(self):
        for kind, allowed in (
            ("desk", {"supervisor", "service_manager", "director"}),
            ("leader", {"director"}),
        ):
            for role, user in self.users.items():
                with self.subTest(kind=kind, role=role):
                    try:
                        with self.env.cr.savepoint():
                            made = bool(self._rota([self.deputy], user, kind=kind))
                            self.env["convenience.duty"].search([]).unlink()
                    except AccessError:
                        made = False
                    self.assertEqual(made, role in allowed)

    def test_other_office_is_not_planned(self):
        with self.assertRaises(AccessError):
            self._rota([self.stranger], office_id=self.other_office.id)


@tagged("post_install", "-at_install")
class TestDuty(DutyCommon):
    """Shifts, the handover and who is on duty."""

    def test_strangers_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "is not among the users of JK Garden"):
            self._shift(self.stranger)

    @contextmanager
    def _refused(self):
        """The attempt is refused, and taken back as the server would."""
        with self.assertRaisesRegex(ValidationError, "overlaps with"), self.env.cr.savepoint():
            yield

    def test_one_leader_at_a_time(self):
        self._shift(self.director, kind="leader")
        with self._refused():
            self._shift(self.deputy, datetime(2026, 12, 2, 11), NEXT_MORNING, kind="leader")
        self.assertTrue(self._shift(self.deputy, EVENING, NEXT_MORNING, kind="leader"))

    def test_desk_may_be_manned_twice(self):
        self._shift(self.clerk)
        self.assertTrue(self._shift(self.colleague))

    def test_nobody_is_in_two_places(self):
        self.other_office.user_ids += self.clerk
        self._shift(self.clerk)
        for office, kind in ((self.office, "leader"), (self.other_office, "desk")):
            with self.subTest(kind=kind), self._refused():
                self._shift(self.clerk, datetime(2026, 12, 2, 11), NEXT_MORNING, kind, office)
        later = self._shift(self.clerk, EVENING, NEXT_MORNING, office=self.other_office)
        with self._refused():
            later.start_at = datetime(2026, 12, 2, 11)

    @mute_logger("odoo.sql_db")
    def test_two_planners_at_once_are_stopped_by_the_database(self):
        first = self._shift(self.director, kind="leader")
        second = self._shift(self.deputy, EVENING, NEXT_MORNING, kind="leader")
        self.env.flush_all()
        for kind, user in (("leader", self.deputy), ("desk", self.director)):
            with self.subTest(kind=kind), self.assertRaises(ExclusionViolation):
                with self.env.cr.savepoint(flush=False):
                    self.env.cr.execute(
                        "UPDATE convenience_duty SET start_at = %s, kind = %s, user_id = %s "
                        "WHERE id = %s",
                        [first.start_at, kind, user.id, second.id],
                    )
                    self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_on_duty_from_the_start_to_before_the_end(self):
        self._shift(self.clerk)
        self._shift(self.colleague, EVENING, NEXT_MORNING)
        second = timedelta(seconds=1)
        for moment, user in (
            (MORNING - second, self.env["res.users"]),
            (MORNING, self.clerk),
            (EVENING - second, self.clerk),
            (EVENING, self.colleague),
            (NEXT_MORNING - second, self.colleague),
            (NEXT_MORNING, self.env["res.users"]),
        ):
            with self.subTest(moment=moment):
                self.assertEqual(self.office._on_duty("desk", moment), user)
                self.assertFalse(self.office._on_duty("leader", moment))
        self.assertFalse(self.other_office._on_duty("desk", MORNING))

    def test_overview_shows_who_is_on_duty_with_phone(self):
        self.clerk.phone, self.director.phone = "13700001111", "13700002222"
        self._shift(self.clerk)
        self._shift(self.director, kind="leader")
        for role in ("clerk", "director", "general_manager"):
            with self.subTest(role=role), freeze_time(MORNING):
                office = self.office.with_user(self.users[role])
                office.invalidate_recordset()
                self.assertEqual(office.duty_desk_user_id, self.clerk)
                self.assertEqual(office.duty_desk_phone, "13700001111")
                self.assertEqual(office.duty_leader_user_id, self.director)
                self.assertEqual(office.duty_leader_phone, "13700002222")
        with freeze_time(EVENING):
            self.office.invalidate_recordset()
            self.assertFalse(self.office.duty_desk_user_id or self.office.duty_leader_user_id)

    def test_overview_costs_no_query_an_office(self):
        offices = self.office | self.other_office
        offices |= self._make_office("Hill Top", self.company, self.clerk)
        self._shift(self.clerk)
        counts = []
        for some in (offices[:1], offices):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.mapped("duty_desk_user_id")
            some.mapped("duty_leader_user_id")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    # ------------------------------------------------------------------ handover

    def _handover(self):
        shift = self._shift(self.clerk)
        self._shift(self.colleague, EVENING, NEXT_MORNING)
        shift.with_user(self.clerk).handover_note = "Key of 1-101 is in the drawer."
        return shift

    def test_next_shift_takes_over_and_the_note_is_fixed(self):
        shift = self._handover()
        self.assertTrue(shift.with_user(self.colleague).can_take_over)
        self.assertFalse(shift.with_user(self.clerk).can_take_over)
        with freeze_time(EVENING):
            shift.with_user(self.colleague).action_take_over()
        self.assertEqual(shift.handed_over_to_id, self.colleague)
        self.assertEqual(shift.handed_over_at, EVENING)
        for user in (self.clerk, self.colleague, self.supervisor, self.director):
            for values in ({"handover_note": "There was no key."}, {"end_at": NEXT_MORNING}):
                with self.subTest(user=user.login), self.assertRaises(UserError):
                    shift.with_user(user).write(values)
        with self.assertRaises(UserError):
            shift.with_user(self.director).unlink()
        with freeze_time(EVENING), self.assertRaisesRegex(UserError, "was taken over by"):
            shift.with_user(self.colleague).action_take_over()

    def test_nobody_else_takes_over(self):
        shift = self._handover()
        for user in (self.clerk, self.supervisor, self.director, self.stranger, self.worker_user):
            with self.subTest(user=user.login), freeze_time(EVENING):
                with self.assertRaises(AccessError):
                    shift.with_user(user).action_take_over()

    def test_not_before_the_last_hour(self):
        shift = self._handover().with_user(self.colleague)
        with freeze_time(EVENING - timedelta(minutes=61)):
            with self.assertRaisesRegex(UserError, "not about to end"):
                shift.action_take_over()
        with freeze_time(EVENING - timedelta(minutes=60)):
            self.assertTrue(shift.action_take_over())

    def test_without_a_note_there_is_nothing_to_take_over(self):
        shift = self._handover()
        shift.handover_note = " "
        with freeze_time(EVENING), self.assertRaisesRegex(UserError, "no handover note"):
            shift.with_user(self.colleague).action_take_over()

    def test_note_is_the_shift_holders(self):
        shift = self._handover()
        with self.assertRaisesRegex(AccessError, "is written by"):
            shift.with_user(self.colleague).handover_note = "Nothing."
        shift.with_user(self.supervisor).handover_note = "The key is with the supervisor."

    def test_handover_is_not_forged(self):
        shift = self._handover()
        forged = {"handed_over_to_id": self.colleague.id, "handed_over_at": EVENING}
        for role in ("clerk", "supervisor", "director"):
            for name, value in forged.items():
                with self.subTest(role=role, name=name), self.assertRaises(AccessError):
                    shift.with_user(self.users[role]).write({name: value})
        fresh = self._shift(self.deputy)
        self.assertFalse(fresh.copy({"user_id": self.supervisor.id, **forged}).handed_over_to_id)

    def test_clerks_do_not_change_the_plan(self):
        shift = self._handover()
        for values in ({"end_at": NEXT_MORNING}, {"user_id": self.deputy.id}, {"kind": "leader"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                shift.with_user(self.clerk).write({"handover_note": "x", **values})
        with self.assertRaises(AccessError):
            shift.with_user(self.clerk).unlink()

    def test_leaders_are_planned_by_the_director(self):
        shift = self._shift(self.director, kind="leader")
        for values in ({"user_id": self.deputy.id}, {"kind": "desk"}, {"end_at": NEXT_MORNING}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                shift.with_user(self.supervisor).write(values)
        desk = self._shift(self.clerk, EVENING, NEXT_MORNING)
        with self.assertRaises(AccessError):
            desk.with_user(self.supervisor).kind = "leader"
        with self.assertRaises(AccessError):
            shift.with_user(self.supervisor).unlink()
        shift.with_user(self.director).unlink()

    def test_who_reads(self):
        shift = self._shift(self.clerk)
        for role in ("clerk", "supervisor", "service_manager", "director", "general_manager"):
            self.assertTrue(shift.with_user(self.users[role]).read(["user_id"]))
        for user in (self.worker_user, self.cashier, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                shift.with_user(user).read(["user_id"])


@tagged("post_install", "-at_install")
class TestUrgentRequest(DutyCommon):
    """Urgent requests outside office hours reach somebody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office.director_id = cls.director

    def _told(self, moment, **values):
        """Return who is told of an urgent request registered at the moment (UTC)."""
        with freeze_time(moment):
            request = self._request(is_urgent=True, **values)
        told = request.activity_ids
        for activity in told:
            self.assertEqual(activity.date_deadline, self.office._local_date(moment))
            self.assertIn(activity.user_id.name, request.message_ids[0].body)
        return told.user_id

    def test_in_and_out_of_hours(self):
        for moment, told in (
            (datetime(2026, 12, 2, 2), False),  # Wednesday 10:00
            (datetime(2026, 12, 2, 0), False),  # 8:00, the office opens
            (datetime(2026, 12, 1, 23, 59, 59), True),
            (datetime(2026, 12, 2, 8, 59, 59), False),
            (datetime(2026, 12, 2, 9), True),  # 17:00, it closes
            (datetime(2026, 12, 2, 17), True),  # Thursday 1:00
            (datetime(2026, 12, 5, 2), True),  # Saturday
        ):
            with self.subTest(moment=moment):
                self.assertEqual(self._told(moment), self.director if told else self._nobody())

    def _nobody(self):
        return self.env["res.users"]

    def test_holiday_closes_the_office(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "New Year",
                "company_id": self.company.id,
                "calendar_id": self.office.resource_calendar_id.id,
                "date_from": datetime(2026, 12, 31, 16),
                "date_to": datetime(2027, 1, 1, 15, 59, 59),
            }
        )
        self.assertEqual(self._told(datetime(2027, 1, 1, 2)), self.director)
        self.assertFalse(self._told(datetime(2026, 12, 31, 2)))

    def test_holiday_of_another_company_does_not(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        holiday = self.env["resource.calendar.leaves"].create(
            {
                "name": "Local holiday",
                "calendar_id": False,
                "date_from": datetime(2026, 12, 1, 16),
                "date_to": datetime(2026, 12, 2, 15, 59, 59),
            }
        )
        self.assertTrue(self._told(datetime(2026, 12, 2, 2)), "it closes all of its company")
        holiday.company_id = other
        self.assertFalse(self._told(datetime(2026, 12, 2, 2)))

    def test_without_a_calendar_the_office_is_always_open(self):
        self.office.resource_calendar_id = False
        self.assertFalse(self._told(datetime(2026, 12, 5, 17)))

    def test_leader_then_desk_then_director(self):
        moment = datetime(2026, 12, 2, 14)  # 22:00
        self.assertEqual(self._told(moment), self.director)
        self._shift(self.colleague, EVENING, NEXT_MORNING)
        self.assertEqual(self._told(moment), self.colleague)
        self._shift(self.deputy, EVENING, NEXT_MORNING, kind="leader")
        self.assertEqual(self._told(moment), self.deputy)

    def test_who_cannot_open_the_request_is_not_the_one_told(self):
        self._shift(self.worker_user, EVENING, NEXT_MORNING, kind="leader")
        told = self._told(datetime(2026, 12, 2, 14), worker_ids=False)
        self.assertEqual(told, self.director)

    def test_leader_of_one_company_is_told_by_a_clerk_of_two(self):
        second = self.env["res.company"].create({"name": "Elsewhere"})
        self.clerk.company_ids += second
        self._shift(self.deputy, EVENING, NEXT_MORNING, kind="leader")
        with freeze_time(datetime(2026, 12, 2, 14)):
            request = (
                self.env["convenience.request"]
                .with_user(self.clerk)
                .with_context(allowed_company_ids=(self.company | second).ids)
                .create(self._prepare_request(is_urgent=True))
            )
        self.assertEqual(request.activity_ids.user_id, self.deputy)

    def test_nobody_to_tell_is_said(self):
        self.office.director_id = False
        with freeze_time(datetime(2026, 12, 2, 14)):
            request = self._request(is_urgent=True)
        self.assertFalse(request.activity_ids)
        self.assertIn("Call somebody", request.message_ids[0].body)

    def test_the_caller_cannot_skip_the_alert(self):
        with freeze_time(datetime(2026, 12, 2, 14)):
            request = (
                self.env["convenience.request"]
                .with_user(self.clerk)
                .with_context(mail_activity_automation_skip=True)
                .create(self._prepare_request(is_urgent=True))
            )
        self.assertEqual(request.activity_ids.user_id, self.director)

    def test_what_can_wait_waits(self):
        with freeze_time(datetime(2026, 12, 2, 14)):
            self.assertFalse(self._request().activity_ids)

"""Visits of agreements: which days the job registers, and which never again."""

from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from .common_agreement import AgreementCommon

# Friday 4 September 2026, 10:00 in Shanghai; the office looks 14 days ahead, to the 18th.
NOW = "2026-09-04 02:00:00"


@freeze_time(NOW)
class VisitCommon(AgreementCommon):
    def _wash(self, **values):
        """A service of car washing, by the visit."""
        return self._prepare_line(self.wash, **values)

    def _active(self, *lines, **values):
        """The lines of an active agreement from Tuesday 1 September on."""
        return self._agreement(*lines, **values).line_ids.sudo()

    def _run(self, now=None):
        """Run the job as the server does, now or at another moment (UTC)."""
        with freeze_time(now or NOW), self.enter_registry_test_mode():
            self.env.ref("convenience_service.ir_cron_make_visits").method_direct_trigger()
        self.env.invalidate_all()

    def _planned(self, line):
        """The planned days of the visits that are there, as month-day."""
        visits = self.env["convenience.request"].search([("agreement_line_id", "=", line.id)])
        return " ".join(sorted(f"{day:%m-%d}" for day in visits.mapped("planned_date")))

    def _visit(self, line, day):
        return self.env["convenience.request"].search(
            [("agreement_line_id", "=", line.id), ("planned_date", "=", day)]
        )


@freeze_time(NOW)
class TestVisitDays(VisitCommon):
    def test_up_to_the_horizon_both_ends_included(self):
        line = self._active(self._wash(monday=False, friday=True))
        self._run()
        self.assertEqual(self._planned(line), "09-04 09-11 09-18")
        self.assertEqual(line.visits_until, date(2026, 9, 18))

    def test_from_the_activation_on(self):
        """The agreement says 1 September; who signs on the 4th had no visit before."""
        line = self._active(self._wash(frequency="daily", interval=2))
        self._run()
        self.assertEqual(self._planned(line), "09-05 09-07 09-09 09-11 09-13 09-15 09-17")

    def test_a_draft_has_no_visits(self):
        line = self._draft(self._wash()).line_ids
        self._run()
        self.assertEqual(self._planned(line), "")

    def test_starts_later_than_the_horizon(self):
        line = self._active(self._wash(), date_from=date(2026, 9, 21))
        self._run()
        self.assertEqual(self._planned(line), "")
        self._run("2026-09-10 02:00:00")
        self.assertEqual(self._planned(line), "09-21")

    def test_the_horizon_moves_with_the_days(self):
        line = self._active(self._wash())
        for now in (NOW, "2026-09-08 02:00:00", "2026-09-08 05:00:00", "2026-09-14 02:00:00"):
            self._run(now)
        self.assertEqual(self._planned(line), "09-07 09-14 09-21 09-28")

    def test_days_without_a_job_are_made_up_for(self):
        """The server stood still for a month: nothing that was agreed is lost."""
        line = self._active(self._wash())
        self._run()
        self._run("2026-10-20 02:00:00")
        self.assertEqual(
            self._planned(line), "09-07 09-14 09-21 09-28 10-05 10-12 10-19 10-26 11-02"
        )

    def test_the_office_looks_further(self):
        line = self._active(self._wash())
        self._run()
        self.office.visit_days_ahead = 30
        self._run()
        self.assertEqual(self._planned(line), "09-07 09-14 09-21 09-28")

    def test_the_office_looks_less_far(self):
        line = self._active(self._wash())
        self._run()
        self.office.visit_days_ahead = 3
        self._run("2026-09-05 02:00:00")
        self.assertEqual(self._planned(line), "09-07 09-14")

    def test_today_by_the_clock_of_the_office(self):
        """At 23:30 UTC it is the next day in Shanghai: the horizon is a day further."""
        self.office.visit_days_ahead = 0
        line = self._active(self._wash(monday=False, saturday=True))
        self._run("2026-09-04 15:59:00")
        self.assertEqual(self._planned(line), "")
        self._run("2026-09-04 16:00:00")
        self.assertEqual(self._planned(line), "09-05")

    def test_not_after_the_end_of_the_service_or_the_agreement(self):
        lines = self._active(
            self._wash(frequency="daily", date_to=date(2026, 9, 6)),
            self._wash(frequency="daily"),
            date_to=date(2026, 9, 8),
        )
        self._run()
        self.assertEqual(self._planned(lines[0]), "09-04 09-05 09-06")
        self.assertEqual(self._planned(lines[1]), "09-04 09-05 09-06 09-07 09-08")

    def test_not_while_suspended(self):
        line = self._active(self._wash(frequency="daily", interval=3))
        line.agreement_id.with_user(self.clerk).suspend(
            date(2026, 9, 8), date(2026, 9, 13), "On holiday"
        )
        self._run()
        self.assertEqual(self._planned(line), "09-04 09-07 09-16")

    def test_one_of_several_services(self):
        """Every service has days of its own."""
        lines = self._active(self._wash(), self._wash(monday=False, sunday=True))
        self._run()
        self.assertEqual(self._planned(lines[0]), "09-07 09-14")
        self.assertEqual(self._planned(lines[1]), "09-06 09-13")


@freeze_time(NOW)
class TestVisitOnce(VisitCommon):
    def test_run_again(self):
        line = self._active(self._wash())
        self._run()
        visits = self._visit(line, date(2026, 9, 7)) | self._visit(line, date(2026, 9, 14))
        self._run()
        line._write_guarded({"visits_until": False})
        self._run()
        self.assertEqual(self._planned(line), "09-07 09-14")
        self.assertEqual(len(visits.exists()), 2)

    def test_the_database_refuses_a_second_one(self):
        line = self._active(self._wash())
        visits = self._visits(line, date(2026, 9, 7))
        self.assertEqual(len(visits), 1)
        self.assertFalse(self._visits(line, date(2026, 9, 7)))
        with self.assertRaisesRegex(Exception, "convenience_request_visit_once"):
            self.env.cr.execute(
                "UPDATE convenience_request SET agreement_line_id = %s, planned_date = %s"
                " WHERE id = %s",
                [line.id, date(2026, 9, 7), self._request().id],
            )

    def test_a_visit_put_off_stays_put_off(self):
        """Put off from Monday to Wednesday: there is no second one on Monday."""
        line = self._active(self._wash())
        self._run()
        visit = self._visit(line, date(2026, 9, 7))
        until = datetime(2026, 9, 9, 1)
        visit.with_user(self.clerk)._put_off(until, "The car is away")
        line._look_again()
        self._run()
        self.assertEqual(self._planned(line), "09-07 09-14")
        self.assertEqual((visit.planned_date, visit.planned_on), (date(2026, 9, 7), until))

    def test_a_cancelled_visit_stays_cancelled(self):
        line = self._active(self._wash())
        self._run()
        visit = self._visit(line, date(2026, 9, 7))
        visit.with_user(self.supervisor)._move_to("cancelled")
        line._look_again()
        self._run()
        self.assertEqual(self._planned(line), "09-07 09-14")
        self.assertEqual(visit.state, "cancelled")

    def test_a_changed_service(self):
        """From the 10th on Thursdays: what is left of Monday is cancelled, nothing is doubled."""
        line = self._active(self._wash())
        self._run()
        successor = line.agreement_id.with_user(self.clerk).change_line(
            line, date(2026, 9, 10), {"monday": False, "thursday": True}
        )
        self._run()
        self.assertEqual(self._visit(line, date(2026, 9, 7)).state, "new")
        self.assertEqual(self._visit(line, date(2026, 9, 14)).state, "cancelled")
        self.assertEqual(self._planned(successor), "09-10 09-17")

    def test_an_ended_service(self):
        line = self._active(self._wash())
        self._run()
        line.with_user(self.clerk).end(date(2026, 9, 10), "Sold the car")
        self._run("2026-10-01 02:00:00")
        self.assertEqual(self._planned(line), "09-07 09-14")
        self.assertEqual(self._visit(line, date(2026, 9, 14)).state, "cancelled")

    def test_an_ended_agreement(self):
        line = self._active(self._wash())
        self._run()
        line.agreement_id.with_user(self.clerk).end(date(2026, 9, 4), "Moves away")
        self._run("2026-10-01 02:00:00")
        self.assertEqual(self._planned(line), "09-07 09-14")
        states = self._visit(line, date(2026, 9, 7)) | self._visit(line, date(2026, 9, 14))
        self.assertEqual(set(states.mapped("state")), {"cancelled"})

    def test_a_renewed_agreement(self):
        line = self._active(self._wash(), date_to=date(2026, 9, 10))
        self._run()
        self.assertEqual(self._planned(line), "09-07")
        line.agreement_id.with_user(self.clerk).action_renew(date(2026, 9, 30))
        self._run()
        self.assertEqual(self._planned(line), "09-07 09-14")

    def test_resumed_early(self):
        """The days of the suspension that is given up are made, as far as they were not yet."""
        line = self._active(self._wash())
        agreement = line.agreement_id.with_user(self.clerk)
        agreement.suspend(date(2026, 9, 5), date(2026, 9, 30), "On holiday")
        self._run()
        self.assertEqual(self._planned(line), "")
        agreement.resume(date(2026, 9, 10))
        self._run()
        self.assertEqual(self._planned(line), "09-14")


@freeze_time(NOW)
class TestVisitRequest(VisitCommon):
    def test_what_is_fixed_comes_from_the_agreement(self):
        line = self._active(self._wash(quantity=2.0, visit_time=14.5), phone="5550")
        self._run()
        visit = self._visit(line, date(2026, 9, 7))
        self.assertRecordValues(
            visit,
            [
                {
                    "state": "new",
                    "channel": "agreement",
                    "unit_id": self.unit.id,
                    "customer_id": self.owner.id,
                    "payer_id": self.owner.id,
                    "occupancy_id": self.owner_occupancy.id,
                    "settlement_mode": "monthly",
                    "department_id": self.department.id,
                    "phone": "5550",
                    "date_registered": date(2026, 9, 4),
                    "wanted_on": datetime(2026, 9, 7, 6, 30),
                    "planned_on": datetime(2026, 9, 7, 6, 30),
                    "amount_total": 40.0,
                    "billing_state": "pending",
                    "signature_required": True,
                }
            ],
        )
        self.assertRecordValues(
            visit.line_ids,
            [
                {
                    "product_id": self.wash.id,
                    "quantity": 2.0,
                    "price_unit": 20.0,
                    "tax_ids": line.tax_ids.ids,
                    "expected_cost": 18.0,
                    "agreement_line_id": line.id,
                }
            ],
        )

    def test_numbers_are_those_of_requests(self):
        """Drawn many at once, they go on from the last one, with its prefix and length."""
        before = self._request().name
        line = self._active(self._wash())
        self._run()
        names = self._visit(line, date(2026, 9, 7)) | self._visit(line, date(2026, 9, 14))
        numbers = [int(name.rpartition("-")[2]) for name in [before, *names.mapped("name")]]
        self.assertEqual(numbers, [numbers[0], numbers[0] + 1, numbers[0] + 2])
        self.assertEqual({len(name) for name in names.mapped("name")}, {len(before)})
        self.assertEqual(self._request().name[: -len("00000")], before[: -len("00000")])

    def test_deadlines_run_from_the_agreed_time(self):
        self.wash.product_tmpl_id.write(
            {"convenience_respond_hours": 1, "convenience_finish_hours": 3}
        )
        line = self._active(self._wash(visit_time=9.0))
        self._run()
        visit = self._visit(line, date(2026, 9, 7))
        self.assertEqual(visit.respond_by, datetime(2026, 9, 7, 2))
        self.assertEqual(visit.finish_by, datetime(2026, 9, 7, 4))
        self.assertFalse(visit.is_overdue)

    def test_deadlines_are_those_any_request_would_have(self):
        """Prepared together, they are what the request itself counts out."""
        self.wash.product_tmpl_id.write(
            {"convenience_respond_hours": 2, "convenience_finish_hours": 20}
        )
        line = self._active(self._wash(frequency="daily", visit_time=16.0))
        self._run()
        visits = self.env["convenience.request"].search([("agreement_line_id", "=", line.id)])
        promised = [(visit.respond_by, visit.finish_by) for visit in visits]
        visits._renew_deadlines()
        self.assertEqual([(visit.respond_by, visit.finish_by) for visit in visits], promised)
        self.assertTrue(all(finish for _respond, finish in promised))

    def test_more_is_ordered_with_a_visit(self):
        """An item added later has the tariff's price and may tighten the deadline."""
        self.drain.product_tmpl_id.convenience_finish_hours = 2
        line = self._active(self._wash(visit_time=9.0))
        self._run()
        visit = self._visit(line, date(2026, 9, 7)).with_user(self.clerk)
        self.env["convenience.request.line"].with_user(self.clerk).create(
            {"request_id": visit.id, "product_id": self.drain.id}
        )
        self.assertEqual(visit.amount_total, 100.0)
        self.assertEqual(visit.finish_by, datetime(2026, 9, 7, 3))

    def test_the_time_of_day_stays_when_the_clock_changes(self):
        """Made in New York for both sides of 1 November: 9:00 on the wall on either day."""
        office = self._make_office("Far Office", self.company, self.office.user_ids)
        office.tz = "America/New_York"
        self._approve(self._make_tariff(office, date(2026, 9, 3), [(self.wash, 20.0)]))
        unit, owner = self._make_household("9", "901", "Far Owner", office=office)
        line = self._active(
            self._wash(frequency="daily"),
            unit_id=unit.id,
            partner_id=owner.id,
            date_from=date(2026, 10, 31),
            date_to=date(2026, 11, 1),
        )
        self._run("2026-10-30 20:00:00")
        wanted = self.env["convenience.request"].search(
            [("agreement_line_id", "=", line.id)], order="planned_date"
        )
        self.assertEqual(
            wanted.mapped("wanted_on"),
            [datetime(2026, 10, 31, 13), datetime(2026, 11, 1, 14)],
        )

    def test_who_owes_too_much_is_visited_all_the_same(self):
        self.office.unpaid_limit = 1
        self._owe(2)
        line = self._active(self._wash())
        with self.assertRaisesRegex(UserError, "2 unpaid statements"):
            self._request()
        self._run()
        self.assertEqual(self._planned(line), "09-07 09-14")

    def test_nobody_is_sent_before_the_day(self):
        """In turn, a visit is shared out on its day, not two weeks ahead."""
        self.env["convenience.dispatch.rule"].create(
            {"office_id": self.office.id, "department_id": self.department.id, "mode": "turn"}
        )
        self.worker.department_id = self.department
        line = self._active(self._wash())
        self._run()
        visits = self._visit(line, date(2026, 9, 7)) | self._visit(line, date(2026, 9, 14))
        for day, states in (("04", "new new"), ("07", "assigned new")):
            with freeze_time(f"2026-09-{day} 01:00:00"), self.enter_registry_test_mode():
                self.worker._write_guarded({"present_on": self.office._today()})
                self.env.ref("convenience_service.ir_cron_dispatch").method_direct_trigger()
            self.assertEqual(" ".join(visits.mapped("state")), states)


@freeze_time(NOW)
class TestVisitError(VisitCommon):
    def test_the_customer_has_moved_out(self):
        """Until the last day the visits are made; what comes after keeps a sentence."""
        line = self._active(self._wash())
        self.owner_occupancy.date_to = date(2026, 9, 10)
        self._run()
        self.assertEqual(self._planned(line), "09-07")
        self._run()
        self.assertEqual(self._planned(line), "09-07")
        self.assertIn("Owner One is not registered in", line.job_error)
        self.assertIn("2026-09-14", line.job_error)
        self.assertTrue(line.job_next_try)

    def test_the_others_go_on(self):
        other_unit, other_owner = self._make_household("1", "102", "Owner Two")
        line = self._active(self._wash())
        other = self._active(self._wash(), unit_id=other_unit.id, partner_id=other_owner.id)
        self.owner_occupancy.date_to = date(2026, 9, 5)
        self._run()
        self.assertTrue(line.job_error)
        self.assertFalse(other.job_error)
        self.assertEqual(self._planned(other), "09-07 09-14")

    def test_corrected_it_goes_on(self):
        line = self._active(self._wash())
        self.owner_occupancy.date_to = date(2026, 9, 5)
        self._run()
        self.owner_occupancy.date_to = False
        self._run("2026-09-04 04:00:00")
        self.assertEqual(self._planned(line), "09-07 09-14")
        self.assertFalse(line.job_error)

    def test_nobody_writes_how_far_visits_are_made(self):
        line = self._active(self._wash())
        for user in (self.clerk, self.director):
            with self.assertRaisesRegex(AccessError, "cannot be written directly|not allowed"):
                line.with_user(user).write({"visits_until": date(2030, 1, 1)})
        self.assertFalse(line.visits_until)

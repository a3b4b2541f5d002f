"""Visits that a suspension cancelled: back, each once, when the agreement is served again."""

from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from .test_visits import NOW, VisitCommon

HOLIDAY = date(2026, 9, 5), date(2026, 9, 30)


@freeze_time(NOW)
class TestVisitsResumed(VisitCommon):
    """Mondays 7 and 14 September are made when the customer suspends from the 5th on."""

    def _suspended(self, *days, **values):
        """A service whose visits were made ahead and then cancelled by a suspension."""
        line = self._active(self._wash(**values))
        self._run()
        self._agreement_of(line).suspend(*(days or HOLIDAY), "On holiday")
        return line

    def _agreement_of(self, line):
        return line.agreement_id.with_user(self.clerk)

    def _states(self, line):
        """Planned day and state of every visit that is there."""
        visits = self.env["convenience.request"].search(
            [("agreement_line_id", "=", line.id)], order="planned_date"
        )
        return [(f"{visit.planned_date:%m-%d}", visit.state) for visit in visits]

    # ------------------------------------------------------------------ they come back

    def test_resumed_early_the_visit_comes_back(self):
        line = self._suspended()
        self.assertEqual(self._states(line), [("09-07", "cancelled"), ("09-14", "cancelled")])
        visit = self._visit(line, date(2026, 9, 14))
        self._agreement_of(line).resume(date(2026, 9, 10))
        self._run()
        self.assertEqual(self._states(line), [("09-07", "cancelled"), ("09-14", "new")])
        self.assertEqual(self._visit(line, date(2026, 9, 14)), visit)
        self.assertRecordValues(
            visit,
            [
                {
                    "agreement_cancelled": False,
                    "cancelled_by_id": False,
                    "cancelled_on": False,
                    "wanted_on": datetime(2026, 9, 14, 1),
                    "billing_state": "pending",
                    "amount_total": 20.0,
                }
            ],
        )
        history = visit.sudo().log_ids.sorted("id")
        self.assertEqual(history.mapped("reason"), ["On holiday", "Resumed"])

    def test_once_however_often_the_job_runs(self):
        line = self._suspended()
        self._run()
        self._agreement_of(line).resume(date(2026, 9, 10))
        for now in (NOW, NOW, "2026-09-08 02:00:00", "2026-09-11 02:00:00"):
            self._run(now)
        self.assertEqual(
            self._states(line),
            [("09-07", "cancelled"), ("09-14", "new"), ("09-21", "new")],
        )

    def test_given_up_before_it_began(self):
        line = self._suspended()
        self._agreement_of(line).resume(HOLIDAY[0])
        self._run()
        self.assertEqual(self._states(line), [("09-07", "new"), ("09-14", "new")])

    def test_suspended_and_resumed_again_and_again(self):
        line = self._suspended()
        agreement = self._agreement_of(line)
        agreement.resume(HOLIDAY[0])
        agreement.suspend(date(2026, 9, 14), date(2026, 9, 14), "Visitors")
        self._run()
        self.assertEqual(self._states(line), [("09-07", "new"), ("09-14", "cancelled")])
        agreement.resume(date(2026, 9, 14))
        self._run()
        self.assertEqual(self._states(line), [("09-07", "new"), ("09-14", "new")])

    def test_who_was_sent_is_chosen_anew(self):
        line = self._active(self._wash())
        self._run()
        visit = self._visit(line, date(2026, 9, 14))
        visit.worker_ids = self.worker.employee_id
        visit.with_user(self.supervisor).action_assign()
        self._agreement_of(line).suspend(*HOLIDAY, "On holiday")
        self._agreement_of(line).resume(date(2026, 9, 10))
        self._run()
        self.assertEqual(visit.state, "new")
        self.assertFalse(visit.worker_ids)

    def test_put_off_before_it_is_due_at_its_agreed_time(self):
        self.wash.product_tmpl_id.convenience_finish_hours = 3
        line = self._active(self._wash())
        self._run()
        visit = self._visit(line, date(2026, 9, 14))
        promised = visit.finish_by
        visit.with_user(self.clerk)._put_off(datetime(2026, 9, 20, 1), "The car is away")
        self._agreement_of(line).suspend(*HOLIDAY, "On holiday")
        self._agreement_of(line).resume(date(2026, 9, 10))
        self._run()
        self.assertEqual(visit.state, "new")
        self.assertEqual((visit.planned_on, visit.finish_by), (visit.wanted_on, promised))

    def test_the_customer_was_registered_again_later(self):
        """What the occupancy stood in the way of comes back once that is corrected."""
        line = self._suspended()
        self.owner_occupancy.date_to = date(2026, 9, 10)
        self._agreement_of(line).resume(HOLIDAY[0])
        self._run()
        self.assertEqual(self._states(line), [("09-07", "new"), ("09-14", "cancelled")])
        self.owner_occupancy.date_to = False
        self._run("2026-09-04 04:00:00")
        self.assertEqual(self._states(line), [("09-07", "new"), ("09-14", "new")])

    # ------------------------------------------------------------------ what stays cancelled

    def test_what_somebody_cancelled_stays_cancelled(self):
        line = self._active(self._wash())
        self._run()
        visit = self._visit(line, date(2026, 9, 14))
        visit.with_user(self.supervisor)._move_to("cancelled", reason="Car is sold")
        agreement = self._agreement_of(line)
        agreement.suspend(*HOLIDAY, "On holiday")
        agreement.resume(HOLIDAY[0])
        self._run()
        self.assertEqual(self._states(line), [("09-07", "new"), ("09-14", "cancelled")])
        self.assertEqual(visit.cancelled_by_id, self.supervisor)

    def test_cancelled_after_it_came_back_it_stays_cancelled(self):
        line = self._suspended()
        agreement = self._agreement_of(line)
        agreement.resume(HOLIDAY[0])
        self._run()
        visit = self._visit(line, date(2026, 9, 7))
        visit.with_user(self.supervisor)._move_to("cancelled")
        agreement.suspend(*HOLIDAY, "On holiday")
        agreement.resume(HOLIDAY[0])
        self._run()
        self.assertEqual(self._states(line), [("09-07", "cancelled"), ("09-14", "new")])

    def test_a_service_that_ended_meanwhile_has_none(self):
        line = self._suspended()
        line.with_user(self.clerk).end(date(2026, 9, 10), "Sold the car")
        self._agreement_of(line).resume(HOLIDAY[0])
        self._run()
        self.assertEqual(self._states(line), [("09-07", "new"), ("09-14", "cancelled")])

    def test_a_service_that_goes_on_as_another_has_its_visit_once(self):
        line = self._suspended()
        agreement = self._agreement_of(line)
        successor = agreement.change_line(line, date(2026, 9, 10), {"quantity": 2.0})
        agreement.resume(HOLIDAY[0])
        self._run()
        self.assertEqual(self._states(line), [("09-07", "new"), ("09-14", "cancelled")])
        self.assertEqual(self._states(successor), [("09-14", "new")])

    def test_nobody_brings_a_visit_back_by_hand(self):
        line = self._suspended()
        visit = self._visit(line, date(2026, 9, 14))
        for user in (self.clerk, self.director):
            with self.assertRaises(AccessError):
                visit.with_user(user).write({"agreement_cancelled": False})
            with self.assertRaises(UserError):
                visit.with_user(user)._move_to("new")
        self.assertEqual(visit.state, "cancelled")

    # ------------------------------------------------------------------ what is billed

    def test_the_flat_month_counts_the_days_of_its_visits(self):
        """Suspended 16 September to 15 October, resumed on the 5th: visits and days from there."""
        self.office.visit_days_ahead = 60
        line = self._active(self._prepare_line())
        agreement = self._agreement_of(line)
        self._run()
        agreement.suspend(date(2026, 9, 16), date(2026, 10, 15), "On holiday")
        agreement.resume(date(2026, 10, 5))
        self._run()
        served = [day for day, state in self._states(line) if state == "new"]
        self.assertEqual(served, ["09-07", "09-14", "10-05", "10-12", "10-19", "10-26", "11-02"])
        claims = self._settlement(date(2026, 10, 31)).statement_ids.line_ids
        self.assertEqual(
            {(claim.period_from, claim.period_to): claim.amount for claim in claims},
            {
                (date(2026, 9, 1), date(2026, 9, 15)): 155.0,
                (date(2026, 10, 5), date(2026, 10, 31)): 270.0,
            },
        )

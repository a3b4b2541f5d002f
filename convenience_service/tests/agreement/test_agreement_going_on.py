"""What goes on from a date on as something else: its rhythm, its served days, what is asked for."""

from datetime import date

from freezegun import freeze_time

from .test_visits import NOW, VisitCommon


@freeze_time(NOW)
class TestGoingOn(VisitCommon):
    """Agreements from Tuesday 1 September on; the office looks 60 days ahead."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office.visit_days_ahead = 60

    def _change(self, line, day, **changes):
        agreement = line.agreement_id.with_user(self.clerk)
        return agreement.change_line(line, day, changes).sudo()

    def _asked(self, agreement):
        return agreement.sudo().activity_ids

    def _reminded(self, **values):
        """An agreement whose service manager was told that it ends on 20 September."""
        agreement = self._agreement(self._wash(), date_to=date(2026, 9, 20), **values)
        agreement.sudo()._remind_of_renewal()
        self.assertTrue(self._asked(agreement))
        return agreement

    # ------------------------------------------------------------------ rhythm

    def test_every_second_week_stays_the_same_one(self):
        """Begun in the week of the 7th: the week of the 21st is next, whatever else changes."""
        line = self._active(self._wash(interval=2), date_from=date(2026, 9, 8))
        successor = self._change(line, date(2026, 9, 16), quantity=2.0)
        self._run()
        self.assertEqual(self._planned(line), "")
        self.assertEqual(self._planned(successor), "09-21 10-05 10-19 11-02")

    def test_every_third_day_goes_on(self):
        line = self._active(self._wash(frequency="daily", interval=3), date_from=date(2026, 9, 5))
        successor = self._change(line, date(2026, 9, 12), quantity=2.0)
        again = self._change(successor, date(2026, 9, 18), visit_time=10.0)
        self._run()
        self.assertEqual(self._planned(line), "09-05 09-08 09-11")
        self.assertEqual(self._planned(successor), "09-14 09-17")
        self.assertEqual(self._planned(again)[:11], "09-20 09-23")

    def test_once_a_year_stays_the_same_day(self):
        line = self._active(self._wash(frequency="yearly"), date_from=date(2026, 10, 10))
        successor = self._change(line, date(2026, 10, 12), quantity=2.0)
        self.assertIn("October 10", successor.with_context(lang="en_US").recurrence_text)
        self._run()
        self.assertEqual(self._planned(successor), "")

    def test_how_often_changes_the_rhythm(self):
        line = self._active(self._wash(interval=2), date_from=date(2026, 9, 8))
        successor = self._change(line, date(2026, 9, 16), interval=3)
        self._run()
        self.assertEqual(self._planned(successor), "10-05 10-26")
        self.assertFalse(successor.rhythm_from)

    def test_the_wizard_shows_the_days_as_they_will_be(self):
        line = self._active(self._wash(frequency="yearly"), date_from=date(2026, 10, 10))
        wizard = (
            self.env["convenience.agreement.line.change"]
            .with_user(self.clerk)
            .with_context(lang="en_US")
            .create(
                {
                    "agreement_id": line.agreement_id.id,
                    "line_id": line.id,
                    "date_from": date(2026, 10, 12),
                    "frequency": "yearly",
                }
            )
        )
        self.assertIn("October 10", wizard.recurrence_text)
        wizard.frequency = "daily"
        self.assertEqual(wizard._recurrence().start, date(2026, 10, 12))

    # ------------------------------------------------------------------ served days

    def test_a_change_that_reaches_back_brings_nobody_twice(self):
        """Served on the 7th; on the 10th the customer wants twice as much from the 7th on."""
        line = self._active(self._wash())
        self._run()
        served = self._visit(line, date(2026, 9, 7))
        served.worker_ids = self.worker.employee_id
        served.with_user(self.supervisor).action_assign()
        served.with_user(self.worker_user).action_start()
        with freeze_time("2026-09-10 02:00:00"):
            successor = self._change(line, date(2026, 9, 7), quantity=2.0)
            again = self._change(successor, date(2026, 9, 7), quantity=3.0)
        self._run("2026-09-10 02:00:00")
        self.assertEqual(self._planned(successor), "")
        self.assertEqual(self._planned(again)[:11], "09-14 09-21")
        self.assertEqual(served.state, "in_progress")

    def test_what_the_customer_called_off_stays_so(self):
        line = self._active(self._wash())
        self._run()
        off = self._visit(line, date(2026, 9, 14))
        off.with_user(self.supervisor)._move_to("cancelled", reason="Not this week")
        successor = self._change(line, date(2026, 9, 10), quantity=2.0)
        self._run()
        self.assertEqual(self._planned(successor)[:11], "09-21 09-28")
        self.assertEqual(self._visit(line, date(2026, 9, 21)).state, "cancelled")

    # ------------------------------------------------------------------ what is asked for

    def test_a_changed_service_that_ends_asks_for_no_deposit(self):
        line = self._active(self._wash())
        line._write_guarded({"deposit": 100.0})
        line._ask_for_deposits()
        successor = self._change(line, date(2026, 9, 10), quantity=2.0)
        self.assertEqual(line.deposit_ids.amount_open, 100.0)
        with freeze_time("2026-09-20 02:00:00"):
            successor.with_user(self.clerk).end(date(2026, 9, 20), "Sold the car")
        self.assertEqual(line.deposit_ids.amount_open, 0.0)

    def test_nobody_is_asked_to_renew_what_is_ended(self):
        ended = self._reminded()
        ended.end(date(2026, 9, 15), "Moves away")
        self.assertFalse(self._asked(ended))

    def test_nobody_is_asked_to_renew_what_is_over(self):
        agreement = self._reminded()
        with freeze_time("2026-09-21 04:00:00"):
            agreement.sudo()._end_expired()
        self.assertEqual(agreement.state, "ended")
        self.assertFalse(self._asked(agreement))

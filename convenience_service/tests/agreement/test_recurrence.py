"""The days a service recurs on: a table with each day written out, and what holds for all rules."""

import doctest
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import TransactionCase, tagged

from ...models.agreement import recurrence
from ...models.agreement.recurrence import (
    Recurrence,
    at_clock,
    parse_month_days,
    without_spans,
)
from ...models.agreement.recurrence_words import RecurrenceWords
from ..drawn import drawn
from .recurrence_cases import (
    CASES,
    FRI,
    MOMENTS,
    MON,
    REFUSED,
    SUN,
    SUSPENDED,
    THU,
    daily,
    day,
    monthly,
    nth,
    weekly,
    yearly,
)  # fmt: skip


def as_text(days):
    return " ".join(map(str, days))


# --------------------------------------------------------------------- what holds for all rules


def is_visit_day(one, wanted):
    """Whether the day follows from the rule, counted out day by day: no library, no calendar."""
    if wanted < one.start:
        return False
    following = wanted + timedelta(days=1)
    nth_in_month = (wanted.day + 6) // 7
    is_last_of_its_weekday = (wanted + timedelta(days=7)).month != wanted.month
    if one.frequency == "daily":
        return (wanted - one.start).days % one.interval == 0
    if one.frequency == "weekly":
        monday = one.start - timedelta(days=one.start.weekday())
        weeks = (wanted - monday).days // 7
        return wanted.weekday() in one.weekdays and weeks % one.interval == 0
    months = (wanted.year - one.start.year) * 12 + wanted.month - one.start.month
    if months % (one.interval * (12 if one.frequency == "yearly" else 1)):
        return False
    if one.nth_week:
        fits = is_last_of_its_weekday if one.nth_week == -1 else nth_in_month == one.nth_week
        return wanted.weekday() == one.nth_weekday and fits
    if not one.month_days and not one.last_day:
        return wanted.day == one.start.day
    return wanted.day in one.month_days or (one.last_day and following.day == 1)


DAYS = st.dates(date(2019, 1, 1), date(2029, 12, 31))
WEEKDAYS = st.integers(MON, SUN)


@st.composite
def rules(draw):
    frequency = draw(st.sampled_from(["daily", "weekly", "monthly", "yearly"]))
    values = {"interval": draw(st.integers(1, 5))}
    if frequency == "weekly":
        values["weekdays"] = tuple(draw(st.sets(WEEKDAYS, min_size=1)))
    elif frequency != "daily" and draw(st.booleans()):
        values["nth_week"] = draw(st.sampled_from([-1, 1, 2, 3, 4, 5]))
        values["nth_weekday"] = draw(WEEKDAYS)
    elif frequency != "daily":
        # up to 29, which every month has in some year
        values["month_days"] = tuple(draw(st.sets(st.integers(1, 29), min_size=1, max_size=4)))
        values["last_day"] = draw(st.booleans())
    return Recurrence(draw(DAYS), frequency, **values)


@st.composite
def windows(draw):
    first = draw(DAYS)
    return first, first + timedelta(days=draw(st.integers(0, 800)))


@tagged("post_install", "-at_install")
class TestRecurrence(TransactionCase):
    def test_table(self):
        for title, one, first, last, expected in CASES:
            with self.subTest(title):
                self.assertEqual(as_text(one.days(day(first), day(last))), expected)

    def test_suspended(self):
        for title, one, first, last, spans, expected in SUSPENDED:
            spans = [(day(start), stop and day(stop)) for start, stop in spans]
            with self.subTest(title):
                days = without_spans(one.days(day(first), day(last)), spans)
                self.assertEqual(as_text(days), expected)

    def test_moment_of_the_visit(self):
        """The visit is at the same time on the office's clock, whatever the zone does."""
        for zone, local_day, hours, expected in MOMENTS:
            office = self.env["convenience.office"].new({"tz": zone})
            with self.subTest(zone=zone, day=local_day, hours=hours):
                moment = office._to_utc(at_clock(day(local_day), hours))
                self.assertEqual(moment, datetime.fromisoformat(expected))

    def test_no_rule_is_refused_with_a_sentence(self):
        for one, words in REFUSED:
            with self.subTest(words):
                self.assertIn(words, one.problem(self.env._))
                with self.assertRaisesRegex(ValueError, words.replace("?", r"\?")):
                    one.days(day("2026-01-01"), day("2026-12-31"))

    def test_a_rule_has_no_problem(self):
        for title, one, *_window in CASES:
            with self.subTest(title):
                self.assertFalse(one.problem())

    def test_month_days_as_typed(self):
        self.assertEqual(parse_month_days(" 31,1 , 15,1"), (1, 15, 31))
        self.assertEqual(parse_month_days("1，15、31"), (1, 15, 31))
        self.assertEqual(parse_month_days(False), ())
        with self.assertRaises(ValueError):
            parse_month_days("1, end")

    def test_doctests(self):
        result = doctest.testmod(recurrence)
        self.assertGreater(result.attempted, 4)
        self.assertFalse(result.failed)

    @drawn(300)
    @given(rules(), windows())
    def test_a_day_is_found_if_and_only_if_the_rule_says_so(self, one, window):
        first, last = window
        every = (first + timedelta(days=number) for number in range((last - first).days + 1))
        self.assertEqual(one.days(first, last), [one_day for one_day in every
                                                 if is_visit_day(one, one_day)])  # fmt: skip

    @drawn(300)
    @given(rules(), windows(), st.integers(0, 800))
    def test_two_windows_side_by_side_are_the_whole(self, one, window, cut):
        first, last = window
        middle = min(first + timedelta(days=cut), last)
        parts = one.days(first, middle) + one.days(middle + timedelta(days=1), last)
        self.assertEqual(parts, one.days(first, last))

    @drawn(300)
    @given(rules(), windows())
    def test_no_day_twice_and_none_outside(self, one, window):
        first, last = window
        days = one.days(first, last)
        self.assertEqual(days, sorted(set(days)))
        self.assertTrue(all(max(first, one.start) <= found <= last for found in days))


@tagged("post_install", "-at_install")
class TestRecurrenceWords(TransactionCase):
    def _assert_said(self, one, hours, words):
        self.assertEqual(
            RecurrenceWords(self.env(context={"lang": "en_US"})).say(one, hours), words
        )

    def test_words(self):
        start = "2026-02-05"
        self._assert_said(daily(start), None, "every day")
        self._assert_said(daily(start, 3), 7.5, "every 3 days, at 7:30")
        self._assert_said(weekly(start, SUN), 0, "every week on Sunday, at 0:00")
        self._assert_said(
            weekly(start, THU, MON, interval=2),
            9,
            "every 2 weeks on Monday and Thursday, at 9:00",
        )
        self._assert_said(
            monthly(start, 15, 1, last_day=True), None,
            "every month on day 1, day 15, and the last day",
        )  # fmt: skip
        self._assert_said(nth(start, -1, FRI, 3), None, "every 3 months on the last Friday")
        self._assert_said(nth(start, 5, MON), None, "every month on the fifth Monday")
        self._assert_said(yearly(start), None, "every year on February 5")
        self._assert_said(
            yearly(start, last_day=True, interval=2), None,
            "every 2 years on the last day in February",
        )  # fmt: skip

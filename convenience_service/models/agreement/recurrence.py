"""When a service recurs: days of the calendar, worked out without the database."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, weekday

FREQUENCIES = {"daily": DAILY, "weekly": WEEKLY, "monthly": MONTHLY, "yearly": YEARLY}
MONDAY = 0
LAST = -1
LEAP_YEAR = 2024


def _plain(sentence, **values):
    return sentence % values


@dataclass(frozen=True)
class Recurrence:
    """The days a service recurs on, counted from the day it starts.

    - daily: every `interval` days from the start.
    - weekly: on `weekdays` (0 is Monday) of every `interval`-th week; the week of the start is the
      first, and a week begins on Monday. Every two weeks goes on across the year's end.
    - monthly: on `month_days`, the `last_day`, or the `nth_week` (1 to 5, -1 the last) of
      `nth_weekday`, in every `interval`-th month from that of the start.
    - yearly: the same in the month of the start; without any of them, the day of the start.

    A month that lacks the day has no visit: nothing moves to another day. Since all is counted
    from the start, a start in the past keeps its rhythm.

    >>> cleaning = Recurrence(date(2026, 1, 31), "monthly", month_days=(31,))
    >>> [str(day) for day in cleaning.days(date(2026, 1, 1), date(2026, 5, 31))]
    ['2026-01-31', '2026-03-31', '2026-05-31']
    >>> fifth_friday = Recurrence(date(2026, 1, 1), "monthly", nth_week=5, nth_weekday=4)
    >>> [str(day) for day in fifth_friday.days(date(2026, 1, 1), date(2026, 6, 30))]
    ['2026-01-30', '2026-05-29']
    """

    start: date
    frequency: str
    interval: int = 1
    weekdays: tuple = ()
    month_days: tuple = ()
    last_day: bool = False
    nth_week: int = 0
    nth_weekday: int = MONDAY

    def days(self, first, last):
        """Return the days of the rule from `first` to `last`, both included, in order.

        :raise ValueError: with the sentence of `problem`, for a rule that is none
        """
        problem = self.problem()
        if problem:
            raise ValueError(problem)
        if last < max(first, self.start):
            return []
        found = self._rule(last).between(_midnight(first), _midnight(last), inc=True)
        return [moment.date() for moment in found]

    def _rule(self, last):
        return rrule(
            FREQUENCIES[self.frequency],
            dtstart=_midnight(self.start),
            until=_midnight(last),
            interval=self.interval,
            wkst=MONDAY,
            **self._days_of_the_rule(),
        )

    def _days_of_the_rule(self):
        """Return what `rrule` calls the days of a week or month."""
        if self.frequency == "daily":
            return {}
        if self.frequency == "weekly":
            return {"byweekday": self.weekdays}
        month = {"bymonth": self.start.month} if self.frequency == "yearly" else {}
        if self.nth_week:
            return {**month, "byweekday": weekday(self.nth_weekday, self.nth_week)}
        days = (*self.month_days, *((LAST,) if self.last_day else ()))
        return {**month, "bymonthday": days or (self.start.day,)}

    # ------------------------------------------------------------------ what is no rule

    def problem(self, _=_plain):
        """Return the sentence that says why this is no rule, or nothing.

        :param _: translates a sentence with its values; `env._` of the reader

        >>> Recurrence(date(2026, 1, 1), "weekly").problem()
        'Every week, but on which day? Choose the days of the week.'
        """
        if self.frequency not in FREQUENCIES:
            return _("Choose how often: daily, weekly, monthly or yearly.")
        if self.interval < 1:
            return _("Every %(interval)s is no interval. Enter 1 or more.", interval=self.interval)
        if self.frequency == "weekly" and not self.weekdays:
            return _("Every week, but on which day? Choose the days of the week.")
        if self.frequency == "monthly" and not self._names_days():
            return _("Every month, but on which day? Enter the days, the last, or a weekday.")
        if self.nth_week and (self.month_days or self.last_day):
            return _("Choose days of the month or a weekday of it, not both.")
        return self._problem_of_days(_)

    def _problem_of_days(self, _):
        """Numbers that no calendar has; a 31st in February is merely left out."""
        wrong = [day for day in self.month_days if not 1 <= day <= 31]
        if wrong:
            return _("%(day)s is no day of a month. Enter days from 1 to 31.", day=wrong[0])
        if self.nth_week not in (LAST, 0, 1, 2, 3, 4, 5):
            return _("A month has five weeks at most. Choose the first to the fifth, or the last.")
        if any(not 0 <= day <= 6 for day in (*self.weekdays, self.nth_weekday)):
            return _("A week has the days from Monday to Sunday. Choose among them.")
        if self.frequency == "yearly" and not self._occurs_yearly():
            return _("The month of the start never has such a day. Choose another one.")
        return ""

    def _names_days(self):
        return bool(self.month_days or self.last_day or self.nth_week)

    def _occurs_yearly(self):
        """Whether the month of the start has one of the days, be it in leap years only."""
        if not self.month_days or self.last_day:
            return True
        return min(self.month_days) <= monthrange(LEAP_YEAR, self.start.month)[1]


def parse_month_days(text):
    """Return the days of the month that somebody typed, each once, in order.

    :raise ValueError: for what is no number

    >>> parse_month_days("15, 1,31,15"), parse_month_days(""), parse_month_days("1，15、20")
    ((1, 15, 31), (), (1, 15, 20))
    """
    words = (text or "").replace("，", ",").replace("、", ",").split(",")
    return tuple(sorted({int(word) for word in words if word.strip()}))


def without_spans(days, spans):
    """Return the days that lie in none of the spans.

    :param spans: (first day, last day or nothing) each, both included; nothing: for good

    >>> [day.day for day in without_spans([date(2026, 1, n) for n in (1, 2, 3, 4)],
    ...                                   [(date(2026, 1, 2), date(2026, 1, 3))])]
    [1, 4]
    """
    return [
        day
        for day in days
        if not any(first <= day and (not last or day <= last) for first, last in spans)
    ]


def at_clock(day, hours):
    """Return the local moment of a day at so many hours after midnight.

    >>> at_clock(date(2026, 3, 1), 8.25)
    datetime.datetime(2026, 3, 1, 8, 15)
    """
    return _midnight(day) + timedelta(minutes=round(hours * 60))


def _midnight(day):
    return datetime.combine(day, time.min)

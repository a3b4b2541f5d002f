from bisect import bisect_right
from datetime import timedelta

import pytz

STRETCH = timedelta(days=60)
FARTHEST = timedelta(days=1400)


class WorkingTime:
    """The working hours of one office, read once for all deadlines of a batch.

    The calendar's hours are local to the office, whatever zone the calendar itself is in; public
    holidays are its leaves, and the company's, without a resource. All moments are naive UTC.
    """

    def __init__(self, office, since):
        """:param since: the earliest moment that anything will be counted from"""
        self._office = office
        self._since = since
        self._until = since
        self._spans = []

    def after(self, moment, hours):
        """Return the moment when `hours` have been worked since `moment`.

        None when the calendar does not hold so many hours, an empty one for example.
        """
        left = timedelta(hours=hours)
        for start, stop in self._spans_after(moment):
            start = max(start, moment)
            if left <= stop - start:
                return start + left
            left -= stop - start
        return None

    def between(self, start, stop):
        """Return how much time is worked between two moments, as a `timedelta`."""
        worked = timedelta()
        for begin, end in self._spans_after(start):
            if begin >= stop:
                break
            worked += min(end, stop) - max(begin, start)
        return worked

    def _spans_after(self, moment):
        """Yield the spans of work that end after the moment, reading on as far as needed."""
        position = bisect_right(self._spans, moment, key=lambda span: span[1])
        while True:
            if position < len(self._spans):
                if self._spans[position][1] > moment:
                    yield self._spans[position]
                position += 1
            elif self._until - moment < FARTHEST:
                self._read_on()
            else:
                return

    def _read_on(self):
        calendar, zone = self._office.resource_calendar_id, pytz.timezone(self._office.tz)
        start, stop = pytz.utc.localize(self._until), pytz.utc.localize(self._until + STRETCH)
        holidays = [
            ("time_type", "=", "leave"),
            ("company_id", "in", (False, self._office.company_id.id)),
        ]
        found = calendar._work_intervals_batch(start, stop, domain=holidays, tz=zone)[False]
        self._spans += [(_naive_utc(begin), _naive_utc(end)) for begin, end, _meta in found]
        self._until += STRETCH


def _naive_utc(moment):
    return moment.astimezone(pytz.utc).replace(tzinfo=None)

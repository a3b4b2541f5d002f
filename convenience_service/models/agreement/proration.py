"""The part of a month's price that falls on some days of it, to the fen."""

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

ONE_DAY = timedelta(days=1)


def prorated(price, first, last, period_from, period_to, digits=2):
    """Return the part of a period's price that the days `first` to `last` cost.

    What the period has cost up to the last day, less what it had cost before the first, each
    rounded: so the parts of a period add up to the whole, wherever it is cut.

    :param price: for the whole period, in a currency of so many `digits`
    :param first: first day served; a day before the period counts as its first day
    :param last: last day served; a day after the period counts as its last day

    >>> from datetime import date
    >>> october = date(2026, 10, 1), date(2026, 10, 31)
    >>> prorated(100, date(2026, 10, 31), date(2026, 10, 31), *october)
    3.23
    >>> prorated(100, date(2026, 10, 1), date(2026, 10, 10), *october)
    32.26
    """
    first, last = max(first, period_from), min(last, period_to)
    if last < first:
        return 0.0
    days = _days(period_from, period_to)

    def cost(count):
        return _round(Decimal(str(price)) * count / days, digits)

    return float(cost(_days(period_from, last)) - cost(_days(period_from, first) - 1))


def prorated_served(price, served, suspensions, period_from, period_to, digits=2):
    """Return the part of a period's price for the days served and not suspended.

    :param served: (first day, last day or nothing) each; they may overlap
    :param suspensions: the same; nothing: until further notice

    >>> from datetime import date
    >>> october = date(2026, 10, 1), date(2026, 10, 31)
    >>> prorated_served(310, [(date(2026, 9, 1), None)],
    ...                 [(date(2026, 10, 11), date(2026, 10, 20))], *october)
    210.0
    """
    runs = served_runs(served, suspensions, period_from, period_to)
    return prorated_runs(price, runs, served, suspensions, period_from, period_to, digits)


def prorated_runs(price, runs, served, suspensions, period_from, period_to, digits=2):
    """Return what some of the days cost that are served in a period and not suspended.

    Where a suspension cuts the period, all of them come to what the payer reckons, the price by
    the days served of the days there are; where none does, to what `prorated` says.

    :param runs: (first, last) of each unbroken run of the days asked for

    >>> from datetime import date
    >>> november = date(2026, 11, 1), date(2026, 11, 30)
    >>> whole, pause = [(november[0], None)], [(date(2026, 11, 2), date(2026, 11, 2))]
    >>> prorated_runs(100, [(november[0], november[0])], whole, pause, *november)
    3.33
    >>> prorated_runs(100, [(date(2026, 11, 3), november[1])], whole, pause, *november)
    93.34
    """
    days = _days(period_from, period_to)
    left = served_runs(served, suspensions, period_from, period_to)
    if left == served_runs(served, [], period_from, period_to):
        costs = (prorated(price, *run, period_from, period_to, digits) for run in runs)
        return float(sum((Decimal(str(cost)) for cost in costs), Decimal(0)))

    def cost(until):
        """What the days served up to a day cost."""
        count = sum(max(0, _days(first, min(last, until))) for first, last in left)
        return _round(Decimal(str(price)) * count / days, digits)

    return float(sum((cost(last) - cost(first - ONE_DAY) for first, last in runs), Decimal(0)))


def served_runs(served, suspensions, period_from, period_to):
    """Return the days of a period that are served, as (first, last) of each unbroken run.

    >>> from datetime import date
    >>> runs = served_runs([(date(2026, 10, 5), None)], [(date(2026, 10, 7), date(2026, 10, 29))],
    ...                    date(2026, 10, 1), date(2026, 10, 31))
    >>> [(first.day, last.day) for first, last in runs]
    [(5, 6), (30, 31)]
    """
    runs = []
    for number in range(_days(period_from, period_to)):
        day = period_from + number * ONE_DAY
        if not _lies_in(day, served) or _lies_in(day, suspensions):
            continue
        if runs and runs[-1][1] + ONE_DAY == day:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _lies_in(day, spans):
    return any(first <= day and (not last or day <= last) for first, last in spans)


def _days(first, last):
    return (last - first).days + 1


def _round(amount, digits):
    return amount.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)

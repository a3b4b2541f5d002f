"""The part of a month's price for some of its days: to the fen, and the parts are the whole."""

import doctest
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ...models.agreement import proration
from ...models.agreement.proration import (
    prorated,
    prorated_runs,
    prorated_served,
    served_runs,
)
from ..drawn import drawn

OCTOBER = date(2026, 10, 1), date(2026, 10, 31)
NOVEMBER = date(2026, 11, 1), date(2026, 11, 30)
FEBRUARY = date(2027, 2, 1), date(2027, 2, 28)
LEAP_FEBRUARY = date(2028, 2, 1), date(2028, 2, 29)

# what it shows, price, first and last day, period, the part
CASES = [
    ("the whole month", 100.0, *OCTOBER, OCTOBER, 100.0),
    ("start on the 31st", 100.0, date(2026, 10, 31), date(2026, 10, 31), OCTOBER, 3.23),
    ("all but the 31st", 100.0, date(2026, 10, 1), date(2026, 10, 30), OCTOBER, 96.77),
    ("end on the 10th", 100.0, date(2026, 10, 1), date(2026, 10, 10), OCTOBER, 32.26),
    ("from the 11th", 100.0, date(2026, 10, 11), date(2026, 10, 31), OCTOBER, 67.74),
    ("one day of November", 100.0, date(2026, 11, 30), date(2026, 11, 30), NOVEMBER, 3.33),
    ("the first day of November", 100.0, date(2026, 11, 1), date(2026, 11, 1), NOVEMBER, 3.33),
    ("a day that takes the odd fen", 100.0, date(2026, 11, 2), date(2026, 11, 2), NOVEMBER, 3.34),
    ("half of February", 99.99, date(2027, 2, 1), date(2027, 2, 14), FEBRUARY, 50.0),
    ("the other half", 99.99, date(2027, 2, 15), date(2027, 2, 28), FEBRUARY, 49.99),
    ("29 February", 290.0, date(2028, 2, 29), date(2028, 2, 29), LEAP_FEBRUARY, 10.0),
    ("begun before the month", 310.0, date(2026, 9, 15), date(2026, 10, 1), OCTOBER, 10.0),
    ("ends after the month", 310.0, date(2026, 10, 31), date(2026, 12, 31), OCTOBER, 10.0),
    ("nothing of the month", 310.0, date(2026, 11, 1), date(2026, 11, 30), OCTOBER, 0.0),
    ("ends before it begins", 310.0, date(2026, 10, 9), date(2026, 10, 8), OCTOBER, 0.0),
    ("a period from the 21st to the 20th", 30.0, date(2026, 10, 21), date(2026, 10, 25),
        (date(2026, 9, 26), date(2026, 10, 25)), 5.0),
    ("half a fen is rounded up", 0.31, date(2026, 10, 1), date(2026, 10, 31), OCTOBER, 0.31),
    ("15 days at half a fen each", 0.15, date(2026, 11, 1), date(2026, 11, 1), NOVEMBER, 0.01),
    ("a fen for a month", 0.01, date(2026, 10, 1), date(2026, 10, 15), OCTOBER, 0.0),
    ("a fen, past the middle of it", 0.01, date(2026, 10, 1), date(2026, 10, 16), OCTOBER, 0.01),
]  # fmt: skip


@st.composite
def cut_months(draw):
    """A price and a period of up to two months cut into any number of parts."""
    price = draw(st.integers(0, 10_000_000)) / 100
    first = draw(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
    last = first + timedelta(days=draw(st.integers(0, 61)))
    cuts = draw(st.sets(st.integers(1, max(1, (last - first).days)), max_size=8))
    starts = [first, *(first + timedelta(days=cut) for cut in sorted(cuts))]
    starts = [start for start in starts if start <= last]
    ends = [start - timedelta(days=1) for start in starts[1:]] + [last]
    return price, list(zip(starts, ends, strict=True)), (first, last)


def exact(amounts):
    return sum((Decimal(str(amount)) for amount in amounts), Decimal(0))


class TestProration(BaseCase):
    def test_table(self):
        for title, price, first, last, period, expected in CASES:
            with self.subTest(title):
                self.assertEqual(prorated(price, first, last, *period), expected)

    def test_currencies_without_cents(self):
        part = prorated(1000, date(2026, 10, 1), date(2026, 10, 10), *OCTOBER, digits=0)
        self.assertEqual(part, 323.0)
        part = prorated(1, date(2026, 10, 1), date(2026, 10, 10), *OCTOBER, digits=3)
        self.assertEqual(part, 0.323)

    def test_suspension_across_the_end_of_a_month(self):
        """Suspended from 25 October to 4 November: each month loses its own days."""
        served, suspended = [(date(2026, 9, 1), None)], [(date(2026, 10, 25), date(2026, 11, 4))]
        self.assertEqual(prorated_served(100.0, served, suspended, *OCTOBER), 77.42)
        self.assertEqual(prorated_served(100.0, served, suspended, *NOVEMBER), 86.67)
        self.assertEqual(
            served_runs(served, suspended, *NOVEMBER), [(date(2026, 11, 5), date(2026, 11, 30))]
        )

    def test_start_suspension_and_end_in_one_month(self):
        served = [(date(2026, 10, 5), date(2026, 10, 28))]
        suspended = [
            (date(2026, 10, 8), date(2026, 10, 9)),
            (date(2026, 10, 9), date(2026, 10, 20)),
        ]
        self.assertEqual(
            served_runs(served, suspended, *OCTOBER),
            [
                (date(2026, 10, 5), date(2026, 10, 7)),
                (date(2026, 10, 21), date(2026, 10, 28)),
            ],
        )
        self.assertEqual(prorated_served(310.0, served, suspended, *OCTOBER), 110.0)

    def test_a_pause_of_ten_days_of_thirty(self):
        served, pause = [(date(2026, 9, 1), None)], [(date(2026, 11, 6), date(2026, 11, 15))]
        self.assertEqual(prorated_served(300.0, served, pause, *NOVEMBER), 200.0)
        # 100 × 29 ÷ 30 is 96.666…, though 3.33 to the 1st and 93.33 from the 3rd are 96.66
        pause = [(date(2026, 11, 2), date(2026, 11, 2))]
        self.assertEqual(prorated_served(100.0, served, pause, *NOVEMBER), 96.67)

    def test_served_twice_over_counts_once(self):
        served = [(date(2026, 10, 1), date(2026, 10, 20)), (date(2026, 10, 11), None)]
        self.assertEqual(prorated_served(100.0, served, [], *OCTOBER), 100.0)

    def test_suspended_for_good(self):
        served, suspended = [(date(2026, 1, 1), None)], [(date(2026, 10, 1), None)]
        self.assertEqual(prorated_served(100.0, served, suspended, *OCTOBER), 0.0)
        self.assertEqual(served_runs(served, suspended, *OCTOBER), [])

    def test_doctests(self):
        result = doctest.testmod(proration)
        self.assertGreater(result.attempted, 5)
        self.assertFalse(result.failed)

    @drawn(500)
    @given(cut_months())
    def test_the_parts_of_a_split_month_add_up(self, cut):
        price, parts, period = cut
        amounts = [prorated(price, *part, *period) for part in parts]
        self.assertEqual(exact(amounts), Decimal(str(price)))
        self.assertTrue(all(amount >= 0 for amount in amounts))

    @drawn(300)
    @given(cut_months(), st.integers(0, 61), st.integers(0, 61))
    def test_a_pause_comes_to_what_the_payer_reckons(self, cut, start, length):
        """The price by the days served of the days there are, in however many parts."""
        price, parts, (first, last) = cut
        start = first + timedelta(days=start)
        pause = [(start, start + timedelta(days=length))]
        served, days = [(first, None)], (last - first).days + 1
        left = sum((end - begin).days + 1 for begin, end in served_runs(served, pause, first, last))
        reckoned = (Decimal(str(price)) * left / days).quantize(Decimal("0.01"), ROUND_HALF_UP)
        whole = prorated_served(price, served, pause, first, last)
        self.assertEqual(exact([whole]), reckoned)
        amounts = [
            prorated_runs(
                price, served_runs([part], pause, first, last), served, pause, first, last
            )
            for part in parts
        ]
        self.assertEqual(exact(amounts), reckoned)
        self.assertTrue(all(amount >= 0 for amount in amounts))

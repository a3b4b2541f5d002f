"""Whatever happens in a month: each service is billed once or waits; papers equal the ledger."""

import os
from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from freezegun import freeze_time
from hypothesis import HealthCheck, Phase, example, given, note, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from ..drawn import SOAK
from .month_oracle import MonthOracle
from .owed_oracle import OwedOracle
from .random_agreement import RandomAgreement
from .random_month import Event

# 28 and 239 have what is rare
SEEDS = range(300) if SOAK else (*range(29), 239)
MONTHS = len(SEEDS)
KINDS = sorted(name[4:] for name in dir(RandomAgreement) if name.startswith("_do_"))
OFTEN = 10 if SOAK else 1  # each kind of event really happens at least so often over all months


class Month(NamedTuple):
    """What happens before the settlement of the month is compiled, and after it."""

    before: list
    after: list
    accepted_late: bool  # the settlement is a draft still while the rest happens
    goes_on: bool  # the next month is settled as well


def drawn_events(random):
    """From two to six events, each as likely as any other."""
    return [
        Event(random.choice(KINDS), random.randrange(12), random.randint(1, 100), day)
        for day in random.choices(range(1, 29), k=random.randint(2, 6))
    ]


def drawn_month(random):
    return Month(
        drawn_events(random), drawn_events(random), random.random() < 0.4, random.random() < 0.4
    )


@tagged("post_install", "-at_install")
class TestRandomMonths(OwedOracle, MonthOracle, RandomAgreement):
    one_day = timedelta(days=1)

    def setUp(self):
        super().setUp()
        self.months, self.happened, self.refused = 0, Counter(), Counter()

    @given(seed=st.integers(0, 2**32))
    @settings(
        max_examples=MONTHS,
        deadline=None,
        database=None,
        # a month takes a second or more: to shrink one would take longer than to look at it
        phases=(Phase.generate,) if os.environ.get("RANDOM_MONTHS") else (Phase.explicit,),
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    def _check_drawn(self, seed):
        month = drawn_month(Random(seed))
        note(month)
        self.credited, self.due_when_compiled = {}, set()
        self.side = self.assigned = self.env["account.move"]
        with freeze_time("2026-10-20 04:00:00") as clock, self.env.cr.savepoint() as savepoint:
            try:
                self._live(month, clock)
            finally:
                savepoint.rollback()
        self.months += 1

    def _live(self, month, clock):
        self._happen(month.before)
        self._check_month()
        clock.move_to("2026-11-02 04:00:00")
        settlement = self._compile(date(2026, 10, 31))
        if not month.accepted_late:
            self._accept_settlement(settlement)
        clock.move_to("2026-11-18 04:00:00")
        self._happen(month.after)
        if month.accepted_late:
            settlement.with_user(self.service_manager).action_compile()
            self._check_compiled(settlement)
            self._accept_settlement(settlement)
        self._end_month()
        if month.goes_on:
            clock.move_to("2026-12-02 04:00:00")
            self._accept_settlement(self._compile(date(2026, 11, 30)))
            self._end_month()

    def _compile(self, day):
        settlement = self._settlement(day)
        self._check_compiled(settlement)
        return settlement

    def _accept_settlement(self, settlement):
        opening = self._expected_openings(settlement.statement_ids)
        self._confirm(settlement)
        said = {bill.id: round(bill.opening_balance * 100) for bill in settlement.statement_ids}
        self.assertEqual(said, opening, "each paper opens with what the ledger says")
        self._run_jobs()
        self.assertEqual(settlement.state, "done")
        self._check_month()

    def _end_month(self):
        self._run_jobs()
        requests = self.env["convenience.request"]
        self.assertFalse(requests.search(requests._prepaid_due()), "what is paid ahead is billed")
        this_month, _last = self.office._period(self.office._today())
        self._check_flat_months(this_month - self.one_day, "prepaid")
        self._check_month()

    # every change lives through the same months, a soak through more of them; with RANDOM_MONTHS
    # set others are drawn
    for _seed in SEEDS:
        _check_drawn = example(seed=_seed)(_check_drawn)

    def test_papers_equal_the_ledger_whatever_happens(self):
        self._check_drawn()
        self.assertGreaterEqual(self.months, MONTHS)
        rare = {kind: self.happened[kind] for kind in KINDS if self.happened[kind] < OFTEN}
        self.assertFalse(rare, "each kind of event happens often enough to mean something")

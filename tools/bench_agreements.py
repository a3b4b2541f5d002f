"""Measure the visits of a year: 2,000 agreements, most monthly and some weekly, then all weekly,
made by both lanes of the job. A visit computes its share of what a plain invoice of one line does.
"""

import json
import subprocess
import sys
import time

from agreements import AgreementCommunity
from environment import (
    PYTHON,
    ROOT,
    Problem,
    drop_database,
    ensure_database,
    main,
    odoo_env,
    sql,
    step,
)

DATABASE = "cs_bench_agreements"
AGREEMENTS = 2000
WEEKLY_EVERY = (10, 1)
YEAR = 365
LANES = 2
INVOICES = 200  # of each lane, to compare with
# Measured with 322 visits of 20 agreements: 0.15 queries a visit, 0.05 of an invoice.
MOST_QUERIES = 0.2
MOST_RATIO = 0.1


def expected(community, lines):
    """How many visits there are to be, by the rules of the lines."""
    first, last = community.office._today(), community.office._visit_horizon()
    return sum(len(line._recurrence().days(first, last)) for line in lines)


def run_lanes(count=LANES):
    """Have so many lanes make all visits; return what they and plain invoices cost.

    Seconds are those that the lanes computed: what a busy machine does not change.

    :return: {"visits" or "plain": (seconds computed, queries)}
    """
    lanes = [
        subprocess.Popen(
            [PYTHON, ROOT / "tools" / "bench_lane.py", DATABASE, str(INVOICES)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for _lane in range(count)
    ]
    said = [lane.communicate()[0] for lane in lanes]
    if any(lane.returncode for lane in lanes):
        raise Problem("a lane of the job failed; its message is above.")
    costs = [json.loads(words) for words in said]
    return {
        name: [sum(cost) for cost in zip(*(lane[name] for lane in costs), strict=True)]
        for name in costs[0]
    }


def bench_agreements():
    count, *weekly = (int(word) for word in sys.argv[1:] or [AGREEMENTS])
    wrong = []
    for weekly_every in weekly or WEEKLY_EVERY:
        wrong += bench(count, weekly_every)
    if wrong:
        raise Problem(f"visits are dearer than they have to be: {'; '.join(wrong)}.")
    print("each visit within its queries and its share of a plain invoice")


def bench(count, weekly_every):
    """Return, as phrases, what is dearer than it may be."""
    drop_database(DATABASE)
    ensure_database(DATABASE)
    with odoo_env(DATABASE, log_level="error") as env:
        community = AgreementCommunity(env)
        with step(f"{count} agreements"):
            agreements = community.agreements(count, weekly_every)
        community.office.visit_days_ahead = YEAR
        wanted = expected(community, agreements.line_ids)
        env.cr.commit()
    start = time.perf_counter()
    costs = run_lanes()
    seconds = time.perf_counter() - start
    made = int(sql("SELECT count(*) FROM convenience_request", DATABASE)[0])
    if made != wanted:
        raise Problem(f"{made} visits are there instead of {wanted}.")
    return report(f"{made} visits of {count} agreements", made, costs, seconds)


def report(title, made, costs, seconds):
    """Print the figures; return, as phrases, what is above its limit."""
    computed, queries = (cost / made for cost in costs["visits"])
    plain, plain_queries = (cost / (LANES * INVOICES) for cost in costs["plain"])
    ratio = computed / plain
    print(f"{title}, with {LANES * INVOICES} invoices, in {seconds:.1f} s")
    print(f"a visit computes {computed * 1000:.2f} ms, {queries:.2f} queries")
    print(f"an invoice computes {plain * 1000:.2f} ms, {plain_queries:.2f} queries")
    print(f"ratio {ratio:.2f}")
    wrong = []
    if queries > MOST_QUERIES:
        wrong.append(f"{title}: {queries:.2f} queries a visit, {MOST_QUERIES} at most")
    if ratio > MOST_RATIO:
        wrong.append(f"{title}: {ratio:.2f} of an invoice, {MOST_RATIO} at most")
    return wrong


if __name__ == "__main__":
    main(bench_agreements)

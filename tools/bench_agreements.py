"""Measure the visits of a year: 2,000 agreements, most monthly and some weekly, made by both lanes
of the job.
"""

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
WEEKLY_EVERY = 10
YEAR = 365
LANES = 2
MOST_SECONDS = 60


def expected(community, lines):
    """How many visits there are to be, by the rules of the lines."""
    first, last = community.office._today(), community.office._visit_horizon()
    return sum(len(line._recurrence().days(first, last)) for line in lines)


def run_lanes(count=LANES):
    """Seconds that so many lanes take for all visits, from the first commit to the last."""
    start = time.perf_counter()
    lanes = [
        subprocess.Popen([PYTHON, ROOT / "tools" / "lane.py", DATABASE, "visits"])
        for _lane in range(count)
    ]
    if any(lane.wait() for lane in lanes):
        raise Problem("a lane of the job failed; its message is above.")
    return time.perf_counter() - start


def bench_agreements():
    count, weekly_every = (int(word) for word in [*sys.argv[1:], AGREEMENTS, WEEKLY_EVERY][:2])
    drop_database(DATABASE)
    ensure_database(DATABASE)
    with odoo_env(DATABASE, log_level="error") as env:
        community = AgreementCommunity(env)
        with step(f"{count} agreements"):
            agreements = community.agreements(count, weekly_every)
        community.office.visit_days_ahead = YEAR
        wanted = expected(community, agreements.line_ids)
        env.cr.commit()
    seconds = run_lanes()
    made = int(sql("SELECT count(*) FROM convenience_request", DATABASE)[0])
    print(f"{made} visits of {count} agreements in {seconds:.1f} s: {made / seconds:.0f} a second")
    if made != wanted:
        raise Problem(f"{made} visits are there instead of {wanted}.")
    if seconds > MOST_SECONDS:
        raise Problem(f"a year of visits takes longer than {MOST_SECONDS} s.")


if __name__ == "__main__":
    main(bench_agreements)

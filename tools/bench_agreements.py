"""Measure the visits of a year: 2,000 agreements, most monthly and some weekly, then all weekly,
made by both lanes of the job.
"""

import resource
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
MOST_SECONDS = 60


def expected(community, lines):
    """How many visits there are to be, by the rules of the lines."""
    first, last = community.office._today(), community.office._visit_horizon()
    return sum(len(line._recurrence().days(first, last)) for line in lines)


def run_lanes(count=LANES):
    """Seconds that so many lanes take for all visits, start to end, and how many they compute."""
    start, computed = time.perf_counter(), computing_time()
    lanes = [
        subprocess.Popen([PYTHON, ROOT / "tools" / "lane.py", DATABASE, "visits"])
        for _lane in range(count)
    ]
    if any(lane.wait() for lane in lanes):
        raise Problem("a lane of the job failed; its message is above.")
    return time.perf_counter() - start, computing_time() - computed


def computing_time():
    """Seconds that ended processes have computed; what a busy machine does not change."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def bench_agreements():
    count, *weekly = (int(word) for word in sys.argv[1:] or [AGREEMENTS])
    for weekly_every in weekly or WEEKLY_EVERY:
        bench(count, weekly_every)


def bench(count, weekly_every):
    drop_database(DATABASE)
    ensure_database(DATABASE)
    with odoo_env(DATABASE, log_level="error") as env:
        community = AgreementCommunity(env)
        with step(f"{count} agreements"):
            agreements = community.agreements(count, weekly_every)
        community.office.visit_days_ahead = YEAR
        wanted = expected(community, agreements.line_ids)
        env.cr.commit()
    seconds, computed = run_lanes()
    made = int(sql("SELECT count(*) FROM convenience_request", DATABASE)[0])
    print(f"{made} visits of {count} agreements in {seconds:.1f} s: {made / seconds:.0f} a second")
    print(f"the lanes computed {computed:.1f} s: {computed / made * 1000:.2f} ms a visit")
    if made != wanted:
        raise Problem(f"{made} visits are there instead of {wanted}.")
    if seconds > MOST_SECONDS:
        raise Problem(f"a year of visits takes longer than {MOST_SECONDS} s.")


if __name__ == "__main__":
    main(bench_agreements)

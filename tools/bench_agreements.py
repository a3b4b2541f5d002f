"""Measure the visits of a year: 2,000 agreements, most monthly and some weekly, made by both lanes
of the job.
"""

import subprocess
import sys
import time

from bench_community import Community
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
# A signed paper, as small as a picture can be.
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/58BAwAI/AL+3YqXOwAAAABJRU5ErkJg"
    "gg=="
)


class AgreementCommunity(Community):
    """An office whose residents have agreements, active from today on."""

    def agreements(self, count, weekly_every=WEEKLY_EVERY):
        """Agreements of one service each, of which every so many recurs weekly, others monthly."""
        households = self.households(self.env, self.office, range(count))
        agreements = (
            self.env["convenience.agreement"]
            .with_user(self.people["director"])
            .with_context(tracking_disable=True, mail_create_nolog=True)
            .create([self._agreement(*household, weekly_every) for household in households])
        )
        agreements.write({"signed_name": "resident", "signed_on_paper": True, "scan": PIXEL})
        agreements.action_activate()
        return agreements

    def _agreement(self, number, unit, partner, weekly_every):
        rule = (
            {"frequency": "weekly", "monday": True}
            if number % weekly_every == 0
            else {"frequency": "monthly", "month_days": str(number % 31 + 1)}
        )
        item = self.items[number % len(self.items)]
        return {
            "unit_id": unit.id,
            "partner_id": partner.id,
            "date_from": self.office._today(),
            "line_ids": [(0, 0, {"product_id": item.id, "visit_time": 9.0, **rule})],
        }

    def expected(self, lines):
        """How many visits there are to be, by the rules of the lines."""
        first, last = self.office._today(), self.office._visit_horizon()
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
        wanted = community.expected(agreements.line_ids)
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

"""Put an office with active agreements into a database: `agreements.py DATABASE COUNT WEEKLY_EVERY
DAYS_AHEAD`; prints each service's id, its rule and its first and last day.
"""

import sys

from bench_community import Community
from copies import community_in
from environment import main

# A signed paper, as small as a picture can be.
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/58BAwAI/AL+3YqXOwAAAABJRU5ErkJg"
    "gg=="
)


class AgreementCommunity(Community):
    """An office whose residents have agreements, active from today on."""

    def agreements(self, count, weekly_every):
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


def agreements():
    name, *numbers = sys.argv[1:]
    count, weekly_every, days_ahead = map(int, numbers)
    with community_in(name, AgreementCommunity) as community:
        community.office.visit_days_ahead = days_ahead
        lines = community.agreements(count, weekly_every).line_ids
        community.env.cr.commit()
        horizon = community.office._visit_horizon()
        for line in lines:
            rule = "monday" if line.monday else line.month_days
            print("service", line.id, rule, line.date_from, horizon)


if __name__ == "__main__":
    main(agreements)

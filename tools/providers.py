"""Put reviewed work of outside providers, each with a rate, into a database: `providers.py DATABASE
PROVIDERS JOBS`; prints how many jobs there are to pay for.
"""

import sys
from datetime import datetime, time, timedelta

from bench_community import Community
from copies import community_in
from environment import main


class ProviderCommunity(Community):
    """An office whose work of the period that closed last was done by outside providers."""

    def work(self, providers, jobs):
        """So many reviewed jobs for each of the providers."""
        partners = self.env["res.partner"].create(
            [{"name": f"Provider {number}"} for number in range(providers)]
        )
        self.env["convenience.provider.rate"].create(
            [
                {
                    "partner_id": partner.id,
                    "company_id": self.company.id,
                    "price": 50.0,
                    "date_from": self.office._closed_provider_period()[0],
                }
                for partner in partners
            ]
        )
        ((_number, unit, owner),) = self.households(self.env, self.office, [1])
        rows = [
            self._job(f"P{partner.id}-{number}", unit, owner, partner)
            for partner in partners
            for number in range(jobs)
        ]
        return self._reviewed(rows)

    def _job(self, name, unit, owner, provider):
        first, _last = self.office._closed_provider_period()
        return {
            "name": name,
            "unit_id": unit.id,
            "customer_id": owner.id,
            "provider_id": provider.id,
            "registered_at": datetime.combine(first, time(2)),
            "line_ids": [(0, 0, {"product_id": self.items[0].id, "quantity": 1})],
        }

    def _reviewed(self, rows):
        requests = self.env["convenience.request"].with_user(self.people["importer"])
        requests = requests._register_many(rows)
        done = {
            request.id: {"done_at": request.registered_at + timedelta(hours=1)}
            for request in requests
        }
        requests._move_to("done", via="import", values=done)
        requests.write({"signed_name": "resident", "signed_on_paper": True})
        requests._move_to("signed", via="import")
        requests.with_user(self.people["supervisor"]).action_review()
        return requests


def providers():
    name, *numbers = sys.argv[1:]
    with community_in(name, ProviderCommunity) as community:
        print(len(community.work(*map(int, numbers))))


if __name__ == "__main__":
    main(providers)

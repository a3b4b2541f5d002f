"""Put tenants who paid ahead for work that is reviewed and on no bill yet into a database:
`prepaid.py DATABASE COUNT`; prints what the work comes to.
"""

import sys
from datetime import datetime, timedelta

from copies import community_in
from environment import main
from payers import pay_ahead

QUANTITY = 6


def prepaid():
    name, count = sys.argv[1], int(sys.argv[2])
    with community_in(name) as community:
        households = community.households(community.env, community.office, range(1, count + 1))
        for _number, unit, _tenant in households:
            unit.occupancy_ids.write({"role": "tenant", "settlement_mode": "prepaid"})
        requests = work(community, households)
        pay_ahead(community, *(tenant for _number, _unit, tenant in households))
        community.env.cr.commit()
        print(sum(requests.mapped("amount_total")))


def work(community, households):
    """A service of the past for each of them, signed and reviewed."""
    moment = datetime(2026, 10, 1, 2)
    requests = (
        community.env["convenience.request"]
        .with_user(community.people["importer"])
        ._register_many(
            [
                {
                    "name": f"P{number}",
                    "unit_id": unit.id,
                    "customer_id": tenant.id,
                    "registered_at": moment,
                    "line_ids": [
                        (0, 0, {"product_id": community.items[0].id, "quantity": QUANTITY})
                    ],
                }
                for number, unit, tenant in households
            ]
        )
    )
    done = {request.id: {"done_at": moment + timedelta(hours=2)} for request in requests}
    requests._move_to("done", via="import", values=done)
    requests.write({"signed_name": "tenant", "signed_on_paper": True})
    requests._move_to("signed", via="import")
    requests.with_user(community.people["supervisor"]).action_review()
    return requests


if __name__ == "__main__":
    main(prepaid)

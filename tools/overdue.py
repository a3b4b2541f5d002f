"""Put payers who owe several bills each, all overdue, into a database: `overdue.py DATABASE
PAYERS`; three of four have an address for mail.
"""

import sys
from datetime import timedelta

from copies import community_in
from environment import main

BILLS, DAYS_LATE = 3, 10


def overdue():
    name, count = sys.argv[1], int(sys.argv[2])
    with community_in(name) as community:
        env, office = community.env, community.office
        office.message_reminder = True
        payers = community.payers(count, 1, BILLS)
        for payer in payers - payers[::4]:
            payer.email = f"resident{payer.id}@example.com"
        requests = env["convenience.request"].search([("payer_id", "in", payers.ids)])
        due = office._today() - timedelta(days=DAYS_LATE)
        # payers side by side: bills of one lie far apart, in the batches of several jobs
        for number in range(BILLS):
            claims = {
                payer: [own.sorted("name")[number].line_ids._prepare_claim()]
                for payer, own in requests.grouped("payer_id").items()
            }
            env["convenience.statement"]._bill("per_visit", office, claims, day=due)
        env.cr.commit()


if __name__ == "__main__":
    main(overdue)

"""Put payers who owe several bills each, all overdue, into a database: `overdue.py DATABASE
PAYERS`; every second one has an address for mail.
"""

import sys
from datetime import timedelta

from bench_community import Community
from environment import ensure_database, main, odoo_env

BILLS, DAYS_LATE = 3, 10


def overdue():
    name, count = sys.argv[1], int(sys.argv[2])
    ensure_database(name)
    with odoo_env(name, log_level="error") as env:
        community = Community(env)
        office = community.office
        office.message_reminder = True
        payers = community.payers(count, 1)
        for payer in payers[::2]:
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

"""Put payers whose month is accepted and not invoiced into a database: `billable.py DATABASE
PAYERS`; says what their invoices are to come to.
"""

import sys
from datetime import date

from copies import community_in
from environment import main

PERIOD_END = date(2026, 10, 31)
SERVICES = 2  # of each payer, on an invoice together


def billable():
    name, count = sys.argv[1], int(sys.argv[2])
    with community_in(name) as community:
        community.payers(count, 1, SERVICES)
        community.confirmed_settlement(PERIOD_END)
        community.env.cr.commit()
        print(count * sum(community.PRICES[:SERVICES]))


if __name__ == "__main__":
    main(billable)

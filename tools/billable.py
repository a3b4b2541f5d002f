"""Put payers whose month is accepted and not invoiced into a database: `billable.py DATABASE
PAYERS`; says what their invoices are to come to.
"""

import sys
from datetime import date

from bench_community import Community
from environment import ensure_database, main, odoo_env

PERIOD_END = date(2026, 10, 31)


def billable():
    name, count = sys.argv[1], int(sys.argv[2])
    ensure_database(name)
    with odoo_env(name, log_level="error") as env:
        community = Community(env)
        community.payers(count, 1)
        community.confirmed_settlement(PERIOD_END)
        env.cr.commit()
        print(count * sum(community.PRICES))


if __name__ == "__main__":
    main(billable)

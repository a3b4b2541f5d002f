"""Run one lane of the invoicing job on a database, in a process of its own: `lane.py DATABASE`."""

import sys

from environment import main, odoo_env


def lane():
    with odoo_env(sys.argv[1], log_level="error") as env:
        env["convenience.statement"]._cron_invoice_statements()


if __name__ == "__main__":
    main(lane)

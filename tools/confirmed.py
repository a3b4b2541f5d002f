"""Load the demo community into a database up to the accepted settlement: `confirmed.py
DATABASE`.
"""

import sys

from community import load_confirmed
from environment import ensure_database, main, odoo_env


def confirmed():
    name = sys.argv[1]
    ensure_database(name)
    with odoo_env(name, log_level="error") as env:
        load_confirmed(env)


if __name__ == "__main__":
    main(confirmed)

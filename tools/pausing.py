"""Suspend all agreements of a database from tomorrow on and let most go on at once:
`pausing.py DATABASE DAYS LEFT`; prints the login of who decides, and the ids of the decisions by
which those left are still to be resumed.
"""

import sys
from datetime import timedelta

from environment import main, odoo_env


def pausing():
    name, days, left = sys.argv[1], *map(int, sys.argv[2:])
    with odoo_env(name, log_level="error") as env:
        agreements = env["convenience.agreement"].search([("state", "=", "active")])
        director = env["res.users"].search([("login", "=like", "director-%")], limit=1)
        agreements = agreements.with_user(director)
        first = agreements.office_id._today() + timedelta(days=1)
        agreements.suspend(first, first + timedelta(days=days), "On holiday")
        for agreement in agreements[left:]:
            agreement.resume(first)
        decisions = agreements.env["convenience.agreement.decision"].create(
            [
                {"kind": "resume", "agreement_id": agreement.id, "date": first}
                for agreement in agreements[:left]
            ]
        )
        env.cr.commit()
        print(director.login, *decisions.ids)


if __name__ == "__main__":
    main(pausing)

"""Put a deposit that is held, and two cashiers about to give it back, into a database:
`held_deposit.py DATABASE`; prints the login of the cashier and the two wizards.
"""

import sys

from bench_community import Community
from environment import ensure_database, main, odoo_env

AMOUNT = 300.0


def held_deposit():
    name = sys.argv[1]
    ensure_database(name)
    with odoo_env(name, log_level="error") as env:
        community = Community(env)
        cashier = community.people["cashier"]
        deposit = asked(community).with_user(cashier)
        deposit._receive(AMOUNT, till(community))
        wizards = [refund(community, deposit) for _process in range(2)]
        env.cr.commit()
        print(cashier.login, *(wizard.id for wizard in wizards))


def asked(community):
    _number, unit, owner = community.households(community.env, community.office, [1])[0]
    return community.env["convenience.deposit"]._ask_for(
        [
            {
                "office_id": community.office.id,
                "partner_id": owner.id,
                "unit_id": unit.id,
                "product_id": community.items[0].id,
                "amount_due": AMOUNT,
            }
        ]
    )


def till(community):
    return community.env["account.journal"].search(
        [("type", "=", "cash"), ("company_id", "=", community.company.id)], limit=1
    )


def refund(community, deposit):
    return deposit.env["convenience.deposit.wizard"].create(
        {
            "deposit_ids": [(6, 0, deposit.ids)],
            "kind": "refunded",
            "amount": AMOUNT,
            "journal_id": till(community).id,
            "memo": "Asked for",
        }
    )


if __name__ == "__main__":
    main(held_deposit)

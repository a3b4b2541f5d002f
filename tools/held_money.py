"""Put a deposit and entrusted money that are held, and two cashiers about to give each back, into a
database: `held_money.py DATABASE`; prints the login of the cashier and the dialogs of each.
"""

import sys

from copies import community_in
from environment import main

AMOUNT = 300.0


def held_money():
    name = sys.argv[1]
    with community_in(name) as community:
        cashier = community.people["cashier"]
        _number, unit, owner = community.households(community.env, community.office, [1])[0]
        whose = {"office_id": community.office.id, "partner_id": owner.id, "unit_id": unit.id}
        deposit = asked(community, whose).with_user(cashier)
        deposit._receive(AMOUNT, till(community))
        entrusted = opened(community, whose).with_user(cashier)
        entrusted._receive(AMOUNT, till(community))
        dialogs = [
            [dialog(community, model, held).id for _process in range(2)]
            for model, held in (
                ("deposit.wizard", {"deposit_ids": [(6, 0, deposit.ids)]}),
                ("entrusted.wizard", {"entrusted_id": entrusted.id}),
            )
        ]
        community.env.cr.commit()
        print(cashier.login, *(",".join(map(str, ids)) for ids in dialogs))


def asked(community, whose):
    item = {"product_id": community.items[0].id, "amount_due": AMOUNT}
    return community.env["convenience.deposit"]._ask_for([{**whose, **item}])


def opened(community, whose):
    entrusted = community.env["convenience.entrusted"]
    return entrusted._create_guarded(entrusted._numbered([whose]))


def till(community):
    return community.env["account.journal"].search(
        [("type", "=", "cash"), ("company_id", "=", community.company.id)], limit=1
    )


def dialog(community, model, held):
    """A dialog that gives all of it back, whose button is not pressed yet."""
    dialogs = community.env[f"convenience.{model}"].with_user(community.people["cashier"])
    return dialogs.create(
        {
            **held,
            "kind": "refunded",
            "amount": AMOUNT,
            "journal_id": till(community).id,
            "memo": "Asked for",
        }
    )


if __name__ == "__main__":
    main(held_money)

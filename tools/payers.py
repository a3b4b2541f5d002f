"""Put two tenants who paid ahead into a database, one with requests of 60 and 50 that wait for the
money, one with two refunds of 80 and a dialog that takes 30 more: `payers.py DATABASE`.
"""

import sys

from copies import community_in
from environment import main

PREPAID = 100.0
WANTED = (60.0, 50.0)
PRICE = 10.0
REFUND = 80.0
MORE = 30.0


def payers():
    name = sys.argv[1]
    with community_in(name) as community:
        for role in ("supervisor", "cashier"):
            community.people[role].login = role
        orders, leaves = community.households(community.env, community.office, [1, 2])
        requests = waiting_requests(community, *orders[1:])
        for _number, _unit, tenant in (orders, leaves):
            pay_ahead(community, tenant)
        release(requests)
        dialogs = filled_in(community, leaves[-1], ("out", REFUND), ("out", REFUND), ("in", MORE))
        community.env.cr.commit()
        print(*requests.ids, *dialogs.ids)


def waiting_requests(community, unit, tenant):
    """Requests of what is paid ahead, that nobody has been sent to."""
    env = community.env
    unit.occupancy_ids.write({"role": "tenant", "settlement_mode": "prepaid"})
    provider = env["res.partner"].create({"name": "Provider"})
    requests = env["convenience.request"].create(
        [
            {
                "unit_id": unit.id,
                "customer_id": tenant.id,
                "provider_id": provider.id,
                "line_ids": [
                    (0, 0, {"product_id": community.items[0].id, "quantity": amount / PRICE})
                ],
            }
            for amount in WANTED
        ]
    )
    assert requests.mapped("amount_total") == list(WANTED)
    return requests


def pay_ahead(community, *tenants):
    """What the cash desk does when tenants pay ahead."""
    env = community.env
    journal = env["account.journal"].search(
        [("type", "=", "cash"), ("company_id", "=", community.company.id)], limit=1
    )
    receipts = env["convenience.receipt"].with_user(community.people["cashier"])
    taken = receipts._issue(
        [
            {
                "office_id": community.office.id,
                "partner_id": tenant.id,
                "kind": "prepayment",
                "amount": PREPAID,
                "journal_id": journal.id,
            }
            for tenant in tenants
        ]
    )
    taken._move_to("posted")


def release(requests):
    """Leave the money to whoever comes first: none of the requests has it yet."""
    for request in requests.filtered("prepayment_reserved"):
        wallet = request.env["convenience.wallet"]._find(request.company_id, request.payer_id)
        request._set_aside(wallet, "released", request.prepayment_reserved)


def filled_in(community, tenant, *dialogs):
    """Dialogs of the cash desk (direction, amount) whose buttons are not pressed yet."""
    wizards = community.env["convenience.prepayment.wizard"].with_user(community.people["cashier"])
    return wizards.create(
        [
            {
                "partner_id": tenant.id,
                "office_id": community.office.id,
                "direction": direction,
                "amount": amount,
            }
            for direction, amount in dialogs
        ]
    )


if __name__ == "__main__":
    main(payers)

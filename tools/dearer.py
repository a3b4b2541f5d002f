"""Put a tenant into a database whose work of 60 is paid ahead and signed, and a dialog in which the
director makes it dearer: `dearer.py DATABASE`; prints the request and the dialog.
"""

import sys

from copies import community_in
from environment import main
from payers import pay_ahead, waiting_requests

PRICE = 1000.0


def dearer():
    name = sys.argv[1]
    with community_in(name) as community:
        community.office.raise_share = 100 * PRICE  # money alone is in the way
        for role in ("supervisor", "director"):
            community.people[role].login = role
        ((_number, unit, tenant),) = community.households(community.env, community.office, [1])
        request = waiting_requests(community, unit, tenant)[:1]
        pay_ahead(community, tenant)
        sign(request.with_user(community.people["director"]))
        dialog = (
            community.env["convenience.price.correction"]
            .with_user(community.people["director"])
            .create({"line_id": request.line_ids.id, "price": PRICE, "reason": "Far more work"})
        )
        community.env.cr.commit()
        print(request.id, dialog.id)


def sign(request):
    request.action_assign()
    request.action_start()
    request.action_done()
    request.write({"signed_name": "Tenant", "signature": PIXEL})
    request.action_sign()


# one white pixel
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/58BAwAI/AL+3YqXOwAAAABJRU5ErkJg"
    "gg=="
)


if __name__ == "__main__":
    main(dearer)

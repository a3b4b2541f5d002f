"""Put money ahead that several cashiers are about to take into a database:
`till_numbers.py DATABASE HOUSEHOLDS`; prints the ids of the dialogs. Every third is refused, after
its receipt was given a number: its journal is kept in another currency.
"""

import sys

from environment import ensure_database, main, odoo_env
from tills import Tills

AMOUNT = 10.0


def fill_in(office, numbers):
    env, company = office.env, office.community.company
    foreign = env["account.journal"].create(
        {
            "name": "Dollars",
            "code": "USD1",
            "type": "bank",
            "company_id": company.id,
            "currency_id": env.ref("base.USD").id,
        }
    )
    env.ref("base.USD").active = True
    households = office.community.households(env, office.office, numbers)
    return [
        office._fill_in(
            "convenience.prepayment.wizard",
            ["cashier"],
            {
                "partner_id": owner.id,
                "office_id": office.office.id,
                "amount": AMOUNT,
                "journal_id": (office.cash if number % 3 else foreign).id,
            },
        )[0]
        for number, (_number, _unit, owner) in enumerate(households)
    ]


def till_numbers():
    name, households = sys.argv[1], int(sys.argv[2])
    ensure_database(name)
    with odoo_env(name, log_level="error") as env:
        dialogs = fill_in(Tills(env), list(range(1, households + 1)))
        env.cr.commit()
        print(*dialogs)


if __name__ == "__main__":
    main(till_numbers)

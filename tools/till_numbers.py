"""Put money ahead that several cashiers are about to take into a database:
`till_numbers.py DATABASE HOUSEHOLDS`; prints the ids of the dialogs. Every third is refused, after
its receipt was given a number: its journal is kept in another currency. The last line is a dialog
of another till, and the page of that till that is counted and about to be signed.
"""

import sys

from copies import community_in
from environment import main
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
    dialogs = [
        dialog(office, owner, office.cash if number % 3 else foreign)
        for number, (_number, _unit, owner) in enumerate(households)
    ]
    return dialogs, counted_page(office, households[0][-1])


def dialog(office, owner, journal):
    values = {
        "partner_id": owner.id,
        "office_id": office.office.id,
        "amount": AMOUNT,
        "journal_id": journal.id,
    }
    return office._fill_in("convenience.prepayment.wizard", ["cashier"], values)[0]


def counted_page(office, owner):
    """Return a dialog of another till, and its page of today, counted by the first cashier."""
    env, company = office.env, office.community.company
    values = {"name": "Second Till", "code": "TILL2", "type": "cash", "company_id": company.id}
    journal = env["account.journal"].create(values)
    till = env["convenience.till"].create(
        {"name": "Second Till", "office_id": office.office.id, "journal_id": journal.id}
    )
    page = env["convenience.cash.book"]._make_pages(till)
    page.with_user(office.users["cashier"])._count(0.0)
    return dialog(office, owner, journal), page.id


def till_numbers():
    name, households = sys.argv[1], int(sys.argv[2])
    with community_in(name) as community:
        dialogs, counted = fill_in(Tills(community), list(range(1, households + 1)))
        community.env.cr.commit()
        print(*dialogs)
        print(*counted)


if __name__ == "__main__":
    main(till_numbers)

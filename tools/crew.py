"""Put an office with a crew and requests that wait for somebody into a database: `crew.py DATABASE
MODE REQUESTS`.
"""

import sys
from datetime import date

from copies import community_in
from environment import main

WORKERS = 3


def crew():
    name, mode, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with community_in(name) as community:
        people = workers(community)
        requests = waiting_requests(community, count)
        community.env["convenience.dispatch.rule"].create(
            {
                "office_id": community.office.id,
                "department_id": community.department.id,
                "mode": mode,
            }
        )
        people._write_guarded({"present_on": community.office._today()})
        community.env.cr.commit()
        print(*requests.ids)


def workers(community):
    env, office = community.env, community.office
    people = env["convenience.worker"]
    for number in range(WORKERS):
        user = community._user("worker")
        user.write({"login": f"crew{number}", "name": f"Crew {number}"})
        office.user_ids |= user
        employee = env["hr.employee"].create(
            {"name": f"Crew {number}", "user_id": user.id, "company_id": community.company.id}
        )
        people |= people.create(
            {
                "employee_id": employee.id,
                "office_id": office.id,
                "number": f"C{number}",
                "department_id": community.department.id,
            }
        )
    return people


def waiting_requests(community, count):
    """Requests that nobody has been sent to; the rule comes after them."""
    env = community.env
    _number, unit, owner = community.households(env, community.office, [1])[0]
    assert unit.office_id._today() >= date(2026, 1, 1)
    return env["convenience.request"].create(
        [
            {
                "unit_id": unit.id,
                "customer_id": owner.id,
                "line_ids": [(0, 0, {"product_id": community.items[0].id})],
            }
            for _request in range(count)
        ]
    )


if __name__ == "__main__":
    main(crew)

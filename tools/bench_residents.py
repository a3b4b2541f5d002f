"""Measure contacts among 100,000 residents: with residents shown to who works with them only, the
lists and look-ups of desk, field and other logins take their share of what they take without.
"""

import sys
from statistics import median

from bench_community import Community
from bench_core import ROUNDS, Compared, Copies, cold, faults, print_table
from bench_screen import Screen, env_of
from environment import ROOT, Problem, drop_database, ensure_database, main, odoo_env, step

DATABASE = "cs_bench_residents"
RESIDENTS, CONTACTS, JOBS = 100_000, 2_000, 20
ADDON = ROOT / "convenience_service"
SCRIPT = ADDON / "migrations" / "19.0.3.0.0" / "pre-residents.py"
# {who does what: (most queries, most of the time it takes with residents shown to everybody)}
# The queries are those measured, the ratios twice those measured on two busy cores.
LIMITS = {
    "clerk: list of contacts": (35, 2.0),
    "clerk: contact by name": (21, 2.1),
    "clerk: resident by name": (21, 2.0),
    "clerk: names of users": (22, 2.0),
    "worker: list of contacts": (39, 2.3),
    "worker: contact by name": (22, 2.3),
    "worker: resident by name": (17, 2.4),
    "worker: names of users": (25, 2.5),
    "bare: list of contacts": (34, 2.7),
    "bare: contact by name": (21, 2.1),
    "bare: resident by name": (16, 2.0),
    "bare: names of users": (22, 2.2),
    "salesperson: list of contacts": (34, 2.6),
    "salesperson: contact by name": (21, 2.3),
    "salesperson: resident by name": (16, 2.0),
    "salesperson: names of users": (22, 2.8),
    "clerk: who calls, by phone": (24, 2.0),
    "clerk: request, by phone": (24, 2.2),
    "worker: my jobs": (41, 2.0),
}


class Contacts(Community):
    """Residents beside as many contacts of other apps as an ERP has, and a worker with jobs."""

    ROLES = (*Community.ROLES, "clerk", "worker")

    def __init__(self, env):
        super().__init__(env)
        self.people["bare"] = self._login("bare", "base.group_user")
        self.people["salesperson"] = self._login(
            "salesperson", "base.group_user,base.group_partner_manager"
        )

    def _login(self, name, groups):
        ids = [self.env.ref(group).id for group in groups.split(",")]
        return self.env["res.users"].create(
            {
                "name": name,
                "tz": "Asia/Shanghai",
                "login": f"{name}-{self.company.id}",
                "company_id": self.company.id,
                "company_ids": [(6, 0, self.company.ids)],
                "group_ids": [(6, 0, ids)],
            }
        )

    def fill(self, count):
        """So many residents, each in a unit of their own, and the contacts of other apps."""
        ((_number, unit, resident),) = self.households(self.env, self.office, [0])
        occupancy = resident.convenience_occupancy_ids
        contact = self.env["res.partner"].create({"name": "Contact", "phone": "555"})
        self.env.flush_all()
        copies = Copies(self.env)
        units = copies.make(
            "convenience_unit", unit, count, number="n::text", name="'B-' || n", sort_key="n::text"
        )
        people = self._people(
            copies, resident, count, "Resident ", "'139' || lpad(n::text, 8, '0')"
        )
        self._people(copies, contact, CONTACTS, "Contact ", "'555' || n")
        copies.make(
            "convenience_occupancy",
            occupancy,
            count,
            unit_id=f"{units} + n",
            partner_id=f"{people} + n",
        )
        self.env.cr.commit()
        self.env.invalidate_all()

    def _people(self, copies, partner, count, name, phone):
        self.env.cr.execute("SELECT max(id) FROM res_partner")
        (last,) = self.env.cr.fetchone()
        return copies.make(
            "res_partner",
            partner,
            count,
            name=f"'{name}' || n",
            complete_name=f"'{name}' || n",
            phone=phone,
            commercial_partner_id=f"{last} + n",
        )

    def find_residents(self):
        """What the upgrade of an earlier version runs."""
        cr = self.env.cr
        cr.execute("UPDATE res_partner SET is_resident = NULL, convenience_is_named = NULL")
        cr.commit()
        scope = {}
        exec(compile(SCRIPT.read_text(), SCRIPT, "exec"), scope)
        with step("who is a resident, by the script of the upgrade"):
            scope["migrate"](cr, "19.0.2.0.0")
            cr.commit()
        cr.execute("ANALYZE")
        cr.commit()
        self.env.invalidate_all()

    def give_jobs(self, count):
        """Have the worker at work for so many residents."""
        env = self.env
        employee = env["hr.employee"].create(
            {
                "name": "Worker",
                "company_id": self.company.id,
                "user_id": self.people["worker"].id,
            }
        )
        env["convenience.worker"].create(
            {"employee_id": employee.id, "office_id": self.office.id, "number": "1"}
        )
        homes = env["convenience.occupancy"].search(
            [("office_id", "=", self.office.id)], limit=count
        )
        requests = env["convenience.request"].create(
            [
                {
                    "office_id": self.office.id,
                    "unit_id": home.unit_id.id,
                    "customer_id": home.partner_id.id,
                    "worker_ids": [(6, 0, employee.ids)],
                    "line_ids": [(0, 0, {"product_id": self.items[0].id, "quantity": 1})],
                }
                for home in homes
            ]
        )
        requests.with_user(self.people["supervisor"]).action_assign()
        env.cr.commit()
        env.invalidate_all()


def acts(community):
    """Return {who does what: (whose environment, function of it)}."""
    found = {}
    for role in ("clerk", "worker", "bare", "salesperson"):
        env = env_of(community, community.people[role])
        contacts = Screen(env, "base.action_partner_form", "list")
        partners = env["res.partner"]
        found |= {
            f"{role}: list of contacts": (env, lambda screen=contacts: screen.records([])),
            f"{role}: contact by name": (
                env,
                lambda partners=partners: partners.name_search("Contact 19", limit=8),
            ),
            f"{role}: resident by name": (
                env,
                lambda partners=partners: partners.name_search("Resident 7", limit=8),
            ),
            f"{role}: names of users": (
                env,
                lambda users=env["res.users"]: users.name_search("cler", limit=8),
            ),
        }
    clerk = env_of(community, community.people["clerk"])
    desk = Screen(clerk, "convenience_service.action_convenience_request")
    worker = env_of(community, community.people["worker"])
    jobs = Screen(worker, "convenience_service.action_convenience_my_jobs", "kanban")
    phone = "13900077777"
    found |= {
        "clerk: who calls, by phone": (
            clerk,
            lambda: clerk["convenience.occupancy"].name_search(phone[-6:], limit=8),
        ),
        "clerk: request, by phone": (
            clerk,
            lambda: desk.records(desk.typed("found_by", phone)),
        ),
        "worker: my jobs": (worker, lambda: jobs.records(jobs.filter("to_do"))),
    }
    return found


def compare_switch(community, env, function):
    """Time a call with the switch on and off in turn, each from cold caches."""
    partners = community.env["res.partner"]
    pairs = []
    for _round in range(ROUNDS):
        pair = []
        for guarded in (True, False):
            partners._guard_resident_data(guarded)
            community.env.flush_all()
            pair.append(cold(env, function))
        pairs.append(pair)
    return Compared(
        median(on[0] / off[0] for on, off in pairs),
        median(on[0] for on, _off in pairs),
        max(on[1] for on, _off in pairs),
        median(off[0] for _on, off in pairs),
        max(off[1] for _on, off in pairs),
    )


def bench_residents():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else RESIDENTS
    drop_database(DATABASE)
    ensure_database(DATABASE)
    with odoo_env(DATABASE, log_level="error") as env:
        community = Contacts(env)
        with step(f"{count:,} residents, {CONTACTS:,} contacts of other apps"):
            community.fill(count)
        community.find_residents()
        community.give_jobs(JOBS)
        figures = {}
        for title, (user_env, function) in acts(community).items():
            function()
            figures[title] = compare_switch(community, user_env, function)
    drop_database(DATABASE)
    print("residents shown to who works with them only, and to everybody (the ERP's)")
    print_table(figures)
    wrong = faults(figures, LIMITS)
    if wrong:
        raise Problem(f"contacts are dearer than they have to be: {'; '.join(wrong)}.")
    print("each look-up within its queries and its share of what it takes without")


if __name__ == "__main__":
    main(bench_residents)

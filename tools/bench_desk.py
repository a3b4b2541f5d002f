"""Measure the screens of desk and field over three years of requests: each takes no more queries
than it did, a long page as many as a short one, and no longer than its share of what the ERP's own
list of as many invoices takes.
"""

import sys

from bench_core import add_invoices, cold, compare, faults, invoice_screen, print_table
from bench_requests import YEARS, DeskCommunity
from bench_screen import PAGE, SHORT_PAGE, Screen, env_of
from environment import Problem, drop_database, ensure_database, main, odoo_env, step

DATABASE = "cs_bench_desk"
REQUESTS = 200_000
# {what somebody does: (most queries, most of the time of the ERP's list)}
# The queries are those measured, the ratios twice those measured: over 3,000 requests on two busy
# cores, from 0.91 (overview) to 3.93 (unit).
LIMITS = {
    "clerk: list, open": (45, 5.7),
    "clerk: list, all": (45, 4.4),
    "clerk: list, overdue": (44, 3.5),
    "clerk: phone number": (52, 2.7),
    "clerk: part of a phone number": (53, 3.8),
    "clerk: unit": (48, 7.9),
    "clerk: name": (53, 4.9),
    "clerk: overview": (32, 1.8),
    "supervisor: board by state": (50, 4.3),
    "supervisor: board by worker": (55, 3.8),
    "worker: my jobs": (41, 2.3),
    "worker: all my jobs": (43, 3.1),
    "general manager: list, open": (44, 4.0),
}

MODULE = "convenience_service"


def screens(community, page):
    """Return {what somebody does: (whose environment, function of it)}."""
    roles = ("clerk", "supervisor", "general_manager", "worker")
    clerk, supervisor, general_manager, worker = (
        env_of(community, community.people[role]) for role in roles
    )
    desk = Screen(clerk, f"{MODULE}.action_convenience_request", "list", page)
    board = Screen(supervisor, f"{MODULE}.action_convenience_request", "kanban", page)
    company = Screen(general_manager, f"{MODULE}.action_convenience_request", "list", page)
    overview = Screen(clerk, f"{MODULE}.action_convenience_office_overview", "kanban", page)
    jobs = Screen(worker, f"{MODULE}.action_convenience_my_jobs", "kanban", page)
    unit = community.office.unit_ids[8]
    resident = unit.occupancy_ids.partner_id
    return {
        "clerk: list, open": (clerk, lambda: desk.records(desk.filter("open"))),
        "clerk: list, all": (clerk, lambda: desk.records([])),
        "clerk: list, overdue": (clerk, lambda: desk.records(desk.filter("overdue"))),
        "clerk: phone number": (
            clerk,
            lambda: desk.records(desk.typed("found_by", resident.phone)),
        ),
        "clerk: part of a phone number": (
            clerk,
            lambda: desk.records(desk.typed("found_by", resident.phone[-4:])),
        ),
        "clerk: unit": (clerk, lambda: desk.records(desk.typed("unit_id", unit.name))),
        "clerk: name": (clerk, lambda: desk.records(desk.typed("found_by", resident.name))),
        "clerk: overview": (clerk, lambda: overview.records([])),
        "supervisor: board by state": (
            supervisor,
            lambda: board.board(board.filter("open"), "state"),
        ),
        "supervisor: board by worker": (
            supervisor,
            lambda: board.board(board.filter("open"), "worker_ids"),
        ),
        "worker: my jobs": (worker, lambda: jobs.records(jobs.filter("to_do"))),
        "worker: all my jobs": (worker, lambda: jobs.records(jobs.domain)),
        "general manager: list, open": (
            general_manager,
            lambda: company.records(company.filter("open")),
        ),
    }


def measure(community, core):
    """Return {what somebody does: Compared}."""
    figures = {}
    for title, (env, function) in screens(community, PAGE).items():
        # what is read once a session is no part of it
        function()
        figures[title] = compare(env, function, lambda: core.records(core.domain))
    return figures


def short_queries(community):
    """Return {what somebody does: queries of a short page}."""
    counts = {}
    for title, (env, function) in screens(community, SHORT_PAGE).items():
        function()
        _seconds, counts[title] = cold(env, function)
    return counts


def report(short, full):
    """Print the table; return, as phrases, what is dearer than it may be."""
    print_table(full)
    return faults(full, LIMITS) + [
        f"{title}: {short[title]} queries for {SHORT_PAGE}, {figure.queries} for {PAGE}"
        for title, figure in full.items()
        if figure.queries != short[title]
    ]


def bench_desk():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else REQUESTS
    drop_database(DATABASE)
    ensure_database(DATABASE)
    with odoo_env(DATABASE, log_level="error") as env:
        community = DeskCommunity(env)
        with step(f"{count:,} requests over {YEARS} years"):
            community.requests(count)
        with step(f"{count:,} invoices to compare with"):
            add_invoices(community, count)
        core = invoice_screen(community)
        core.records(core.domain)
        wrong = report(short_queries(community), measure(community, core))
    if wrong:
        raise Problem(f"dearer than it has to be: {'; '.join(wrong)}.")
    print("each screen within its queries and its share of the ERP's list")


if __name__ == "__main__":
    main(bench_desk)

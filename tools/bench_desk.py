"""Measure the screens of desk and field over three years of requests: each answers within a
second, and a long page takes as many queries as a short one.
"""

import sys
from functools import partial

from lxml import etree

from bench_community import timed
from bench_requests import YEARS, DeskCommunity
from environment import Problem, drop_database, ensure_database, main, odoo_env, step

DATABASE = "cs_bench_desk"
REQUESTS = 200_000
MOST_SECONDS = 1.0
# Records of a list's page as the web client asks for them, and of a short page; a column of a board
# and the cards of a phone have half as many.
PAGE, SHORT_PAGE = 80, 20
MOST_COUNTED = 10_001

MODULE = "convenience_service"


class Screen:
    """One screen as the web client reads it: its fields, its filters, its pages."""

    def __init__(self, env, action, kind, page):
        self.env, self.page = env, page if kind == "list" else page // 2
        action = env.ref(f"{MODULE}.{action}").sudo()
        self.model = env[action.res_model]
        views = self.model.get_views(
            [(self._view_id(action, kind), kind), (action.search_view_id.id, "search")]
        )["views"]
        self.arch = etree.fromstring(views[kind]["arch"])
        self.filters = etree.fromstring(views["search"]["arch"])
        self.domain = self._evaluate(action.domain or "[]")

    def _view_id(self, action, kind):
        own = action.view_ids.filtered(lambda view: view.view_mode == kind)
        return own.view_id.id or False

    def _evaluate(self, text, typed=""):
        from odoo.tools.safe_eval import safe_eval

        return safe_eval(text, {"uid": self.env.uid, "self": typed})

    def filter(self, name):
        """The domain of a filter."""
        (node,) = self.filters.xpath(f"//filter[@name='{name}']")
        return self.domain + self._evaluate(node.get("domain"))

    def typed(self, field, text):
        """The domain of what somebody types into the search box."""
        node = self.filters.xpath(f"//field[@name='{field}']")[0]
        default = repr([(field, "ilike", text)])
        return self.domain + self._evaluate(node.get("filter_domain", default), text)

    def specification(self):
        """What is read of each record: the fields of the view, names of what they refer to."""
        names = {
            node.get("name")
            for node in self.arch.iter("field")
            if not any(parent.tag == "field" for parent in node.iterancestors())
        }
        return {
            name: {"fields": {"display_name": {}}} if self.model._fields[name].relational else {}
            for name in names
        }

    def records(self, domain):
        """A page of a list, and how many there are."""
        order = self.arch.get("default_order")
        return self.model.web_search_read(
            domain, self.specification(), limit=self.page, order=order, count_limit=MOST_COUNTED
        )

    def board(self, domain, group_by):
        """The columns of a board with the first cards of each."""
        return self.model.web_read_group(
            domain,
            [group_by],
            auto_unfold=True,
            unfold_read_specification=self.specification(),
            unfold_read_default_limit=self.page,
        )


def screens(community, page):
    """Return {what somebody does: (whose environment, function of it)}."""
    as_role = partial(env_of, community)
    clerk, supervisor = as_role("clerk"), as_role("supervisor")
    general_manager, worker = as_role("general_manager"), as_role("worker")
    desk = Screen(clerk, "action_convenience_request", "list", page)
    board = Screen(supervisor, "action_convenience_request", "kanban", page)
    company = Screen(general_manager, "action_convenience_request", "list", page)
    overview = Screen(clerk, "action_convenience_office_overview", "kanban", page)
    jobs = Screen(worker, "action_convenience_my_jobs", "kanban", page)
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


def env_of(community, role):
    user = community.people[role]
    context = {"lang": "zh_CN", "tz": user.tz, "allowed_company_ids": community.company.ids}
    return community.env(user=user.id, su=False, context=context)


def measure(community, page):
    """Return {what somebody does: (seconds, queries)}, from cold caches."""
    figures = {}
    for title, (env, function) in screens(community, page).items():
        # what is read once a session is no part of it
        function()
        env.registry.clear_all_caches()
        figures[title] = timed(env, function)
    return figures


def report(short, full):
    """Print the table; return what is too slow or takes more queries for a longer page."""
    print(f"{'':<32}{'seconds':>10}{'queries':>10}{f'page of {SHORT_PAGE}':>14}")
    wrong = []
    for title, (seconds, queries) in full.items():
        print(f"{title:<32}{seconds:>10.3f}{queries:>10}{short[title][1]:>14}")
        if seconds > MOST_SECONDS or queries != short[title][1]:
            wrong.append(title)
    return wrong


def bench_desk():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else REQUESTS
    drop_database(DATABASE)
    ensure_database(DATABASE)
    with odoo_env(DATABASE, log_level="error") as env:
        community = DeskCommunity(env)
        with step(f"{count} requests over {YEARS} years"):
            community.requests(count)
        wrong = report(measure(community, SHORT_PAGE), measure(community, PAGE))
    if wrong:
        raise Problem(f"slower or dearer than it has to be: {', '.join(wrong)}.")


if __name__ == "__main__":
    main(bench_desk)

"""Measure the screens of desk and field over three years of requests: each answers within a
second, with as many queries as over a handful.
"""

import sys
from functools import partial

from lxml import etree

from bench_community import timed
from bench_requests import DeskCommunity
from environment import Problem, drop_database, ensure_database, main, odoo_env, step

DATABASE = "cs_bench_desk"
SIZES = (2_000, 200_000)
MOST_SECONDS = 1.0
# What the web client asks for.
LIST_PAGE, BOARD_PAGE, MOST_COUNTED = 80, 40, 10_001

MODULE = "convenience_service"


class Screen:
    """One screen as the web client reads it: its fields, its filters, its pages."""

    def __init__(self, env, action, kind, search=None):
        self.env = env
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

    def records(self, domain, limit=LIST_PAGE):
        """A page of a list, and how many there are."""
        order = self.arch.get("default_order")
        return self.model.web_search_read(
            domain, self.specification(), limit=limit, order=order, count_limit=MOST_COUNTED
        )

    def board(self, domain, group_by):
        """The columns of a board with the first cards of each."""
        return self.model.web_read_group(
            domain,
            [group_by],
            auto_unfold=True,
            unfold_read_specification=self.specification(),
            unfold_read_default_limit=BOARD_PAGE,
        )


def screens(community):
    """Return {what somebody does: (whose environment, function of it)}."""
    as_role = partial(env_of, community)
    clerk, supervisor = as_role("clerk"), as_role("supervisor")
    general_manager, worker = as_role("general_manager"), as_role("worker")
    desk = Screen(clerk, "action_convenience_request", "list")
    board = Screen(supervisor, "action_convenience_request", "kanban")
    company = Screen(general_manager, "action_convenience_request", "list")
    overview = Screen(clerk, "action_convenience_office_overview", "kanban")
    jobs = Screen(worker, "action_convenience_my_jobs", "kanban")
    unit = community.office.unit_ids[8]
    resident = unit.occupancy_ids.partner_id
    return {
        "clerk: list, open": (clerk, lambda: desk.records(desk.filter("open"))),
        "clerk: list, all": (clerk, lambda: desk.records([])),
        "clerk: list, overdue": (clerk, lambda: desk.records(desk.filter("overdue"))),
        "clerk: phone number": (clerk, lambda: desk.records(desk.typed("name", resident.phone))),
        "clerk: part of a phone number": (
            clerk,
            lambda: desk.records(desk.typed("name", resident.phone[-4:])),
        ),
        "clerk: unit": (clerk, lambda: desk.records(desk.typed("unit_id", unit.name))),
        "clerk: name": (clerk, lambda: desk.records(desk.typed("name", resident.name))),
        "clerk: overview": (clerk, lambda: overview.records([])),
        "supervisor: board by state": (
            supervisor,
            lambda: board.board(board.filter("open"), "state"),
        ),
        "supervisor: board by worker": (
            supervisor,
            lambda: board.board(board.filter("open"), "worker_ids"),
        ),
        "worker: my jobs": (worker, lambda: jobs.records(jobs.filter("to_do"), BOARD_PAGE)),
        "worker: all my jobs": (worker, lambda: jobs.records(jobs.domain, BOARD_PAGE)),
        "general manager: list, open": (
            general_manager,
            lambda: company.records(company.filter("open")),
        ),
    }


def env_of(community, role):
    user = community.people[role]
    context = {"lang": "zh_CN", "tz": user.tz, "allowed_company_ids": community.company.ids}
    return community.env(user=user.id, su=False, context=context)


def measure(community):
    """Return {what somebody does: (seconds, queries)}, from cold caches."""
    figures = {}
    for title, (env, function) in screens(community).items():
        env.registry.clear_all_caches()
        figures[title] = timed(env, function)
    return figures


def report(few, many):
    """Print the table; return what is too slow or takes more queries than over a handful."""
    print(f"{'':<32}{'seconds':>10}{'queries':>10}{f'over {SIZES[0]}':>12}")
    wrong = []
    for title, (seconds, queries) in many.items():
        print(f"{title:<32}{seconds:>10.3f}{queries:>10}{few[title][1]:>12}")
        if seconds > MOST_SECONDS or queries != few[title][1]:
            wrong.append(title)
    return wrong


def bench_desk():
    few_requests, many_requests = [int(word) for word in sys.argv[1:]] or SIZES
    drop_database(DATABASE)
    ensure_database(DATABASE)
    with odoo_env(DATABASE, log_level="error") as env:
        community = DeskCommunity(env)
        with step(f"{few_requests} requests"):
            community.requests(1, few_requests)
        few = measure(community)
        with step(f"{many_requests} requests"):
            community.requests(few_requests + 1, many_requests)
        wrong = report(few, measure(community))
    if wrong:
        raise Problem(f"slower or dearer than it has to be: {', '.join(wrong)}.")


if __name__ == "__main__":
    main(bench_desk)

"""What the benchmarks judge by: as many records of the ERP's own, read or made in the same run.

Ours and the ERP's take turns, so that whatever else the machine does slows down both. Ratios and
query counts are judged; seconds say how long it took on this machine at this hour, no more.
"""

from statistics import median
from typing import NamedTuple

from bench_community import timed
from bench_screen import Screen, env_of

ROUNDS = 5


class Compared(NamedTuple):
    """Ours beside the ERP's: medians of several rounds, and the most queries of any round."""

    ratio: float
    seconds: float
    queries: int
    core_seconds: float
    core_queries: int


def compare(env, ours, core, rounds=ROUNDS):
    """Time two calls in turn, each from cold caches."""
    pairs = [(cold(env, ours), cold(env, core)) for _round in range(rounds)]
    return Compared(
        median(own[0] / other[0] for own, other in pairs),
        median(own[0] for own, _other in pairs),
        max(own[1] for own, _other in pairs),
        median(other[0] for _own, other in pairs),
        max(other[1] for _own, other in pairs),
    )


def cold(env, function):
    """Seconds and queries of a call that finds nothing in the caches of this process."""
    env.registry.clear_all_caches()
    return timed(env, function)


def print_table(figures):
    """Print {title: Compared}."""
    heads = ("ratio", "queries", "ERP's", "seconds", "ERP's")
    print(f"{'':<36}" + "".join(f"{head:>10}" for head in heads))
    for title, figure in figures.items():
        counts = f"{figure.queries:>10}{figure.core_queries:>10}"
        times = f"{figure.seconds:>10.3f}{figure.core_seconds:>10.3f}"
        print(f"{title:<36}{figure.ratio:>10.2f}{counts}{times}")


def faults(figures, limits):
    """What is above its limit, a phrase each.

    :param figures: {title: Compared}
    :param limits: {title: (most queries, highest ratio)}
    """
    wrong = []
    for title, figure in figures.items():
        queries, ratio = limits[title]
        if figure.queries > queries:
            wrong.append(f"{title}: {figure.queries} queries, {queries} at most")
        if figure.ratio > ratio:
            wrong.append(f"{title}: {figure.ratio:.2f} of the ERP's list, {ratio} at most")
    return wrong


class Copies:
    """Rows of tables, copied in the database: what is not told apart stays as it was."""

    def __init__(self, env):
        self.cr = env.cr
        # rows that belong together are right by themselves: the database need not check each
        self.cr.execute("SET LOCAL session_replication_role = replica")

    def make(self, table, record, count, **changes):
        """Copy a row; `changes` are SQL of the number n from 1; returns the id before the first."""
        self.cr.execute(f"SELECT max(id) FROM {table}")
        (last,) = self.cr.fetchone()
        self.cr.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
            " AND is_generated = 'NEVER'",
            [table],
        )
        changes = {"id": f"{last} + n", **changes}
        columns = [f'"{name}"' for (name,) in self.cr.fetchall()]
        values = [changes.get(name.strip('"'), f"source.{name}") for name in columns]
        self.cr.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)}"
            f" FROM {table} source, generate_series(1, {count}) n WHERE source.id = {record.id}"
        )
        # so that records can be made in the usual way beside the copies
        self.cr.execute(f"SELECT setval('{table}_id_seq', {last + count})")
        return last


def invoice_screen(community):
    """The ERP's own list of customer invoices, as an invoicing clerk without our roles opens it."""
    clerk = community.env["res.users"].create(
        {
            "name": "Invoicing clerk",
            "tz": "Asia/Shanghai",
            "login": f"invoicing-{community.company.id}",
            "company_id": community.company.id,
            "company_ids": [(6, 0, community.company.ids)],
            "group_ids": [(6, 0, community.env.ref("account.group_account_invoice").ids)],
        }
    )
    return Screen(env_of(community, clerk), "account.action_move_out_invoice")


def add_invoices(community, count):
    """Have so many posted customer invoices, of all the community's payers, over three years."""
    env = community.env
    payers = env["convenience.occupancy"].search([("company_id", "=", community.company.id)])
    partners = payers.partner_id
    invoice = env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": partners[0].id,
            "invoice_line_ids": [(0, 0, {"product_id": community.items[0].id, "price_unit": 50})],
        }
    )
    invoice.action_post()
    env.flush_all()
    payer = f"(ARRAY{partners.ids})[1 + n % {len(partners)}]"
    day = "source.date - (n % 1095)::int"
    # The list reads nothing of the lines: the amounts are on the invoice.
    Copies(env).make(
        "account_move", invoice, count - 1, name="'COPY/' || n", sequence_number="n",
        partner_id=payer, commercial_partner_id=payer, access_token="NULL",
        date=day, invoice_date=day, invoice_date_due=day,
    )  # fmt: skip
    env.cr.commit()
    env.cr.execute("ANALYZE account_move")
    env.cr.commit()
    env.invalidate_all()

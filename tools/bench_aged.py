"""Measure the aged list over 100,000 statements, as of today and as of a day: each opens in about a
second, and takes as many queries for many rows as for few.
"""

from datetime import date

from bench_community import Community, timed
from environment import Problem, drop_database, ensure_database, main, odoo_env, step

DATABASE = "cs_bench_aged"
PAYERS, BILLS = 5_000, 20  # of each; one bill in five is unpaid
DAY = date(2026, 10, 31)
MOST_SECONDS = 1.5
PAGE = 80


def bench_aged():
    drop_database(DATABASE)
    ensure_database(DATABASE)
    with odoo_env(DATABASE, log_level="error") as env:
        community = Community(env)
        with step(f"{PAYERS * BILLS:,} statements"):
            multiply(env, sample(community))
        cashier = community.people["cashier"]
        aged = community.env["convenience.aged.statement"].with_user(cashier)
        slow = [
            title
            for title, model in (("today", aged), (f"as of {DAY}", aged._as_of(DAY)))
            if not measure(title, model)
        ]
    drop_database(DATABASE)
    if slow:
        raise Problem(f"The aged list is slow: {', '.join(slow)}.")


def sample(community):
    """Return a paid statement, as the system makes it."""
    (payer,) = community.payers(1, 1)
    requests = community.env["convenience.request"].search([("payer_id", "=", payer.id)])
    claims = {payer: [requests.line_ids[0]._prepare_claim()]}
    statement = community.env["convenience.statement"]._bill("per_visit", community.office, claims)
    statement._invoice_now()
    wizard = community.env["convenience.statement.payment"].with_user(community.people["cashier"])
    wizard.create({"statement_ids": [(6, 0, statement.ids)]}).action_pay()
    community.env.flush_all()
    return statement


class Copies:
    """Rows of tables, copied in the database: what is not told apart stays as it was."""

    def __init__(self, env):
        self.cr = env.cr

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
        return last


def multiply(env, statement):
    """Copy the statement with its invoice; every fifth one is not paid, a part was paid later."""
    invoice, count = statement.invoice_id, PAYERS * BILLS
    copies = Copies(env)
    # rows that belong together are right by themselves: the database need not check each
    env.cr.execute("SET LOCAL session_replication_role = replica")
    payers = copies.make("res_partner", statement.partner_id, PAYERS, name="'Payer ' || n")
    payer = f"{payers} + 1 + n %% {PAYERS}".replace("%%", "%")
    moves = copies.make(
        "account_move", invoice, count, name="'COPY/' || n", sequence_number="n",
        partner_id=payer, convenience_statement_id=f"{statement.id} + n",
        invoice_date_due="DATE '2026-11-30' - n % 200", date="DATE '2026-11-10' - n % 200",
        amount_residual="CASE WHEN n % 5 = 0 THEN source.amount_total ELSE 0 END",
    )  # fmt: skip
    last = copies.make(
        "convenience_statement", statement, count, name="'COPY/' || n", partner_id=payer,
        invoice_id=f"{moves} + n", access_token="NULL",
    )  # fmt: skip
    assert last == statement.id
    for line in invoice.line_ids:
        owed = "CASE WHEN n % 5 = 0 THEN source.balance ELSE 0 END"
        receivable = line.account_id.account_type == "asset_receivable"
        first = copies.make(
            "account_move_line", line, count, move_id=f"{moves} + n", partner_id=payer,
            **({"amount_residual": owed, "reconciled": "n % 5 <> 0"} if receivable else {}),
        )  # fmt: skip
        if receivable:
            (partial,) = line.matched_credit_ids
            last = copies.make(
                "account_partial_reconcile", partial, count, debit_move_id=f"{first} + n",
                max_date="DATE '2026-11-30' - n % 200",
            )  # fmt: skip
            env.cr.execute(
                "DELETE FROM account_partial_reconcile WHERE id > %s AND (id - %s) %% 5 = 0",
                [last, last],
            )
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()
    env.invalidate_all()


def measure(title, aged):
    """Time what the screen asks for, and the paper; returns whether it is fast enough."""
    sums = ["__count", *(f"{name}:sum" for name in ("not_due", "older", "amount_residual"))]
    calls = {
        "grouped by payer": lambda: aged.formatted_read_group([], ["partner_id"], sums, limit=PAGE),
        "list": lambda: page(aged, PAGE),
        "paper": lambda: aged.env["report.convenience_service.report_aged"]._tables(
            {"day": aged.env.context.get("convenience_as_of")}
        ),
    }
    rows = aged.search_count([])
    fast = True
    for name, call in calls.items():
        seconds, queries = timed(aged.env, call)
        fast &= name == "paper" or seconds <= MOST_SECONDS
        print(f"{title}, {name}: {rows:,} rows, {seconds:.2f} s, {queries} queries", flush=True)
    few, many = (timed(aged.env, lambda size=size: page(aged, size))[1] for size in (20, PAGE))
    return fast and few == many


def page(aged, size):
    """A page of the list and its count, as the web client asks for them."""
    aged.search_count([])
    names = ["partner_id", "unit_names", "phone", "statement_id", "due_on", "amount_residual"]
    return aged.search([], limit=size).read(names)


if __name__ == "__main__":
    main(bench_aged)

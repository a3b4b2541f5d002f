"""Measure the aged list over 100,000 statements, as of today and as of a day: each opens in its
share of the time that the ERP's own list of these invoices takes, and a long page takes as many
queries as a short one.
"""

import sys
from datetime import date

from bench_community import Community
from bench_core import Copies, cold, compare, faults, invoice_screen, print_table
from bench_screen import PAGE, SHORT_PAGE, Screen, env_of
from environment import Problem, drop_database, ensure_database, main, odoo_env, step

DATABASE = "cs_bench_aged"
PAYERS, BILLS = 5_000, 20  # of each; one bill in five is unpaid
DAY = date(2026, 10, 31)
# {what is looked at: (most queries, most of the time of the ERP's list)}
# The queries are those measured, the ratios twice those measured over 2,000 statements on two busy
# cores.
LIMITS = {
    "today, grouped by payer": (23, 2.0),
    "today, list": (35, 3.7),
    "today, paper": (31, 3.5),
    f"as of {DAY}, grouped by payer": (21, 2.1),
    f"as of {DAY}, list": (32, 3.5),
    f"as of {DAY}, paper": (30, 3.6),
}


def bench_aged():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PAYERS * BILLS
    drop_database(DATABASE)
    ensure_database(DATABASE)
    with odoo_env(DATABASE, log_level="error") as env:
        community = Community(env)
        with step(f"{count:,} statements"):
            multiply(env, sample(community), count)
        figures, uneven = measure(community)
    drop_database(DATABASE)
    print_table(figures)
    wrong = faults(figures, LIMITS) + uneven
    if wrong:
        raise Problem(f"the aged list is dearer than it has to be: {'; '.join(wrong)}.")
    print("each view within its queries and its share of the ERP's list")


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


def multiply(env, statement, count):
    """Copy the statement with its invoice; every fifth one is not paid, a part was paid later."""
    invoice = statement.invoice_id
    copies = Copies(env)
    payers = copies.make(
        "res_partner", statement.partner_id, PAYERS,
        name="'Payer ' || n", complete_name="'Payer ' || n",
    )  # fmt: skip
    env.cr.execute("UPDATE res_partner SET commercial_partner_id = id WHERE id > %s", [payers])
    payer = f"{payers} + 1 + n % {PAYERS}"
    moves = copies.make(
        "account_move", invoice, count, name="'COPY/' || n", sequence_number="n",
        partner_id=payer, commercial_partner_id=payer,
        convenience_statement_id=f"{statement.id} + n",
        # no two alike, of which the ERP's list would warn
        invoice_date=f"DATE '2026-11-10' - n % 200 - n / {PAYERS}",
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


def measure(community):
    """Return {what is looked at: Compared}, and what is uneven between pages, as phrases."""
    core = invoice_screen(community)
    cashier = env_of(community, community.people["cashier"])
    screen = Screen(cashier, "convenience_service.action_convenience_aged_statement")
    today = screen.model
    figures, uneven = {}, []
    for title, model in (("today", today), (f"as of {DAY}", today._as_of(DAY))):
        screen.model = model
        print(f"{title}: {model.search_count([]):,} rows", flush=True)
        for name, (ours, erps) in views(screen, core).items():
            ours(), erps()  # what is read once a session is no part of it
            figures[f"{title}, {name}"] = compare(cashier, ours, erps)
        few, many = page_queries(screen, SHORT_PAGE), page_queries(screen, PAGE)
        if few != many:
            uneven.append(f"{title}: {few} queries for {SHORT_PAGE} rows, {many} for {PAGE}")
    return figures, uneven


def page_queries(screen, size):
    """Queries of a page of so many rows."""
    screen.page = size
    return cold(screen.env, lambda: screen.records([]))[1]


def views(screen, core):
    """Return {what is looked at: (function of it, the like in the ERP)}.

    The paper has all payers on it; the ERP's list by customer, the nearest to it, a page of them.
    """
    paper = screen.env["report.convenience_service.report_aged"]
    day = {"day": screen.model.env.context.get("convenience_as_of")}
    return {
        "grouped by payer": (
            lambda: screen.groups([], "partner_id"),
            lambda: core.groups(core.domain, "partner_id"),
        ),
        "list": (lambda: screen.records([]), lambda: core.records(core.domain)),
        "paper": (lambda: paper._tables(day), lambda: core.groups(core.domain, "partner_id")),
    }


if __name__ == "__main__":
    main(bench_aged)

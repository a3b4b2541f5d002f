"""Measure invoicing a settlement against plain account.move.create and action_post of the same
invoices, batch by batch in turn.
"""

import resource
import sys
from datetime import date
from statistics import median

from dateutil.relativedelta import relativedelta

from bench_community import ITEMS, Community, timed
from environment import Problem, ensure_database, main, odoo_env, step

DATABASE = "cs_bench"
SIZES = (200, 1000)
LEAST_RATIO = 1.0
LEAST_STEADINESS = 0.9
MOST_QUERIES = 1.0  # an invoice, of what a plain one takes
BATCH = 40  # what the job takes at once
WARM_UP = 8  # payers of a first month: what a process reads once is no part of an invoice


def plain_values(statement):
    """The same invoice as anybody would make it: one line a visit."""
    return {
        "move_type": "out_invoice",
        "partner_id": statement.partner_id.id,
        "invoice_date": statement.date_to,
        "invoice_line_ids": [
            (0, 0, {"product_id": line.product_id.id, "name": line.name, "quantity": line.quantity,
                    "product_uom_id": line.uom_id.id, "price_unit": line.price_unit,
                    "tax_ids": [(6, 0, line.tax_ids.ids)]})
            for line in statement.line_ids
        ],
    }  # fmt: skip


def measure(community, size, start, day):
    env = community.env
    with step(f"{size} payers with {ITEMS} visits each, reviewed"):
        community.payers(size, start)
    settlement = community.confirmed_settlement(day)
    batches = [invoice(env, batch) for batch in split(settlement.statement_ids)]
    closing = timed(env, env["convenience.statement"]._cron_invoice_statements)
    settlement.invalidate_recordset()
    posted = settlement.statement_ids.filtered(
        lambda statement: statement.invoice_id.state == "posted"
    )
    if len(posted) != size or settlement.state != "done":
        raise Problem(
            f"{len(posted)} of {size} invoices are posted: "
            f"{settlement.statement_ids.mapped('error')[:1]}"
        )
    return figures(size, batches, closing)


def figures(size, batches, closing):
    """The figures of one size, as they are printed; each batch bears its part of the closing.

    :param batches: ((seconds, queries) of the plain invoices, of ours), batch by batch
    :param closing: (seconds, queries) of closing the settlement when all is invoiced
    """
    plain = [cost for cost, _ours in batches]
    ours = [
        [one + last / len(batches) for one, last in zip(cost, closing, strict=True)]
        for _plain, cost in batches
    ]
    return {
        "size": size,
        "ratio": median(theirs[0] / own[0] for theirs, own in zip(plain, ours, strict=True)),
        "plain_queries": sum(queries for _seconds, queries in plain) / size,
        "our_queries": sum(queries for _seconds, queries in ours) / size,
        "plain": size / sum(seconds for seconds, _queries in plain),
        "ours": size / sum(seconds for seconds, _queries in ours),
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def split(statements):
    """Batches of the size that the job takes at once, in its order."""
    ids = sorted(statements.ids)
    return [statements.browse(ids[at : at + BATCH]) for at in range(0, len(ids), BATCH)]


def invoice(env, statements):
    """Have the invoices of a batch made plainly, then by the job; return what each cost."""
    values = [plain_values(statement) for statement in statements]
    domain = [("state", "=", "confirmed"), ("id", "in", statements.ids)]
    return (
        timed(env, lambda: env["account.move"].create(values).action_post()),
        timed(env, lambda: env["convenience.statement"]._run_job(domain, "_invoice", BATCH)),
    )


def report(rows):
    """Print the table; return, as phrases, what is dearer than it may be.

    Steadiness is the ratio at the last size over that at the first: a busier hour is no fault.
    """
    heads = ("payers", "ratio", "plain q/inv", "our q/inv", "plain/s", "ours/s", "peak MB")
    print("".join(f"{head:>12}" for head in heads))
    wrong = []
    for row in rows:
        names = ("ratio", "plain_queries", "our_queries", "plain", "ours", "peak")
        print(f"{row['size']:>12}" + "".join(f"{row[name]:>12.2f}" for name in names))
        if row["ratio"] < LEAST_RATIO:
            wrong.append(f"{row['size']} payers: ratio {row['ratio']:.2f}, {LEAST_RATIO} at least")
        if row["our_queries"] > MOST_QUERIES * row["plain_queries"]:
            wrong.append(f"{row['size']} payers: {row['our_queries']:.2f} queries an invoice")
    steadiness = rows[-1]["ratio"] / rows[0]["ratio"]
    print(f"ratio at {rows[-1]['size']} over ratio at {rows[0]['size']}: {steadiness:.2f}")
    if steadiness < LEAST_STEADINESS:
        wrong.append(f"steadiness {steadiness:.2f}, {LEAST_STEADINESS} at least")
    return wrong


def bench():
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    ensure_database(DATABASE)
    with odoo_env(DATABASE, log_level="error") as env:
        community = Community(env)
        rows, start = [], 0
        for months, size in enumerate((WARM_UP, *sizes)):
            day = date(2026, 10, 28) + relativedelta(months=months)
            rows.append(measure(community, size, start, day))
            start += size
    rows = rows[1:]
    wrong = report(rows)
    if wrong:
        raise Problem(f"invoicing is dearer than it has to be: {'; '.join(wrong)}.")
    print("each size within its ratio to plain invoices, and its queries")


if __name__ == "__main__":
    main(bench)

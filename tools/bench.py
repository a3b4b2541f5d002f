"""Measure invoicing a settlement against plain account.move.create and action_post of the same
invoices.
"""

import resource
import sys
from datetime import date

from bench_community import ITEMS, Community, timed
from environment import Problem, ensure_database, main, odoo_env, step

DATABASE = "cs_bench"
SIZES = (200, 1000)
LEAST_RATIO = 1.0
LEAST_STEADINESS = 0.9


def plain_values(community, statement):
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
    values = [plain_values(community, statement) for statement in settlement.statement_ids]

    def plain():
        env["account.move"].create(values).action_post()

    def ours():
        env["convenience.statement"]._cron_invoice_statements()

    plain_seconds, plain_queries = timed(env, plain)
    our_seconds, our_queries = timed(env, ours)
    settlement.invalidate_recordset()
    posted = settlement.statement_ids.filtered(
        lambda statement: statement.invoice_id.state == "posted"
    )
    if len(posted) != size or settlement.state != "done":
        raise Problem(
            f"{len(posted)} of {size} invoices are posted: "
            f"{settlement.statement_ids.mapped('error')[:1]}"
        )
    return {
        "size": size,
        "plain": size / plain_seconds,
        "ours": size / our_seconds,
        "plain_queries": plain_queries / size,
        "our_queries": our_queries / size,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def report(rows):
    heads = ("payers", "plain/s", "ours/s", "ratio", "plain q/inv", "our q/inv", "peak MB")
    print("".join(f"{head:>12}" for head in heads))
    for row in rows:
        figures = (row["plain"], row["ours"], row["ours"] / row["plain"])
        costs = (row["plain_queries"], row["our_queries"], row["peak"])
        print(f"{row['size']:>12}" + "".join(f"{figure:>12.2f}" for figure in (*figures, *costs)))
    steadiness = rows[-1]["ours"] / rows[0]["ours"]
    print(f"rate at {rows[-1]['size']} over rate at {rows[0]['size']}: {steadiness:.2f}")
    return steadiness


def bench():
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    ensure_database(DATABASE)
    with odoo_env(DATABASE, log_level="error") as env:
        community = Community(env)
        rows, start = [], 0
        for month, size in enumerate(sizes):
            rows.append(measure(community, size, start, date(2026, 10 + month, 28)))
            start += size
    steadiness = report(rows)
    low = [row for row in rows if row["ours"] / row["plain"] < LEAST_RATIO]
    if low or steadiness < LEAST_STEADINESS:
        raise Problem("invoicing is slower than it has to be: see the table above.")


if __name__ == "__main__":
    main(bench)

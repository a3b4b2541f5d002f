"""Run one lane of the job of visits between plain invoices, and print what each cost, as JSON:
`bench_lane.py DATABASE INVOICES`.
"""

import json
import sys
import time
from contextlib import contextmanager

from environment import main, odoo_env

AT_ONCE = 50


class Meter:
    """What this process has computed and asked of the database, whoever else is at work."""

    def __init__(self):
        self.costs = {}

    @contextmanager
    def __call__(self, name):
        """Add what the block costs to the costs of that name: seconds computed, queries."""
        from odoo import sql_db

        computed, queries = time.process_time(), sql_db.sql_counter
        yield
        cost = (time.process_time() - computed, sql_db.sql_counter - queries)
        self.costs[name] = [a + b for a, b in zip(self.costs.get(name, (0, 0)), cost, strict=True)]


def draft_invoices(env, count):
    """As many invoices of one line, by the ERP alone; kept only until they are measured."""
    office = env["convenience.office"].search([], limit=1)
    moves = env["account.move"].with_context(allowed_company_ids=office.company_id.ids)
    payer = env["convenience.occupancy"].search([("office_id", "=", office.id)], limit=1).partner_id
    item = env["convenience.tariff.line"].search([("office_id", "=", office.id)], limit=1)
    line = {"product_id": item.product_id.id, "quantity": 1, "price_unit": item.price}
    invoice = {
        "move_type": "out_invoice",
        "partner_id": payer.id,
        "invoice_line_ids": [(0, 0, line)],
    }
    for _batch in range(count // AT_ONCE):
        moves.create([invoice] * AT_ONCE)
        env.cr.commit()
        env.invalidate_all()


def lane():
    database, count = sys.argv[1], int(sys.argv[2])
    meter = Meter()
    with odoo_env(database, log_level="error") as env:
        draft_invoices(env, AT_ONCE)  # what a process reads once is no part of it
        with meter("plain"):
            draft_invoices(env, count // 2)
        with meter("visits"):
            env["convenience.agreement.line"]._cron_make_visits()
        with meter("plain"):
            draft_invoices(env, count // 2)
    print(json.dumps(meter.costs))


if __name__ == "__main__":
    main(lane)

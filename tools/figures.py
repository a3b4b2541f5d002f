"""What a database holds and shows, as one JSON file: `figures.py CONF DATABASE FILE OPTIONS`.

Run in a process of its own, so that each version's figures come from that version's code: the
rows of every table, column by column; what is computed when it is read; the figures that people
know; the forms and papers that can be opened. OPTIONS is JSON: `at`, the moment that counts as
now; `leave_out`, {model: ids} of records that are not looked at; `modules`, those whose computed
fields are read.
"""

import datetime
import hashlib
import json
import sys
from collections import defaultdict
from pathlib import Path

from environment import main, odoo_env

# They say when a record was last saved: loading a data file saves every record in it.
SAVED = {"write_date", "write_uid"}
# Title: model, what it is told apart by, what is added up. Amounts are in company currency.
FIGURES = {
    "ledger, by account": ("account.move.line", "account_id.id", ("debit", "credit")),
    "invoices": ("account.move", "state", ("amount_total", "amount_residual")),
    "payments": ("account.payment", "state", ("amount",)),
    "statements": ("convenience.statement", "state", ("amount_total", "amount_residual")),
    "receipts": ("convenience.receipt", "state", ("amount",)),
    "wallets": ("convenience.wallet", "", ("received", "reserved", "used", "refunded")),
    "deposits": ("convenience.deposit", "state", ("amount_received", "amount_held")),
    "settlements": ("convenience.settlement", "state", ("amount_total", "waiting_amount")),
    "requests": ("convenience.request", "state", ("amount_total",)),
    "agreements": ("convenience.agreement", "state", ()),
}
# Nothing is owed or booked by a draft, and the ledger has none.
POSTED = {"account.move.line": [("parent_state", "=", "posted")]}


def figures():
    conf, database, path, options = sys.argv[1:]
    options = json.loads(options)
    from freezegun import freeze_time

    with odoo_env(database, "error", conf) as env, freeze_time(options["at"], tick=False):
        leave_out = defaultdict(list, options["leave_out"])
        found = {
            "tables": dict(tables(env, leave_out)),
            "numbers": dict(numbers(env)),
            "shown": dict(shown(env, leave_out, set(options["modules"]))),
            "figures": dict(known(env)),
            "opened": dict(opened(env)),
        }
        env.cr.rollback()
    Path(path).write_text(json.dumps(found, ensure_ascii=False, indent=1), "utf-8")


def tables(env, leave_out):
    """Give (model, {rows, columns}) of every model that keeps records in a table of its own."""
    for name, model in sorted(env.registry.items()):
        if not (model._abstract or model._transient) and model._auto:
            yield name, table(env, model._table, leave_out[name])


def table(env, name, leave_out):
    """The ids in the table and a checksum of each column."""
    from odoo.tools.sql import SQL, table_columns

    columns = sorted(set(table_columns(env.cr, name)) - SAVED)
    sums = SQL(", ").join(
        SQL("md5(string_agg(coalesce(%s::text, '-'), chr(30) ORDER BY id))", SQL.identifier(column))
        for column in columns
    )
    query = SQL(
        "SELECT count(*), %s FROM %s WHERE id != ALL(%s)", sums, SQL.identifier(name), leave_out
    )
    [(rows, *values)] = env.execute_query(query)
    return {"rows": rows, "columns": dict(zip(columns, values, strict=True))}


def numbers(env):
    """Give (sequence, its next number) of each sequence that leaves no gaps unseen."""
    from odoo.tools.sql import SQL

    pattern = "ir_sequence_%"
    query = SQL(
        "SELECT sequencename, last_value FROM pg_sequences"
        " WHERE sequencename LIKE %s AND sequencename NOT LIKE %s ORDER BY 1",
        pattern,
        "%_id_seq",
    )
    yield from env.execute_query(query)


def shown(env, leave_out, modules):
    """Give (field, checksum) of each field of these modules that no column holds."""
    for name, model in sorted(env.items()):
        if model._abstract or model._transient:
            continue
        fields = [field for field in model._fields.values() if is_shown(field, modules)]
        if not fields:
            continue  # and some of the ERP's models refuse to be searched
        domain = [("id", "not in", leave_out[name])]
        records = model.with_context(active_test=False).search(domain, order="id")
        for field in fields:
            yield str(field), digest(value(record, field) for record in records)


def is_shown(field, modules):
    kept = field.store and field.column_type
    return not kept and field.type != "binary" and modules & set(field._modules)


def value(record, field):
    """What a reader of the record gets, or the refusal that meets them."""
    from odoo import models

    try:
        found = record[field.name]
    except Exception as error:  # noqa: BLE001 - the refusal is what is compared
        return repr(error)
    return sorted(found.ids) if isinstance(found, models.BaseModel) else str(found)


def digest(values):
    lines = "\x1e".join(map(str, values))
    return hashlib.sha256(lines.encode()).hexdigest()


def known(env):
    """Give (title, {told apart by: [records, sums …]}) of the figures that people know."""
    for title, (name, key, sums) in FIGURES.items():
        if name in env:
            yield title, totals(env[name].search(POSTED.get(name, [])), key, sums)
    if "convenience.tariff.line" in env:
        yield "prices that hold", prices(env)


def opened(env):
    """Give (model, how many records) whose form could be read, and how many invoices printed."""
    for name in ("account.move", "account.payment", "res.partner", "product.template"):
        views = env[name].get_views([(False, "form")])
        records = env[name].with_context(active_test=False).search([])
        yield name, len(records.read(views["models"][name]["fields"]))
    invoices = env["account.move"].search(
        [("state", "=", "posted"), ("move_type", "=", "out_invoice")], limit=5
    )
    report = "account.report_invoice"
    html, _kind = env["ir.actions.report"]._render_qweb_html(report, invoices.ids)
    yield "printed", sum(name in html.decode() for name in invoices.mapped("name"))


def totals(records, key, sums):
    groups = records.grouped(lambda record: str(one(record, key)))
    return {
        group: [len(own), *(round(sum(own.mapped(name)), 2) for name in sums)]
        for group, own in sorted(groups.items())
    }


def one(record, path):
    for name in filter(None, path.split(".")):
        record = record[name]
    return record if path else "all"


def prices(env):
    """{office and item and customer type: [times, price]} as an order of today would get them."""
    day = datetime.date.today()
    products = env["product.product"].search([("is_convenience", "=", True)])
    types = env["convenience.customer.type"].search([])
    keys = [
        (office.id, product.id, customer_type.id, day)
        for office in env["convenience.office"].search([])
        for product in products
        for customer_type in types
    ]
    found = env["convenience.tariff.line"]._find_tariff_lines(keys)
    return {"/".join(map(str, key[:3])): [1, line.price] for key, line in found.items() if line}


if __name__ == "__main__":
    main(figures)

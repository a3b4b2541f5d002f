"""Upgrade a database of an earlier version to this checkout, compare, and uninstall.

`check_upgrade.py [COMMIT]`. The demo month is loaded by the earlier version's own tools (see
before.py), a copy is upgraded with -u: the same records, external ids and figures, and nothing
in the log. A copy of that is uninstalled: what the ERP booked stays as it was and can be read.
"""

import datetime
import hashlib
import json
import sys

from before import Before
from environment import (
    CONF,
    PYTHON,
    ROOT,
    WORK,
    Problem,
    complaints,
    database_state,
    drop_database,
    main,
    note_database_state,
    odoo,
    our_addons,
    quietly,
    quote,
    run,
    sql,
    step,
)

COMMIT = "c59c98e"  # the last version with everything in flat folders
UPGRADED = "cs_upgraded"
UNINSTALLED = "cs_uninstalled"
WAYS_SHOWN = 8

# Rules: what may differ, and why.
#
# What a data file of ours says (its external id is not `noupdate`) is the program's: a new
# version says it anew. Such records are compared by external id, not by content.
PROGRAMS_OWN = "SELECT model, res_id FROM ir_model_data WHERE module IN ({ours}) AND NOT noupdate"
# What it says once, for the office to change (`noupdate`), is new where the version before did not
# have it.
SAID_ONCE = """
    SELECT model, res_id, module, name FROM ir_model_data WHERE module IN ({ours}) AND noupdate
"""
# What Odoo writes down beside a record that a data file made: the row of an action in the table of
# all actions, the note in its history, the first cost of a product.
WRITTEN_BESIDE = """
    WITH made (model, id) AS (VALUES {made})
    SELECT parent, made.id FROM made, (VALUES ('ir.actions.actions'),
           ('ir.actions.act_window_close')) AS parents (parent)
     WHERE made.model LIKE 'ir.actions.%'
    UNION SELECT 'ir.actions.server.history', h.id FROM ir_actions_server_history h
      JOIN made ON made.model = 'ir.actions.server' AND made.id = h.action_id
    UNION SELECT 'mail.message', m.id FROM mail_message m
      JOIN made ON made.model = m.model AND made.id = m.res_id
    UNION SELECT 'product.value', v.id FROM product_value v
      JOIN made ON made.model = 'product.product' AND made.id = v.product_id
"""
# So are the views that an action's data file lists within it: they are made anew each time.
LISTED_IN_ACTIONS = """
    SELECT 'ir.actions.act_window.view', v.id FROM ir_act_window_view v
      JOIN ir_model_data d ON d.model = 'ir.actions.act_window' AND d.res_id = v.act_window_id
     WHERE d.module IN ({ours}) AND NOT d.noupdate
"""
# Models in which Odoo describes the program itself: rebuilt from the source at every upgrade,
# and compared by external id. (ir.module.module has the versions, the template of the bundles.)
DESCRIPTION = ("ir.model", "ir.module.module", "ir.module.module.dependency")
# Says that a job is to run soon; it is gone when the job has run.
PASSING = ("ir.cron.trigger",)
# What tells a copy of a database from the one it was copied from.
IDENTITY = "SELECT 'ir.config_parameter', id FROM ir_config_parameter WHERE key LIKE 'database.%'"
# Style sheets and scripts that the server puts together when they are asked for.
BUNDLES = "SELECT 'ir.attachment', id FROM ir_attachment WHERE url LIKE '/web/assets/%'"
# An abstract model of ours that is gone takes its description along, and nothing else: it has
# no table. The rows that describe it, and the rows that say who inherits it.
ABSTRACT = """
    SELECT m.id FROM ir_model m
     WHERE (m.model = 'convenience' OR m.model LIKE 'convenience.%')
       AND NOT m.transient AND to_regclass(replace(m.model, '.', '_')) IS NULL
       AND m.model NOT IN ({still})
"""
DESCRIBES = {
    "ir.model": "SELECT id FROM gone",
    "ir.model.fields": "SELECT id FROM ir_model_fields WHERE model_id IN (SELECT id FROM gone)",
    "ir.model.fields.selection": "SELECT s.id FROM ir_model_fields_selection s"
    " JOIN ir_model_fields f ON f.id = s.field_id WHERE f.model_id IN (SELECT id FROM gone)",
    "ir.model.constraint": "SELECT id FROM ir_model_constraint"
    " WHERE model IN (SELECT id FROM gone)",
    "ir.model.inherit": "SELECT id FROM ir_model_inherit"
    " WHERE model_id IN (SELECT id FROM gone) OR parent_id IN (SELECT id FROM gone)",
}
# A field of the ERP's own that we had declared again, for a part of a model to stand on its own:
# it stays, as the ERP's, with the ERP's external id.
ERPS_OWN = """
    SELECT f.model || '.' || f.name, f.id FROM ir_model_fields f
     WHERE EXISTS (SELECT 1 FROM ir_model_data d WHERE d.model = 'ir.model.fields'
                      AND d.res_id = f.id AND d.module NOT IN ({ours}))
"""
# Columns whose values a migration changes, each with its reason.
MEANT = {
    "ir.sequence.prefix": "receipts and hand-overs are numbered by year (19.0.4.0.0)",
}
# After uninstalling: the books and whom they name, in the ERP's own columns. Our catalogue goes,
# as far as nothing that stays names it: that an item of an invoice still has its product and
# unit is seen in the column of the item.
BOOKS = ("account.", "hr.", "res.partner", "res.company")
OPENED = ("account.move", "account.payment", "res.partner", "printed")
# Who had roles of ours only is no user of the office any more, but a stranger.
ROLES_GONE = {"res.partner.partner_share"}
# Odoo tries to delete all that has an external id of ours; what is in use stays, and each try
# that the database refused is in the log.
REFUSED = " odoo.sql_db: bad query: b'DELETE FROM "


class Report:
    """The table that is printed, with what differs below each line."""

    def __init__(self):
        self.differences = 0

    def row(self, what, before, after, differences=()):
        differences = list(differences)
        mark = f"  <- {len(differences)} differ" if differences else ""
        print(f"{what:<44}{before:>16}{after:>16}{mark}", flush=True)
        for difference in differences[:WAYS_SHOWN]:
            print(f"   {difference}", flush=True)
        self.differences += len(differences)

    def end(self):
        if self.differences:
            raise Problem(f"{self.differences} things are not as they were.")
        print("all as it was")


def check_upgrade():
    before = Before(sys.argv[1] if len(sys.argv) > 1 else COMMIT)
    before.ensure()
    earlier = figures_before(before)
    report = Report()
    log = upgrade(before)
    own = programs_own(UPGRADED)
    for model, number in said_first(before.database, UPGRADED):
        own.setdefault(model, []).append(number)
    for model, number in written_beside(before.database, UPGRADED):
        own.setdefault(model, []).append(number)
    later = read(UPGRADED, CONF, earlier["at"], own, "upgraded")
    print(f"\n{'upgraded from ' + before.short:<44}{'before':>16}{'after':>16}")
    compare_upgraded(report, earlier, later, erps_own(UPGRADED))
    compare_external_ids(report, before.database, UPGRADED)
    report.row("warnings in the log", "", len(complaints(log)), complaints(log))
    print()
    check_uninstall(report, earlier["at"])
    print()
    report.end()


# Figures


def figures_before(before):
    """The figures of the earlier version by its own code, as of a moment that is kept with them.

    They are read once, and again when the way they are read has changed.
    """
    path = WORK / "before" / before.short / "figures.json"
    own = programs_own(before.database)
    way = (ROOT / "tools" / "figures.py").read_text("utf-8") + json.dumps(own, sort_keys=True)
    noted = database_state(before.database).get("figures", {})
    digest = hashlib.sha256(way.encode()).hexdigest()
    if noted.get("way") != digest or not path.is_file():
        moment = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S")
        path.write_text(json.dumps(read(before.database, before.conf, moment, own, "before")))
        noted = {"way": digest, "at": moment}
        note_database_state(before.database, figures=noted)
    return {"at": noted["at"], **json.loads(path.read_text("utf-8"))}


def read(database, conf, moment, leave_out, title, modules=None):
    """What figures.py finds in a database with the code that the configuration names.

    :param modules: those whose computed fields are read; all of ours
    """
    path = WORK / f"figures-{title}.json"
    modules = our_addons() if modules is None else modules
    options = {"at": moment, "leave_out": leave_out, "modules": modules}
    command = [PYTHON, ROOT / "tools" / "figures.py", conf, database, path, json.dumps(options)]
    run(f"reading {database}", command, f"figures-{title}")
    return json.loads(path.read_text("utf-8"))


def programs_own(database):
    """{model: ids} of the records whose content is the program's."""
    return owned(database, PROGRAMS_OWN, LISTED_IN_ACTIONS, IDENTITY, BUNDLES)


def said_first(before, after):
    """(model, id) of the records that the new version's data files made, for the office to keep."""
    query = SAID_ONCE.format(ours=", ".join(map(quote, our_addons())))
    then = {line.split("|", 2)[2] for line in sql(query, before)}
    for line in sql(query, after):
        model, number, name = line.split("|", 2)
        if name not in then:
            yield model, int(number)


def written_beside(before, after):
    """(model, id) of what Odoo wrote down beside the records that are new with an external id."""
    then, now = external_ids(before), external_ids(after)
    new = (what.split(",") for name, what in now.items() if name not in then)
    made = ", ".join(f"({quote(model)}, {number})" for model, number in new)
    for line in sql(WRITTEN_BESIDE.format(made=made), after) if made else ():
        model, number = line.split("|")
        yield model, int(number)


def owned(database, *queries):
    found = {}
    ours = ", ".join(map(quote, our_addons()))
    for query in queries:
        for line in sql(query.format(ours=ours), database):
            model, number = line.split("|")
            found.setdefault(model, []).append(int(number))
    return found


# The upgrade


def copy(source, target):
    with step(f"database {target}, copied from {source}"):
        drop_database(target)
        quietly(odoo("db", "-c", CONF, "duplicate", source, target), f"{target}-copy")


def upgrade(before):
    """Upgrade a copy to this checkout; returns the log."""
    copy(before.database, UPGRADED)
    words = ("-u", ",".join(our_addons()), "--stop-after-init", "--no-http")
    command = odoo("server", "-c", CONF, "-d", UPGRADED, *words)
    return run("upgrading", command, "upgrade")


def erps_own(database):
    """{field, as model.name: its id} of the fields that the ERP declares, with us or without."""
    ours = ", ".join(map(quote, our_addons()))
    return dict(line.split("|") for line in sql(ERPS_OWN.format(ours=ours), database))


def compare_upgraded(report, earlier, later, stays):
    models = {
        model: table
        for model, table in earlier["tables"].items()
        if not model.startswith("ir.model.") and model not in (*DESCRIPTION, *PASSING)
    }
    compare_tables(report, models, later["tables"])
    for part, what in (("numbers", "next numbers of sequences"), ("shown", "computed fields")):
        now = later[part]
        # no longer read as one of ours, or as computed: a field of the ERP's, a column by now
        elsewhere = stays.keys() | columns_of(later["tables"])
        then = {
            key: value for key, value in earlier[part].items() if key in now or key not in elsewhere
        }
        report.row(what, len(then), len(now), changed(then, now))
    for title, then in earlier["figures"].items():
        now = later["figures"].get(title, {})
        report.row(title, said(then), said(now), changed(then, now))


def columns_of(tables):
    return {f"{model}.{column}" for model, table in tables.items() for column in table["columns"]}


def said(groups):
    """The first sum over all groups, or how many there are where nothing is added up."""
    rows = list(groups.values())
    if any(len(row) > 1 for row in rows):
        return f"{sum(row[1] for row in rows):.2f}"
    return str(sum(row[0] for row in rows))


def changed(then, now):
    """Say what is not as it was; what is new is no difference."""
    for key, wanted in then.items():
        if key not in now:
            yield f"{key} is gone"
        elif now[key] != wanted:
            yield f"{key} was {shortened(wanted)}, is {shortened(now[key])}"


def shortened(something):
    text = str(something)
    return text if len(text) < 60 else f"{text[:57]}…"


def compare_tables(report, then, now):
    """The rows of every table, and every column that was there."""
    rows = {model: table["rows"] for model, table in then.items()}
    rows_now = {model: now[model]["rows"] for model in then if model in now}
    columns = {
        f"{model}.{column}": value
        for model, table in then.items()
        for column, value in table["columns"].items()
    }
    columns_now = {
        f"{model}.{column}": value
        for model in rows_now
        for column, value in now[model]["columns"].items()
    }
    report.row("tables", len(rows), len(rows_now), changed(rows, rows_now))
    report.row("records in them", sum(rows.values()), sum(rows_now.values()))
    others = {name: value for name, value in columns.items() if name not in MEANT}
    report.row("columns", len(columns), len(columns_now), changed(others, columns_now))
    for name in columns.keys() & MEANT.keys():
        print(f"   {name} may differ: {MEANT[name]}", flush=True)


# External ids


def compare_external_ids(report, before, after):
    """All of ours are there and name the record they named, but for what a rule explains."""
    then, now = external_ids(before), external_ids(after)
    kept = {f"ir.model.fields,{number}" for number in erps_own(after).values()}
    explained = described(before, after) | kept
    lost = {
        name: what for name, what in then.items() if now.get(name) != what and what not in explained
    }
    report.row("external ids of ours", len(then), len(now), changed(lost, now))
    gone = [name for name in then if name not in now and name not in lost]
    report.row("… of abstract models and stub fields, gone", len(gone), "")


def external_ids(database):
    ours = ", ".join(map(quote, our_addons()))
    query = (
        "SELECT module || '.' || name, model || ',' || res_id FROM ir_model_data"
        f" WHERE module IN ({ours})"
    )
    return dict(line.split("|") for line in sql(query, database))


def described(before, after):
    """The records that describe an abstract model which the new version has no more."""
    still = ", ".join(map(quote, sql("SELECT model FROM ir_model", after)))
    gone = ABSTRACT.format(still=still)
    return {
        f"{model},{number}"
        for model, query in DESCRIBES.items()
        for number in sql(f"WITH gone AS ({gone}) {query}", before)
    }


# Uninstalling


def check_uninstall(report, moment):
    """Uninstall from a copy of the upgraded database; the ERP's books stay and can be read."""
    copy(UPGRADED, UNINSTALLED)
    ours = owned(UPGRADED, "SELECT model, res_id FROM ir_model_data WHERE module IN ({ours})")
    then = read(UPGRADED, CONF, moment, ours, "installed", modules=[])
    # glue that is newer than the version before is not there
    names = ", ".join(map(quote, our_addons()))
    query = f"SELECT name FROM ir_module_module WHERE state = 'installed' AND name IN ({names})"
    command = odoo("module", "uninstall", "-c", CONF, "-d", UNINSTALLED, *sql(query, UNINSTALLED))
    log = run("uninstalling", command, "uninstall")
    now = read(UNINSTALLED, CONF, moment, ours, "uninstalled", modules=[])
    print(f"\n{'uninstalled':<44}{'before':>16}{'after':>16}")
    compare_tables(report, books(then["tables"]), now["tables"])
    for title in ("ledger, by account", "invoices", "payments"):
        was, is_now = then["figures"][title], now["figures"][title]
        report.row(title, said(was), said(is_now), changed(was, is_now))
    was, is_now = ({name: part["opened"][name] for name in OPENED} for part in (then, now))
    count, count_now = sum(was.values()), sum(is_now.values())
    report.row("forms opened, invoices printed", count, count_now, changed(was, is_now))
    left = sql("SELECT model FROM ir_model WHERE model ~ '^convenience'", UNINSTALLED)
    report.row("models of ours", "", len(left), left)
    warned = [line for line in complaints(log) if REFUSED not in line]
    report.row("warnings in the log", "", len(warned), warned)


def books(then):
    """The tables of the ERP's books, without the columns that are ours alone."""
    ours = ", ".join(map(quote, our_addons()))
    query = f"""
        SELECT f.model || '.' || f.name FROM ir_model_fields f
          JOIN ir_model_data d ON d.model = 'ir.model.fields' AND d.res_id = f.id
         GROUP BY f.id HAVING bool_and(d.module IN ({ours}))
    """
    own = {*sql(query, UPGRADED), *ROLES_GONE}
    return {
        model: {
            "rows": table["rows"],
            "columns": {
                name: value
                for name, value in table["columns"].items()
                if f"{model}.{name}" not in own
            },
        }
        for model, table in then.items()
        if model.startswith(BOOKS)
    }


if __name__ == "__main__":
    main(check_upgrade)

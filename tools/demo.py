"""The main job: one month of the demo community from sheets to posted invoices and papers in
out/.
"""

import json
import shutil
import sys
import unicodedata
from decimal import Decimal

from community import FOLDER, PASSWORD, ROLES, SHEETS, Community, sheet
from environment import (
    OUT,
    ensure_database,
    main,
    odoo_env,
    odoo_server,
    sql,
    step,
)
from till import AGREEMENTS, Till

DATABASE = "cs_demo"
LOGINS = [
    (login, PASSWORD, role) for login, (_position, _department, _groups, role) in ROLES.items()
]
LOGINS.append(("admin", "admin", "系统管理员 administrator"))
FEN = Decimal("0.01")
PAYER = "statement of "


def demo():
    ensure_database(DATABASE)
    with odoo_server(DATABASE) as (_url, _process), odoo_env(DATABASE, log_level="error") as env:
        community = run_month(env)
        with step("papers in out/"):
            write_papers(community)
        rows = compare(community)
    different = show(rows)
    if different:
        sys.exit(f"error: {different} figures differ from what was expected.")


def is_loaded():
    """Whether the database holds the finished month."""
    return bool(sql("SELECT 1 FROM convenience_settlement WHERE state = 'done'", DATABASE))


def run_month(env):
    """Every step as the role that takes it, committed one by one."""
    with step("company, chart of accounts, logins"):
        community = Community(env)
        env.cr.commit()
    for kind in SHEETS:
        with step(f"importing {SHEETS[kind]}"):
            counts = community.load(kind)
            env.cr.commit()
            print("   " + ", ".join(f"{name} {count}" for name, count in counts.items()))
        if kind == "staff":
            community.link_users()
        if kind == "tariff":
            community.approve_tariff()
    till = Till(community)
    for title, action in (
        ("supervisor reviews", community.review),
        ("service manager compiles October", community.compile_settlement),
        ("cashier accepts", community.confirm_settlement),
        ("invoicing", community.invoice),
        ("cashier takes what is paid per visit", till.collect_visits),
        ("tenants pay ahead, and are billed", till.take_prepayments),
        ("owners sign agreements, visits are registered", till.sign_agreements),
        ("the clerk collects bills on the spot and hands in", till.hand_in),
        ("errands named", community.name_errands),
    ):
        with step(title):
            action()
            env.cr.commit()
    return community


# Papers


def write_papers(community):
    """PDFs and sheets of the month, as the roles that print them."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir()
    settlement = community.settlement().with_user(community.users["cashier"])
    largest = settlement.statement_ids.sorted("amount_total")[-1]
    print_records(
        community,
        "cashier",
        {
            "缴费通知单": ("report_statement", largest),
            "十月缴费通知单全册": ("report_settlement_book", settlement),
            "便民服务项目及价格表": ("report_tariff", community.tariff()),
        },
    )
    requests = largest.line_ids.request_line_id.request_id
    print_records(community, "supervisor", {"便民服务单": ("report_service_sheet", requests)})
    office, day = {"office_id": community.office.id}, settlement.date_to
    for name, model, values in (
        ("有偿便民服务月结统计表", "month.report", {"day": day, "document": "statistics"}),
        ("便民服务活动记录表", "month.report", {"day": day, "document": "record"}),
        ("派工日程单", "day.sheet", {"day": day}),
        ("便民服务日报", "desk.report", {"day": day, "span": "day"}),
        ("便民服务周报", "desk.report", {"day": day, "span": "week"}),
    ):
        wizards = community.as_user("manager", f"convenience.{model}")
        write_report(name, wizards.create({**office, **values}))
    for path in sorted(OUT.iterdir()):
        print(f"   {path.name}  {path.stat().st_size // 1024} KB")


def print_records(community, role, papers):
    """Print {name of the paper: (report, records)} as one of the roles."""
    reports = community.as_user(role, "ir.actions.report").with_context(force_report_rendering=True)
    for name, (report, records) in papers.items():
        content, _kind = reports._render_qweb_pdf(f"convenience_service.{report}", records.ids)
        (OUT / f"{name}.pdf").write_bytes(content)


def write_report(name, wizard):
    """The paper a wizard prints and, where it has one, its spreadsheet."""
    wizard = wizard.with_context(force_report_rendering=True)
    (OUT / f"{name}.pdf").write_bytes(wizard._pdf())
    if "file" in wizard._fields:
        (OUT / f"{name}.xlsx").write_bytes(wizard._xlsx())


# What it came to, beside what was expected


def money(amount):
    return str(Decimal(str(amount)).quantize(FEN))


def compare(community):
    """Return (figure, expected, found) rows; every statement and category is one."""
    expected = json.loads((FOLDER / "expected_2026_10.json").read_text("utf-8"))
    return [
        *ground(community, expected),
        *services(community, expected),
        *left_out(community, expected),
        *categories(community, expected),
        *statements(community, expected),
        *invoices(community, expected),
        *takings(community, expected),
    ]


def ground(community, expected):
    office = [("office_id", "=", community.office.id)]
    env = community.env
    occupancies = env["convenience.occupancy"].search(office)
    yield "units", expected["units"], env["convenience.unit"].search_count(office)
    yield "occupancies", expected["people_rows"], len(occupancies)
    yield "people", expected["people"], len(occupancies.partner_id)
    yield "staff", expected["staff"], env["convenience.worker"].search_count(office)
    yield "tariff items", expected["items"], len(community.tariff().line_ids.product_id)
    yield (
        "tariff approved by",
        community.users["general"].name,
        community.tariff().approved_by_id.name,
    )
    yield "chart of accounts", "cn", community.company.chart_template
    yield "currency", "CNY", community.company.currency_id.name


def services(community, expected):
    # those of the sheet: visits of agreements came after the month
    requests = community.env["convenience.request"].search(
        [("office_id", "=", community.office.id), ("agreement_line_id", "=", False)]
    )
    month_end = community.settlement().date_to
    unsigned = requests.filtered(lambda request: not request.signed_name)
    paid = unsigned.filtered("amount_total")
    yield "services", expected["services"], len(requests)
    late = requests.filtered(lambda request: request.date_done > month_end)
    yield "finished in November", expected["finished_in_november_local"], len(late)
    yield "unsigned, paid", expected["unsigned_paid"], len(paid)
    yield (
        "unsigned, paid: amount",
        expected["unsigned_paid_amount"],
        money(sum(paid.mapped("amount_total"))),
    )
    yield "unsigned, free", expected["unsigned_free"], len(unsigned - paid)


def left_out(community, expected):
    waiting = community.settlement().waiting_ids
    for mode in ("per_visit", "prepaid"):
        own = waiting.filtered(lambda row, mode=mode: row.reason == mode)
        yield f"left out, {mode}: payers", expected[f"{mode}_payers"], len(own.payer_id)
        yield (
            f"left out, {mode}: amount",
            expected[f"{mode}_total"],
            money(sum(own.mapped("amount"))),
        )
    unsigned = waiting.filtered(lambda row: row.reason == "unsigned")
    yield "left out, unsigned", expected["unsigned_paid"], len(unsigned)
    other = waiting.filtered(lambda row: row.reason not in ("per_visit", "prepaid", "unsigned"))
    yield "left out for any other reason", 0, len(other)


def categories(community, expected):
    """Every category: how many services in the month, and the amount customers signed for."""
    month = [
        ("office_id", "=", community.office.id),
        ("date_done", "<=", community.settlement().date_to),
    ]
    lines = community.env["convenience.request.line"]
    counts = dict(lines._read_group(month, ["categ_id"], ["__count"]))
    signed = dict(
        lines._read_group(
            [*month, ("request_id.signed_name", "!=", False)], ["categ_id"], ["amount:sum"]
        )
    )
    names = {category.name: category for category in counts}
    for name, figures in expected["per_category"].items():
        category = names.pop(name, None)
        yield f"{name}: services", figures["services"], counts.get(category, 0)
        yield f"{name}: signed amount", figures["signed_amount"], money(signed.get(category, 0))
    yield "categories not expected", 0, len(names)


def statements(community, expected):
    own = community.settlement().statement_ids
    yield "statements", expected["monthly_statements"], len(own)
    yield "statements in all", expected["monthly_total"], money(sum(own.mapped("amount_total")))
    found = {
        (statement.partner_id.name, statement.partner_id.phone): statement for statement in own
    }
    for wanted in expected["statements"]:
        statement = found.pop((wanted["name"], wanted["phone"]), None)
        amount = money(statement.invoice_id.amount_total) if statement else "no statement"
        yield f"{PAYER}{wanted['name']} {wanted['phone']}", wanted["amount"], amount
    yield "statements not expected", 0, len(found)


def invoices(community, expected):
    """What the ledger says: posted, once each, tax of each item, paid price = tariff price."""
    own = community.settlement().statement_ids
    posted = community.env["account.move"].search(
        [("convenience_statement_id", "in", own.ids), ("state", "=", "posted")]
    )
    yield "invoices posted", expected["monthly_statements"], len(posted)
    yield "invoiced in all", expected["monthly_total"], money(sum(posted.mapped("amount_total")))
    rates = {row["服务项目"]: float(row["税率"]) for row in sheet("tariff_2026.csv")}
    prices = {row["服务项目"]: money(row["单价"]) for row in sheet("tariff_2026.csv")}
    lines = posted.invoice_line_ids
    wrong_tax = [
        line for line in lines if sum(line.tax_ids.mapped("amount")) != rates[line.product_id.name]
    ]
    wrong_price = [line for line in lines if money(line.price_unit) != prices[line.product_id.name]]
    yield "invoice lines with another tax than the item's", 0, len(wrong_tax)
    yield "invoice lines with another price than the tariff's", 0, len(wrong_price)
    paid = sum(
        (
            Decimal(prices[line.product_id.name]) * Decimal(str(line.quantity))
            for line in own.line_ids
        ),
        Decimal(),
    )
    yield "visits at the tariff's prices", expected["monthly_total"], money(paid)


def takings(community, expected):
    """What was taken at the till, on its papers and in the ledger."""
    till = Till(community)
    for mode, kind in (("per_visit", "statement"), ("prepaid", "prepayment")):
        bills, receipts = till.bills(mode), till.receipts(kind)
        wanted = expected[f"{mode}_total"]
        yield f"{mode}: payers billed", expected[f"{mode}_payers"], len(bills.partner_id)
        yield f"{mode}: billed", wanted, money(sum(bills.mapped("amount_total")))
        yield f"{mode}: taken on receipts", wanted, money(sum(receipts.mapped("amount")))
        yield f"{mode}: still to pay", "0.00", money(sum(bills.mapped("amount_residual")))
    cash = Decimal(expected["per_visit_total"]) + Decimal(expected["prepaid_total"])
    yield (
        "in the till by the ledger",
        money(cash),
        money(till.balance(till.cash.default_account_id)),
    )
    account = community.company.convenience_prepayment_account_id
    yield "prepayments left by the ledger", "0.00", money(till.balance(account))
    agreements = [("office_id", "=", community.office.id), ("state", "=", "active")]
    found = community.env["convenience.agreement"].search(agreements)
    yield "agreements", AGREEMENTS, len(found)
    visits = found.line_ids.visit_ids.grouped("agreement_line_id").values()
    yield "agreements with visits registered ahead", AGREEMENTS, len(visits)


def show(rows):
    """Print the table, the statements that agree in one line; return how many figures differ."""
    different, agreed = 0, 0
    line("figure", "expected", "found")
    for figure, wanted, found in rows:
        same = str(wanted) == str(found)
        different += not same
        if same and figure.startswith(PAYER):
            agreed += 1
        else:
            line(figure, wanted, found, "" if same else "  <- differs")
    line("statements of one payer that agree to the fen", "", agreed)
    return different


def line(figure, wanted, found, remark=""):
    print(f"{padded(figure, -54)}{padded(wanted, 14)}{padded(found, 14)}{remark}")


def padded(value, width):
    """The value in a column; Chinese characters are two columns wide."""
    text = str(value)
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    blanks = " " * (abs(width) - len(text) - wide)
    return text + blanks if width < 0 else blanks + text


if __name__ == "__main__":
    main(demo)

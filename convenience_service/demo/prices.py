"""The office's prices: approved by the general manager, and a change that waits for approval."""

from datetime import timedelta

from odoo.fields import Command

NECESSITY = "根据上年度意见征询表，住户对维修、保洁、洗衣等服务需求稳定。"
FEASIBILITY = "工程部、家政组现有人员可以承担，按保本微利原则定价。"


def approve_tariff(community):
    """The prices of the year in which the settled month lies; they hold in all that follows."""
    rows = community.sheet("tariff.csv")
    put_taxes(community, rows)
    promise_hours(community, rows)
    start = community.month(-2).replace(month=1, day=1)
    lines = [prepare_line(community, row) for row in rows]
    tariff = submit(community, "annual", start, lines)
    community.by("general_manager", tariff).action_approve()


def tell_residents(community):
    """The list is public on page and screen, and waits for the desk to post it."""
    own = [("office_id", "=", community.office.id)]
    community.by(
        "service_manager", community.env["convenience.notice"].search(own)
    ).action_publish()
    office = community.by("director", community.office)
    office.action_renew_price_link()
    office.action_renew_screen_link()
    office.write({"service_hours": "每日 8:00–20:00，紧急维修 24 小时", "complaint_phone": "12345"})
    community.by("service_manager", "convenience.handbook.chapter").create(
        {
            "office_id": office.id,
            "name": "访客停车",
            "text": "访客车辆请停在大门右侧，前 30 分钟免费。",
        }
    )


def submit_amendment(community):
    """Next month's price of hourly help is on the general manager's desk."""
    row = {
        **next(row for row in community.sheet("tariff.csv") if row["item"] == "hourly_help"),
        "price": 32,
        "expected_cost": 28,
    }
    submit(community, "amendment", community.month(1), [prepare_line(community, row)])


def put_taxes(community, rows):
    """Paid items get the company's usual sales tax, included in their price."""
    usual = community.company.account_sale_tax_id
    rate = usual.amount if usual.amount_type == "percent" else 0
    tax = community.env["account.tax"]._convenience_included_tax(community.company, rate)
    for row in rows:
        item = community.item(row["item"])
        if item.convenience_charging == "paid":
            item.taxes_id = [Command.link(one.id) for one in tax]


def promise_hours(community, rows):
    """By when somebody sets out and by when the work is done."""
    for row in rows:
        community.item(row["item"]).write(
            {
                "convenience_respond_hours": float(row["respond_hours"]),
                "convenience_finish_hours": float(row["finish_hours"]),
            }
        )


def prepare_line(community, row):
    return {
        "product_id": community.item(row["item"]).id,
        "uom_id": community.ref(row["uom"]).id,
        "department_id": community.ref(f"demo_department_{row['department']}").id,
        "price": float(row["price"]),
        "expected_cost": float(row["expected_cost"]),
        "deposit": float(row["deposit"]),
        "price_rule": row["price_rule"],
    }


def submit(community, kind, start, lines):
    """The director proposes what the planning meeting found; the general manager decides."""
    present = [community.user(role) for role in ("director", "service_manager", "supervisor")]
    tariff = community.by("director", "convenience.tariff").create(
        {
            "office_id": community.office.id,
            "kind": kind,
            "year": start.year,
            "date_start": start,
            "meeting_date": min(start - timedelta(days=10), community.today),
            "meeting_partner_ids": [Command.set([user.partner_id.id for user in present])],
            "necessity": NECESSITY,
            "feasibility": FEASIBILITY,
            "line_ids": [Command.create(line) for line in lines],
        }
    )
    tariff.action_review()
    tariff.action_submit()
    return tariff

"""Values as a reader of the environment's language expects them on paper."""

from odoo.tools import format_date, formatLang

from .asked import asked_ids
from .chinese_amount import capital_amount

YUAN = "CNY"


def money(env, amount, currency):
    """An amount in digits; the currency stands in the head of the table."""
    return formatLang(env, amount, digits=currency.decimal_places)


def money_with_symbol(env, amount, currency):
    return formatLang(env, amount, currency_obj=currency)


def capitals(amount, currency):
    """An amount in the capital numerals of China (大写), whoever prints it; "" for other money."""
    return f"人民币{capital_amount(round(amount * 100))}" if currency.name == YUAN else ""


def number(env, quantity):
    """A quantity without needless decimals: 2, 1.5, 0.25."""
    decimals = len(f"{round(quantity, 3):.3f}".rstrip("0").partition(".")[2])
    return formatLang(env, quantity, digits=decimals)


def period(env, date_from, date_to):
    """A span of local days."""
    return f"{format_date(env, date_from)} – {format_date(env, date_to)}"


def moment(env, office, value):
    """A naive UTC datetime as date and time of day at the office, whoever reads it; "" for none."""
    if not value:
        return ""
    local = office._local_moment(value)
    return f"{format_date(env, local.date())} {local:%H:%M}"


def time_of_day(office, value):
    """The hour of a naive UTC datetime at the office; "" for none."""
    return f"{office._local_moment(value):%H:%M}" if value else ""


def printed_ids(env, docids, data):
    """The ids to print: several come in `data`, see ir.actions.report."""
    return docids or asked_ids(env, data or {}, "record_ids")


def letterhead(office):
    """Who writes: the names, address and phone on top of every document."""
    company = office.company_id
    address = office.partner_id or company.partner_id
    place = filter(None, (address.state_id.name, address.city, address.street, address.street2))
    return {
        "company": company.name,
        "office": office.name,
        "address": " ".join(place),
        "phone": address.phone or company.phone or "",
    }

"""Values as a reader of the environment's language expects them on paper."""

from odoo.tools import format_date, formatLang


def money(env, amount, currency):
    """An amount in digits; the currency stands in the head of the table."""
    return formatLang(env, amount, digits=currency.decimal_places)


def money_with_symbol(env, amount, currency):
    return formatLang(env, amount, currency_obj=currency)


def number(env, quantity):
    """A quantity without needless decimals: 2, 1.5, 0.25."""
    decimals = len(f"{round(quantity, 3):.3f}".rstrip("0").partition(".")[2])
    return formatLang(env, quantity, digits=decimals)


def period(env, date_from, date_to):
    """A span of local days."""
    return f"{format_date(env, date_from)} – {format_date(env, date_to)}"


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

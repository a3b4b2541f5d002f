"""Rows of `convenience.economics` that stand for a month: of a fixed cost, of a subscriber."""

from odoo import fields
from odoo.tools import SQL

# Months since this year fit below a record's own number.
FIRST_YEAR, MONTHS = 2000, 4096


def months_of_fixed_costs():
    """Return the query of all months, up to the present one, of which an item has a fixed cost."""
    return SQL(
        """
        SELECT fixed.id, fixed.office_id, fixed.company_id, fixed.product_id, fixed.amount,
               month
          FROM convenience_fixed_cost AS fixed
          JOIN convenience_office AS office ON office.id = fixed.office_id,
               generate_series(date_trunc('month', fixed.date_from::timestamp),
                               LEAST(fixed.date_to, %(today)s), INTERVAL '1 month') AS month
        """,
        today=today(),
    )


def fixed_months():
    """What an item costs an office every month, whatever is done."""
    return {
        "kind": SQL("'fixed'"),
        "id": numbered_month("fixed"),
        "date": SQL("fixed.month::date"),
        "office_id": SQL("fixed.office_id"),
        "company_id": SQL("fixed.company_id"),
        "product_id": SQL("fixed.product_id"),
        "fixed_cost": SQL("fixed.amount"),
        "cost": SQL("fixed.amount"),
        "source": SQL("(%s) AS fixed", months_of_fixed_costs()),
    }


def subscribers():
    """Each service of an agreement in each month on whose last day it ran, up to the last month
    that is over.
    """
    last_day = SQL("(agreed.month + INTERVAL '1 month - 1 day')::date")
    return {
        "kind": SQL("'subscriber'"),
        "id": numbered_month("agreed"),
        "date": last_day,
        "office_id": SQL("agreed.office_id"),
        "company_id": SQL("agreed.company_id"),
        "department_id": SQL("agreed.department_id"),
        "product_id": SQL("agreed.product_id"),
        "customer_type_id": SQL("unit.customer_type_id"),
        "subscribers": SQL("1"),
        "source": SQL(
            """
            (%(months)s) AS agreed
            LEFT JOIN convenience_unit AS unit ON unit.id = agreed.unit_id
            WHERE %(last)s < agreed.today AND agreed.begins <= %(last)s
              AND (agreed.ends IS NULL OR agreed.ends >= %(last)s)
            """,
            months=months_agreed(),
            last=last_day,
        ),
    }


def months_agreed():
    """Return the query of the services of agreements in each month that they touch."""
    return SQL(
        """
        SELECT line.*, month
          FROM (SELECT service.id, service.office_id, service.company_id, service.unit_id,
                       service.department_id, service.product_id,
                       COALESCE(service.date_from, agreement.date_from) AS begins,
                       LEAST(service.date_to, agreement.date_to) AS ends, %(today)s AS today
                  FROM convenience_agreement_line AS service
                  JOIN convenience_agreement AS agreement ON agreement.id = service.agreement_id
                  JOIN convenience_office AS office ON office.id = service.office_id
                 WHERE service.state IN ('active', 'ended')) AS line,
               generate_series(date_trunc('month', line.begins::timestamp),
                               LEAST(line.ends, line.today), INTERVAL '1 month') AS month
        """,
        today=today(),
    )


def today():
    """Return the local day of now at the office."""
    return SQL(
        "(%s::timestamp AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(office.tz, 'UTC'))::date",
        fields.Datetime.now(),
    )


def numbered_month(alias):
    """Return a number for a record in a month."""
    month = SQL("%s.month", SQL.identifier(alias))
    return SQL(
        "%s.id::bigint * %s + (EXTRACT(YEAR FROM %s)::int - %s) * 12 + EXTRACT(MONTH FROM %s)::int",
        SQL.identifier(alias), MONTHS, month, FIRST_YEAR, month,
    )  # fmt: skip

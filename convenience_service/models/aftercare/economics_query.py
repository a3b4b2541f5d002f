"""The rows of `convenience.economics`: a branch for each kind of thing that is counted."""

from odoo.tools import SQL

from .economics_months import fixed_months, months_of_fixed_costs, subscribers

# Branches number their rows apart: the id of their record times `STEP`, and the branch.
STEP = 8
# What a branch does not say is nothing.
COLUMNS = {
    "id": None,
    "kind": None,
    "date": None,
    "office_id": None,
    "company_id": None,
    "department_id": SQL("NULL::int"),
    "product_id": None,
    "customer_type_id": SQL("NULL::int"),
    "request_id": SQL("NULL::int"),
    "times": SQL("0"),
    "quantity": SQL("0::numeric"),
    "revenue": SQL("0::numeric"),
    "labour_cost": SQL("0::numeric"),
    "material_cost": SQL("0::numeric"),
    "provider_cost": SQL("0::numeric"),
    "fixed_cost": SQL("0::numeric"),
    "cost": SQL("0::numeric"),
    "unrecorded": SQL("0"),
    "answers": SQL("0"),
    "satisfaction": SQL("NULL::numeric"),
    "complaints": SQL("0"),
    "valid_complaints": SQL("0"),
    "subscribers": SQL("0"),
}
MODELS = (
    "convenience.request", "convenience.request.line", "convenience.statement.line",
    "convenience.agreement", "convenience.agreement.line", "convenience.fixed.cost",
    "convenience.followup", "convenience.complaint", "account.move", "account.move.line",
)  # fmt: skip


def economics_query(env):
    """Return the query of all rows; what is not written yet is written first."""
    for name in MODELS:
        env[name].flush_model()
    branches = (
        services(), flat_months(), credits_given(), fixed_months(), answers(), complaints(),
        subscribers(),
    )  # fmt: skip
    rows = SQL(" UNION ALL ").join(
        SQL("(%s)", branch(number, **said)) for number, said in enumerate(branches)
    )
    return SQL(
        """
        SELECT row.*, row.revenue - row.cost AS margin, company.currency_id, template.categ_id,
               template.convenience_charging AS charging
          FROM (%s) AS row
          JOIN res_company AS company ON company.id = row.company_id
          LEFT JOIN product_product AS product ON product.id = row.product_id
          LEFT JOIN product_template AS template ON template.id = product.product_tmpl_id
        """,
        rows,
    )


def branch(number, source, **said):
    """Return the query of a branch: `said` are its columns, `id` the number of its record."""
    said["id"] = SQL("(%s)::bigint * %s + %s", said["id"], STEP, number)
    columns = {**COLUMNS, **said}
    return SQL(
        "SELECT %s FROM %s",
        SQL(", ").join(
            SQL("%s AS %s", value, SQL.identifier(name)) for name, value in columns.items()
        ),
        source,
    )


def services():
    """Finished services, at what they bring and cost."""
    recorded = SQL("line.labour_cost <> 0 OR line.provider_cost <> 0")
    return {
        "kind": SQL("'service'"),
        "id": SQL("line.id"),
        "date": SQL("line.date_done"),
        "office_id": SQL("line.office_id"),
        "company_id": SQL("line.company_id"),
        "department_id": SQL("COALESCE(line.department_id, request.department_id)"),
        "product_id": SQL("line.product_id"),
        "customer_type_id": SQL("request.customer_type_id"),
        "request_id": SQL("line.request_id"),
        "times": SQL("1"),
        "quantity": SQL("line.quantity"),
        "revenue": SQL("CASE WHEN request.billing_waived THEN 0 ELSE line.amount END"),
        "labour_cost": SQL("COALESCE(line.labour_cost, 0)"),
        "material_cost": SQL("COALESCE(line.material_cost, 0)"),
        "provider_cost": SQL("COALESCE(line.provider_cost, 0)"),
        "cost": SQL(
            "CASE WHEN %s OR fixed.product_id IS NULL THEN COALESCE(line.cost, 0)"
            " ELSE COALESCE(line.material_cost, 0) END",
            recorded,
        ),
        "unrecorded": SQL(
            "CASE WHEN %s OR COALESCE(line.expected_cost, 0) <> 0"
            " OR fixed.product_id IS NOT NULL THEN 0 ELSE 1 END",
            recorded,
        ),
        "source": finished_lines(),
    }


def finished_lines():
    """Return where finished services are read, with the fixed cost of their month."""
    return SQL(
        """
            convenience_request_line AS line
            JOIN convenience_request AS request
              ON request.id = line.request_id AND request.state IN ('done', 'signed', 'reviewed')
            LEFT JOIN (SELECT DISTINCT office_id, product_id, month FROM (%s) AS each_month)
                   AS fixed
              ON fixed.office_id = line.office_id AND fixed.product_id = line.product_id
             AND fixed.month = date_trunc('month', line.date_done)
            """,
        months_of_fixed_costs(),
    )


def flat_months():
    """Flat months of agreements, as they stand on statements, on the last day billed."""
    return {
        "kind": SQL("'flat'"),
        "id": SQL("claim.id"),
        "date": SQL("claim.period_to"),
        "office_id": SQL("claim.office_id"),
        "company_id": SQL("claim.company_id"),
        "department_id": SQL("agreed.department_id"),
        "product_id": SQL("claim.product_id"),
        "customer_type_id": SQL("unit.customer_type_id"),
        "quantity": SQL("claim.quantity"),
        "revenue": SQL("claim.amount"),
        "source": SQL(
            """
            convenience_statement_line AS claim
            JOIN convenience_agreement_line AS agreed ON agreed.id = claim.agreement_line_id
            LEFT JOIN convenience_unit AS unit ON unit.id = claim.unit_id
            WHERE claim.active
            """
        ),
    }


def credits_given():
    """Credit notes for a part of a bill, on their day. A bill that is credited whole is billed
    anew or waived, and counts by that.
    """
    return {
        "kind": SQL("'credit'"),
        "id": SQL("item.id"),
        "date": SQL("note.date"),
        "office_id": SQL("claim.office_id"),
        "company_id": SQL("item.company_id"),
        "department_id": SQL("claim.department_id"),
        "product_id": SQL("item.product_id"),
        "customer_type_id": SQL("claim.customer_type_id"),
        "revenue": SQL("-item.price_total"),
        "source": SQL(
            """
            account_move AS note
            JOIN account_move_line AS item
              ON item.move_id = note.id AND item.display_type = 'product'
            JOIN LATERAL (%s) AS claim ON TRUE
            WHERE note.move_type = 'out_refund' AND note.state = 'posted'
              AND note.reversed_entry_id IS NOT NULL
            """,
            claim_credited(),
        ),
    }


def claim_credited():
    """Return the query of a claim that stands behind an item of a credit note."""
    return SQL(
        """
        SELECT claim.office_id, COALESCE(line.department_id, agreed.department_id)
                   AS department_id, unit.customer_type_id
          FROM convenience_statement_line AS claim
          JOIN account_move_line AS billed ON billed.id = claim.move_line_id
          LEFT JOIN convenience_request_line AS line ON line.id = claim.request_line_id
          LEFT JOIN convenience_agreement_line AS agreed
                 ON agreed.id = claim.agreement_line_id
          LEFT JOIN convenience_unit AS unit ON unit.id = claim.unit_id
         WHERE claim.active AND billed.move_id = note.reversed_entry_id
           AND claim.product_id = item.product_id
         LIMIT 1
        """
    )


def answers():
    """What customers said when they were asked."""
    liked = SQL("followup.satisfaction IN ('very', 'satisfied', 'basic')")
    return {
        "kind": SQL("'follow_up'"),
        "id": SQL("followup.id"),
        "date": SQL("followup.date_done"),
        "office_id": SQL("followup.office_id"),
        "company_id": SQL("followup.company_id"),
        "department_id": SQL("followup.department_id"),
        "product_id": SQL("followup.product_id"),
        "request_id": SQL("followup.request_id"),
        "answers": SQL("1"),
        "satisfaction": SQL("CASE WHEN %s THEN 100 ELSE 0 END", liked),
        "source": SQL(
            "convenience_followup AS followup"
            " WHERE followup.state = 'reached' AND followup.satisfaction IS NOT NULL"
        ),
    }


def complaints():
    """Complaints, on the day they were made."""
    return {
        "kind": SQL("'complaint'"),
        "id": SQL("complaint.id"),
        "date": SQL("complaint.date"),
        "office_id": SQL("complaint.office_id"),
        "company_id": SQL("complaint.company_id"),
        "department_id": SQL("complaint.department_id"),
        "product_id": SQL("complaint.product_id"),
        "request_id": SQL("complaint.request_id"),
        "complaints": SQL("1"),
        "valid_complaints": SQL("CASE WHEN complaint.finding = 'valid' THEN 1 ELSE 0 END"),
        "source": SQL("convenience_complaint AS complaint"),
    }

from odoo import fields, models
from odoo.tools import SQL

BUCKETS = ("not_due", "days_30", "days_60", "days_90", "older")


class ConvenienceAgedStatement(models.Model):
    """What is still to pay of each statement, by how long it is overdue (账龄表), as of today.

    Today is each office's own local day. Bills of services only; deposits are no claims of age.
    """

    _name = "convenience.aged.statement"
    _description = "Aged Statement"
    _auto = False
    _order = "days_overdue desc, id"
    _rec_name = "statement_id"

    statement_id = fields.Many2one("convenience.statement", readonly=True)
    office_id = fields.Many2one("convenience.office", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    partner_id = fields.Many2one("res.partner", "Payer", readonly=True)
    phone = fields.Char(related="partner_id.phone")
    unit_names = fields.Char(
        "Units", related="partner_id.convenience_unit_names", related_sudo=False
    )
    due_on = fields.Date("Due Day", readonly=True)
    days_overdue = fields.Integer(readonly=True, aggregator="max")
    not_due = fields.Monetary("Not Yet Due", readonly=True)
    days_30 = fields.Monetary("1–30 Days", readonly=True)
    days_60 = fields.Monetary("31–60 Days", readonly=True)
    days_90 = fields.Monetary("61–90 Days", readonly=True)
    older = fields.Monetary("91 Days and More", readonly=True)
    amount_residual = fields.Monetary("Still to Pay", readonly=True)
    reminded_on = fields.Date("Last Reminder", readonly=True, aggregator="max")
    promised_on = fields.Date("Promised For", readonly=True, aggregator="max")

    @property
    def _table_query(self):
        """One row a statement; who may see which is said by the rules on this model."""
        self.env["convenience.statement"].flush_model()
        self.env["account.move"].flush_model(["amount_residual", "invoice_date_due"])
        return SQL(
            """
            SELECT open.*,
                   CASE WHEN days_overdue <= 0 THEN amount_residual ELSE 0 END AS not_due,
                   CASE WHEN days_overdue BETWEEN 1 AND 30 THEN amount_residual ELSE 0 END
                       AS days_30,
                   CASE WHEN days_overdue BETWEEN 31 AND 60 THEN amount_residual ELSE 0 END
                       AS days_60,
                   CASE WHEN days_overdue BETWEEN 61 AND 90 THEN amount_residual ELSE 0 END
                       AS days_90,
                   CASE WHEN days_overdue > 90 THEN amount_residual ELSE 0 END AS older
              FROM (%s) AS open
             WHERE amount_residual <> 0
            """,
            self._open_statements(),
        )

    def _open_statements(self):
        return SQL(
            """
            SELECT statement.id, statement.id AS statement_id, statement.office_id,
                   statement.company_id, company.currency_id, statement.partner_id,
                   statement.reminded_on, statement.promised_on,
                   COALESCE(invoice.invoice_date_due, statement.date_to) AS due_on,
                   office_day.today - COALESCE(invoice.invoice_date_due, statement.date_to)
                       AS days_overdue,
                   CASE WHEN statement.state = 'invoiced' THEN invoice.amount_residual
                        ELSE statement.amount_total END AS amount_residual
              FROM convenience_statement AS statement
              JOIN res_company AS company ON company.id = statement.company_id
              JOIN (VALUES %s) AS office_day (office_id, today)
                ON office_day.office_id = statement.office_id
              LEFT JOIN account_move AS invoice ON invoice.id = statement.invoice_id
             WHERE statement.state IN ('confirmed', 'invoiced')
            """,
            self._office_days(),
        )

    def _office_days(self):
        """Return (office, its local day) for every office, as rows."""
        # sudo: the rules decide which rows are seen, not which offices have a clock
        offices = self.env["convenience.office"].sudo().with_context(active_test=False).search([])
        days = [SQL("(%s, %s::date)", office.id, office._today()) for office in offices]
        return SQL(", ").join(days or [SQL("(NULL::int, NULL::date)")])

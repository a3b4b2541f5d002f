from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..guard.arguments import DATE

BUCKETS = ("not_due", "days_30", "days_60", "days_90", "older")
# What was open of an item on a day: what is open now, and what was matched later.
AMOUNT_ON_DAY = SQL("line.amount_residual + COALESCE(debit.amount, 0) - COALESCE(credit.amount, 0)")
# Key of the context: the day, as a string, of which the list is asked for.
AS_OF = "convenience_as_of"


class ConvenienceAgedStatement(models.Model):
    """What is still to pay of each statement, by how long it is overdue (账龄表), and what is over.

    As of today, each office's own local day, with what is accepted and waits for its invoice; or
    as of the end of a day (see `_as_of`), by the ledger alone: invoices, and what was reconciled
    with them, up to that day, whatever became of them later. Bills of services only, and what is
    over at the office in the payer's favour; deposits are no claims of age.
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
    over = fields.Monetary(
        "Over in Favour",
        readonly=True,
        help="Left by credit notes, paid too much or entered without a bill: of no age.",
    )
    amount_residual = fields.Monetary("Still to Pay", readonly=True)
    reminded_on = fields.Date("Last Reminder", readonly=True, aggregator="max")
    promised_on = fields.Date("Promised For", readonly=True, aggregator="max")

    @api.model
    def _as_of(self, day):
        """Return the model with the list as of the end of a day; without a day, as of today."""
        self.invalidate_model()  # the same rows had other amounts on another day
        return self.with_context(**{AS_OF: fields.Date.to_string(day)})

    def _day_asked_for(self):
        day = self.env.context.get(AS_OF)
        if day and not DATE.allows(day, self):
            raise UserError(self.env._("Choose the day of the aged list anew."))
        return fields.Date.to_date(day)

    @property
    def _table_query(self):
        """One row a statement or credit; who may see which is said by the rules on this model."""
        day = self._day_asked_for()
        for name in ("convenience.statement", "account.move", "account.move.line"):
            self.env[name].flush_model()
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
                   CASE WHEN days_overdue > 90 THEN amount_residual ELSE 0 END AS older,
                   0 AS over
              FROM (%s) AS open
             WHERE amount_residual <> 0
             UNION ALL
            SELECT credit.*, 0, 0, 0, 0, 0, amount_residual
              FROM (%s) AS credit
             WHERE amount_residual <> 0
            """,
            self._booked_statements(day) if day else self._open_statements(),
            self._credits(day),
        )

    def _credits(self, day):
        """Return what is over at the offices, or was at the end of a day: items that are no
        bills, see `_convenience_credits_domain`. Below zero in the payer's favour.
        """
        return SQL(
            """
            SELECT -line.id AS id, NULL::int AS statement_id,
                   line.convenience_office_id AS office_id, line.company_id, company.currency_id,
                   line.convenience_payer_id AS partner_id, NULL::date AS reminded_on,
                   NULL::date AS promised_on, line.date AS due_on, 0 AS days_overdue,
                   %(amount)s AS amount_residual
              FROM account_move_line AS line
              JOIN account_move AS entry ON entry.id = line.move_id
              JOIN res_company AS company ON company.id = line.company_id
                   %(later)s
             WHERE line.convenience_office_id IS NOT NULL
               AND entry.convenience_statement_id IS NULL
               AND line.parent_state = 'posted'
               %(until)s
            """,
            amount=AMOUNT_ON_DAY if day else SQL("line.amount_residual"),
            later=self._matched_after(day) if day else SQL(),
            until=SQL("AND line.date <= %s", day) if day else SQL("AND NOT line.reconciled"),
        )

    def _matched_after(self, day):
        """Return the joins of a journal item with what was matched with it after a day."""
        return SQL(
            """
            LEFT JOIN (%s) AS debit ON debit.line_id = line.id
            LEFT JOIN (%s) AS credit ON credit.line_id = line.id
            """,
            self._matched_later("debit_move_id", day),
            self._matched_later("credit_move_id", day),
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
                   CASE WHEN statement.state = 'confirmed' THEN statement.amount_total
                        WHEN invoice.state = 'posted' THEN invoice.amount_residual
                        ELSE 0 END AS amount_residual
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

    # ------------------------------------------------------------------ as of a day

    def _booked_statements(self, day):
        """Return what the ledger says of each statement at the end of a day."""
        for name in ("account.move.line", "account.partial.reconcile", "convenience.reminder"):
            self.env[name].flush_model()
        return SQL(
            """
            SELECT statement.id, statement.id AS statement_id, statement.office_id,
                   statement.company_id, company.currency_id, statement.partner_id,
                   reminder.reminded_on, reminder.promised_on,
                   COALESCE(invoice.invoice_date_due, invoice.date) AS due_on,
                   %(day)s - COALESCE(invoice.invoice_date_due, invoice.date) AS days_overdue,
                   receivable.amount AS amount_residual
              FROM (%(receivables)s) AS receivable
              JOIN account_move AS invoice ON invoice.id = receivable.move_id
              JOIN convenience_statement AS statement
                ON statement.id = invoice.convenience_statement_id
              JOIN res_company AS company ON company.id = statement.company_id
              LEFT JOIN (%(reminders)s) AS reminder ON reminder.statement_id = statement.id
            """,
            day=day,
            receivables=self._receivables(day),
            reminders=self._latest_reminders(day),
        )

    def _receivables(self, day):
        """Return {invoice: what was open of it}: what is open now, and what was matched later."""
        return SQL(
            """
            SELECT line.move_id, SUM(%s) AS amount
              FROM account_move AS invoice
              JOIN account_move_line AS line ON line.move_id = invoice.id
              JOIN account_account AS account
                ON account.id = line.account_id AND account.account_type = 'asset_receivable'
              %s
             WHERE invoice.convenience_statement_id IS NOT NULL
               AND invoice.state = 'posted' AND invoice.date <= %s
               AND (line.amount_residual <> 0 OR debit.amount <> 0 OR credit.amount <> 0)
             GROUP BY line.move_id
            """,
            AMOUNT_ON_DAY,
            self._matched_after(day),
            day,
        )

    def _matched_later(self, side, day):
        """Return {journal item on this side: what was matched with it after a day}."""
        return SQL(
            """
            SELECT %s AS line_id, SUM(amount) AS amount
              FROM account_partial_reconcile
             WHERE max_date > %s
             GROUP BY 1
            """,
            SQL.identifier(side),
            day,
        )

    def _latest_reminders(self, day):
        """Return {statement: its last reminder by a day, and what was promised by then}."""
        return SQL(
            """
            SELECT DISTINCT ON (line.statement_id)
                   line.statement_id, reminder.date AS reminded_on,
                   CASE WHEN reminder.result = 'promise' AND reminder.state = 'done'
                             AND (reminder.done_on AT TIME ZONE 'UTC'
                                  AT TIME ZONE office.tz)::date <= %(day)s
                        THEN reminder.promised_on END AS promised_on
              FROM convenience_reminder_line AS line
              JOIN convenience_reminder AS reminder ON reminder.id = line.reminder_id
              JOIN convenience_office AS office ON office.id = reminder.office_id
             WHERE reminder.date <= %(day)s
             ORDER BY line.statement_id, reminder.date DESC, reminder.id DESC
            """,
            day=day,
        )

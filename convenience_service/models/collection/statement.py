from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain


class ConvenienceStatement(models.Model):
    """When a statement is due, and by which steps its payer is reminded of it (催缴).

    The job writes the step on the statement: of two jobs that meet one gets a new snapshot and
    finds the step taken.
    """

    _name = "convenience.statement"
    _inherit = ["convenience.statement"]

    amount_left = fields.Monetary(
        "Left to Pay",
        compute="_compute_amount_left",
        compute_sudo=True,
        help="Still to pay, less what collectors gave receipts for and have not handed over yet.",
    )
    due_on = fields.Date(
        "Due Day",
        compute="_compute_due_on",
        compute_sudo=True,
        help="Of the invoice; while it waits for one, the last day of the period.",
    )
    # told apart from the next try to invoice
    job_next_try = fields.Datetime("Next Try of the Reminder")
    reminder_line_ids = fields.One2many(
        "convenience.reminder.line", "statement_id", "Reminders", readonly=True
    )
    reminder_days = fields.Integer(
        "Last Step", readonly=True, copy=False, help="Days after the due day of the latest step."
    )
    reminded_on = fields.Date("Last Reminder", readonly=True, copy=False)
    promised_on = fields.Date(
        "Promised For", readonly=True, copy=False, help="No step follows until this day is over."
    )
    is_promise_broken = fields.Boolean("Promise Broken", compute="_compute_is_promise_broken")
    reminder_stop_id = fields.Many2one(
        "convenience.reminder.stop", "Not Reminded", compute="_compute_reminder_stop_id"
    )
    reminder_stop_reason = fields.Char("Reason of the Stop", compute="_compute_reminder_stop_id")

    # ------------------------------------------------------------------ compute

    @api.depends("amount_residual", "receipt_line_ids.amount", "receipt_line_ids.receipt_id.state")
    def _compute_amount_left(self):
        left = self._left_to_collect()
        for statement in self:
            statement.amount_left = left[statement]

    @api.depends("invoice_id.invoice_date_due", "date_to")
    def _compute_due_on(self):
        for statement in self:
            statement.due_on = statement.invoice_id.invoice_date_due or statement.date_to

    @api.depends("promised_on", "amount_residual")
    def _compute_is_promise_broken(self):
        for statement in self:
            day = statement.promised_on
            statement.is_promise_broken = bool(
                day and day < statement.office_id._today() and statement.amount_residual > 0
            )

    @api.depends("office_id", "partner_id")
    def _compute_reminder_stop_id(self):
        stops = self.env["convenience.reminder.stop"]._in_force(self.office_id, self.partner_id)
        for statement in self:
            none = self.env["convenience.reminder.stop"]
            stop = stops.get((statement.office_id.id, statement.partner_id.id), none)
            statement.reminder_stop_id = stop
            statement.reminder_stop_reason = stop.reason

    # ------------------------------------------------------------------ guards

    @api.model
    def _guarded_fields(self):
        own = {"reminder_line_ids", "reminder_days", "reminded_on", "promised_on"}
        return super()._guarded_fields() | self._job_fields() | own

    @api.model
    def _guarded_defaults(self):
        empty = dict.fromkeys(("reminded_on", "promised_on"), False)
        return {**super()._guarded_defaults(), **empty, "reminder_days": 0}

    # ------------------------------------------------------------------ what is owed

    @api.model
    def _due_domain(self, day):
        """Return the domain of open statements whose due day is `day` or earlier."""
        waiting = Domain("state", "=", "confirmed") & Domain("date_to", "<=", day)
        invoiced = Domain("state", "=", "invoiced") & Domain(
            "invoice_id.invoice_date_due", "<=", day
        )
        return self._open_domain() & (waiting | invoiced)

    @api.model
    def _overdue_domain(self, offices):
        """Return the domain of what should have been paid by yesterday, by each office's day."""
        return Domain.OR(
            Domain("office_id", "=", office.id)
            & self._due_domain(office._today() - timedelta(days=1))
            for office in offices
        )

    # ------------------------------------------------------------------ reminding

    @api.model
    def _cron_remind(self):
        """Close what was paid, forget promises that were kept, and take the steps that are due."""
        self.env["convenience.reminder"]._cron_close_paid()
        self.env["convenience.reminder"]._cron_forget_kept()
        self._run_job(self._reminder_domain(), "_remind")

    @api.model
    def _reminder_domain(self):
        """Return the domain of the statements a step of collection is due for."""
        offices = self.env["convenience.office"].search([])
        steps = self.env["convenience.reminder.step"]._by_company(offices.company_id)
        due = [
            Domain("office_id", "=", office.id) & self._step_domain(step, office._today())
            for office in offices
            for step in steps[office.company_id]
        ]
        return Domain.OR(due) & ~self._stopped_domain(offices)

    @api.model
    def _step_domain(self, step, today):
        """The day of the step has come, or a promise was broken; a promise that holds waits."""
        reached = self._due_domain(today - timedelta(days=step.days))
        broken = self._open_domain() & Domain("promised_on", "<", today)
        waits = Domain("promised_on", ">=", today)
        return Domain("reminder_days", "<", step.days) & (reached & ~waits | broken)

    @api.model
    def _stopped_domain(self, offices):
        stops = self.env["convenience.reminder.stop"]._in_force(offices)
        return Domain.OR(
            Domain("office_id", "=", office_id) & Domain("partner_id", "=", payer_id)
            for office_id, payer_id in stops
        )

    def _remind(self):
        """Make one reminder a payer and office, of all that is due there.

        Who has the first of the payer's statements does them all: two jobs side by side do not
        send two mails.
        """
        together = self._due_with_their_payers()
        steps = {statement: statement._step_due() for statement in together}
        self.env["convenience.reminder"]._make(steps)
        self.env["convenience.statement"].browse(together.ids)._write_guarded_each(
            {
                statement.id: {
                    "reminder_days": step.days,
                    "reminded_on": statement.office_id._today(),
                    "promised_on": False,
                }
                for statement, step in steps.items()
            }
        )

    def _due_with_their_payers(self):
        """Return all due statements of the payers whose first one is in the batch.

        Who paid a collector has a receipt and is not reminded of that, handed over or not.
        """
        due = self._job_due(self._reminder_domain(), "_remind") & Domain(
            "partner_id", "in", self.partner_id.ids
        )
        groups = self.search(due, order="id").grouped(lambda one: (one.office_id, one.partner_id))
        mine = self.browse().concat(*(group for group in groups.values() if group[0] in self))
        payers = Domain("partner_id", "in", mine.partner_id.ids)
        older = self.search(payers & self._overdue_domain(mine.office_id)) if mine else mine
        # what is over at the office pays the oldest first
        left = (mine | older)._less_credits()
        return mine.filtered(lambda statement: left[statement] > 0)

    def _step_due(self):
        """Return the latest step whose day has come; after a broken promise at least the next."""
        self.ensure_one()
        steps = self.env["convenience.reminder.step"]._by_company(self.company_id)[self.company_id]
        new = steps.filtered(lambda step: step.days > self.reminder_days)
        late = (self.office_id._today() - self.due_on).days
        return new.filtered(lambda step: step.days <= late)[-1:] or new[:1]

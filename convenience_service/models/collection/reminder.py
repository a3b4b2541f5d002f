from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize

from ..guard.roles import CLERK
from ..guard.workflow import Move
from .step import CHANNELS

RESULT_FIELDS = ("result", "promised_on", "promised_amount", "note")


class ConvenienceReminder(models.Model):
    """One approach to a payer about what they owe an office (催缴记录): mail, letter, call, visit.

    It names all that is overdue there; its lines say for which statements it is which step.
    """

    _name = "convenience.reminder"
    _description = "Reminder"
    _inherit = ["convenience.workflow.mixin", "convenience.job.mixin", "mail.thread"]
    _order = "date desc, id desc"
    _rec_name = "partner_id"
    _mail_post_access = "read"

    office_id = fields.Many2one("convenience.office", required=True, readonly=True, index=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", "Payer", required=True, readonly=True, index=True, ondelete="restrict"
    )
    phone = fields.Char(related="partner_id.phone")
    unit_names = fields.Char(
        "Units", related="partner_id.convenience_unit_names", related_sudo=False
    )
    step_id = fields.Many2one(
        "convenience.reminder.step", required=True, readonly=True, ondelete="restrict"
    )
    channel = fields.Selection(
        CHANNELS,
        "Way of Reminding",
        required=True,
        readonly=True,
        help="A letter takes the place of a mail where the office sends none or has no address.",
    )
    user_id = fields.Many2one("res.users", "Assigned To", readonly=True, help="Empty: any clerk.")
    date = fields.Date(required=True, readonly=True, help="Local day at the office.")
    line_ids = fields.One2many(
        "convenience.reminder.line", "reminder_id", "Statements", readonly=True
    )
    statement_ids = fields.Many2many(
        "convenience.statement",
        string="Overdue Statements",
        compute="_compute_statement_ids",
        compute_sudo=True,
        help="All that the payer owes the office today and should have paid, but for what a "
        "collector has taken already.",
    )
    amount_residual = fields.Monetary(
        "Amount Overdue", compute="_compute_statement_ids", compute_sudo=True
    )
    result = fields.Selection(
        [
            ("reached", "Reached"),
            ("not_reached", "Not Reached"),
            ("promise", "Promises to Pay"),
            ("dispute", "Disputes"),
        ],
        copy=False,
    )
    stop_reason = fields.Char("Reason of the Stop", compute="_compute_stop_reason")
    note = fields.Text(copy=False)
    state = fields.Selection(
        [("open", "To Do"), ("done", "Dealt With"), ("cancelled", "Paid in Between")],
        required=True,
        default="open",
        index=True,
        copy=False,
    )
    done_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    done_on = fields.Datetime(readonly=True, copy=False)

    # ------------------------------------------------------------------ compute

    @api.depends("office_id", "partner_id")
    def _compute_statement_ids(self):
        overdue = self._overdue_statements().grouped(lambda one: (one.office_id, one.partner_id))
        none = self.env["convenience.statement"]
        credits = none._office_credits(self.office_id, self.partner_id)
        for reminder in self:
            office, payer = reminder.office_id, reminder.partner_id
            statements = overdue.get((office, payer), none)
            owed = sum(statements.mapped("amount_left"))
            over = max(min(credits.get((office.id, payer.id), 0.0), owed), 0.0)
            reminder.amount_residual = reminder.currency_id.round(owed - over)
            reminder.statement_ids = statements if reminder.amount_residual > 0 else none
            reminder.amount_over = over

    def _overdue_statements(self):
        """Return what the payers owe the offices of the reminders, oldest first."""
        statements = self.env["convenience.statement"]
        payers = Domain("partner_id", "in", self.partner_id.ids)
        overdue = statements.search(
            payers & statements._overdue_domain(self.office_id), order="date_to, id"
        )
        return overdue.filtered(lambda statement: statement.amount_left > 0)

    @api.depends("office_id", "partner_id")
    def _compute_stop_reason(self):
        stops = self.env["convenience.reminder.stop"]._in_force(self.office_id, self.partner_id)
        for reminder in self:
            stop = stops.get((reminder.office_id.id, reminder.partner_id.id))
            reminder.stop_reason = stop and stop.reason

    # ------------------------------------------------------------------ guards

    @api.model
    def _workflow_moves(self):
        return [
            *super()._workflow_moves(),
            Move("open", "done", (CLERK,)),
            Move("open", "done", (), via="mail"),
            Move("open", "cancelled"),
        ]

    @api.model
    def _workflow_stamps(self):
        return {**super()._workflow_stamps(), "done": ("done_by_id", "done_on")}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | self._job_fields() | {
            "office_id", "partner_id", "step_id", "channel", "user_id", "date", "line_ids",
        }  # fmt: skip

    def write(self, vals):
        if vals.keys() & set(RESULT_FIELDS):
            self._check_still_open()
        return super().write(vals)

    def _check_still_open(self):
        for reminder in self.filtered(lambda one: one.state != "open"):
            raise UserError(
                self.env._(
                    "The reminder of %(payer)s is closed: its result stays as it is.",
                    payer=reminder.sudo().partner_id.name,
                )
            )

    def _check_move(self, move):
        if move.groups:
            for reminder in self:
                reminder._check_result()
        return super()._check_move(move)

    def _check_result(self):
        payer = self.partner_id.name
        if self.channel in ("call", "visit") and not self.result:
            raise UserError(
                self.env._("Enter the result of the talk with %(payer)s first.", payer=payer)
            )
        if self.channel == "mail":
            raise UserError(
                self.env._("The mail to %(payer)s is sent by the scheduled job.", payer=payer)
            )
        if self.result == "promise":
            self._check_promise()

    # ------------------------------------------------------------------ making

    @api.model
    def _make(self, steps):
        """Create one reminder a payer and office, of the latest of its steps.

        :param dict steps: {statement: its step that is due}
        """
        statements = self.env["convenience.statement"].concat(*steps)
        groups = statements.grouped(lambda one: (one.office_id, one.partner_id))
        reminders = self.create([self._prepare(group, steps) for group in groups.values()])
        self.env["convenience.reminder.line"].create(
            [
                {
                    "reminder_id": reminder.id,
                    "statement_id": statement.id,
                    "step_id": steps[statement].id,
                    "amount": statement.amount_residual,
                }
                for reminder, group in zip(reminders, groups.values(), strict=True)
                for statement in group
            ]
        )
        return reminders

    @api.model
    def _prepare(self, statements, steps):
        office, payer = statements.office_id, statements.partner_id
        step = max((steps[statement] for statement in statements), key=lambda one: one.days)
        unmailed = step.channel == "mail" and not (office.message_reminder and payer.email)
        return {
            "office_id": office.id,
            "partner_id": payer.id,
            "step_id": step.id,
            "channel": "letter" if unmailed else step.channel,
            "user_id": step._responsible_user(office).id,
            "date": office._today(),
        }

    # ------------------------------------------------------------------ jobs

    @api.model
    def _cron_close_paid(self):
        """Close the tasks of payers who owe nothing of their statements any more."""
        unpaid = self.env["convenience.statement"]._open_domain()
        paid = Domain("line_ids", "not any", Domain("statement_id", "any", unpaid))
        collected = Domain("receipt_id.state", "=", "collected")
        taken = Domain("line_ids.statement_id.receipt_line_ids", "any", collected)
        opened = Domain("state", "=", "open")
        self._run_job(opened & (paid | taken | self._credited_domain()), "_close_paid")

    def _close_paid(self):
        self.filtered(lambda one: not one._is_owed())._move_to_by_system("cancelled")

    def _is_owed(self):
        """Whether anything it was made for is left to pay; what else is owed has its own step."""
        left = any(line.statement_id.amount_left > 0 for line in self.line_ids)
        # what is over is set against all that is overdue, see `_compute_statement_ids`
        return left and bool(not self.amount_over or self.amount_residual > 0)

    @api.model
    def _cron_send(self):
        """Queue the mails; one that cannot be sent keeps its error and stops no other.

        Those to payers who are not reminded wait until the stop is over.
        """
        offices = self.env["convenience.office"].search([])
        stopped = self.env["convenience.statement"]._stopped_domain(offices)
        mails = Domain("state", "=", "open") & Domain("channel", "=", "mail")
        self._run_job(mails & ~stopped, "_send")

    def _send(self):
        mails = self.filtered(lambda one: one._is_owed() and one.statement_ids)
        (self - mails)._move_to_by_system("cancelled")
        for mail in mails:
            if not email_normalize(mail.partner_id.email):
                raise UserError(
                    self.env._(
                        "The e-mail address of %(payer)s is none that mail can be sent to. "
                        "Correct it on the contact.",
                        payer=mail.partner_id.name,
                    )
                )
        self.env["convenience.notifier"]._remind(mails)
        mails._move_to_by_system("done", via="mail")

    # ------------------------------------------------------------------ actions

    def action_done(self):
        """Close calls and visits with their result."""
        return self._move_to("done")

    def action_print_letters(self):
        """Print the letters in one go; those not printed before are done with it."""
        letters = self.filtered(lambda reminder: reminder.channel == "letter")
        if not letters:
            raise UserError(self.env._("None of the chosen reminders is a letter."))
        letters._check_not_stopped()
        letters -= letters._close_paid_letters()
        letters.filtered(lambda reminder: reminder.state == "open")._move_to("done")
        report = self.env.ref("convenience_service.action_report_reminder")
        return report.report_action(letters, config=False)

    def _check_not_stopped(self):
        """Refuse new letters to payers who are not reminded any more."""
        for letter in self.filtered(lambda one: one.state == "open" and one.stop_reason):
            raise UserError(
                self.env._(
                    "%(payer)s is not reminded: %(reason)s. End that stop first, or leave the "
                    "letter out.",
                    payer=letter.partner_id.name,
                    reason=letter.stop_reason,
                )
            )

    def _close_paid_letters(self):
        """Close the letters of payers who paid after they were made; return them."""
        # sudo: whether a statement is paid is the ledger's
        opened = self.sudo().filtered(lambda one: one.state == "open")
        paid = opened.filtered(lambda one: not (one._is_owed() and one.statement_ids))
        if paid and paid == self.sudo():
            raise UserError(
                self.env._(
                    "%(payers)s paid in between: there is nothing to remind of any more.",
                    payers=", ".join(paid.partner_id.mapped("name")),
                )
            )
        paid._move_to_by_system("cancelled")
        return self.browse(paid.ids)

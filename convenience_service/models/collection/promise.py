from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ConvenienceReminder(models.Model):
    """What a payer promised when reminded: by which day, and how much of all that is overdue.

    It holds for every bill that was overdue then, and no step follows until its day is over. It is
    kept when as much as was promised is paid by then; of the rest the steps go on by their days.
    """

    _name = "convenience.reminder"
    _inherit = ["convenience.reminder"]

    promised_on = fields.Date("Promised For", copy=False)
    promised_amount = fields.Monetary(copy=False)
    promise_statement_ids = fields.Many2many(
        "convenience.statement",
        "convenience_reminder_promise_rel",
        string="Statements of the Promise",
        readonly=True,
        copy=False,
    )
    promise_owed = fields.Monetary("Owed at the Promise", readonly=True, copy=False)
    is_promise_broken = fields.Boolean(
        "Promise Broken", compute="_compute_is_promise_broken", compute_sudo=True
    )

    @api.depends("promised_on", "promise_statement_ids.amount_left")
    def _compute_is_promise_broken(self):
        for reminder in self:
            day = reminder.promised_on if reminder.result == "promise" else False
            over = day and reminder.state == "done" and day < reminder.office_id._today()
            reminder.is_promise_broken = bool(over and not reminder._is_promise_kept())

    def _is_promise_kept(self):
        """Whether no more is left of the bills than was owed then, less what was promised."""
        left = sum(self.promise_statement_ids.mapped("amount_left"))
        rest = max(0.0, self.promise_owed - self.promised_amount)
        return self.currency_id.compare_amounts(left, rest) <= 0

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"promise_statement_ids", "promise_owed"}

    def _check_promise(self):
        payer = self.partner_id.name
        if not self.promised_on or self.promised_on < self.office_id._today():
            raise UserError(
                self.env._("Enter the day on which %(payer)s pays, not a past one.", payer=payer)
            )
        if self.promised_amount <= 0:
            raise UserError(self.env._("Enter what %(payer)s promises to pay.", payer=payer))

    def _after_move(self, move):
        result = super()._after_move(move)
        if move.target == "done" and move.groups:
            # sudo: the promise holds for the statements, which the desk does not write
            for reminder in self.sudo().filtered(lambda one: one.result == "promise"):
                reminder._note_promise()
        return result

    def _note_promise(self):
        """Keep what was owed, and hold the next steps of all that was overdue."""
        statements = self.line_ids.statement_id | self.statement_ids
        self._write_guarded(
            {
                "promise_statement_ids": [fields.Command.set(statements.ids)],
                "promise_owed": sum(statements.mapped("amount_left")),
            }
        )
        statements._write_guarded({"promised_on": self.promised_on})

    # ------------------------------------------------------------------ job

    @api.model
    def _cron_forget_kept(self):
        """Let the steps go on by their days where a promise is over and was kept."""
        over = Domain.OR(
            Domain("office_id", "=", office.id) & Domain("promised_on", "<", office._today())
            for office in self.env["convenience.office"].search([])
        )
        held = Domain("promise_statement_ids.promised_on", "!=", False)
        promised = Domain("result", "=", "promise") & Domain("state", "=", "done")
        self._run_job(promised & over & held, "_forget_kept")

    def _forget_kept(self):
        for reminder in self.filtered(lambda one: one._is_promise_kept()):
            kept = reminder.promise_statement_ids.filtered(
                lambda statement, day=reminder.promised_on: statement.promised_on == day
            )
            kept._write_guarded({"promised_on": False})

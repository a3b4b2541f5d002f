from odoo import api, fields, models
from odoo.fields import Domain

REMINDER = "convenience_service.mail_activity_type_thing_due"


class ConvenienceLoan(models.Model):
    """When a thing is due back, and who asks for it; once for each due day."""

    _name = "convenience.loan"
    _inherit = ["convenience.loan"]

    due_on = fields.Date("Due Back", index=True, copy=False, help="Local day at the office.")
    is_overdue = fields.Boolean(
        "Not Back in Time", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    reminded_on = fields.Date(
        readonly=True, copy=False, help="Of the due day that holds now. Local day at the office."
    )

    @api.depends("due_on", "state")
    def _compute_is_overdue(self):
        for loan in self:
            loan.is_overdue = bool(
                loan.state == "out" and loan.due_on and loan.due_on < loan.office_id._today()
            )

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "=", "out") & self._day_domain("due_on", "<")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | self._job_fields() | {"reminded_on"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "reminded_on": False}

    def write(self, vals):
        put_off = self.browse()
        if "due_on" in vals:
            due_on = fields.Date.to_date(vals["due_on"])
            put_off = self.filtered(lambda loan: loan.due_on != due_on)
        result = super().write(vals)
        put_off._end_reminder()
        return result

    @api.model
    def _cron_remind(self):
        """Tell who handed a thing over that its due day has come."""
        due = Domain("state", "=", "out") & Domain("reminded_on", "=", False)
        self._run_job(due & self._day_domain("due_on", "<="), "_remind")

    def _remind(self):
        for loan in self:
            loan._ask_for_return(loan._reminder_user(loan.handed_out_by_id))
        return self._write_guarded_each(
            {loan.id: {"reminded_on": loan.office_id._today()} for loan in self}
        )

    def _ask_for_return(self, user):
        loan = self.with_context(lang=user.lang)
        summary = loan.env._(
            "%(thing)s of %(resident)s is due back",
            thing=loan.display_name,
            resident=loan.resident_id.name,
        )
        loan.activity_schedule(
            REMINDER, date_deadline=loan.due_on, summary=summary, user_id=user.id
        )

    def _end_reminder(self):
        """What is back, lost or put off is no longer asked for."""
        reminded = self.filtered("reminded_on")
        if reminded:
            # sudo: the reminder may be another clerk's
            reminded.sudo().activity_unlink([REMINDER])
            reminded._write_guarded({"reminded_on": False})

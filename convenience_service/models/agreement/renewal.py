from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..guard.arguments import DATE, takes

REMINDER = "convenience_service.mail_activity_type_agreement_renewal"


class ConvenienceAgreement(models.Model):
    """Agreements that end on a day: asked after in time, renewed, or ended by themselves."""

    _name = "convenience.agreement"
    _inherit = ["convenience.agreement"]

    renewal_reminded_on = fields.Date(
        readonly=True, copy=False, help="Of the end that holds now. Local day at the office."
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | self._job_fields() | {"renewal_reminded_on"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "renewal_reminded_on": False}

    # ------------------------------------------------------------------ reminding

    @api.model
    def _cron_agreements(self):
        """Tell the service manager of agreements about to end; end those whose day is over."""
        self._run_job(self._renewal_due(), "_remind_of_renewal")
        self._run_job(self._expired(), "_end_expired")

    @api.model
    def _renewal_due(self):
        """Return the domain of agreements to ask after, each once for the end that holds."""
        asked = Domain("renewal_reminded_on", "=", False) & Domain("end_reason", "=", False)
        return Domain("state", "=", "active") & asked & self._renewal_domain()

    @api.model
    def _expired(self):
        return Domain("state", "=", "active") & self._day_domain("date_to", "<")

    @api.model
    def _renewal_domain(self):
        offices = self.env["convenience.office"].with_context(active_test=False).search([])
        return Domain.OR(
            Domain("office_id", "in", same.ids) & self._day_domain("date_to", "<=", days)
            for days, same in offices.grouped("renewal_reminder_days").items()
            if days
        )

    def _remind_of_renewal(self):
        for agreement in self:
            agreement._ask_for_renewal(agreement._reminder_user())
        return self._write_guarded_each(
            {one.id: {"renewal_reminded_on": one.office_id._today()} for one in self}
        )

    def _ask_for_renewal(self, user):
        agreement = self.with_context(lang=user.lang)
        agreement.activity_schedule(
            REMINDER,
            date_deadline=agreement.date_to,
            summary=agreement.env._(
                "%(agreement)s of %(customer)s ends on %(date)s",
                agreement=agreement.name,
                customer=agreement.partner_id.name,
                date=agreement.date_to,
            ),
            user_id=user.id,
        )

    # ------------------------------------------------------------------ renewing, ending

    @takes(date_to=DATE)
    def action_renew(self, date_to):
        """Let the agreement go on until another day; services without an end go along.

        :param date_to: new last local day, later than the one so far
        """
        self._check_desk()
        day = fields.Date.to_date(date_to)
        for agreement in self:
            agreement._check_renewable(day)
        self._write_guarded({"date_to": day, "renewal_reminded_on": False})
        self.line_ids._look_again()
        self._ask_no_longer()
        self._log_whole("renewed", day, self.env._("Renewed until %(date)s", date=day))
        return True

    def _check_renewable(self, day):
        if not self.date_to or self.end_reason or not day or day <= self.date_to:
            raise UserError(
                self.env._(
                    "%(agreement)s: enter a day later than its last one. What has no last day, or "
                    "is ended, is not renewed.",
                    agreement=self.name,
                )
            )

    def _ask_no_longer(self):
        """Nobody is to ask about the renewal of what is renewed, or ended."""
        # sudo: the reminder may be another's
        self.sudo().activity_unlink([REMINDER])

    def _end_expired(self):
        self._ask_no_longer()
        reason = self.env._("Its last day is over")
        self._move_to_by_system("ended", via="expiry", reason=reason)
        self.line_ids._ask_no_more(reason)
        return True

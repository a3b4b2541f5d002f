from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize


class ConvenienceSurveyInvitation(models.Model):
    """Invitations by mail: each once, reminded once, by jobs that may be killed at any line.

    A batch queues its mails and notes the day in one transaction: after a kill both are there, or
    neither.
    """

    _name = "convenience.survey.invitation"
    _inherit = ["convenience.survey.invitation"]

    @api.model
    def _cron_send(self):
        """Queue the invitations, then the reminders that are due."""
        # what another room of the office prints or mails waits for no round that is over
        rounds = self.env["convenience.survey.round"].search(
            [("state", "=", "open"), ("send_mail", "=", True)]
        )
        running = rounds.filtered(lambda one: one.office_id._today() <= one.date_to)
        reached = (
            Domain("round_id", "in", running.ids)
            & Domain("is_valid", "=", False)
            & Domain("partner_id.email", "!=", False)
        )
        self._run_job(reached & Domain("sent_on", "=", False), "_send")
        self._run_job(reached & self._to_remind(running), "_remind")

    @api.model
    def _to_remind(self, rounds):
        """Return the domain of who was invited so long ago, and not reminded yet."""
        mailed = Domain("reminded_on", "=", False) & Domain("answered_on", "=", False)
        return mailed & Domain.OR(
            Domain("round_id", "=", one.id)
            & Domain("sent_on", "<=", one.office_id._today() - timedelta(days=one.remind_days))
            for one in rounds
            if one.remind_days
        )

    def _send(self):
        self._mail("survey_invitation", "sent_on")

    def _remind(self):
        self._mail("survey_reminder", "reminded_on")

    def _mail(self, event, stamp):
        for one in self:
            if not email_normalize(one.partner_id.email):
                raise UserError(
                    self.env._(
                        "The e-mail address of %(resident)s is none that mail can be sent to. "
                        "Correct it on the contact, or bring the printed sheet.",
                        resident=one.partner_id.name,
                    )
                )
        self.env["convenience.notifier"]._invite(event, self)
        for office, own in self.grouped("office_id").items():
            own._write_guarded({stamp: office._today()})

    def _message_log_batch(self, bodies, **_options):
        """What was sent is said by its day: a history with moments would lead to the answer."""

from odoo import api, models


class ConvenienceNotifier(models.AbstractModel):
    """Invitations leave from the place that all messages leave from."""

    _name = "convenience.notifier"
    _inherit = ["convenience.notifier"]

    @api.model
    def _mail_templates(self):
        names = ("survey_invitation", "survey_reminder")
        own = {name: f"convenience_service_survey.mail_template_{name}" for name in names}
        return {**super()._mail_templates(), **own}

    @api.model
    def _invite(self, event, invitations):
        """Ask households for their answer; called by the job, which keeps what fails."""
        system = self._system_env()
        for channel in self._channels():
            sender = getattr(self.with_env(system), f"_send_{channel}")
            sender(event, invitations.with_env(system))

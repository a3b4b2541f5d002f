import logging

from odoo import SUPERUSER_ID, api, models
from odoo.tools.misc import clean_context

from ..guard.job import CONCURRENCY_ERRORS

_logger = logging.getLogger(__name__)


class ConvenienceNotifier(models.AbstractModel):
    """Tells customers what happens to their requests, by every channel there is.

    This is the only place messages leave from. A channel is a name and a method. An addon for
    SMS or WeChat inherits this model, adds its name to what `_channels` returns, and gives it
    a method `_send_<name>(event, requests)`::

        class ConvenienceNotifier(models.AbstractModel):
            _inherit = "convenience.notifier"

            @api.model
            def _channels(self):
                return [*super()._channels(), "sms"]

            @api.model
            def _send_sms(self, event, requests):
                ...

    The method gets the whole batch, as the system and with the office's switch looked at
    already; it skips whom it cannot reach, writes in the language of the customer, and queues
    rather than sends. What it raises is undone and noted on the request: no message ever stops
    the work it tells of.
    """

    _name = "convenience.notifier"
    _description = "Messages to Customers"

    @api.model
    def _channels(self):
        """Return the names of the channels, each with a method `_send_<name>`."""
        return ["mail"]

    @api.model
    def _switches(self):
        """Return {event: field of the office that turns its messages on}."""
        return {
            "registered": "message_registered",
            "assigned": "message_assigned",
            "done": "message_done",
            "reminder": "message_reminder",
        }

    @api.model
    def _mail_templates(self):
        """Return {event: external id of its mail template}."""
        requests = self._switches().keys() - {"reminder"}
        return {
            **{event: f"convenience_service.mail_template_request_{event}" for event in requests},
            "reminder": "convenience_service.mail_template_reminder",
        }

    @api.model
    def _notify(self, event, requests):
        """Tell the customers of a batch of requests, where their office wants it.

        :param str event: a key of `_switches`
        """
        switch = self._switches()[event]
        # sudo: what the office chose and whom it reaches does not depend on who made the move
        wanted = requests.sudo().filtered(lambda request: request.office_id[switch])
        if not wanted:
            return
        # what the move itself has still to write fails as an error of the move
        self.env.flush_all()
        system = self._system_env()
        notifier = self.with_env(system)
        for channel in self._channels():
            notifier._send_or_note(channel, event, wanted.with_env(system))

    @api.model
    def _system_env(self):
        """The system is the author: the link in a message is for its recipient only."""
        return self.env(user=SUPERUSER_ID, su=True, context=clean_context(self.env.context))

    @api.model
    def _remind(self, reminders):
        """Tell payers what they owe; called by the job, which looked at the office's switch.

        What fails is raised: the job keeps the error of each reminder and tries again.
        """
        system = self._system_env()
        for channel in self._channels():
            sender = getattr(self.with_env(system), f"_send_{channel}")
            sender("reminder", reminders.with_env(system))

    @api.model
    def _customer_field(self, records):
        """Return the name of the field that says whom to tell."""
        return "customer_id" if "customer_id" in records._fields else "partner_id"

    @api.model
    def _send_or_note(self, channel, event, requests):
        """All at once; when that fails one by one, so that one address stops nobody else's."""
        try:
            with self.env.cr.savepoint():
                getattr(self, f"_send_{channel}")(event, requests)
        except CONCURRENCY_ERRORS:
            raise
        except Exception as error:
            if len(requests) > 1:
                for request in requests:
                    self._send_or_note(channel, event, request)
            else:
                self._note_failure(requests, error)

    @api.model
    def _note_failure(self, request, error):
        _logger.warning("%s: the customer was not told", request, exc_info=True)
        request._message_log(
            body=self.env._(
                "The message to %(customer)s was not sent: %(error)s",
                customer=request.customer_id.name,
                error=str(error) or error.__class__.__name__,
            )
        )

    # ------------------------------------------------------------------ e-mail

    @api.model
    def _send_mail(self, event, requests):
        """Queue a mail to each customer who has an address."""
        customer = self._customer_field(requests)
        reached = requests.filtered(f"{customer}.email")
        if not reached:
            return
        template = self.env.ref(self._mail_templates()[event])
        mails = template.send_mail_batch(
            reached.ids,
            email_layout_xmlid="mail.mail_notification_light",
            # a mail filed on the request would show the customer's link to the staff
            email_values={"model": False, "res_id": False},
        )
        reached._message_log_batch(
            bodies={
                request.id: self.env._(
                    "E-mail to %(customer)s: %(subject)s",
                    customer=request[customer].name,
                    subject=mail.subject,
                )
                for request, mail in zip(reached, mails, strict=True)
            }
        )

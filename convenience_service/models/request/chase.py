from odoo import api, fields, models
from odoo.exceptions import UserError

from ..guard.roles import CLERK
from .request import OPEN_STATES

CHASE = "convenience_service.mail_activity_type_hurry"


class ConvenienceRequest(models.Model):
    """The customer calls again and asks to hurry (催单): counted, and told to who does the work."""

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    hurry_count = fields.Integer("Hurry Calls", readonly=True, copy=False, default=0)
    last_hurry_on = fields.Datetime("Last Hurry Call", readonly=True, copy=False)

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"hurry_count", "last_hurry_on"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "hurry_count": 0, "last_hurry_on": False}

    def action_hurry(self):
        """Record that the customers call again, and tell the workers and the dispatcher.

        Two clerks at once count two: both write the row, so the server takes up the second call
        again on what the first one left.

        :raise AccessError: when the user is not at the service desk of the office
        :raise UserError: naming the first request that is no longer open
        """
        self.sudo(False).check_access("read")
        self._check_may_chase()
        now = fields.Datetime.now()
        self._write_guarded_each(
            {
                request.id: {"hurry_count": request.hurry_count + 1, "last_hurry_on": now}
                for request in self
            }
        )
        for request in self:
            request._tell_chased()
        return True

    def _check_may_chase(self):
        self._require_role(CLERK, act=self.env._("record hurry calls on it"))
        self._check_own_office()
        for request in self:
            if request.state not in OPEN_STATES:
                raise UserError(
                    self.env._(
                        "%(request)s is %(state)s: there is nothing left to hurry. Register a "
                        "new request instead.",
                        request=request.name,
                        state=request._state_label(request.state),
                    )
                )

    def _tell_chased(self):
        """One activity each for the people concerned, renewed with every call."""
        # sudo: reminders are other people's, and so are the workers' users
        request = self.sudo()
        told = request._of_office(request.worker_ids.user_id | request._answerable_user())
        request.activity_unlink([CHASE])
        for user in told:
            reader = request.with_context(lang=user.lang)
            reader.activity_schedule(
                CHASE,
                request.office_id._today(),
                summary=reader.env._(
                    "The customer asks to hurry (call %(count)s)", count=request.hurry_count
                ),
                user_id=user.id,
            )
        request._message_log(
            body=self.env._(
                "Hurry call %(count)s, told to: %(people)s",
                count=request.hurry_count,
                people=", ".join(told.mapped("name")) or self.env._("nobody"),
            )
        )

    def _after_move(self, move):
        result = super()._after_move(move)
        if move.target not in OPEN_STATES:
            # sudo: reminders are other people's
            chased = self.sudo().filtered("hurry_count")
            if chased:
                chased.activity_feedback([CHASE])
        return result

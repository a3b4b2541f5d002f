from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..guard.bounds import Money
from ..guard.roles import SUPERVISOR

RAISE = "convenience_service.mail_activity_type_raise"
SEEN = "amount_seen"  # in the context of the button: what was read beside it


class ConvenienceRequest(models.Model):
    """A raise beyond the share of the office: somebody is asked to approve it, not on the job."""

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    # ------------------------------------------------------------------ asked for

    def _after_lines_added(self, lines):
        result = super()._after_lines_added(lines)
        self._follow_raise()
        return result

    def _follow_raise(self):
        """Have a raise beyond the office's share approved, and nobody once it is taken back.

        Who may approve it and raises it approves it by that.
        """
        # sudo: tasks are other people's; what is dearer does not depend on who asks
        requests = self.sudo().filtered("agreed_on")
        waiting = requests.filtered("is_raise_to_approve")
        if waiting and self.env.user._has_convenience_role(SUPERVISOR):
            (waiting - waiting._worked_on_by_user())._approve_raise()
        waiting = waiting.filtered("is_raise_to_approve")
        if requests:
            requests.activity_unlink([RAISE])
        for request in waiting:
            request._ask_to_approve_raise()

    def _ask_to_approve_raise(self):
        user = self._raise_approver()
        if user:
            request = self.with_context(lang=user.lang)
            request.activity_schedule(
                RAISE,
                request.office_id._today(),
                user_id=user.id,
                summary=request.env._(
                    "Dearer than agreed: %(agreed)s, now %(total)s",
                    agreed=request._in_currency(request.amount_agreed),
                    total=request._in_currency(request.amount_total),
                ),
            )

    def _raise_approver(self):
        """Return who is asked: somebody of the office who is not on the job, or nobody."""
        office = self.office_id
        people = (
            self.assigned_by_id
            | self.department_id.manager_id.user_id
            | office.service_manager_id
            | office.director_id
        )
        able = self._of_office(people).filtered(lambda user: user._has_convenience_role(SUPERVISOR))
        return (able - self.worker_ids.user_id)[:1]

    def _after_move(self, move):
        result = super()._after_move(move)
        if move.target == "cancelled":
            # sudo: tasks are other people's
            self.sudo().filtered("agreed_on").activity_unlink([RAISE])
        return result

    # ------------------------------------------------------------------ approved

    def action_approve_raise(self):
        """Approve that the work costs more than the office's share: never one's own job.

        What is approved is the amount that was on the screen: the button brings it along, in the
        context as `amount_seen`.

        :raise AccessError: when the user is no supervisor of the office, or is on the job
        :raise UserError: when nothing waits to be approved, or it costs more by now than was seen
        """
        self._require_role(SUPERVISOR, act=self.env._("approve that it costs more"))
        self._check_own_office()
        own = self._worked_on_by_user()
        if own:
            raise AccessError(
                self.env._(
                    "You work on %(request)s yourself: somebody else has to approve that it costs "
                    "more.",
                    request=own[0].name,
                )
            )
        for request in self - self.filtered("is_raise_to_approve"):
            raise UserError(
                self.env._(
                    "%(request)s costs no more than was agreed or approved: there is nothing to "
                    "approve.",
                    request=request.name,
                )
            )
        self._check_amount_seen()
        self._approve_raise()
        # sudo: tasks are other people's
        self.sudo().activity_unlink([RAISE])
        return True

    def _check_amount_seen(self):
        """Nobody approves what was added while they looked at the screen."""
        seen = self.env.context.get(SEEN)
        for request in self:
            if len(self) > 1 or not seen or not Money(None).allows(seen, self):
                raise UserError(
                    self.env._(
                        "%(request)s costs %(total)s. Look at the amount and approve it there, "
                        "one request after the other.",
                        request=request.name,
                        total=request._in_currency(request.amount_total),
                    )
                )
            if request.currency_id.compare_amounts(request.amount_total, seen) > 0:
                raise UserError(
                    self.env._(
                        "%(request)s costs %(total)s by now, and you saw %(seen)s. Look at it "
                        "again before you approve.",
                        request=request.name,
                        total=request._in_currency(request.amount_total),
                        seen=request._in_currency(seen),
                    )
                )

    def _approve_raise(self):
        """Approve what the requests cost now; the caller has checked who asks."""
        now = fields.Datetime.now()
        self._write_guarded_each(
            {
                request.id: {
                    "amount_approved": request.amount_total,
                    "raise_approved_by_id": self.env.uid,
                    "raise_approved_on": now,
                }
                for request in self
            }
        )
        for request in self:
            request._message_log(
                body=self.env._(
                    "Approved that it costs %(total)s; agreed were %(agreed)s.",
                    total=request._in_currency(request.amount_total),
                    agreed=request._in_currency(request.amount_agreed),
                )
            )

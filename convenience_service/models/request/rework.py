from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import CLERK, SUPERVISOR, WORKER
from ..guard.workflow import Move

_lt = LazyTranslate(__name__)

FIELD = (WORKER, CLERK)


class ConvenienceRequest(models.Model):
    """When it does not go as sent: handed over, returned, put off, nobody there, not signed.

    Each leaves its reason in the history of the request.
    """

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    put_off_until = fields.Datetime(readonly=True, copy=False, index="btree_not_null")
    put_off_reason = fields.Char("Put Off Because", readonly=True, copy=False)
    wasted_trip_count = fields.Integer("Wasted Trips", readonly=True, copy=False)
    rework_count = fields.Integer("Times Reworked", readonly=True, copy=False)

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        return [
            *super()._workflow_moves(),
            Move("assigned", "new", FIELD, via="return"),
            Move("in_progress", "new", FIELD, via="return"),
            Move("in_progress", "assigned", (SUPERVISOR,), via="hand_over"),
            Move("done", "in_progress", FIELD, via="refused"),
        ]

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "put_off_until", "put_off_reason", "wasted_trip_count", "rework_count",
        }  # fmt: skip

    @api.model
    def _guarded_defaults(self):
        return {
            **super()._guarded_defaults(),
            "put_off_until": False,
            "put_off_reason": False,
            "wasted_trip_count": 0,
            "rework_count": 0,
        }

    def _after_move(self, move):
        result = super()._after_move(move)
        if (move.source, move.target) == ("done", "in_progress"):
            self._write_guarded_each(
                {request.id: {"rework_count": request.rework_count + 1} for request in self}
            )
            # what is done anew is checked out anew
            self.line_ids._write_guarded({"quantity_done": False})
        if move.target in ("assigned", "cancelled"):
            self.filtered("put_off_until")._write_guarded({"put_off_until": False})
        if move.target == "new":
            # sudo: whoever gives a job back is not on it from here on
            self.sudo().worker_ids = [Command.clear()]
        return result

    # ------------------------------------------------------------------ returned

    @asks_reason(_lt("Return the Job"))
    def action_return(self, reason=None):
        """Give the job back to the desk, which sends somebody else.

        :param str reason: why it cannot be done by who was sent
        """
        self._move_to("new", via="return", reason=reason)
        return self._leave_job()

    @asks_reason(_lt("Wasted Trip"))
    def action_wasted_trip(self, reason=None):
        """Nobody was there, or nothing could be done: counted, and back to the desk.

        :param str reason: what was found
        """
        self._move_to("new", via="return", reason=reason)
        # sudo: a worker who gave the job back does not read it any more
        self.sudo()._write_guarded_each(
            {
                request.id: {"wasted_trip_count": request.wasted_trip_count + 1}
                for request in self.sudo()
            }
        )
        return self._leave_job()

    @asks_reason(_lt("The Customer Does Not Sign"))
    def action_refuse_signature(self, reason=None):
        """The customer does not sign: the worker goes on with the work, with the reason.

        :param str reason: what the customer finds wanting
        """
        return self._move_to("in_progress", via="refused", reason=reason)

    def _leave_job(self):
        """Return the list of jobs to those who cannot read the request any more."""
        if self.sudo(False).has_access("read"):
            return True
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_my_jobs"
        )
        return {**action, "target": "main"}

    # ------------------------------------------------------------------ handed over

    def action_hand_over(self):
        """Ask who goes instead, and why."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hand Over"),
            "res_model": "convenience.hand.over",
            "view_mode": "form",
            "target": "new",
            "context": {"default_request_ids": self.ids},
        }

    def _hand_over(self, employees, reason):
        """Send others instead: the supervisor's decision, checked like the first dispatch.

        :param employees: `hr.employee` records of the office's staff
        """
        reason = self._clean_reason(reason)
        if not reason or not employees:
            raise UserError(self.env._("%(request)s: say who goes and why.", request=self[:1].name))
        self._check_supervises()
        for request in self:
            if request.state not in ("assigned", "in_progress"):
                raise UserError(
                    self.env._(
                        "%(request)s is %(state)s: only a job under way is handed over.",
                        request=request.name,
                        state=request._state_label(request.state),
                    )
                )
        started = self.filtered(lambda request: request.state == "in_progress")
        self.filtered(lambda request: request.state == "assigned")._move_to("new", reason=reason)
        started._move_to("new", via="return", reason=reason)
        self.worker_ids = [Command.set(employees.ids)]
        return self._move_to("assigned", reason=reason)

    def _check_supervises(self):
        """Taking a job back is checked by its move; this names who may before any of it."""
        self.check_access("write")
        self._require_role(SUPERVISOR, act=self.env._("send somebody else"))

    # ------------------------------------------------------------------ put off

    def action_put_off(self):
        """Ask until when, and why."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Put Off"),
            "res_model": "convenience.put.off",
            "view_mode": "form",
            "target": "new",
            "context": {"default_request_ids": self.ids},
        }

    def _put_off(self, until, reason):
        """Let the request rest until a moment (naive UTC), then it comes back by itself.

        :raise UserError: for a moment that has passed, or work that is done
        """
        reason = self._clean_reason(reason)
        self._check_put_off(until, reason)
        self.filtered(lambda request: request.state != "new")._move_to(
            "new", via="return", reason=reason
        )
        # sudo: a worker who gave the job back does not read it any more
        requests = self.sudo()
        requests._write_guarded({"put_off_until": until, "put_off_reason": reason})
        requests._log("new", "new", reason)
        requests._restart_deadlines(until)
        return self._leave_job()

    def _check_put_off(self, until, reason):
        self.check_access("write")
        self._check_own_office(FIELD)
        desk = self.env.user._has_convenience_role(CLERK)
        for request in self:
            if request.state not in ("new", "assigned", "in_progress")[not desk :]:
                raise UserError(
                    self.env._(
                        "%(request)s is %(state)s: there is nothing to put off.",
                        request=request.name,
                        state=request._state_label(request.state),
                    )
                )
            if not reason or not until or until <= fields.Datetime.now():
                raise UserError(
                    self.env._(
                        "%(request)s: enter a moment to come and why it is put off.",
                        request=request.name,
                    )
                )

    @api.model
    def _come_back_due(self):
        """Bring back what was put off until now; each once, however often the job runs."""
        self._run_job(
            Domain("put_off_until", "<=", fields.Datetime.now()) & Domain("state", "=", "new"),
            "_come_back",
        )

    def _come_back(self):
        self._write_guarded({"put_off_until": False})
        for request in self:
            request.message_post(
                body=self.env._(
                    "Back on the list, as put off: %(reason)s",
                    reason=request.put_off_reason or "",
                )
            )
        self._dispatch_in_turn()

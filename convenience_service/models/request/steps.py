from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import CLERK, SHEET_IMPORT, SUPERVISOR, WORKER
from ..guard.workflow import Move

_lt = LazyTranslate(__name__)


class ConvenienceRequest(models.Model):
    """The steps of a request, from sending somebody to the review, and what each asks for."""

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    @api.model
    def _workflow_moves(self):
        clerk, supervisor, sheet = (CLERK,), (SUPERVISOR,), (SHEET_IMPORT,)
        field = (WORKER, CLERK)
        return [
            *super()._workflow_moves(),
            Move("new", "assigned", supervisor),
            Move("assigned", "new", supervisor),
            Move("assigned", "in_progress", field),
            Move("in_progress", "done", field),
            Move("done", "in_progress", supervisor),
            Move("done", "signed", field),
            Move("done", "reviewed", supervisor),
            Move("signed", "reviewed", supervisor),
            Move("new", "cancelled", clerk),
            Move("assigned", "cancelled", supervisor),
            Move("in_progress", "cancelled", supervisor),
            Move("new", "done", sheet, via="import"),
            Move("done", "signed", sheet, via="import"),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            **super()._workflow_stamps(),
            "assigned": ("assigned_by_id", "assigned_on"),
            "in_progress": ("started_by_id", "started_on"),
            "done": ("done_by_id", "done_at"),
            "signed": ("signed_by_id", "signed_at"),
            "reviewed": ("reviewed_by_id", "reviewed_on"),
            "cancelled": ("cancelled_by_id", "cancelled_on"),
        }

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states() | {"signed", "reviewed"}

    def _check_move(self, move):
        result = super()._check_move(move)
        checks = {
            "assigned": self._check_dispatch,
            "signed": self._check_signature,
            "reviewed": self._check_review,
        }
        if move.target in checks and move.via != "import":
            checks[move.target]()
        return result

    def _check_dispatch(self):
        for request in self:
            if not request.line_ids:
                raise UserError(
                    self.env._("%(request)s has no service. Add one first.", request=request.name)
                )
            if not request.department_id or not (request.worker_ids or request.provider_id):
                raise UserError(
                    self.env._(
                        "%(request)s: choose the department and who does the work first.",
                        request=request.name,
                    )
                )

    def _check_signature(self):
        for request in self:
            if not request.signed_name or not (request.signature or request.signed_on_paper):
                raise UserError(
                    self.env._(
                        "%(request)s: have the customer sign, or tick that the paper is signed, "
                        "and enter who signed.",
                        request=request.name,
                    )
                )
        self._check_priced()

    def _check_priced(self):
        """Nobody signs for, or reviews, work whose price is still to be quoted."""
        unpriced = self.line_ids._awaiting_price()
        if unpriced:
            raise UserError(
                self.env._(
                    "%(request)s: %(item)s has no price yet. Have the director enter it first.",
                    request=unpriced[0].request_id.name,
                    item=unpriced[0].product_id.display_name,
                )
            )

    def _prepare_record_values(self, move, values):
        values = super()._prepare_record_values(move, values)
        if move.target == "done":
            now = fields.Datetime.now()
            return {
                request.id: {
                    **values.get(request.id, {}),
                    "date_done": request.office_id._local_date(
                        values.get(request.id, {}).get("done_at", now)
                    ),
                }
                for request in self
            }
        if (move.source, move.target) == ("done", "in_progress"):
            reset = {"done_by_id": False, "done_at": False, "date_done": False}
            return {request.id: {**values.get(request.id, {}), **reset} for request in self}
        return values

    @api.constrains("worker_ids", "office_id")
    def _check_workers(self):
        """Being listed shows the request to the worker, so only the office's own staff is."""
        for request in self.sudo().filtered("worker_ids"):
            strangers = request.worker_ids - request.staff_ids
            if strangers:
                raise ValidationError(
                    self.env._(
                        "%(worker)s is not among the staff of %(office)s. Add them to its staff "
                        "or choose somebody else for %(request)s.",
                        worker=strangers[0].name,
                        office=request.office_id.name,
                        request=request.name,
                    )
                )

    # ------------------------------------------------------------------ actions

    def action_assign(self):
        """Send the workers (P2 4.2.6)."""
        return self._move_to("assigned")

    def action_unassign(self):
        """Take the job back to the desk."""
        return self._move_to("new")

    def action_start(self):
        """Check in at the customer's."""
        return self._move_to("in_progress")

    def action_done(self):
        """Check out: the work is finished."""
        return self._move_to("done")

    def action_sign(self):
        """Take the customer's signature for what was done (P2 4.3.1)."""
        return self._move_to("signed")

    @asks_reason(_lt("Back to Work"))
    def action_rework(self, reason=None):
        """The customer does not sign: go back to work, with the reason.

        :param str reason: what has to be done again
        """
        return self._move_to("in_progress", reason=reason)

    def action_review(self):
        """Review what was signed; never one's own work (P5 4.3.1)."""
        return self._move_to("reviewed")

    @asks_reason(_lt("Cancel the Request"))
    def action_cancel(self, reason=None):
        """Cancel with a reason, which is kept in the history.

        :param str reason: why the request is not carried out
        """
        return self._move_to("cancelled", reason=reason)

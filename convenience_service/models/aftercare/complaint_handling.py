from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import CLERK, DIRECTOR, SERVICE_MANAGER, SUPERVISOR
from ..guard.workflow import Move

_lt = LazyTranslate(__name__)

MOST_REOPENED = 2


class ConvenienceComplaint(models.Model):
    """Answered, found valid or not, reopened, and in the end closed whatever the customer says."""

    _name = "convenience.complaint"
    _inherit = ["convenience.complaint"]

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        return [
            *super()._workflow_moves(),
            Move("resolved", "handling", (CLERK,), via="reopen"),
            Move("resolved", "unaccepted", (DIRECTOR,)),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            **super()._workflow_stamps(),
            "unaccepted": ("unaccepted_by_id", "unaccepted_on"),
        }

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states() | {"unaccepted"}

    @api.model
    def _settled_states(self):
        return (*super()._settled_states(), "unaccepted")

    def _check_move(self, move):
        result = super()._check_move(move)
        if (move.source, move.target) == ("resolved", "handling"):
            self._check_reopening()
        if move.target == "unaccepted":
            self._check_reopened_enough()
        return result

    def _check_reopening(self):
        self._check_not_own_resolution()
        for complaint in self:
            if complaint.reopened_count >= MOST_REOPENED:
                raise UserError(
                    self.env._(
                        "%(complaint)s was reopened twice. Have the director close it as answered "
                        "and not accepted.",
                        complaint=complaint.name,
                    )
                )

    def _check_reopened_enough(self):
        for complaint in self:
            if complaint.reopened_count < MOST_REOPENED:
                raise UserError(
                    self.env._(
                        "%(complaint)s was not reopened twice yet. Reopen it as long as the "
                        "customer is not satisfied.",
                        complaint=complaint.name,
                    )
                )

    def _prepare_record_values(self, move, values):
        values = super()._prepare_record_values(move, values)
        if (move.source, move.target) != ("resolved", "handling"):
            return values
        return {
            complaint.id: {
                **values.get(complaint.id, {}),
                "reopened_count": complaint.reopened_count + 1,
                "finding": False,
                "finding_by_id": False,
            }
            for complaint in self
        }

    # ------------------------------------------------------------------ actions

    @asks_reason(_lt("First Answer"))
    def action_answer(self, reason=None):
        """Note what the customer was answered first, once.

        :param str reason: what was said
        """
        self._require_role(SUPERVISOR, act=self.env._("answer it"))
        self._refuse_in_states(self._settled_states())
        waiting = self.filtered(lambda complaint: not complaint.answered_on)
        waiting._write_guarded(
            {"answered_on": fields.Datetime.now(), "answered_by_id": self.env.uid}
        )
        self.env["convenience.complaint.step"].create(
            [{"complaint_id": complaint.id, "name": reason} for complaint in self]
        )
        return True

    @asks_reason(_lt("The Customer Is Not Satisfied"))
    def action_reopen(self, reason=None):
        """The customer is not satisfied: it is handled again, twice at most.

        :param str reason: what the customer said
        """
        return self._move_to("handling", via="reopen", reason=reason)

    @asks_reason(_lt("Answered, Not Accepted"))
    def action_not_accepted(self, reason=None):
        """The director closes what was reopened twice (已答复未认可).

        :param str reason: why nothing more is done
        """
        return self._move_to("unaccepted", reason=reason)

    def action_valid(self):
        """Confirm that the complaint was right (有效)."""
        return self._confirm_finding("valid")

    def action_invalid(self):
        """Confirm that the complaint was not right (无效)."""
        return self._confirm_finding("invalid")

    def _confirm_finding(self, finding):
        self._require_role(SERVICE_MANAGER, act=self.env._("confirm the finding"))
        self._check_own_office()
        for complaint in self.sudo():
            if complaint.state not in ("resolved", "verified", "unaccepted") or complaint.finding:
                raise UserError(
                    self.env._(
                        "%(complaint)s: the finding is confirmed once, after it was resolved.",
                        complaint=complaint.name,
                    )
                )
        own = self._taken_by_user(
            lambda complaint: (
                complaint.handler_id
                | complaint.resolved_by_id
                | complaint.sudo().employee_ids.user_id
            )
        )
        if own:
            raise AccessError(
                self.env._(
                    "You handled %(complaint)s, or it is about you: somebody else confirms the "
                    "finding.",
                    complaint=own[0].name,
                )
            )
        return self._write_guarded({"finding": finding, "finding_by_id": self.env.uid})


class ConvenienceComplaintStep(models.Model):
    """What was done about a complaint, by whom and when; what is written stays."""

    _name = "convenience.complaint.step"
    _description = "Step of a Complaint"
    _inherit = ["convenience.guarded.mixin"]
    _order = "id"

    complaint_id = fields.Many2one(
        "convenience.complaint", required=True, index=True, ondelete="cascade"
    )
    office_id = fields.Many2one(related="complaint_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="complaint_id.company_id", store=True, index=True)
    name = fields.Text("What Was Done", required=True)
    create_uid = fields.Many2one("res.users", "By", readonly=True)
    create_date = fields.Datetime("When", readonly=True)

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"complaint_id", "name"}

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps.complaint_id._refuse_in_states(self.env["convenience.complaint"]._settled_states())
        return steps

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import CLERK, DIRECTOR, SUPERVISOR
from ..guard.workflow import Move

_lt = LazyTranslate(__name__)

TO_DECIDE = "convenience_service.mail_activity_type_problem_to_decide"
TO_ACT = "convenience_service.mail_activity_type_problem_to_act"


class ConvenienceProblem(models.Model):
    """A major problem handed up with the question to be decided (重大问题上报).

    Serves P2 and P5 4.5.3, P3 二 4 (9) and (10), P4 五 2 (4): who supervises the work hands up what
    is hard to handle; the director decides, the decision reaches who acts on it with a day, and
    its result comes back to the director.
    """

    _name = "convenience.problem"
    _description = "Major Problem Handed Up"
    _inherit = ["convenience.workflow.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char("Number", readonly=True, copy=False, index="trigram")
    office_id = fields.Many2one(
        "convenience.office",
        required=True,
        index=True,
        default=lambda self: self.env["convenience.request"]._default_office(),
    )
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    staff_ids = fields.Many2many(related="office_id.user_ids", string="Users of the Office")
    about = fields.Text("What Happened", required=True)
    question = fields.Text("To Be Decided", required=True, help="What the director is asked.")
    proposal = fields.Text("Proposed", help="What whoever hands it up would do.")
    request_id = fields.Many2one(
        "convenience.request", index="btree_not_null", ondelete="restrict", check_company=True
    )
    complaint_id = fields.Many2one(
        "convenience.complaint", index="btree_not_null", ondelete="restrict", check_company=True
    )
    decision = fields.Text(copy=False)
    actor_id = fields.Many2one("res.users", "Acts on It", copy=False, index="btree_not_null")
    due_on = fields.Date("To Be Done By", copy=False)
    result = fields.Text(copy=False)
    state = fields.Selection(
        [
            ("raised", "Handed Up"),
            ("decided", "Decided"),
            ("reported", "Result Reported"),
            ("closed", "Closed"),
        ],
        required=True,
        default="raised",
        index=True,
        copy=False,
    )
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    decided_on = fields.Datetime("Decision Made On", readonly=True, copy=False)
    reported_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    reported_on = fields.Datetime(readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    closed_on = fields.Datetime(readonly=True, copy=False)
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )

    _name_unique = models.UniqueIndex(
        "(office_id, name)", "There is already a problem of this number at the office."
    )

    @api.depends("state", "due_on", "office_id.tz")
    def _compute_is_overdue(self):
        for problem in self:
            late = problem.due_on and problem.due_on < problem.office_id._today()
            problem.is_overdue = problem.state == "decided" and bool(late)

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "=", "decided") & self.office_id._domain_over("due_on")

    # ------------------------------------------------------------------ guards

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"name", "office_id", "decision", "actor_id", "due_on"}

    @api.model
    def _guarded_defaults(self):
        empty = ("name", "decision", "actor_id", "due_on", "result")
        return {**super()._guarded_defaults(), **dict.fromkeys(empty, False)}

    @api.model_create_multi
    def create(self, vals_list):
        problems = super().create(vals_list)
        problems._require_role(SUPERVISOR, act=self.env._("hand up a problem"))
        for problem in problems:
            # sudo: the number is drawn for whoever hands it up
            sequence = self.env["ir.sequence"].sudo().with_company(problem.company_id)
            problem._write_guarded({"name": sequence.next_by_code(self._name)})
        problems._ask_director()
        return problems

    def write(self, vals):
        """Who handed it up corrects it until it is decided; who acts writes the result."""
        entered = vals.keys() - self._guarded_fields()
        if entered & {"about", "question", "proposal", "request_id", "complaint_id"}:
            self._refuse_unless("raised")
        if "result" in entered:
            self._refuse_unless("decided")
            self._refuse_others()
        return super().write(vals)

    def _refuse_unless(self, state):
        self.check_access("write")
        for problem in self.sudo():
            if problem.state != state:
                raise UserError(
                    self.env._(
                        "%(problem)s is %(state)s: this part of it stays as it is. Write a message "
                        "on it instead.",
                        problem=problem.name,
                        state=problem._state_label(problem.state),
                    )
                )

    def _refuse_others(self):
        """The result is told by who was to act, or by the director."""
        director = self.env.user._has_convenience_role(DIRECTOR)
        for problem in self.sudo():
            if not self.env.su and not director and problem.actor_id != self.env.user:
                raise AccessError(
                    self.env._(
                        "%(problem)s is acted on by %(actor)s, who reports the result.",
                        problem=problem.name,
                        actor=problem.actor_id.name,
                    )
                )

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        return [
            *super()._workflow_moves(),
            Move("raised", "decided", (DIRECTOR,)),
            Move("decided", "reported", (CLERK,)),
            Move("reported", "decided", (DIRECTOR,)),
            Move("reported", "closed", (DIRECTOR,)),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            **super()._workflow_stamps(),
            "decided": ("decided_by_id", "decided_on"),
            "reported": ("reported_by_id", "reported_on"),
            "closed": ("closed_by_id", "closed_on"),
        }

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states() | {"closed"}

    def _check_move(self, move):
        result = super()._check_move(move)
        if move.target == "reported":
            self._refuse_others()
            for problem in self:
                if not (problem.result or "").strip():
                    raise UserError(
                        self.env._(
                            "%(problem)s: write down the result first.", problem=problem.name
                        )
                    )
        return result

    def _after_move(self, move):
        result = super()._after_move(move)
        # sudo: the activities are other people's
        self.sudo().activity_feedback([TO_DECIDE, TO_ACT])
        if move.target == "decided":
            for problem in self.sudo():
                problem.activity_schedule(
                    TO_ACT, problem.due_on, summary=problem.name, user_id=problem.actor_id.id
                )
        elif move.target == "reported":
            self._ask_director()
        return result

    def _ask_director(self):
        """The director finds it among the activities, whoever of the office that is today."""
        for problem in self.sudo():  # sudo: an activity for somebody else
            director = problem.office_id.director_id
            if director:
                problem.activity_schedule(
                    TO_DECIDE,
                    problem.office_id._today(),
                    summary=problem.name,
                    user_id=director.id,
                )

    # ------------------------------------------------------------------ actions

    def action_decide(self):
        """Ask the director who acts, until when, and what is decided."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decide"),
            "res_model": "convenience.problem.decision",
            "view_mode": "form",
            "target": "new",
            "context": {"default_problem_id": self.id},
        }

    def _decide(self, decision, actor, due_on):
        """Decide: the director's words, who acts on them, and by which local day.

        :raise UserError: where one of them is missing or the day has passed
        """
        decision = self._clean_reason(decision)
        for problem in self:
            if not decision or not actor or not due_on or due_on < problem.office_id._today():
                raise UserError(
                    self.env._(
                        "%(problem)s: say what is decided, who acts on it, and by which day.",
                        problem=problem.name,
                    )
                )
            if actor not in problem.sudo().office_id.user_ids:
                raise UserError(
                    self.env._(
                        "%(user)s is not among the users of %(office)s. Choose somebody who is.",
                        user=actor.name,
                        office=problem.sudo().office_id.name,
                    )
                )
        values = {"decision": decision, "actor_id": actor.id, "due_on": due_on}
        return self._move_to("decided", values={problem.id: values for problem in self})

    def action_report(self):
        """Report the result to the director."""
        return self._move_to("reported")

    def action_close(self):
        """The director takes the result as it is."""
        return self._move_to("closed")

    @asks_reason(_lt("Not Done Yet"))
    def action_return(self, reason=None):
        """Send it back to who acts on it.

        :param str reason: what is still to be done
        """
        return self._move_to("decided", reason=reason)

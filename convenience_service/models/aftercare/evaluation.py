from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import DIRECTOR, SERVICE_MANAGER
from ..guard.workflow import Move
from ..request.request_line import COST_GROUPS
from .quality import Scope

_lt = LazyTranslate(__name__)

SUBJECTS = {
    "department": "department_id",
    "employee": "employee_id",
    "item": "product_id",
    "provider": "provider_id",
}


class ConvenienceEvaluation(models.Model):
    """How well a department, one of the staff, an item or a provider served in a span (质量评价).

    Serves P2 and P5 4.5.4. The service manager has the figures compiled; whoever it is about may
    answer; the director grades, in words, and confirms: from then on it stays as it was printed.
    """

    _name = "convenience.evaluation"
    _description = "Evaluation of Quality"
    _inherit = ["convenience.workflow.mixin"]
    _order = "date_to desc, office_id, kind, subject_name, id"
    _check_company_auto = True
    _rec_name = "subject_name"

    office_id = fields.Many2one(
        "convenience.office",
        required=True,
        index=True,
        default=lambda self: self.env["convenience.request"]._default_office(),
    )
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [
            ("department", "Department"),
            ("employee", "One of the Staff"),
            ("item", "Service Item"),
            ("provider", "Outside Provider"),
        ],
        "Evaluated",
        required=True,
        default="department",
    )
    department_id = fields.Many2one("hr.department", check_company=True, ondelete="restrict")
    employee_id = fields.Many2one(
        "hr.employee", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    product_id = fields.Many2one(
        "product.product",
        "Item",
        check_company=True,
        ondelete="restrict",
        domain="[('is_convenience', '=', True)]",
    )
    provider_id = fields.Many2one(
        "res.partner", "Outside Provider", check_company=True, ondelete="restrict"
    )
    subject_name = fields.Char("Who or What", readonly=True, copy=False)
    span = fields.Selection(
        [("month", "Month"), ("quarter", "Quarter"), ("year", "Year")],
        required=True,
        default="month",
    )
    date_from = fields.Date("From", readonly=True)
    date_to = fields.Date("To", required=True, help="Any day of the span.")
    figure_ids = fields.One2many(
        "convenience.evaluation.figure", "evaluation_id", "Figures", readonly=True, copy=False
    )
    suggested_grade_id = fields.Many2one(
        "convenience.evaluation.grade", readonly=True, copy=False, ondelete="restrict"
    )
    grade_id = fields.Many2one("convenience.evaluation.grade", copy=False, ondelete="restrict")
    words = fields.Text("The Director's Words", copy=False)
    answer = fields.Text("Answer of Who Is Evaluated", readonly=True, copy=False)
    answered_on = fields.Datetime(readonly=True, copy=False)
    can_answer = fields.Boolean(compute="_compute_can_answer")
    printed = fields.Json(readonly=True, copy=False, groups=COST_GROUPS)
    state = fields.Selection(
        [("draft", "Draft"), ("shown", "Shown for an Answer"), ("confirmed", "Confirmed")],
        required=True,
        default="draft",
        index=True,
        copy=False,
    )
    shown_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    shown_on = fields.Datetime(readonly=True, copy=False)
    confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    confirmed_on = fields.Datetime(readonly=True, copy=False)

    _once = models.UniqueIndex(
        "(office_id, kind, date_from, date_to, COALESCE(department_id, 0), "
        "COALESCE(employee_id, 0), COALESCE(product_id, 0), COALESCE(provider_id, 0))",
        "There is already an evaluation of this for these days.",
    )

    # ------------------------------------------------------------------ what it is about

    @api.constrains("kind", "department_id", "employee_id", "product_id", "provider_id")
    def _check_subject(self):
        for evaluation in self:
            named = [name for name in SUBJECTS.values() if evaluation[name]]
            if named != [SUBJECTS[evaluation.kind]]:
                raise ValidationError(
                    self.env._("Choose the department, person, item or provider to be evaluated.")
                )

    def _subject(self):
        return self[SUBJECTS[self.kind]]

    def _scope(self):
        names = {name: self[f"{name}_id"] for name in ("department", "product", "employee")}
        return Scope(
            self.office_id, self.date_from, self.date_to, provider=self.provider_id, **names
        )

    @api.model
    def _period(self, span, day):
        """Return first and last day of the month, quarter or year that holds a day."""
        first = fields.Date.start_of(day, span)
        return first, fields.Date.end_of(day, span)

    # ------------------------------------------------------------------ guards

    @api.model
    def _fixed_fields(self):
        """What it is about is chosen when it is made."""
        return {
            "office_id", "kind", *SUBJECTS.values(), "span", "date_from", "date_to",
        }  # fmt: skip

    @api.model
    def _guarded_fields(self):
        return (
            super()._guarded_fields()
            | self._fixed_fields()
            | {"subject_name", "suggested_grade_id", "answer", "answered_on", "printed"}
        )

    @api.model
    def _guarded_defaults(self):
        names = ("subject_name", "suggested_grade_id", "answer", "answered_on", "printed")
        return {**super()._guarded_defaults(), **dict.fromkeys(names, False)}

    @api.model_create_multi
    def create(self, vals_list):
        evaluations = super().create([self._with_period(vals) for vals in vals_list])
        evaluations.action_compile()
        return evaluations

    @api.model
    def _with_period(self, vals):
        values = {**self.default_get(["office_id", "kind", "span"]), **vals}
        day = fields.Date.to_date(values.get("date_to"))
        if day:
            values["date_from"], values["date_to"] = self._period(values["span"], day)
        chosen = SUBJECTS.get(values.get("kind"))
        others = {name: False for name in SUBJECTS.values() if name != chosen}
        return {**values, **others, "grade_id": False, "words": False}

    def write(self, vals):
        if {"grade_id", "words"} & vals.keys():
            self.check_access("write")
            self._refuse_confirmed()
            if not self.env.su:
                self._require_role(DIRECTOR, act=self.env._("grade it"))
                self._refuse_own()
        return super().write(vals)

    def _refuse_confirmed(self):
        for evaluation in self.filtered(lambda one: one.state == "confirmed"):
            raise UserError(
                self.env._(
                    "%(evaluation)s is confirmed and stays as it is.",
                    evaluation=evaluation.display_name,
                )
            )

    def _refuse_own(self):
        own = self._taken_by_user(lambda evaluation: evaluation.employee_id.user_id)
        if own:
            raise AccessError(
                self.env._(
                    "%(evaluation)s is about you: somebody else grades it.",
                    evaluation=own[0].display_name,
                )
            )

    @api.depends("subject_name", "date_from", "date_to")
    def _compute_display_name(self):
        for evaluation in self:
            days = f"{evaluation.date_from} – {evaluation.date_to}" if evaluation.date_from else ""
            evaluation.display_name = f"{evaluation.subject_name or ''} {days}".strip()

    @api.depends("state", "employee_id")
    @api.depends_context("uid")
    def _compute_can_answer(self):
        for evaluation in self:
            # sudo: whose user it is, of an employee that only the office reads
            person = evaluation.sudo().employee_id.user_id
            evaluation.can_answer = evaluation.state == "shown" and person == self.env.user

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        return [
            *super()._workflow_moves(),
            Move("draft", "shown", (SERVICE_MANAGER,)),
            Move("shown", "draft", (SERVICE_MANAGER,)),
            Move("draft", "confirmed", (DIRECTOR,)),
            Move("shown", "confirmed", (DIRECTOR,)),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            **super()._workflow_stamps(),
            "shown": ("shown_by_id", "shown_on"),
            "confirmed": ("confirmed_by_id", "confirmed_on"),
        }

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states() | {"confirmed"}

    def _check_move(self, move):
        result = super()._check_move(move)
        if move.target == "confirmed":
            self._refuse_own()
            for evaluation in self:
                if not evaluation.grade_id or not (evaluation.words or "").strip():
                    raise UserError(
                        self.env._(
                            "%(evaluation)s: choose the grade and say in words why.",
                            evaluation=evaluation.display_name,
                        )
                    )
        return result

    def _after_move(self, move):
        result = super()._after_move(move)
        if move.target == "confirmed":
            self._write_guarded_each(
                {evaluation.id: {"printed": evaluation._paper()} for evaluation in self}
            )
        return result

    # ------------------------------------------------------------------ actions

    def action_show(self):
        """Let who is evaluated read it and answer."""
        return self._move_to("shown")

    def action_back(self):
        """Take it back to have the figures compiled again."""
        return self._move_to("draft")

    def action_confirm(self):
        """The director's evaluation; from now on it stays as it is printed (P2, P5 4.5.4)."""
        return self._move_to("confirmed")

    def action_print(self):
        """Print the evaluation (质量评价表)."""
        report = self.env.ref("convenience_service.action_report_evaluation")
        return report.report_action(self, config=False)

    @asks_reason(_lt("Answer the Evaluation"), first="_check_may_answer")
    def action_answer(self, reason=None):
        """Answer the evaluation of one's own work, while it is shown.

        :param str reason: in the person's own words
        :raise AccessError: for anybody else than who it is about
        """
        return self._write_guarded({"answer": reason, "answered_on": fields.Datetime.now()})

    def _check_may_answer(self):
        self.ensure_one()
        self.check_access("read")
        if not self.can_answer:
            raise AccessError(
                self.env._(
                    "%(evaluation)s is answered by who it is about, while it is shown for that.",
                    evaluation=self.display_name,
                )
            )

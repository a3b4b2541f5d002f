from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..guard.workflow import Move
from .confidential import LEADERS

LEADER_GROUPS = "convenience_service.group_director,convenience_service.group_general_manager"


class ConvenienceConfidentialHearing(models.Model):
    """The person concerned is heard (当事人申辩): what the director opens to them, their answer.

    The person reads the text chosen for them and nothing else of the report. Whoever has no login
    is heard in person, and the director writes down what they said.
    """

    _name = "convenience.confidential.hearing"
    _description = "Hearing of a Person Concerned"
    _inherit = ["convenience.workflow.mixin", "hr.mixin"]
    _order = "id desc"
    _rec_name = "employee_id"

    confidential_id = fields.Many2one(
        "convenience.confidential",
        "Confidential Report",
        required=True,
        index=True,
        ondelete="cascade",
        groups=LEADER_GROUPS,
    )
    office_id = fields.Many2one(related="confidential_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="confidential_id.company_id", store=True, index=True)
    employee_id = fields.Many2one("hr.employee", "Person Heard", required=True, index=True)
    user_id = fields.Many2one(related="employee_id.user_id", store=True, index=True)
    disclosed_text = fields.Text(
        "What Is Opened to Them", required=True, help="The person reads this and nothing else."
    )
    answer_until = fields.Date(help="Local day at the office.")
    answer = fields.Text(copy=False)
    state = fields.Selection(
        [("draft", "Not Opened"), ("asked", "To Be Answered"), ("answered", "Answered")],
        required=True,
        default="draft",
        index=True,
        copy=False,
    )
    asked_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    asked_on = fields.Datetime(readonly=True, copy=False)
    answered_by_id = fields.Many2one("res.users", "Written Down By", readonly=True, copy=False)
    answered_on = fields.Datetime(readonly=True, copy=False)
    is_mine = fields.Boolean("Is About Me", compute="_compute_is_mine")

    _once = models.UniqueIndex(
        "(confidential_id, employee_id)", "This person is heard on the report already."
    )

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for hearing in self:
            hearing.is_mine = hearing.user_id == self.env.user

    # ------------------------------------------------------------------ guard

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "answer": False}

    @api.model_create_multi
    def create(self, vals_list):
        hearings = super().create(vals_list)
        # a report of somebody else is not opened by its id
        hearings.sudo(False).confidential_id.check_access("write")
        hearings.sudo().confidential_id._refuse_decided()
        return hearings

    def write(self, vals):
        entered = vals.keys() - self._guarded_fields()
        if entered:
            self.check_access("write")
            for hearing in self.sudo():
                hearing._refuse_entered(entered)
        return super().write(vals)

    def _refuse_entered(self, names):
        """Before it is opened all is the director's; then the answer alone is open, once."""
        open_to = {
            "draft": self._fields.keys() - {"answer", "confidential_id"},
            "asked": {"answer"},
        }
        if not names <= open_to.get(self.state, set()):
            raise UserError(
                self.env._(
                    "The hearing of %(person)s is %(state)s: only an answer that is asked for can "
                    "be written.",
                    person=self.employee_id.name,
                    state=self._state_label(self.state),
                )
            )

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        return [
            *super()._workflow_moves(),
            Move("draft", "asked", LEADERS),
            Move("asked", "answered"),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            **super()._workflow_stamps(),
            "asked": ("asked_by_id", "asked_on"),
            "answered": ("answered_by_id", "answered_on"),
        }

    def action_open(self):
        """Open the text to the person (当事人申辩); they are told that they are to answer.

        The person becomes one of those concerned. Whoever opens it to the director of the office
        hands it to the general manager by that.
        """
        people, reports = self.user_id, self.confidential_id
        self._move_to("asked")
        reports.filtered(lambda report: report.state == "new")._move_to("hearing")
        reports._tell(
            people,
            lambda env: env._("You are asked for an answer"),
            lambda env: env._("Open “My Hearings”: something there is for you to answer."),
        )
        for report in reports:
            # last of all: by it the user may lose sight of the report
            report.employee_ids |= report.hearing_ids.employee_id
        return True

    def action_answer(self):
        """The answer is given and stays as it is: by the person, or as the director took it down.

        :raise AccessError: for anybody else
        :raise UserError: without an answer
        """
        self.check_access("write")
        for hearing in self:
            hearing._check_answer()
        return self._move_to_by_system("answered")

    def _check_answer(self):
        if self.user_id != self.env.user and not self.env.user._has_convenience_role(*LEADERS):
            raise AccessError(self.env._("Only the person heard answers for themselves."))
        if not (self.answer or "").strip():
            raise UserError(
                self.env._("Write down the answer of %(person)s first.", person=self.display_name)
            )

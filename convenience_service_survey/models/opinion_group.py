from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.convenience_service.models.guard.roles import SERVICE_MANAGER
from odoo.addons.convenience_service.models.guard.workflow import Move


class ConvenienceSurveyOpinionGroup(models.Model):
    """Like opinions, answered once: taken up or not, and why; posted as 意见答复公示."""

    _name = "convenience.survey.opinion.group"
    _description = "Group of Opinions"
    _inherit = ["convenience.workflow.mixin", "mail.thread"]
    _order = "year desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char("What It Comes To", required=True)
    office_id = fields.Many2one(
        "convenience.office",
        required=True,
        index=True,
        default=lambda self: self.env["convenience.request"]._default_office(),
    )
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    year = fields.Integer(required=True, default=lambda self: fields.Date.context_today(self).year)
    opinion_ids = fields.One2many("convenience.survey.opinion", "group_id", "What Was Said")
    opinion_count = fields.Integer("How Many", compute="_compute_opinion_count")
    decision = fields.Selection(
        [("taken_up", "Taken Up"), ("partly", "Partly Taken Up"), ("not_taken_up", "Not Taken Up")]
    )
    why = fields.Text("Answer", help="What is done about it, or why it is not: posted as it is.")
    state = fields.Selection(
        [("open", "To Answer"), ("answered", "Answered")],
        required=True,
        default="open",
        index=True,
        copy=False,
    )
    answered_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    answered_at = fields.Datetime(readonly=True, copy=False)
    answered_on = fields.Date(compute="_compute_answered_on")

    def _compute_opinion_count(self):
        counts = dict(
            self.env["convenience.survey.opinion"]._read_group(
                [("group_id", "in", self.ids)], ["group_id"], ["__count"]
            )
        )
        for group in self:
            group.opinion_count = counts.get(group, 0)

    @api.depends("answered_at", "office_id")
    def _compute_answered_on(self):
        for group in self:
            moment = group.answered_at
            group.answered_on = moment and group.office_id._local_date(moment)

    # ------------------------------------------------------------------ guards

    @api.model
    def _workflow_moves(self):
        manager = (SERVICE_MANAGER,)
        return [
            *super()._workflow_moves(),
            Move("open", "answered", manager),
            Move("answered", "open", manager),
        ]

    @api.model
    def _workflow_stamps(self):
        return {**super()._workflow_stamps(), "answered": ("answered_by_id", "answered_at")}

    def write(self, vals):
        if vals.keys() & {"name", "office_id", "year", "decision", "why", "opinion_ids"}:
            self.check_access("write")
            self._refuse_answered()
        return super().write(vals)

    def _refuse_answered(self):
        """What was answered stays as it was posted, with the opinions that it answers."""
        for group in self.sudo():
            if group.state == "answered":
                raise UserError(
                    self.env._(
                        "%(group)s is answered: take the answer back first, then change it.",
                        group=group.name,
                    )
                )

    def _before_move(self, move):
        if move.target == "answered":
            for group in self:
                if not (group.decision and (group.why or "").strip()):
                    raise UserError(
                        self.env._(
                            "%(group)s: say whether it is taken up, and write the answer that "
                            "is posted.",
                            group=group.name,
                        )
                    )
        return super()._before_move(move)

    # ------------------------------------------------------------------ actions

    def action_answer(self):
        """Fix the answer; it can be printed for the notice board from now on."""
        return self._move_to("answered")

    def action_take_back(self):
        """Open an answer again; the history keeps that it was answered."""
        return self._move_to("open")

    def action_print_answers(self):
        """Print the answers to opinions (意见答复公示) of one office.

        :raise UserError: when none of the groups is answered, or they are of several offices
        """
        answered = self.filtered(lambda group: group.state == "answered")
        if len(answered.office_id) != 1:
            raise UserError(
                self.env._("Choose answered groups of one office: these are printed for posting.")
            )
        report = self.env.ref("convenience_service_survey.action_report_opinion_answers")
        return report.report_action(answered, config=False)

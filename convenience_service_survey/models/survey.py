from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.convenience_service.models.guard.permit import has_permit

ROUND = "convenience.survey.round"


class ConvenienceSurveyKeptMixin(models.AbstractModel):
    """Sheets and answers of a round: made and changed by the round only.

    Answers that came by another way would be counted without an invitation, and might name who
    gave them.
    """

    _name = "convenience.survey.kept.mixin"
    _description = "Kept by a Survey Round"

    def _rounds_kept(self):
        """Return the rounds that the records belong to."""
        raise NotImplementedError

    def _refuse_kept(self):
        if has_permit(self, ROUND) or not self:
            return
        # sudo: the round keeps its sheet from who may not see it as well
        for kept in self.sudo()._rounds_kept():
            raise UserError(
                self.env._(
                    "This belongs to the survey round %(round)s, which makes its sheet and takes "
                    "its answers by itself. Use the buttons of the round.",
                    round=kept.name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._refuse_kept()
        return records

    def write(self, vals):
        self._refuse_kept()
        result = super().write(vals)
        # what was moved to the sheet of a round came from elsewhere
        self._refuse_kept()
        return result

    def unlink(self):
        self._refuse_kept()
        return super().unlink()


class SurveySurvey(models.Model):
    """The sheet of a round (便民服务调查表, 意见征询表)."""

    _name = "survey.survey"
    _inherit = ["survey.survey", "convenience.survey.kept.mixin"]

    convenience_round_ids = fields.One2many(ROUND, "survey_id", "Survey Round", readonly=True)

    def _rounds_kept(self):
        return self.convenience_round_ids


class SurveyQuestion(models.Model):
    """A question of a round, known by what it asks for."""

    _name = "survey.question"
    _inherit = ["survey.question", "convenience.survey.kept.mixin"]

    convenience_code = fields.Char("Part of a Round", readonly=True, copy=False)

    def _rounds_kept(self):
        return self.survey_id.convenience_round_ids


class SurveyQuestionAnswer(models.Model):
    """A row or a column of ticks, known by what it stands for."""

    _name = "survey.question.answer"
    _inherit = ["survey.question.answer", "convenience.survey.kept.mixin"]

    convenience_code = fields.Char("Tick of a Round", readonly=True, copy=False)

    def _rounds_kept(self):
        return (self.question_id | self.matrix_question_id).survey_id.convenience_round_ids


class SurveyUserInput(models.Model):
    """A sheet that came back; the round puts it here when it is closed, without a name."""

    _name = "survey.user_input"
    _inherit = ["survey.user_input", "convenience.survey.kept.mixin"]

    convenience_customer_type_id = fields.Many2one(
        "convenience.customer.type", "Customer Type", readonly=True, copy=False, index=False
    )

    def _rounds_kept(self):
        return self.survey_id.convenience_round_ids


class SurveyUserInputLine(models.Model):
    """One tick of a sheet that came back."""

    _name = "survey.user_input.line"
    _inherit = ["survey.user_input.line", "convenience.survey.kept.mixin"]

    def _rounds_kept(self):
        return self.user_input_id.survey_id.convenience_round_ids

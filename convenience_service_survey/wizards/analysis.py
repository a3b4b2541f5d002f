from odoo import api, fields, models


class ConvenienceSurveyAnalysis(models.TransientModel):
    """Prints the analysis of a round (征询汇总表), or writes it into a spreadsheet."""

    _name = "convenience.survey.analysis"
    _inherit = ["convenience.spreadsheet.wizard"]
    _description = "Analysis of a Survey"

    round_id = fields.Many2one(
        "convenience.survey.round", required=True, readonly=True, ondelete="cascade"
    )

    @api.depends("round_id")
    def _compute_file_name(self):
        return super()._compute_file_name()

    def _file_name_parts(self):
        return (self.round_id.name, self.env._("Survey Analysis"))

    def _report_name(self):
        return "convenience_service_survey.report_survey_analysis"

    def _prepare_data(self):
        return {"round_id": self.round_id.id}

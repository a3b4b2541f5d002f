from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.convenience_service.reports.guard import formats


class ReportOpinionAnswers(models.AbstractModel):
    """Answers to opinions as they are posted (意见答复公示): each group once, never who wrote."""

    _name = "report.convenience_service_survey.report_opinion_answers"
    _description = "Answers to Opinions on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        groups = self.env["convenience.survey.opinion.group"].browse(docids)
        groups.check_access("read")
        answered = groups.filtered(lambda group: group.state == "answered")
        offices = answered.office_id
        if len(offices) != 1:
            raise UserError(
                self.env._("Choose answered groups of one office: these are printed for posting.")
            )
        decisions = dict(groups._fields["decision"]._description_selection(self.env))
        return {
            "doc_ids": answered.ids,
            "doc_model": groups._name,
            "docs": answered,
            "letterhead": formats.letterhead(offices),
            "rows": [
                {
                    "name": group.name,
                    "count": group.opinion_count,
                    "decision": decisions[group.decision],
                    "why": group.why,
                }
                for group in answered
            ],
            "printed_on": format_date(self.env, offices._today()),
        }

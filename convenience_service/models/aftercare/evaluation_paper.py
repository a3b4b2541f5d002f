from odoo import fields, models

from ..guard.roles import GENERAL_MANAGER, SERVICE_MANAGER


class ConvenienceEvaluation(models.Model):
    """What the paper of an evaluation says (质量评价表); of one that is confirmed, said once for
    all.
    """

    _name = "convenience.evaluation"
    _inherit = ["convenience.evaluation"]

    def _paper_values(self):
        """Return what is printed: as it was confirmed, or as it stands. Whoever is evaluated gets
        it without what work brings and costs.
        """
        self.ensure_one()
        # sudo: what was confirmed, less what the reader may not see
        paper = self.sudo().printed or self._paper()
        if self.env.su or self.env.user._has_convenience_role(SERVICE_MANAGER, GENERAL_MANAGER):
            return paper
        figures = [figure for figure in paper["figures"] if not figure["is_money"]]
        return {**paper, "figures": figures}

    def _paper(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        report = self.env["report.convenience_service.report_evaluation"]
        return {
            **report._letterhead_of(self.office_id),
            "kind": labels[self.kind],
            "subject": self.subject_name,
            "date_from": fields.Date.to_string(self.date_from),
            "date_to": fields.Date.to_string(self.date_to),
            "figures": [report._figure_values(figure) for figure in self.figure_ids],
            "suggested": self.suggested_grade_id.name or "",
            "grade": self.grade_id.name or "",
            "words": self.words or "",
            "answer": self.answer or "",
            "compiled_by": self.create_uid.name,
            "confirmed_by": self.confirmed_by_id.name or "",
            "confirmed_on": fields.Date.to_string(
                self.office_id._local_date(self.confirmed_on) if self.confirmed_on else False
            ),
        }

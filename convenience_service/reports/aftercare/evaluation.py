from odoo import api, models
from odoo.tools import format_date

from ..guard import formats


class ReportEvaluation(models.AbstractModel):
    """The evaluation for the file and the payroll (质量评价表), one sheet each."""

    _name = "report.convenience_service.report_evaluation"
    _description = "Evaluation Sheet"

    @api.model
    def _get_report_values(self, docids, data=None):
        docs = self.env["convenience.evaluation"].browse(docids)
        docs.check_access("read")
        return {
            "doc_ids": docs.ids,
            "doc_model": "convenience.evaluation",
            "docs": docs,
            "papers": [doc._paper_values() for doc in docs],
            "signatures": [
                self.env._("Prepared by"),
                self.env._("Who Is Evaluated"),
                self.env._("Director"),
            ],
            "format_day": lambda day: format_date(self.env, day) if day else "",
        }

    @api.model
    def _letterhead_of(self, office):
        return {"letterhead": formats.letterhead(office)}

    @api.model
    def _figure_values(self, figure):
        """Return the figure as a reader of the language expects it; what is not known is a dash."""
        shown = {
            "count": lambda value: formats.number(self.env, value),
            "rate": lambda value: f"{formats.number(self.env, round(value, 1))} %",
            "money": lambda value: formats.money(self.env, value, figure.currency_id),
        }[figure.kind]
        return {
            "name": figure.name,
            "is_money": figure.is_money,
            "value": shown(figure.value) if figure.is_known else "–",
            "counts": f"{figure.above:g} / {figure.below:g}" if figure.kind == "rate" else "",
            "peers": shown(figure.peer_value),
            "previous": shown(figure.previous_value) if figure.previous_value else "–",
            "target": f"{figure.target:g} %" if figure.target else "",
        }

from operator import itemgetter

from odoo import api, models
from odoo.tools import format_date

from ..guard import formats
from ..guard.page_layout import row_height, split_sheets

# Half-width characters that fit in: item, suggestion, decision with its reason.
COLUMNS = (26, 34, 30)
FIRST_SHEET, NEXT_SHEET, CLOSING = 26, 42, 12


class ReportMinutes(models.AbstractModel):
    """Minutes of the planning meeting (会议纪要), with last year's figures and lines for who was
    there to sign. P2 4.1.2.
    """

    _name = "report.convenience_service.report_minutes"
    _description = "Minutes of the Planning Meeting"

    @api.model
    def _get_report_values(self, docids, data=None):
        rounds = self.env["convenience.annual.round"].browse(docids)
        rounds.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": rounds._name,
            "docs": rounds,
            "papers": [self._paper(one) for one in rounds],
        }

    @api.model
    def _paper(self, one):
        rows = [self._row(line) for line in one.line_ids]
        return {
            "plan": one,
            "letterhead": formats.letterhead(one.office_id),
            "meeting_date": format_date(self.env, one.meeting_date) if one.meeting_date else "",
            "people": one.meeting_partner_ids.mapped("name"),
            "surveyors": ", ".join(one.surveyor_ids.mapped("name")),
            "sheets": split_sheets(rows, FIRST_SHEET, NEXT_SHEET, itemgetter("height"), CLOSING),
            "printed_on": format_date(self.env, one.office_id._today()),
        }

    @api.model
    def _row(self, line):
        decisions = dict(line._fields["decision"]._description_selection(self.env))
        said = (decisions.get(line.decision), line.decision_reason)
        texts = (
            line._subject(),
            line.suggested_because or "",
            ": ".join(filter(None, said)),
        )
        return {
            "texts": texts,
            "price": formats.money(self.env, line.price_before, line.currency_id),
            "times": line.times,
            "revenue": formats.money(self.env, line.revenue, line.currency_id),
            "height": row_height(texts, COLUMNS),
        }

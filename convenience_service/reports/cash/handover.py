from odoo import api, models
from odoo.tools import format_date

from ..guard import formats


class ReportHandover(models.AbstractModel):
    """What a collector hands to the cashier, receipt by receipt, signed by both (交款单)."""

    _name = "report.convenience_service.report_handover"
    _description = "Hand-over"

    @api.model
    def _get_report_values(self, docids, data=None):
        handovers = self.env["convenience.handover"].browse(
            formats.printed_ids(self.env, docids, data)
        )
        handovers.check_access("read")
        return {
            "doc_ids": handovers.ids,
            "doc_model": handovers._name,
            "docs": handovers,
            "papers": [self._paper(handover) for handover in handovers],
        }

    @api.model
    def _paper(self, handover):
        currency = handover.currency_id
        return {
            "handover": handover,
            "letterhead": formats.letterhead(handover.office_id),
            "submitted": formats.moment(self.env, handover.office_id, handover.submitted_on),
            "accepted": formats.moment(self.env, handover.office_id, handover.accepted_on),
            "total": formats.money_with_symbol(self.env, handover.amount_total, currency),
            "capitals": formats.capitals(handover.amount_total, currency),
            "rows": [self._row(receipt, currency) for receipt in handover._valid_receipts()],
        }

    @api.model
    def _row(self, receipt, currency):
        kinds = dict(receipt._fields["kind"]._description_selection(self.env))
        return [
            receipt.name,
            format_date(self.env, receipt.date),
            receipt.partner_id.name or "",
            kinds[receipt.kind],
            formats.money(self.env, receipt.amount, currency),
        ]

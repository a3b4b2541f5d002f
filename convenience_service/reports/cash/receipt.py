from odoo import api, models
from odoo.tools import format_date

from ..guard import formats
from ..guard.chinese_amount import capital_amount

YUAN = "CNY"


class ReportReceipt(models.AbstractModel):
    """The numbered receipt on paper (收据), in digits and in capital numerals.

    P2 4.3.1, P5 4.3.2.
    """

    _name = "report.convenience_service.report_receipt"
    _description = "Receipt"

    @api.model
    def _get_report_values(self, docids, data=None):
        receipts = self.env["convenience.receipt"].browse(
            formats.printed_ids(self.env, docids, data)
        )
        receipts.check_access("read")
        return {
            "doc_ids": receipts.ids,
            "doc_model": receipts._name,
            "docs": receipts,
            "papers": [self._paper(receipt) for receipt in receipts],
        }

    @api.model
    def _paper(self, receipt):
        currency = receipt.currency_id
        kind = dict(receipt._fields["kind"]._description_selection(self.env))[receipt.kind]
        return {
            "receipt": receipt,
            "letterhead": formats.letterhead(receipt.office_id),
            "kind": kind,
            "units": self._units(receipt),
            "date": format_date(self.env, receipt.date),
            "amount": formats.money_with_symbol(self.env, receipt.amount, currency),
            # capital numerals stand on Chinese receipts, whoever prints them
            "capitals": (
                capital_amount(round(receipt.amount * 100)) if currency.name == YUAN else ""
            ),
            # sudo: how it was paid is printed for whoever took the money
            "journal": receipt.sudo().journal_id.name or "",
            "lines": [
                {"name": line.name, "amount": formats.money(self.env, line.amount, currency)}
                for line in receipt.line_ids
            ],
        }

    @api.model
    def _units(self, receipt):
        """The units of the payer at the office on that day."""
        occupancies = receipt.partner_id.sudo().convenience_occupancy_ids.filtered(
            lambda occupancy: (
                occupancy.office_id == receipt.office_id and occupancy._holds_on(receipt.date)
            )
        )
        return ", ".join(occupancies.unit_id.mapped("name"))

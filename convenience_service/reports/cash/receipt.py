from odoo import api, models
from odoo.tools import format_date

from ..guard import formats

# Lines of a receipt that still fit on half a sheet, and services that are named of a bill.
HALF_LINES, SERVICES = 4, 3


def _pairs(papers):
    """Return papers two and two."""
    return [papers[first : first + 2] for first in range(0, len(papers), 2)]


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
            "sheets": self._sheets(receipts),
        }

    @api.model
    def _sheets(self, receipts):
        """Return the copies of all receipts, one or two on a sheet."""
        owed = receipts.partner_id._convenience_owed(receipts.sudo().office_id)
        sheets, half = [], []
        for receipt in receipts:
            office, paper = receipt.office_id, self._paper(receipt, owed)
            paper["half"] = office.receipt_size == "half" and len(paper["lines"]) <= HALF_LINES
            copies = [{**paper, "copy": mark} for mark in self._marks(office)]
            if paper["half"]:
                half += copies
            else:
                sheets += [*_pairs(half), *([copy] for copy in copies)]
                half = []
        return sheets + _pairs(half)

    @api.model
    def _marks(self, office):
        """Return for whom each copy is."""
        marks = [self.env._("Stub Copy"), self.env._("Customer Copy"), self.env._("Accounts Copy")]
        copies = int(office.receipt_copies)
        return marks[:copies] if copies > 1 else [""]

    @api.model
    def _paper(self, receipt, owed):
        currency = receipt.currency_id
        kind = dict(receipt._fields["kind"]._description_selection(self.env))[receipt.kind]
        return {
            "receipt": receipt,
            "letterhead": formats.letterhead(receipt.office_id),
            "kind": kind,
            "units": self._units(receipt),
            "date": format_date(self.env, receipt.date),
            "amount": formats.money_with_symbol(self.env, receipt.amount, currency),
            "capitals": formats.capitals(receipt.amount, currency),
            # sudo: how it was paid is printed for whoever took the money
            "journal": receipt.sudo().journal_id.name or "",
            "lines": [
                {
                    **self._what_for(line),
                    "amount": formats.money(self.env, line.amount, currency),
                }
                for line in receipt.line_ids
            ],
            "owed": self._still_owed(receipt, owed),
            "printed_on": format_date(self.env, receipt.office_id._today()),
        }

    @api.model
    def _what_for(self, line):
        """Return what a part of the money pays: bill or order, month, services, units."""
        # sudo: on the receipt stands what it pays, whoever prints it
        bill = line.sudo().statement_id
        services = dict.fromkeys(one.name or one.product_id.name for one in bill.line_ids)
        units = dict.fromkeys(filter(None, bill.line_ids.mapped("unit_name")))
        shown = list(services)[:SERVICES]
        return {
            "name": line.name or bill.name or "",
            "period": formats.period(self.env, bill.date_from, bill.date_to) if bill else "",
            "services": ", ".join(shown) + (" …" if len(services) > SERVICES else ""),
            "units": ", ".join(units),
        }

    @api.model
    def _still_owed(self, receipt, owed):
        """Say what the payer owes the office now, or has over; of money received for bills."""
        if receipt.kind != "statement" or receipt.state == "cancelled":
            return ""
        left = owed.get((receipt.office_id.id, receipt.partner_id.id), 0.0)
        said = formats.money_with_symbol(self.env, abs(left), receipt.currency_id)
        if left < 0:
            return self.env._("%(amount)s over, in the payer's favour", amount=said)
        return said

    @api.model
    def _units(self, receipt):
        """The units of the payer at the office on that day."""
        occupancies = receipt.partner_id.sudo().convenience_occupancy_ids.filtered(
            lambda occupancy: (
                occupancy.office_id == receipt.office_id and occupancy._holds_on(receipt.date)
            )
        )
        return ", ".join(occupancies.unit_id.mapped("name"))

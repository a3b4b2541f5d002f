from odoo import api, models
from odoo.tools import format_date

from ..guard import formats


class ReportEntrusted(models.AbstractModel):
    """The account for the customer of what was laid out on an errand, with its vouchers."""

    _name = "report.convenience_service.report_entrusted"
    _description = "Account of Entrusted Money"

    @api.model
    def _get_report_values(self, docids, data=None):
        records = self.env["convenience.entrusted"].browse(
            formats.printed_ids(self.env, docids, data)
        )
        records.check_access("read")
        return {
            "doc_ids": records.ids,
            "doc_model": records._name,
            "docs": records,
            "papers": [self._paper(record) for record in records],
        }

    @api.model
    def _paper(self, record):
        booked = record.voucher_ids.filtered(lambda voucher: voucher.state == "booked")
        return {
            "entrusted": record,
            "letterhead": formats.letterhead(record.office_id.sudo()),
            "vouchers": [self._voucher(voucher) for voucher in booked],
            "sums": [(label, self._money(record, amount)) for label, amount in self._sums(record)],
        }

    @api.model
    def _voucher(self, voucher):
        return {
            "date": format_date(self.env, voucher.date),
            "name": " ".join(filter(None, (voucher.name, voucher.payee))),
            "number": voucher.number or "",
            "amount": self._money(voucher, voucher.amount),
        }

    @api.model
    def _money(self, record, amount):
        return formats.money(self.env, amount, record.currency_id)

    @api.model
    def _sums(self, record):
        balance = record.balance
        end = self.env._("Still owed") if balance < 0 else self.env._("Still held for you")
        return [
            (self.env._("Received"), record.amount_received),
            (self.env._("Laid out"), record.amount_spent),
            (self.env._("Given back"), record.amount_refunded),
            (end, abs(balance)),
        ]

from odoo import api, models
from odoo.tools import format_date

from ..guard import formats


class ReportQuotation(models.AbstractModel):
    """What the customer signs before the work (报价单)."""

    _name = "report.convenience_service.report_quotation"
    _description = "Quotation on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        quotations = self.env["convenience.quotation"].browse(docids)
        quotations.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": quotations._name,
            "docs": quotations,
            "papers": [self._paper(quotation) for quotation in quotations],
        }

    @api.model
    def _paper(self, quotation):
        lang = quotation.customer_id.lang or self.env.lang
        quotation = quotation.with_context(lang=lang)
        env = quotation.env
        return {
            "quotation": quotation,
            "lang": lang,
            "letterhead": formats.letterhead(quotation.office_id),
            "valid_until": quotation.valid_until and format_date(env, quotation.valid_until),
            "groups": [
                {
                    "name": service.name,
                    "rows": [self._row(line) for line in lines],
                    "total": formats.money(env, sum(lines.mapped("amount")), quotation.currency_id),
                }
                for service, lines in quotation.line_ids.grouped("request_line_id").items()
            ],
            "total": formats.money_with_symbol(env, quotation.amount_total, quotation.currency_id),
            "printed_on": format_date(env, quotation.office_id._today()),
        }

    @api.model
    def _row(self, line):
        own = line.kind == "own"
        env, currency = line.env, line.currency_id
        return {
            "kind": dict(line._fields["kind"]._description_selection(env))[line.kind],
            "name": line.name,
            "quantity": formats.number(env, line.quantity),
            "uom": line.uom_id.name,
            "price": "–" if own else formats.money(env, line.price, currency),
            "amount": formats.money(env, line.amount, currency),
        }

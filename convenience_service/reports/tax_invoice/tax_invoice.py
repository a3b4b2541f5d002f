from odoo import api, models
from odoo.tools import format_date

from ..guard import formats


class ReportTaxInvoice(models.AbstractModel):
    """The application for a tax invoice (开票申请单), signed by the payer and the cashier."""

    _name = "report.convenience_service.report_tax_invoice"
    _description = "Application for a Tax Invoice"

    @api.model
    def _get_report_values(self, docids, data=None):
        invoices = self.env["convenience.tax.invoice"].browse(docids)
        invoices.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": invoices._name,
            "docs": invoices,
            "papers": [self._paper(invoice) for invoice in invoices],
        }

    @api.model
    def _paper(self, invoice):
        office, currency = invoice.office_id, invoice.currency_id
        return {
            "invoice": invoice,
            "letterhead": formats.letterhead(office),
            "applied_on": format_date(self.env, office._local_date(invoice.create_date)),
            "facts": self._facts(invoice),
            "lines": [
                (
                    line.statement_id.name,
                    formats.period(self.env, line.statement_id.date_from, line.statement_id.date_to)
                    if line.statement_id.date_from
                    else "",
                    formats.money(self.env, line.amount - line.amount_tax, currency),
                    formats.money(self.env, line.amount_tax, currency),
                    formats.money(self.env, line.amount, currency),
                )
                for line in invoice.line_ids
            ],
            "total": formats.money_with_symbol(self.env, invoice.amount_total, currency),
            "signatures": [self.env._("Applicant"), self.env._("Cashier")],
        }

    @api.model
    def _facts(self, invoice):
        """Return (label, value) of what the application says."""
        kinds = dict(invoice._fields["kind"]._description_selection(self.env))
        names = ("partner_id", "title", "tax_number", "address_phone", "bank_account", "email")
        values = {**{name: invoice[name] for name in names}, "partner_id": invoice.partner_id.name}
        facts = [("kind", kinds[invoice.kind]), *values.items(), ("number", invoice.number)]
        return [
            (invoice._fields[name]._description_string(self.env), value)
            for name, value in [*facts, ("note", invoice.note)]
            if value
        ]

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
            "lines": [row for line in invoice.line_ids for row in self._rows(line)],
            "sums": [
                formats.money(self.env, amount, currency)
                for amount in (
                    invoice.amount_total - invoice.amount_tax,
                    invoice.amount_tax,
                    invoice.amount_total,
                )
            ],
            "total": formats.money_with_symbol(self.env, invoice.amount_total, currency),
            "capitals": formats.capitals(invoice.amount_total, currency),
            "signatures": [self.env._("Applicant"), self.env._("Cashier")],
        }

    @api.model
    def _rows(self, line):
        """Return number, period, item, rate, net, tax and gross of what a statement is for."""
        bill, currency = line.statement_id, line.currency_id
        period = formats.period(self.env, bill.date_from, bill.date_to) if bill.date_from else ""
        rows, number = [], bill.name
        for item, rate, net, gross in self._by_item(line):
            sums = (net, gross - net, gross)
            money = [formats.money(self.env, amount, currency) for amount in sums]
            rows.append((number, period, item, rate, *money))
            number = period = ""
        return rows

    @api.model
    def _by_item(self, line):
        """Return (item, tax rate, net, gross) by item and rate; together the amounts of the line.

        What was credited before the application is taken off; what was credited after it is not.
        """
        # sudo: what was billed is said on the paper, whoever prints it
        move, notes = line.sudo().statement_id.invoice_id, line.sudo()._credit_notes()
        for credited in (notes, notes.browse()):
            rows = self._summed((move, 1), *((note, -1) for note in credited))
            if not line.currency_id.compare_amounts(sum(row[-1] for row in rows), line.amount):
                return self._with_rounding(rows, line.amount - line.amount_tax)
        net = line.amount - line.amount_tax
        return [(self.env._("Convenience services"), "", net, line.amount)]

    @api.model
    def _summed(self, *moves):
        sums = {}
        for move, sign in moves:
            for item in move.invoice_line_ids.filtered(lambda one: one.display_type == "product"):
                key = (item.product_id.name or item.name, self._rate(item.tax_ids))
                net, gross = sums.get(key, (0.0, 0.0))
                sums[key] = (net + sign * item.price_subtotal, gross + sign * item.price_total)
        return [(*key, *amounts) for key, amounts in sums.items() if any(amounts)]

    @api.model
    def _rate(self, taxes):
        """Return the rates of taxes as a tax officer reads them: 6%."""
        return " + ".join(
            f"{formats.number(self.env, tax.amount)}%" if tax.amount_type != "fixed" else tax.name
            for tax in taxes
        )

    @api.model
    def _with_rounding(self, rows, net):
        """Put what rounding line by line left of the tax on the largest line."""
        largest = max(range(len(rows)), key=lambda number: abs(rows[number][-1]))
        item, rate, own, gross = rows[largest]
        rows[largest] = (item, rate, own + net - sum(row[2] for row in rows), gross)
        return rows

    @api.model
    def _facts(self, invoice):
        """Return (label, value) of what the application says."""
        kinds = dict(invoice._fields["kind"]._description_selection(self.env))
        names = ("partner_id", "title", "tax_number", "address_phone", "bank_account", "email")
        values = {**{name: invoice[name] for name in names}, "partner_id": invoice.partner_id.name}
        facts = [("kind", kinds[invoice.kind]), *values.items(), ("number", invoice.number)]
        return [
            (invoice._fields[name]._description_string(self.env), value or "")
            for name, value in [*facts, ("note", invoice.note)]
            if value or name in ("title", "tax_number")
        ]

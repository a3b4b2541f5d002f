from odoo import api, models

from .tables import Table


class ReportTaxInvoiceRegister(models.AbstractModel):
    """The register of tax invoices (发票登记簿): what was issued or red-lettered in a month."""

    _name = "report.convenience_service.report_tax_invoice_register"
    _inherit = ["convenience.month.tables.mixin"]
    _description = "Register of Tax Invoices"

    @api.model
    def _title(self):
        return self.env._("Register of Tax Invoices")

    @api.model
    def _tables(self, period):
        invoices = self.env["convenience.tax.invoice"]
        issued = self._in(period, "date_issued")
        red = self._in(period, "date_red")
        open_domain = [("office_id", "=", period.office.id), ("state", "=", "applied")]
        return [
            self._list(self.env._("Issued"), issued, "date_issued", "number"),
            self._list(self.env._("Red-Lettered"), red, "date_red", "red_number", sign=-1),
            self._list(
                self.env._("Applied For, Not Issued Yet"),
                invoices.search(open_domain, order="id"),
                "date_issued",
                "number",
            ),
        ]

    @api.model
    def _in(self, period, name):
        """The tax invoices of which that day lies in the period, in its order."""
        return self.env["convenience.tax.invoice"].search(
            [
                ("office_id", "=", period.office.id),
                ("state", "in", ("red",) if name == "date_red" else ("issued", "collected", "red")),
                (name, ">=", period.date_from),
                (name, "<=", period.date_to),
            ],
            order=f"{name}, id",
        )

    @api.model
    def _list(self, title, invoices, day, number, sign=1):
        kinds = dict(invoices._fields["kind"]._description_selection(self.env))
        rows = [
            [
                invoice[number] or invoice.name,
                invoice[day] or None,
                kinds[invoice.kind],
                f"{invoice.title} {invoice.tax_number or ''}".strip(),
                sign * (invoice.amount_total - invoice.amount_tax),
                sign * invoice.amount_tax,
                sign * invoice.amount_total,
                self._whereabouts(invoice),
            ]
            for invoice in invoices
        ]
        columns = [
            (self.env._("Number"), "text", 17),
            (self.env._("Day"), "date", 10),
            (self.env._("Kind"), "text", 8),
            (self.env._("Made Out To"), "text", 0),
            (self.env._("Untaxed"), "money", 10),
            (self.env._("Tax Amount"), "money", 9),
            (self.env._("Amount"), "money", 10),
            (self.env._("Collected By"), "text", 13),
        ]
        return Table(title, columns, rows).add_total(self.env._("Total"))

    @api.model
    def _whereabouts(self, invoice):
        """Who took it along; of a red one the credit notes."""
        return (
            invoice.credit_note_names or ""
            if invoice.state == "red"
            else invoice.collected_by or ""
        )

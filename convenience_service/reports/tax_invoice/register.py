from odoo import api, models
from odoo.fields import Domain

from ..guard.tables import Table


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
        own = Domain("office_id", "=", period.office.id)
        applied = invoices.search(own & Domain("state", "=", "applied"), order="id")
        credited = invoices.search(own & Domain("is_credited", "=", True), order="date_issued, id")
        return [
            self._list(
                self.env._("Issued"),
                [self._issued_row(invoice) for invoice in self._in(period, "date_issued")],
            ),
            self._list(self.env._("Red-Lettered"), self._red_rows(period)),
            self._list(
                self.env._("Applied For, Not Issued Yet"),
                [self._issued_row(invoice) for invoice in applied],
            ),
            *([self._to_red(credited)] if credited else []),
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
    def _issued_row(self, invoice):
        amounts = (invoice.amount_total, invoice.amount_tax)
        return self._row(
            invoice,
            invoice.number or invoice.name,
            invoice.date_issued,
            amounts,
            self._whereabouts(invoice),
        )

    @api.model
    def _red_rows(self, period):
        """Return the red letters of the period, for parts and whole, in order of their days."""
        parts = self.env["convenience.tax.red.letter"].search(
            [
                ("office_id", "=", period.office.id),
                ("date", ">=", period.date_from),
                ("date", "<=", period.date_to),
            ]
        )
        rows = [self._part_row(letter) for letter in parts]
        rows += [self._whole_row(invoice) for invoice in self._in(period, "date_red")]
        return sorted(rows, key=lambda row: row[1])

    @api.model
    def _part_row(self, letter):
        amounts = (-letter.amount, -letter.amount_tax)
        notes = letter.credit_note_names or ""
        return self._row(letter.tax_invoice_id, letter.number, letter.date, amounts, notes)

    @api.model
    def _whole_row(self, invoice):
        """What still stood of the tax invoice when it was red-lettered."""
        parts = invoice.red_letter_ids
        amounts = (
            sum(parts.mapped("amount")) - invoice.amount_total,
            sum(parts.mapped("amount_tax")) - invoice.amount_tax,
        )
        notes = self._whereabouts(invoice)
        return self._row(invoice, invoice.red_number, invoice.date_red, amounts, notes)

    @api.model
    def _row(self, invoice, number, day, amounts, whereabouts):
        amount, tax = amounts
        kinds = dict(invoice._fields["kind"]._description_selection(self.env))
        buyer = f"{invoice.title} {invoice.tax_number or ''}".strip()
        kind = kinds[invoice.kind]
        return [number, day or None, kind, buyer, amount - tax, tax, amount, whereabouts]

    @api.model
    def _list(self, title, rows):
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

    @api.model
    def _to_red(self, invoices):
        """What is credited and not red-lettered yet, and what stands meanwhile."""
        columns = [
            (self.env._("Number"), "text", 17),
            (self.env._("Day"), "date", 10),
            (self.env._("Made Out To"), "text", 0),
            *(
                (invoices._fields[name]._description_string(self.env), "money", 12)
                for name in self._red_figures()
            ),
        ]
        rows = [
            [
                invoice.number,
                invoice.date_issued,
                invoice.title,
                *(invoice[name] for name in self._red_figures()),
            ]
            for invoice in invoices
        ]
        title = self.env._("Credited, Not Red-Lettered Yet")
        return Table(title, columns, rows).add_total(self.env._("Total"))

    @api.model
    def _red_figures(self):
        return ("amount_total", "amount_credited", "amount_red", "amount_to_red", "amount_standing")

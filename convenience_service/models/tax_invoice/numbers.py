from odoo import api, models
from odoo.exceptions import ValidationError

from .tax_invoice import NUMBER


class ConvenienceTaxInvoice(models.Model):
    """Numbers and days of a tax invoice, as they stand on it."""

    _name = "convenience.tax.invoice"
    _inherit = ["convenience.tax.invoice"]

    @api.constrains("number", "date_issued", "date_collected", "red_number", "date_red")
    def _check_numbers_and_days(self):
        for invoice in self:
            for number in filter(None, (invoice.number, invoice.red_number)):
                if not NUMBER.fullmatch(number):
                    raise ValidationError(
                        self.env._(
                            "%(number)s is no number of a tax invoice: it has 8 or 20 digits.",
                            number=number,
                        )
                    )
            invoice._check_days()

    def _check_days(self):
        """Issued, then collected or red-lettered, none of it in the future."""
        later = filter(None, (self.date_collected, self.date_red))
        days = [day for day in (self.date_issued, *later) if day]
        if any(day > self.office_id._today() for day in days) or (
            self.date_issued and min(days) < self.date_issued
        ):
            raise ValidationError(
                self.env._(
                    "%(invoice)s is issued first, then collected or red-lettered, and on no day "
                    "that is still to come.",
                    invoice=self.name,
                )
            )

    @api.constrains("partner_id", "line_ids")
    def _check_lines(self):
        for invoice in self:
            if not invoice.line_ids:
                raise ValidationError(
                    self.env._("%(invoice)s covers no statement yet.", invoice=invoice.name)
                )
            invoice.line_ids._check_statement()

    def _number_accounting(self):
        """Give the number to the field the Chinese chart has for it, which takes 8 digits."""
        for invoice in self:
            moves = invoice.line_ids.statement_id.invoice_id
            if "fapiao" in moves._fields and len(invoice.number) == 8:
                moves.write({"fapiao": invoice.number})

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ConvenienceTaxRedLetter(models.Model):
    """A red-letter tax invoice (红字发票) for a part of a tax invoice; plain values.

    The rest of the tax invoice stands. The red letter that undoes all that stands is on the tax
    invoice itself, which it ends.
    """

    _name = "convenience.tax.red.letter"
    _description = "Red Letter for a Part"
    _inherit = ["convenience.guarded.mixin"]
    _order = "date, id"
    _rec_name = "number"
    _check_company_auto = True

    tax_invoice_id = fields.Many2one(
        "convenience.tax.invoice", required=True, readonly=True, index=True, ondelete="restrict"
    )
    office_id = fields.Many2one(related="tax_invoice_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="tax_invoice_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    number = fields.Char("Red-Letter Number", required=True, readonly=True)
    date = fields.Date("Red-Lettered On", required=True, readonly=True)
    amount = fields.Monetary(readonly=True, help="Tax included.")
    amount_tax = fields.Monetary("Tax", readonly=True)
    reason = fields.Char("Reason of the Red Letter", readonly=True)
    credit_note_names = fields.Char("Credit Notes", readonly=True)

    _number_once = models.UniqueIndex(
        "(company_id, number)", "There is already a red-letter tax invoice of this number."
    )
    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "A red letter is for more than nothing."
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "tax_invoice_id", "number", "date", "amount", "amount_tax", "reason",
            "credit_note_names",
        }  # fmt: skip

    @api.constrains("number")
    def _check_number(self):
        # sudo: a number is taken whoever looks
        self.sudo().tax_invoice_id._check_red_numbers(self.mapped("number"))

    @api.model
    def _raise_number_taken(self, number, invoice):
        raise ValidationError(
            self.env._(
                "%(number)s is the number of another red letter already, that of tax invoice "
                "%(invoice)s.",
                number=number,
                invoice=invoice.number,
            )
        )

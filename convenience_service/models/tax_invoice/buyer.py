import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .tax_invoice import BUYER

# 税号: 15, 17, 18 or 20 upper-case letters and digits.
TAX_NUMBER = re.compile(r"[0-9A-Z]{15}|[0-9A-Z]{17,18}|[0-9A-Z]{20}")


class ConvenienceTaxInvoice(models.Model):
    """Whom a tax invoice is made out to; kept on the payer, so that nobody asks again."""

    _name = "convenience.tax.invoice"
    _inherit = ["convenience.tax.invoice"]

    partner_id = fields.Many2one(
        "res.partner", "Payer", required=True, index=True, ondelete="restrict", check_company=True
    )
    kind = fields.Selection(
        [("ordinary", "Ordinary"), ("special", "Special")],
        "Kind of Tax Invoice",
        required=True,
        default="ordinary",
        help="A special one lets the buyer deduct the tax; it names address and bank.",
    )
    title = fields.Char("Invoice Title", help="Whom the tax invoice is made out to (抬头).")
    tax_number = fields.Char(help="15, 17, 18 or 20 letters and digits (税号).")
    address_phone = fields.Char("Address and Phone")
    bank_account = fields.Char("Bank and Account")
    email = fields.Char("Send To", help="E-mail address for the electronic tax invoice.")

    # ------------------------------------------------------------------ what is known

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        """What the payer gave last time need not be asked again."""
        self.update(self._known_buyer(self.partner_id))

    @api.model
    def _known_buyer(self, payer):
        known = {name: payer[kept] for name, kept in BUYER.items()}
        return {
            **known,
            "title": known["title"] or payer.name,
            "email": known["email"] or payer.email,
        }

    @api.model
    def _clean_buyer(self, vals):
        """Return title, tax number and the like without the blanks people copy along."""
        clean = {name: self._clean_reason(vals[name]) for name in BUYER if name in vals}
        if "tax_number" in clean:
            clean["tax_number"] = "".join(clean["tax_number"].split()).upper()
        return {name: value or False for name, value in clean.items()}

    def _remember_buyers(self):
        for invoice in self:
            # sudo: what an application says is kept on the payer, whoever applies
            invoice.sudo().partner_id.write(
                {kept: invoice[name] for name, kept in BUYER.items() if invoice[name]}
            )

    # ------------------------------------------------------------------ constraints

    @api.constrains("title", "tax_number", "kind", "address_phone", "bank_account", "partner_id")
    def _check_buyer(self):
        for invoice in self:
            missing = [name for name in invoice._required_of_buyer() if not invoice[name]]
            if missing:
                labels = [self._fields[name]._description_string(self.env) for name in missing]
                raise ValidationError(
                    self.env._(
                        "%(invoice)s for %(payer)s: enter %(fields)s.",
                        invoice=invoice.name,
                        payer=invoice.partner_id.name,
                        fields=", ".join(labels),
                    )
                )
            if invoice.tax_number and not TAX_NUMBER.fullmatch(invoice.tax_number):
                raise ValidationError(
                    self.env._(
                        "%(number)s is no tax number: it has 15, 17, 18 or 20 letters and digits.",
                        number=invoice.tax_number,
                    )
                )

    def _required_of_buyer(self):
        """A person needs no tax number; a special tax invoice needs everything."""
        if self.kind == "special":
            return ("title", "tax_number", "address_phone", "bank_account")
        is_firm = self.partner_id.commercial_partner_id.is_company
        return ("title", "tax_number") if is_firm else ("title",)

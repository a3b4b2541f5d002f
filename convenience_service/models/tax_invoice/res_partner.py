from odoo import fields, models


class ResPartner(models.Model):
    """Whom the tax invoices of a resident are made out to, on the service file."""

    _name = "res.partner"
    _inherit = ["res.partner"]

    # without groups, like `vat`: who copies or merges a contact keeps what it says
    convenience_invoice_title = fields.Char("Invoice Title")
    convenience_tax_number = fields.Char("Tax Number")
    convenience_address_phone = fields.Char("Address and Phone")
    convenience_bank_account = fields.Char("Bank and Account")
    convenience_invoice_email = fields.Char("Tax Invoices To")

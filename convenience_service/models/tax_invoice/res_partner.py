from odoo import fields, models

from ..guard.roles import DESK_GROUPS


class ResPartner(models.Model):
    """Whom the tax invoices of a resident are made out to, on the service file."""

    _name = "res.partner"
    _inherit = ["res.partner"]

    convenience_invoice_title = fields.Char("Invoice Title", groups=DESK_GROUPS)
    convenience_tax_number = fields.Char("Tax Number", groups=DESK_GROUPS)
    convenience_address_phone = fields.Char("Address and Phone", groups=DESK_GROUPS)
    convenience_bank_account = fields.Char("Bank and Account", groups=DESK_GROUPS)
    convenience_invoice_email = fields.Char("Tax Invoices To", groups=DESK_GROUPS)

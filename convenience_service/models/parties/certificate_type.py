from odoo import fields, models


class ConvenienceCertificateType(models.Model):
    """A permit that some work asks for, such as the electrician's or work at height (P2 3.3)."""

    _name = "convenience.certificate.type"
    _description = "Certificate"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

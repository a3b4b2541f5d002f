from odoo import fields, models

from ..guard.roles import DESK_GROUPS


class ResPartner(models.Model):
    """The agreements of a resident, on the service file."""

    _name = "res.partner"
    _inherit = ["res.partner"]

    convenience_agreement_ids = fields.One2many(
        "convenience.agreement",
        "partner_id",
        "Agreements",
        groups=DESK_GROUPS,
    )

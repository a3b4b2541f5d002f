from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = ["res.config.settings"]

    convenience_approval_days = fields.Integer(
        related="company_id.convenience_approval_days", readonly=False
    )

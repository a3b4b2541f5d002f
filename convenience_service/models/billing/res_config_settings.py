from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    convenience_prepayment_account_id = fields.Many2one(
        related="company_id.convenience_prepayment_account_id", readonly=False
    )
    convenience_deposit_account_id = fields.Many2one(
        related="company_id.convenience_deposit_account_id", readonly=False
    )
    convenience_entrusted_account_id = fields.Many2one(
        related="company_id.convenience_entrusted_account_id", readonly=False
    )

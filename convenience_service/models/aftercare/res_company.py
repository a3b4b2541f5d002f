from odoo import fields, models


class ResCompany(models.Model):
    """When an item counts as losing."""

    _name = "res.company"
    _inherit = ["res.company"]

    convenience_loss_months = fields.Integer(
        "Months below Cost That Open a Case", default=3, help="One after the other; 0: never."
    )
    convenience_loss_sum = fields.Monetary(
        "Loss of a Month That Opens a Case", help="0: whatever a month loses."
    )
    convenience_loss_spared = fields.Integer(
        "Months That New Items Are Spared", default=3, help="From the first day they are offered."
    )

    _convenience_loss_sound = models.Constraint(
        "CHECK(convenience_loss_months >= 0 AND convenience_loss_sum >= 0"
        " AND convenience_loss_spared >= 0)",
        "Months and sums of losing items are not negative.",
    )


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = ["res.config.settings"]

    convenience_loss_months = fields.Integer(
        related="company_id.convenience_loss_months", readonly=False
    )
    convenience_loss_sum = fields.Monetary(
        related="company_id.convenience_loss_sum", readonly=False
    )
    convenience_loss_spared = fields.Integer(
        related="company_id.convenience_loss_spared", readonly=False
    )

from odoo import fields, models


class ResCompany(models.Model):
    """How long a change of prices is public before it applies."""

    _name = "res.company"
    _inherit = ["res.company"]

    convenience_notice_days_raise = fields.Integer("Days a Raise Is Public", default=30)
    convenience_notice_days_stop = fields.Integer("Days a Stop Is Public", default=30)
    convenience_notice_days_other = fields.Integer("Days of What Is New or Cheaper", default=3)

    _convenience_notice_days_positive = models.Constraint(
        "CHECK(convenience_notice_days_raise >= 0 AND convenience_notice_days_stop >= 0 "
        "AND convenience_notice_days_other >= 0)",
        "Days that a change is public are counted from 0 on.",
    )


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = ["res.config.settings"]

    convenience_notice_days_raise = fields.Integer(
        related="company_id.convenience_notice_days_raise", readonly=False
    )
    convenience_notice_days_stop = fields.Integer(
        related="company_id.convenience_notice_days_stop", readonly=False
    )
    convenience_notice_days_other = fields.Integer(
        related="company_id.convenience_notice_days_other", readonly=False
    )

from odoo import fields, models


class ResCompany(models.Model):
    """When the year is planned."""

    _name = "res.company"
    _inherit = ["res.company"]

    convenience_round_day = fields.Integer(
        "Day of January for the Annual Round",
        default=5,
        help="Then each director is given last year's figures. 0: never by itself.",
    )
    convenience_round_late_day = fields.Integer(
        "Day of January by which the List Is Approved",
        default=31,
        help="After it the general manager is told which offices have no list of the year yet.",
    )

    _convenience_round_days_sound = models.Constraint(
        "CHECK(convenience_round_day BETWEEN 0 AND 31"
        " AND convenience_round_late_day BETWEEN 1 AND 31)",
        "Enter a day of January, from 1 to 31.",
    )


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = ["res.config.settings"]

    convenience_round_day = fields.Integer(
        related="company_id.convenience_round_day", readonly=False
    )
    convenience_round_late_day = fields.Integer(
        related="company_id.convenience_round_late_day", readonly=False
    )

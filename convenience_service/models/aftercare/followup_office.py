from odoo import fields, models


class ConvenienceOffice(models.Model):
    """How an office follows its work up (回访)."""

    _name = "convenience.office"
    _inherit = ["convenience.office"]

    followup_first_visits = fields.Boolean(
        "Every First Visit",
        help="Customers who were never served before are always called. Leave it off until the "
        "history of before is loaded.",
    )
    followup_rest_days = fields.Integer(
        "Not Called Again for Days",
        default=30,
        help="Complaints and first visits are followed up whatever was asked before.",
    )
    followup_calls = fields.Integer(
        "Calls a Day and Caller", default=20, help="What is beyond that is recorded as cut."
    )
    followup_high_amount = fields.Monetary(
        "Every Amount From", help="Requests of at least that much are always followed up; 0: none."
    )
    followup_script = fields.Text(
        "What Is Said and Asked", help="Shown to whoever calls.", translate=True
    )

    _followup_numbers = models.Constraint(
        "CHECK(followup_rest_days >= 0 AND followup_calls > 0 AND followup_high_amount >= 0)",
        "Days and amounts are not negative, and somebody makes at least one call a day.",
    )

from odoo import fields, models


class ConvenienceAgreementRecurrence(models.AbstractModel):
    """When the visits of a line are due, counted from the day the line begins."""

    _name = "convenience.agreement.recurrence"
    _description = "Recurrence of a Service"

    frequency = fields.Selection(
        [("daily", "Days"), ("weekly", "Weeks"), ("monthly", "Months"), ("yearly", "Years")],
        required=True,
        default="weekly",
    )
    interval = fields.Integer("Every", required=True, default=1)
    monday = fields.Boolean()
    tuesday = fields.Boolean()
    wednesday = fields.Boolean()
    thursday = fields.Boolean()
    friday = fields.Boolean()
    saturday = fields.Boolean()
    sunday = fields.Boolean()
    month_days = fields.Char("Days of the Month", help='For example "1,15,31".')
    last_day = fields.Boolean("Last Day of the Month")
    nth_week = fields.Selection(
        [
            ("1", "First"),
            ("2", "Second"),
            ("3", "Third"),
            ("4", "Fourth"),
            ("5", "Fifth"),
            ("-1", "Last"),
        ],
        "Week of the Month",
    )
    nth_weekday = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ],
        "Weekday of the Month",
    )
    visit_time = fields.Float(
        help="Local time of the visits, in hours after midnight.", default=9.0
    )

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .recurrence import Recurrence, parse_month_days
from .recurrence_words import RecurrenceWords

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
RECURRENCE_FIELDS = (
    "frequency", "interval", *WEEKDAYS, "month_days", "last_day", "nth_week", "nth_weekday",
    "visit_time",
)  # fmt: skip


class ConvenienceAgreementRecurrence(models.AbstractModel):
    """When the visits of a service are due, counted from the day it begins."""

    _name = "convenience.agreement.recurrence"
    _description = "Recurrence of a Service"

    date_from = fields.Date("From")
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
    recurrence_words = fields.Char("Recurrence", compute="_compute_recurrence_words")

    @api.depends(*RECURRENCE_FIELDS, "date_from")
    @api.depends_context("lang")
    def _compute_recurrence_words(self):
        words = RecurrenceWords(self.env)
        for record in self:
            problem = record._recurrence_problem()
            said = "" if problem else words.say(record._recurrence(), record.visit_time)
            record.recurrence_words = said

    @api.constrains(*RECURRENCE_FIELDS)
    def _check_recurrence(self):
        for record in self:
            problem = record._recurrence_problem()
            if problem:
                raise ValidationError(problem)

    def _recurrence_problem(self):
        """Return the sentence that says why the recurrence is none, or nothing."""
        try:
            rule = self._recurrence()
        except ValueError:
            return self.env._(
                '"%(days)s" names no days of a month. Enter numbers, for example "1,15,31".',
                days=self.month_days,
            )
        if not 0 <= self.visit_time < 24:
            return self.env._("A visit is between 0:00 and 24:00 of its day.")
        return rule.problem(self.env._)

    def _recurrence(self):
        """Return the rule of the visits, counted from the first day of the service."""
        return Recurrence(
            start=self.date_from or fields.Date.context_today(self),
            frequency=self.frequency,
            interval=self.interval,
            weekdays=tuple(number for number, name in enumerate(WEEKDAYS) if self[name]),
            month_days=parse_month_days(self.month_days),
            last_day=self.last_day,
            nth_week=int(self.nth_week or 0),
            nth_weekday=int(self.nth_weekday or 0),
        )

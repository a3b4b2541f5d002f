from odoo import api, fields, models
from odoo.exceptions import UserError

from .recurrence import Recurrence, parse_month_days
from .recurrence_words import RecurrenceWords

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
RULE_FIELDS = (
    "date_from", "frequency", "interval", *WEEKDAYS, "month_days", "last_day", "nth_week",
    "nth_weekday",
)  # fmt: skip


class ConvenienceAgreementRecurrence(models.AbstractModel):
    """When the visits of a line are due, counted from the day its rhythm begins."""

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
    recurrence_text = fields.Char("Visits On", compute="_compute_recurrence_text")

    @api.depends(*RULE_FIELDS, "visit_time")
    @api.depends_context("lang")
    def _compute_recurrence_text(self):
        """The rule as the customer signs it; a draft that is no rule yet says what is missing."""
        words = RecurrenceWords(self.env)
        for line in self:
            line.recurrence_text = line._recurrence_problem() or words.say(
                line._recurrence(), line.visit_time
            )

    def _recurrence(self):
        """Return when the service recurs, counted from its first day.

        :raise ValueError: for days of the month that are no numbers
        """
        self.ensure_one()
        return Recurrence(
            start=self._rhythm_start() or fields.Date.context_today(self),
            frequency=self.frequency,
            interval=self.interval,
            weekdays=tuple(number for number, name in enumerate(WEEKDAYS) if self[name]),
            **(self._days_of_month() if self.frequency in ("monthly", "yearly") else {}),
        )

    def _rhythm_start(self):
        """Return the day from which weeks, months and years are counted, or False."""
        return self.date_from

    def _days_of_month(self):
        """What was entered for months counts for nothing in a rule by days or weeks."""
        return {
            "month_days": parse_month_days(self.month_days),
            "last_day": self.last_day,
            "nth_week": int(self.nth_week or 0),
            "nth_weekday": int(self.nth_weekday or 0),
        }

    def _recurrence_problem(self):
        """Return the sentence that says why there is no rule yet, or nothing."""
        try:
            problem = self._recurrence().problem(self.env._)
        except ValueError:
            return self.env._(
                "%(days)s are no days of a month. Enter numbers with commas between.",
                days=self.month_days,
            )
        if self.frequency in ("monthly", "yearly") and self.nth_week and not self.nth_weekday:
            return self.env._("Choose the weekday of the month, too.")
        if not 0 <= self.visit_time < 24:
            return self.env._("The time of the visits lies between 0:00 and 23:59.")
        return problem

    def _check_recurrence(self):
        """Nobody signs for visits on days that no calendar has."""
        for line in self:
            problem = line._recurrence_problem()
            if problem:
                raise UserError(
                    self.env._("%(line)s: %(problem)s", line=line.display_name, problem=problem)
                )

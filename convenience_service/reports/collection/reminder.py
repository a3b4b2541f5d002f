from datetime import timedelta

from odoo import api, models
from odoo.tools import format_date

from ..billing.paying import ways_to_pay
from ..guard.formats import (
    capitals,
    letterhead,
    money,
    money_with_symbol,
    period,
    printed_ids,
)
from ..guard.page_layout import split_sheets

# Statements that fit on the first sheet, on a later one, and lines that sums and signature take.
FIRST_SHEET, NEXT_SHEET, CLOSING = 20, 38, 16


class ReportReminder(models.AbstractModel):
    """The letter to a payer who is overdue (催缴函), in the payer's language.

    It names what is overdue on the day it is printed, not on the day the step was due.
    """

    _name = "report.convenience_service.report_reminder"
    _description = "Reminder on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        reminders = self.env["convenience.reminder"].browse(printed_ids(self.env, docids, data))
        reminders.check_access("read")
        return {
            "doc_ids": reminders.ids,
            "doc_model": reminders._name,
            "docs": reminders,
            "papers": [
                self._paper(reminder.with_context(lang=reminder.partner_id.lang or self.env.lang))
                for reminder in reminders
            ],
        }

    @api.model
    def _paper(self, reminder):
        env, office = reminder.env, reminder.office_id
        today, step = office._today(), reminder.step_id
        rows = [self._row(statement, today) for statement in reminder.statement_ids]
        return {
            "reminder": reminder,
            "lang": env.lang,
            "letterhead": letterhead(office),
            "units": reminder.unit_names or "",
            "printed_on": format_date(env, today),
            "asked": self._asked(reminder, today + timedelta(days=step.days_to_pay)),
            "wording": step.wording or "",
            "sheets": split_sheets(rows, FIRST_SHEET, NEXT_SHEET, closing=CLOSING),
            "over": reminder.amount_over
            and money(env, -reminder.amount_over, reminder.currency_id),
            "total": money_with_symbol(env, reminder.amount_residual, reminder.currency_id),
            "capitals": capitals(reminder.amount_residual, reminder.currency_id),
            "paying": ways_to_pay(
                office, ", ".join(filter(None, (reminder.unit_names, reminder.partner_id.name)))
            ),
        }

    @api.model
    def _asked(self, reminder, day):
        """The one sentence with the amount and its deadline; in words as well where there are."""
        env, currency = reminder.env, reminder.currency_id
        total = money_with_symbol(env, reminder.amount_residual, currency)
        words = capitals(reminder.amount_residual, currency)
        day = format_date(env, day)
        if not words:
            return env._("Please pay %(total)s by %(day)s.", total=total, day=day)
        return env._(
            "Please pay %(total)s (%(words)s) by %(day)s.", total=total, words=words, day=day
        )

    @api.model
    def _row(self, statement, today):
        env = statement.env
        return {
            "number": statement.name,
            "period": period(env, statement.date_from, statement.date_to),
            "days_late": (today - statement.due_on).days,
            "residual": money(env, statement.amount_left, statement.currency_id),
        }

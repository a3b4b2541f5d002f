from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ConvenienceReminderMixin(models.AbstractModel):
    """What is due on a local day of an office, and who of the office is told."""

    _name = "convenience.reminder.mixin"
    _description = "Reminders"

    @api.model
    def _day_domain(self, field_name, operator, days=0):
        """Return the domain of records whose day compares so with today at their own office.

        :param field_name: a date of local meaning
        :param days: counted from today
        """
        offices = self.env["convenience.office"].with_context(active_test=False).search([])
        by_day = offices.grouped(lambda office: office._today() + timedelta(days=days))
        return Domain.OR(
            Domain("office_id", "in", same_day.ids) & Domain(field_name, operator, day)
            for day, same_day in by_day.items()
        )

    def _reminder_user(self, preferred=None):
        """Return who is told: `preferred` while at the office, else who manages or directs it.

        :raise UserError: when none of them works at the office
        """
        office = self.office_id
        for user in (preferred, office.service_manager_id, office.director_id):
            if user and user.active and user in office.user_ids:
                return user
        raise UserError(
            self.env._(
                "Nobody at %(office)s can be reminded of %(record)s. Name a service manager "
                "among its users.",
                office=office.name,
                record=self.display_name,
            )
        )

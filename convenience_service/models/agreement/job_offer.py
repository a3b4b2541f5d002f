from odoo import fields, models
from odoo.tools import SQL


class ConvenienceJobOffer(models.Model):
    """Visits can be claimed as many days ahead as the office assigns them."""

    _name = "convenience.job.offer"
    _inherit = ["convenience.job.offer"]

    _depends = {
        "convenience.request": ["agreement_line_id"],
        "convenience.office": ["tz", "assign_days_ahead"],
    }

    def _to_be_claimed(self):
        return SQL(
            """%(others)s
               AND (request.agreement_line_id IS NULL
                    OR request.planned_on < (
                       (date_trunc('day', %(now)s AT TIME ZONE 'UTC' AT TIME ZONE office.tz)
                        + (office.assign_days_ahead + 1) * interval '1 day')
                       AT TIME ZONE office.tz AT TIME ZONE 'UTC'))""",
            others=super()._to_be_claimed(),
            now=fields.Datetime.now(),
        )

from datetime import timedelta

import pytz

from odoo import fields, models


class ConvenienceOffice(models.Model):
    """Who is on duty at an office, and whether it is open (P1 制度 1 and 3)."""

    _name = "convenience.office"
    _inherit = ["convenience.office"]

    duty_desk_user_id = fields.Many2one(
        "res.users", "Desk Duty", compute="_compute_duty_users", compute_sudo=True
    )
    duty_leader_user_id = fields.Many2one(
        "res.users", "Leader on Duty", compute="_compute_duty_users", compute_sudo=True
    )
    duty_desk_phone = fields.Char(
        "Phone of the Desk", compute="_compute_duty_users", compute_sudo=True
    )
    duty_leader_phone = fields.Char(
        "Phone of the Leader", compute="_compute_duty_users", compute_sudo=True
    )

    def _compute_duty_users(self):
        """Of several at the desk, who came first."""
        shifts = self._shifts_at(fields.Datetime.now())
        by_place = shifts.grouped(lambda duty: (duty.office_id.id, duty.kind))
        for office in self:
            for kind in ("desk", "leader"):
                user = by_place.get((office.id, kind), shifts.browse())[:1].user_id
                office[f"duty_{kind}_user_id"] = user
                office[f"duty_{kind}_phone"] = user.phone

    def _shifts_at(self, moment, kind=None):
        """Return the shifts of the offices that hold at the moment, first come first.

        :param moment: naive UTC datetime; the start of a shift belongs to it, its end does not
        :param str kind: `desk` or `leader`; both when left out
        """
        domain = [
            ("office_id", "in", self.ids),
            ("start_at", "<=", moment),
            ("end_at", ">", moment),
        ]
        if kind:
            domain.append(("kind", "=", kind))
        # sudo: who is on duty is for everybody to know
        return self.env["convenience.duty"].sudo().search(domain, order="start_at, id")

    def _on_duty(self, kind, moment):
        """Return the users on duty at the office, none if no shift is planned.

        :param str kind: `desk` or `leader`
        :param moment: naive UTC datetime
        """
        self.ensure_one()
        return self._shifts_at(moment, kind).user_id.sudo(False)

    def _is_open_at(self, moment):
        """Whether the moment lies in the office's working hours, by its own clock.

        Holidays of the calendar close the office; without a calendar it is always open.

        :param moment: naive UTC datetime
        """
        self.ensure_one()
        # sudo: the desk may not read every calendar, and asks for its own
        calendar = self.sudo().resource_calendar_id
        if not calendar:
            return True
        start = pytz.utc.localize(moment)
        holidays = [("time_type", "=", "leave"), ("company_id", "in", (False, self.company_id.id))]
        intervals = calendar._work_intervals_batch(
            start, start + timedelta(seconds=1), domain=holidays, tz=pytz.timezone(self.tz)
        )
        return bool(intervals[False])

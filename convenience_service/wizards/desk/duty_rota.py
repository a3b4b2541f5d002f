from datetime import datetime, time, timedelta
from itertools import cycle, pairwise

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..guard.once import once

LONGEST_DAYS = 366


class ConvenienceDutyRota(models.TransientModel):
    """Plans the shifts of some days, the people taking turns (P1 制度 1 and 3)."""

    _name = "convenience.duty.rota"
    _inherit = ["convenience.once.mixin"]
    _description = "Duty Rota"

    office_id = fields.Many2one(
        "convenience.office",
        required=True,
        default=lambda self: self.env["convenience.request"]._default_office(),
    )
    staff_ids = fields.Many2many(related="office_id.user_ids", string="Users of the Office")
    kind = fields.Selection(
        selection=lambda self: (
            self.env["convenience.duty"]._fields["kind"]._description_selection(self.env)
        ),
        required=True,
        default="desk",
    )
    date_from = fields.Date("First Day", required=True, default=lambda self: self._default_day())
    date_to = fields.Date("Last Day", required=True, default=lambda self: self._default_day())
    shifts_a_day = fields.Selection(
        [
            ("1", "One of 24 hours"),
            ("2", "Two of 12 hours"),
            ("3", "Three of 8 hours"),
        ],
        "Shifts a Day",
        required=True,
        default="2",
    )
    start_hour = fields.Float(
        "Day Starts At", default=8.0, help="Local time at the office; the last shift ends by it."
    )
    turn_ids = fields.One2many("convenience.duty.turn", "rota_id", "Take Turns")

    @api.model
    def _default_day(self):
        return self.env["convenience.demand"]._default_today()

    @api.onchange("kind")
    def _onchange_kind(self):
        """Leaders stand by for whole days, the desk changes twice."""
        self.shifts_a_day = "1" if self.kind == "leader" else "2"

    @once
    def action_make(self):
        """Make the shifts and open them.

        :raise UserError: when days, hour or people are missing, or a shift is there already
        :raise AccessError: when the user may not plan shifts of the kind
        """
        self._check_complete()
        planned = self._prepare_shifts()
        self._refuse_overlaps(planned)
        duties = self.env["convenience.duty"].create(planned)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_duty"
        )
        return {**action, "domain": [("id", "in", duties.ids)], "context": {}}

    def _check_complete(self):
        days = (self.date_to - self.date_from).days + 1
        if not 1 <= days <= LONGEST_DAYS:
            raise UserError(
                self.env._(
                    "A rota of %(office)s runs from its first day on, for a year at most.",
                    office=self.office_id.name,
                )
            )
        if not 0 <= self.start_hour < 24:
            raise UserError(
                self.env._(
                    "The day of %(office)s starts between 0:00 and 24:00.",
                    office=self.office_id.name,
                )
            )
        if not self.turn_ids:
            raise UserError(
                self.env._(
                    "Choose who takes turns at %(office)s first.", office=self.office_id.name
                )
            )

    def _shift_bounds(self):
        """Return the (start, end) of every shift, naive UTC.

        Shifts begin at the same local hour all year: in the night the clock changes, one is an
        hour longer or shorter, and none leaves a gap.
        """
        hours = 24 / int(self.shifts_a_day)
        first = datetime.combine(self.date_from, time()) + timedelta(hours=self.start_hour)
        count = ((self.date_to - self.date_from).days + 1) * int(self.shifts_a_day)
        moments = [first + timedelta(hours=hours * number) for number in range(count + 1)]
        return list(pairwise(self.office_id._to_utc(moment) for moment in moments))

    def _prepare_shifts(self):
        """Return the values of the shifts, the people in turn, who is listed twice twice."""
        turns = cycle([turn.user_id.id for turn in self.turn_ids.sorted("sequence")])
        return [
            {
                "office_id": self.office_id.id,
                "kind": self.kind,
                "user_id": next(turns),
                "start_at": start,
                "end_at": end,
            }
            for start, end in self._shift_bounds()
        ]

    def _refuse_overlaps(self, planned):
        """Name the shifts that are in the way: of this kind here, or of these people anywhere."""
        self.office_id.check_access("read")
        # sudo: the people may have shifts in offices the planner does not see
        there = (
            self.env["convenience.duty"]
            .sudo()
            .search(
                [
                    ("start_at", "<", planned[-1]["end_at"]),
                    ("end_at", ">", planned[0]["start_at"]),
                    "|",
                    ("user_id", "in", self.turn_ids.user_id.ids),
                    "&",
                    ("office_id", "=", self.office_id.id),
                    ("kind", "=", self.kind),
                ],
                order="start_at",
            )
        )
        in_the_way = there.filtered(
            lambda duty: any(self._collides(duty, values) for values in planned)
        )
        if in_the_way:
            raise UserError(
                self.env._(
                    "These shifts are planned already. Delete them or choose other days or "
                    "people:\n%(shifts)s",
                    shifts="\n".join(in_the_way.mapped("display_name")),
                )
            )

    def _collides(self, duty, values):
        same_place = (duty.office_id.id, duty.kind) == (values["office_id"], values["kind"])
        return (same_place or duty.user_id.id == values["user_id"]) and (
            duty.start_at < values["end_at"] and values["start_at"] < duty.end_at
        )

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import CLERK
from ..guard.workflow import Move
from ..request.request_line import COST_GROUPS

_lt = LazyTranslate(__name__)


class ConvenienceActivity(models.Model):
    """A cultural event of the community (社区文化活动). Free service 2 of P1."""

    _name = "convenience.activity"
    _description = "Community Activity"
    _inherit = ["convenience.workflow.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "start_at desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char("Activity", required=True)
    office_id = fields.Many2one(
        "convenience.office",
        required=True,
        index=True,
        default=lambda self: self.env["convenience.request"]._default_office(),
    )
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    place = fields.Char()
    start_at = fields.Datetime("Starts", required=True, index=True)
    end_at = fields.Datetime("Ends", required=True)
    seats = fields.Integer(help="0: no limit.")
    seats_taken = fields.Integer("People Registered", compute="_compute_seats_taken", store=True)
    attended_count = fields.Integer("Came", compute="_compute_attended_count", store=True)
    organiser_id = fields.Many2one("res.users", default=lambda self: self.env.user)
    description = fields.Text("About the Activity")
    cost = fields.Monetary(
        copy=False, groups=COST_GROUPS, help="What it cost the office; never billed."
    )
    attendance_ids = fields.One2many(
        "convenience.activity.attendance", "activity_id", "Participants"
    )
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("open", "Open for Registration"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="planned",
        index=True,
        copy=False,
    )
    opened_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    opened_on = fields.Datetime(readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    closed_on = fields.Datetime(readonly=True, copy=False)
    cancelled_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    cancelled_on = fields.Datetime(readonly=True, copy=False)

    # the count stands on the row of the activity: who registers writes it, and of two clerks at
    # once the second starts again on what the first left
    _seats_kept = models.Constraint(
        "CHECK(seats >= 0 AND (seats = 0 OR seats_taken <= seats))",
        "More people are registered than there are seats.",
    )
    _times_in_order = models.Constraint(
        "CHECK(end_at > start_at)", "An activity ends after it starts."
    )

    # ------------------------------------------------------------------ compute

    @api.depends("attendance_ids.persons")
    def _compute_seats_taken(self):
        taken = self._sum_persons([])
        for activity in self:
            activity.seats_taken = taken.get(activity, 0)

    @api.depends("attendance_ids.persons", "attendance_ids.attended")
    def _compute_attended_count(self):
        came = self._sum_persons([("attended", "=", True)])
        for activity in self:
            activity.attended_count = came.get(activity, 0)

    def _sum_persons(self, domain):
        return dict(
            self.env["convenience.activity.attendance"]._read_group(
                [("activity_id", "in", self.ids), *domain], ["activity_id"], ["persons:sum"]
            )
        )

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        clerk = (CLERK,)
        return [
            *super()._workflow_moves(),
            Move("planned", "open", clerk),
            Move("open", "planned", clerk),
            Move("open", "closed", clerk),
            Move("planned", "cancelled", clerk),
            Move("open", "cancelled", clerk),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            **super()._workflow_stamps(),
            "open": ("opened_by_id", "opened_on"),
            "closed": ("closed_by_id", "closed_on"),
            "cancelled": ("cancelled_by_id", "cancelled_on"),
        }

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states() | {"closed", "cancelled"}

    def write(self, vals):
        """What took place stays as it was; its bills may come in later."""
        if vals.keys() & self._content_fields():
            self.check_access("write")
            self._refuse_over()
        return super().write(vals)

    @api.model
    def _content_fields(self):
        return {
            "name", "office_id", "place", "start_at", "end_at", "seats", "organiser_id",
            "description", "attendance_ids",
        }  # fmt: skip

    def _refuse_over(self):
        for activity in self:
            if activity.state in self._workflow_locked_states():
                raise UserError(
                    self.env._(
                        "%(activity)s is %(state)s and does not change any more.",
                        activity=activity.name,
                        state=activity._state_label(activity.state),
                    )
                )

    # ------------------------------------------------------------------ actions

    def action_open(self):
        """Announced: residents are registered from now on."""
        return self._move_to("open")

    def action_plan(self):
        """Back to planning: nobody more is registered."""
        return self._move_to("planned")

    def action_close(self):
        """The activity took place and it is noted who came."""
        return self._move_to("closed")

    @asks_reason(_lt("Cancel the Activity"))
    def action_cancel(self, reason=None):
        """Call the activity off, with the reason in the history.

        :param str reason: why it does not take place
        """
        return self._move_to("cancelled", reason=reason)

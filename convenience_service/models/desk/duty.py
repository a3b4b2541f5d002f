from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..guard.roles import DIRECTOR, SUPERVISOR

# How long before the end of a shift the next one may take it over.
TAKE_OVER_AHEAD = timedelta(hours=1)


class ConvenienceDuty(models.Model):
    """A shift of duty (值班): the desk, manned at any hour, or the leaders in turn.

    Serves P1 制度 1 (24 hours with one clerk) and 3 (director and deputies take turns). A shift
    holds from its start on and ends before its end, so that of two that follow each other one
    alone is on duty. The note of a shift is fixed once the next one has taken it over.
    """

    _name = "convenience.duty"
    _description = "Duty Shift"
    _inherit = ["convenience.guarded.mixin"]
    _order = "start_at desc, id desc"

    office_id = fields.Many2one(
        "convenience.office",
        required=True,
        index=True,
        default=lambda self: self.env["convenience.request"]._default_office(),
    )
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    staff_ids = fields.Many2many(related="office_id.user_ids", string="Users of the Office")
    kind = fields.Selection([("desk", "Desk"), ("leader", "Leader")], required=True, default="desk")
    user_id = fields.Many2one("res.users", "On Duty", required=True, index=True)
    start_at = fields.Datetime("Begins", required=True)
    end_at = fields.Datetime("Ends", required=True)
    handover_note = fields.Text(
        copy=False, help="What the next shift has to know; fixed once it has taken over."
    )
    handed_over_to_id = fields.Many2one("res.users", "Taken Over By", readonly=True, copy=False)
    handed_over_at = fields.Datetime("Taken Over", readonly=True, copy=False)
    is_note_mine = fields.Boolean("Note Is Mine", compute="_compute_is_note_mine")
    can_take_over = fields.Boolean(compute="_compute_can_take_over")

    _ends_after_start = models.Constraint(
        "CHECK(end_at > start_at)", "A duty shift ends after it begins."
    )
    # The sentences of `_check_overlaps` come first; at commit these stop two planners at once.
    _user_once = models.Constraint(
        "EXCLUDE USING gist (int4range(user_id, user_id, '[]') WITH &&, "
        "tsrange(start_at, end_at) WITH &&) DEFERRABLE INITIALLY DEFERRED",
        "Nobody is on duty twice at the same time.",
    )
    _one_leader = models.Constraint(
        "EXCLUDE USING gist (int4range(office_id, office_id, '[]') WITH &&, "
        "tsrange(start_at, end_at) WITH &&) WHERE (kind = 'leader') "
        "DEFERRABLE INITIALLY DEFERRED",
        "An office has one leader on duty at a time.",
    )
    _office_idx = models.Index("(office_id, kind, start_at)")

    # ------------------------------------------------------------------ compute

    @api.depends("kind", "user_id", "start_at", "end_at", "office_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """Times are those of the office, wherever the reader sits."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for duty in self:
            start, end = duty._local(duty.start_at), duty._local(duty.end_at)
            if not (start and end):
                duty.display_name = duty.user_id.name or self._description
                continue
            last = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%Y-%m-%d %H:%M}"
            duty.display_name = (
                f"{kinds[duty.kind]} {start:%Y-%m-%d %H:%M} – {last} {duty.user_id.name}"
            )

    def _local(self, moment):
        """Return the local moment, at the office, of a naive UTC one."""
        zone = pytz.timezone(self.office_id.tz or "UTC")
        return moment and pytz.utc.localize(moment).astimezone(zone)

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_note_mine(self):
        supervisor = self.env.user._has_convenience_role(SUPERVISOR)
        for duty in self:
            duty.is_note_mine = supervisor or duty.user_id == self.env.user

    @api.depends("handed_over_to_id", "office_id", "kind", "start_at", "end_at")
    @api.depends_context("uid")
    def _compute_can_take_over(self):
        """Only the form asks for it, so of one shift at a time."""
        for duty in self:
            duty.can_take_over = bool(
                duty.id
                and not duty.handed_over_to_id
                and self.env.user in duty._next_shifts().user_id
            )

    # ------------------------------------------------------------------ constraints

    @api.constrains("user_id", "office_id")
    def _check_users(self):
        for duty in self.sudo():
            if duty.user_id not in duty.office_id.user_ids:
                raise ValidationError(
                    self.env._(
                        "%(user)s is not among the users of %(office)s. Add them to the office "
                        "or choose somebody else.",
                        user=duty.user_id.name,
                        office=duty.office_id.name,
                    )
                )

    @api.constrains("kind", "office_id", "user_id", "start_at", "end_at")
    def _check_overlaps(self):
        """One leader at a time; nobody in two shifts at once, in whichever office."""
        # sudo: the same user may have a shift in an office the planner does not see
        near = self.sudo().search(self._overlap_domain())
        leaders = near.filtered(lambda duty: duty.kind == "leader")
        for shifts in (*near.grouped("user_id").values(), *leaders.grouped("office_id").values()):
            shifts._refuse_overlap()

    def _overlap_domain(self):
        """What may overlap with these shifts."""
        users = Domain("user_id", "in", self.user_id.ids)
        return (
            (users | Domain("office_id", "in", self.office_id.ids))
            & Domain("start_at", "<", max(self.mapped("end_at")))
            & Domain("end_at", ">", min(self.mapped("start_at")))
        )

    def _refuse_overlap(self):
        before = self.browse()
        for duty in self.sorted("start_at"):
            if before and duty.start_at < before.end_at:
                raise ValidationError(
                    self.env._(
                        "%(shift)s overlaps with %(other)s of %(office)s. Change the times or "
                        "who is on duty.",
                        shift=duty.display_name,
                        other=before.display_name,
                        office=before.office_id.name,
                    )
                )
            before = duty

    # ------------------------------------------------------------------ CRUD

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | self._guarded_defaults().keys()

    @api.model
    def _guarded_defaults(self):
        return {
            **super()._guarded_defaults(),
            "handed_over_to_id": False,
            "handed_over_at": False,
        }

    @api.model_create_multi
    def create(self, vals_list):
        duties = super().create(vals_list)
        duties._check_planner()
        return duties

    def write(self, vals):
        entered = vals.keys() - self._guarded_fields()
        planned = entered - {"handover_note"}
        if entered:
            self.check_access("write")
            self._refuse_handed_over()
            self._check_note_writer() if not planned else self._check_planner()
        result = super().write(vals)
        if planned:
            self._check_planner()  # nor does a supervisor turn a shift into a leader's
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_planned(self):
        self._refuse_handed_over()
        self._check_planner()

    def _refuse_handed_over(self):
        for duty in self.sudo():
            if duty.handed_over_to_id:
                raise UserError(
                    self.env._(
                        "%(shift)s was taken over by %(user)s and stays as it is. Put what is "
                        "new into the note of the next shift.",
                        shift=duty.display_name,
                        user=duty.handed_over_to_id.name,
                    )
                )

    def _check_planner(self):
        """Supervisors plan the desk; the turns of the leaders are the director's."""
        leaders = any(duty.kind == "leader" for duty in self.sudo())
        role = DIRECTOR if leaders else SUPERVISOR
        if not self.env.su:
            self._require_role(role, act=self.env._("plan it"))

    def _check_note_writer(self):
        """The note is the shift holder's, or a supervisor's for them."""
        for duty in self:
            if not self.env.su and not duty.is_note_mine:
                raise AccessError(
                    self.env._(
                        "The note of %(shift)s is written by %(user)s or a supervisor.",
                        shift=duty.display_name,
                        user=duty.user_id.name,
                    )
                )

    # ------------------------------------------------------------------ handover

    def _next_shifts(self):
        """Return the shifts that follow: those of one kind that begin next and last longer."""
        self.ensure_one()
        later = self.search(
            [
                ("office_id", "=", self.office_id.id),
                ("kind", "=", self.kind),
                ("start_at", ">", self.start_at),
                ("end_at", ">", self.end_at),
            ],
            order="start_at, id",
            limit=10,
        )
        return later.filtered(lambda duty: duty.start_at == later[0].start_at)

    def action_take_over(self):
        """Take the shift over (交接班): its note has been read and is fixed from now on.

        :raise UserError: when it is too early, the note is missing, or somebody took over already
        :raise AccessError: when the user is not on the next shift
        """
        self.check_access("write")
        self._refuse_handed_over()
        for duty in self:
            duty._check_take_over()
        self._write_guarded(
            {"handed_over_to_id": self.env.uid, "handed_over_at": fields.Datetime.now()}
        )
        return True

    def _check_take_over(self):
        following = self._next_shifts()
        if self.env.user not in following.user_id:
            raise AccessError(
                self.env._(
                    "%(shift)s is taken over by the next shift: %(users)s.",
                    shift=self.display_name,
                    users=", ".join(following.user_id.mapped("name")) or self.env._("not planned"),
                )
            )
        if fields.Datetime.now() < self.end_at - TAKE_OVER_AHEAD:
            raise UserError(
                self.env._(
                    "%(shift)s is not about to end. Take over at the earliest an hour before.",
                    shift=self.display_name,
                )
            )
        if not (self.handover_note or "").strip():
            raise UserError(
                self.env._(
                    "%(shift)s has no handover note. Have %(user)s write it first.",
                    shift=self.display_name,
                    user=self.user_id.name,
                )
            )

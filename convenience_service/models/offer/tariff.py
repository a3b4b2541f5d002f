from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import DIRECTOR, GENERAL_MANAGER
from ..guard.workflow import Move

_lt = LazyTranslate(__name__)

DECIDED_STATES = ("submitted", "approved")


class ConvenienceTariff(models.Model):
    """Items and prices of one office (便民服务项目及价格表), approved by the general manager.

    A planning meeting records why the items are needed and feasible (P2 4.1.2); the director
    sets prices and submits (4.1.4, 4.1.5); the general manager approves (4.1.6). An annual
    tariff replaces the whole list from its first day, an amendment only the lines it names.
    """

    _name = "convenience.tariff"
    _description = "Tariff"
    _inherit = ["convenience.workflow.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_start desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char(
        compute="_compute_name", store=True, readonly=False, required=True, precompute=True
    )
    office_id = fields.Many2one("convenience.office", required=True, index=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [("annual", "Annual"), ("amendment", "Amendment")], required=True, default="annual"
    )
    year = fields.Integer(required=True, default=lambda self: fields.Date.context_today(self).year)
    date_start = fields.Date("In Force From", required=True, default=fields.Date.context_today)
    line_ids = fields.One2many("convenience.tariff.line", "tariff_id", "Lines", copy=True)
    line_count = fields.Integer(compute="_compute_counts")
    item_count = fields.Integer("Items", compute="_compute_counts")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("reviewed", "Discussed"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
    )
    meeting_date = fields.Date("Planning Meeting", copy=False)
    meeting_partner_ids = fields.Many2many(
        "res.partner", "convenience_tariff_meeting_rel", string="Present", copy=False
    )
    necessity = fields.Text(copy=False, help="Why the items are needed (必要性).")
    feasibility = fields.Text(copy=False, help="How the office can do them (可行性).")
    rejection_reason = fields.Text(readonly=True, copy=False)
    reviewed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    reviewed_on = fields.Datetime(readonly=True, copy=False)
    submitted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    submitted_on = fields.Datetime(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)

    @api.depends("office_id", "kind", "year", "date_start")
    def _compute_name(self):
        for tariff in self:
            title = tariff.office_id.tariff_title or self.env._("Tariff")
            if tariff.kind == "amendment":
                tariff.name = self.env._(
                    "%(title)s, amended from %(date)s", title=title, date=tariff.date_start
                )
            else:
                tariff.name = self.env._("%(title)s %(year)s", title=title, year=tariff.year)

    @api.depends("line_ids.product_id")
    def _compute_counts(self):
        for tariff in self:
            tariff.line_count = len(tariff.line_ids)
            tariff.item_count = len(tariff.line_ids.product_id)

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        director, general_manager = (DIRECTOR,), (GENERAL_MANAGER,)
        return [
            *super()._workflow_moves(),
            Move("draft", "reviewed", director),
            Move("reviewed", "draft", director),
            Move("reviewed", "submitted", director),
            Move("submitted", "approved", general_manager),
            Move("submitted", "rejected", general_manager),
            Move("rejected", "draft", director),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            **super()._workflow_stamps(),
            "reviewed": ("reviewed_by_id", "reviewed_on"),
            "submitted": ("submitted_by_id", "submitted_on"),
            "approved": ("approved_by_id", "approved_on"),
        }

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"rejection_reason"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "rejection_reason": False}

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states().union(DECIDED_STATES)

    def _check_move(self, move):
        if move.target == "reviewed":
            self._check_meeting()
        elif move.target == "submitted":
            self._check_lines()
        elif move.target == "approved":
            self._check_not_submitter()
            self._check_date_start()
            # what was approved since the submission counts as well
            self.sudo().line_ids._check_stops_are_whole()
        return super()._check_move(move)

    def _check_not_submitter(self):
        own = self._taken_by_user(lambda tariff: tariff._proposers())
        if own:
            raise AccessError(
                self.env._(
                    "You proposed %(tariff)s yourself, or changed it after it was submitted: "
                    "somebody else has to approve it.",
                    tariff=own[0].name,
                )
            )

    def _proposers(self):
        """Hook: the users of whom none may approve."""
        return self.submitted_by_id

    def _check_meeting(self):
        for tariff in self:
            if not (
                tariff.meeting_date
                and tariff.meeting_partner_ids
                and tariff.necessity
                and tariff.feasibility
            ):
                raise UserError(
                    self.env._(
                        "%(tariff)s: record the planning meeting first (date, people present, "
                        "necessity "
                        "and feasibility).",
                        tariff=tariff.name,
                    )
                )

    def _check_lines(self):
        for tariff in self:
            if not tariff.line_ids:
                raise UserError(
                    self.env._("%(tariff)s has no lines. Add the items first.", tariff=tariff.name)
                )
            tariff.line_ids._check_ready_to_submit()

    def _check_date_start(self):
        seen = self.env["convenience.office"]
        for tariff in self:
            today = tariff.office_id._today()
            is_first = tariff.office_id not in seen and not tariff._has_predecessor()
            seen |= tariff.office_id
            if tariff.date_start < today and not is_first:
                raise UserError(
                    self.env._(
                        "%(tariff)s starts on %(date)s, before today (%(today)s). Prices cannot "
                        "change backwards: "
                        "reject it and have the date moved.",
                        tariff=tariff.name,
                        date=tariff.date_start,
                        today=today,
                    )
                )

    def _has_predecessor(self):
        return bool(
            self.sudo().search_count(
                [
                    ("office_id", "=", self.office_id.id),
                    ("state", "=", "approved"),
                    ("id", "!=", self.id),
                ],
                limit=1,
            )
        )

    def _after_move(self, move):
        if move.target == "approved":
            for tariff in self.sudo():
                tariff.line_ids._write_guarded(
                    {
                        "approved": True,
                        "date_start": tariff.date_start,
                        "approved_on": tariff.approved_on,
                    }
                )
        return super()._after_move(move)

    # ------------------------------------------------------------------ CRUD

    def write(self, vals):
        if self._frozen_fields() & vals.keys():
            self.check_access("write")
            self._refuse_decided()
        return super().write(vals)

    @api.model
    def _frozen_fields(self):
        return {
            "name", "office_id", "kind", "year", "date_start", "line_ids",
            "meeting_date", "meeting_partner_ids", "necessity", "feasibility",
        }  # fmt: skip

    def _refuse_decided(self):
        for tariff in self.sudo():
            if tariff.state in DECIDED_STATES:
                raise UserError(
                    self.env._(
                        "%(tariff)s is %(state)s and does not change any more. Make an amendment "
                        "instead.",
                        tariff=tariff.name,
                        state=tariff._state_label(tariff.state),
                    )
                )

    # ------------------------------------------------------------------ actions

    def action_review(self):
        """The planning meeting is on record (P2 4.1.2)."""
        return self._move_to("reviewed")

    def action_submit(self):
        """Hand the items and prices to the general manager (P2 4.1.5)."""
        return self._move_to("submitted")

    def action_approve(self):
        """Approve; never one's own submission (P2 3.1, 4.1.6)."""
        return self._move_to("approved")

    @asks_reason(_lt("Reject the Tariff"))
    def action_reject(self, reason=None):
        """Send back with a reason; without one, ask for it.

        :param str reason: why, told to the director
        """
        self._move_to(
            "rejected",
            values={tariff.id: {"rejection_reason": reason} for tariff in self},
            reason=reason,
        )
        return True

    def action_draft(self):
        """Work on it again."""
        return self._move_to("draft")

    def action_amend(self):
        """Open a new amendment of this tariff."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "convenience.tariff",
            "view_mode": "form",
            "context": {
                "default_office_id": self.office_id.id,
                "default_kind": "amendment",
                "default_year": self.year,
            },
        }

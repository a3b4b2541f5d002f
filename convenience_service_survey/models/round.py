from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.convenience_service.models.guard.roles import SERVICE_MANAGER
from odoo.addons.convenience_service.models.guard.workflow import Move

from .ticks import MOST_ITEMS

COUNTS = (
    *("out_count", "back_count", "valid_count", "half_count", "double_count", "late_count"),
    *("paper_count", "online_count"),
)


class ConvenienceSurveyRound(models.Model):
    """One asking of the residents of an office: what they want (便民服务调查表), or what they think
    (意见征询表).

    P2 and P5 4.1.2 name who surveys before the tariff of a year is drawn up, 4.1.3 has the results
    summed up; P3 二 4 (1) measures necessity by the opinions of the year before; P1 制度 5 asks
    owners' committee, owners and tenants. The director picks the items; the service manager opens
    the round, which makes sheet and invitations, and closes it, which counts.
    """

    _name = "convenience.survey.round"
    _description = "Survey Round"
    _inherit = ["convenience.workflow.mixin", "mail.thread"]
    _order = "year desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char(
        compute="_compute_name", store=True, readonly=False, required=True, precompute=True
    )
    office_id = fields.Many2one(
        "convenience.office",
        required=True,
        index=True,
        default=lambda self: self.env["convenience.request"]._default_office(),
    )
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [("demand", "Demand Survey"), ("opinion", "Opinion Survey")],
        "Kind of Survey",
        required=True,
        default="demand",
    )
    year = fields.Integer(
        required=True,
        default=lambda self: fields.Date.context_today(self).year,
        help="Whose tariff it is asked for, or whose service is judged.",
    )
    date_to = fields.Date(
        "Last Day", required=True, help="Local day at the office; what comes back later is late."
    )
    for_owners = fields.Boolean("Owners", default=True)
    for_tenants = fields.Boolean("Tenants", default=True)
    for_committee = fields.Boolean("Owners' Committee", default=True)
    customer_type_ids = fields.Many2many(
        "convenience.customer.type",
        "convenience_survey_round_type_rel",
        string="Customer Types",
        help="Empty: every type.",
    )
    is_anonymous = fields.Boolean(
        "Anonymous",
        default=True,
        help="Who has answered is known; what they answered is not. Otherwise each sheet is kept "
        "with its household.",
    )
    loose_sheets = fields.Integer(
        "Sheets without a Unit", help="To be handed out at the gate or the desk, to anybody."
    )
    send_mail = fields.Boolean(
        "Invite by Mail", default=True, help="Whoever has an address; all get the printed sheet."
    )
    remind_days = fields.Integer(
        "Remind after Days", default=7, help="Once, who was invited by mail. 0: never."
    )
    item_ids = fields.One2many("convenience.survey.item", "round_id", "Items", copy=True)
    survey_id = fields.Many2one(
        "survey.survey", "Sheet", readonly=True, copy=False, index=True, ondelete="restrict"
    )
    invitation_ids = fields.One2many(
        "convenience.survey.invitation", "round_id", "Invitations", readonly=True
    )
    result_ids = fields.One2many("convenience.survey.result", "round_id", "Results", readonly=True)
    state = fields.Selection(
        [("draft", "Draft"), ("open", "Open"), ("closed", "Closed")],
        required=True,
        default="draft",
        index=True,
        copy=False,
    )
    opened_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    opened_on = fields.Datetime(readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    closed_on = fields.Datetime(readonly=True, copy=False)

    # the sheets, and what became of them
    out_count = fields.Integer("Sheets Out", compute="_compute_counts")
    back_count = fields.Integer("Sheets Back", compute="_compute_counts")
    valid_count = fields.Integer("Valid Sheets", compute="_compute_counts")
    half_count = fields.Integer("Half-Filled", compute="_compute_counts")
    double_count = fields.Integer("Doubles", compute="_compute_counts")
    late_count = fields.Integer("Late", compute="_compute_counts")
    paper_count = fields.Integer("Back on Paper", compute="_compute_counts")
    online_count = fields.Integer("Back Online", compute="_compute_counts")
    return_rate = fields.Float(
        "Return Rate %", compute="_compute_counts", digits=(5, 1), help="Sheets back ÷ sheets out."
    )
    satisfaction_rate = fields.Float(
        "Satisfaction Rate %",
        compute="_compute_rates",
        digits=(5, 1),
        help="(Very satisfied + satisfied + basically satisfied) ÷ valid answers, on the whole.",
    )
    strict_rate = fields.Float(
        "Strict Rate %",
        compute="_compute_rates",
        digits=(5, 1),
        help="The same without those who are basically satisfied.",
    )

    _days_positive = models.Constraint(
        "CHECK(remind_days >= 0)", "Days until the reminder are counted from 0 on."
    )
    _sheets_countable = models.Constraint(
        "CHECK(loose_sheets BETWEEN 0 AND 5000)", "Hand out at most 5,000 sheets without a unit."
    )

    # ------------------------------------------------------------------ compute

    @api.depends("office_id", "kind", "year")
    def _compute_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for one in self:
            one.name = f"{one.office_id.name or ''} {one.year or ''} {kinds.get(one.kind, '')}"

    @api.depends(
        *(f"invitation_ids.{name}" for name in ("state", "double_count", "is_late", "channel"))
    )
    def _compute_counts(self):
        """Of households: who sent several sheets is back once, the others are doubles."""
        # sudo: figures of the round, for whoever reads the round
        groups = (
            self.env["convenience.survey.invitation"]
            .sudo()
            ._read_group(
                [("round_id", "in", self.ids)],
                ["round_id", "state", "is_late", "channel"],
                ["__count", "double_count:sum"],
            )
        )
        counts = {one.id: dict.fromkeys(COUNTS, 0) for one in self}
        for asked, *group in groups:
            self._add_group(counts[asked.id], *group)
        for one in self:
            own = counts.get(one.id) or dict.fromkeys(COUNTS, 0)
            one.update({name: own[name] for name in COUNTS})
            one.return_rate = 100 * one.back_count / one.out_count if one.out_count else 0.0

    @api.model
    def _add_group(self, counts, state, is_late, channel, count, doubles):
        """Add a group of invitations to the counts of their round."""
        back = state in ("answered", "half")
        counts["out_count"] += count if state != "new" else 0
        counts["back_count"] += count if back else 0
        counts["valid_count"] += count if state == "answered" else 0
        counts["half_count"] += count if state == "half" else 0
        counts["late_count"] += count if is_late else 0
        counts["double_count"] += doubles or 0
        if back:
            counts[f"{channel}_count"] += count

    @api.depends("result_ids.satisfaction_rate", "result_ids.strict_rate")
    def _compute_rates(self):
        whole = self.result_ids.filtered(
            lambda result: result.aspect == "overall" and not result.customer_type_id
        ).grouped("round_id")
        for one in self:
            result = whole.get(one, self.env["convenience.survey.result"])[:1]
            one.satisfaction_rate, one.strict_rate = result.satisfaction_rate, result.strict_rate

    # ------------------------------------------------------------------ guards

    @api.model
    def _workflow_moves(self):
        manager = (SERVICE_MANAGER,)
        return [
            *super()._workflow_moves(),
            Move("draft", "open", manager),
            Move("open", "closed", manager),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            **super()._workflow_stamps(),
            "open": ("opened_by_id", "opened_on"),
            "closed": ("closed_by_id", "closed_on"),
        }

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"survey_id", "invitation_ids", "result_ids"}

    @api.model
    def _guarded_defaults(self):
        kept = dict.fromkeys(("survey_id", "invitation_ids", "result_ids"), False)
        return {**super()._guarded_defaults(), **kept}

    def write(self, vals):
        """Who is asked and what stays as it was from the moment that the sheets are out."""
        fixed = vals.keys() & self._fixed_fields()
        if fixed:
            self.check_access("write")
            self._refuse_begun()
        return super().write(vals)

    @api.model
    def _fixed_fields(self):
        """Hook: names of the fields that stay once the round is open."""
        return {
            *("office_id", "kind", "year", "for_owners", "for_tenants", "for_committee"),
            *("customer_type_ids", "is_anonymous", "loose_sheets", "item_ids"),
        }

    def _refuse_begun(self):
        for one in self.sudo():
            if one.state != "draft":
                raise UserError(
                    self.env._(
                        "%(round)s is %(state)s: its sheets are out, so whom and what it asks "
                        "stays as it is. Make another round for what is to be asked besides.",
                        round=one.name,
                        state=one._state_label(one.state),
                    )
                )

    def _before_move(self, move):
        if move.target == "open":
            for one in self:
                one._refuse_unready()
        return super()._before_move(move)

    def _refuse_unready(self):
        """A sheet of one A4 asks for something, and can come back in time."""
        if not self.item_ids:
            raise UserError(
                self.env._(
                    "%(round)s asks for nothing yet. Have the director pick its items, at most "
                    "%(most)s.",
                    round=self.name,
                    most=MOST_ITEMS,
                )
            )
        if self.date_to < self.office_id._today():
            raise UserError(
                self.env._(
                    "The last day of %(round)s, %(day)s, is over. Set a later one first.",
                    round=self.name,
                    day=self.date_to,
                )
            )
        if not (self.for_owners or self.for_tenants or self.for_committee or self.loose_sheets):
            raise UserError(
                self.env._(
                    "%(round)s asks nobody. Tick whom it is for, or say how many sheets are "
                    "handed out without a unit.",
                    round=self.name,
                )
            )

    # ------------------------------------------------------------------ actions

    def action_open(self):
        """Make sheet and invitations in one go; the mails leave by the scheduled job."""
        return self._move_to("open")

    def action_close(self):
        """Count, and put down demand and opinions; nothing is taken any more (P2 4.1.3)."""
        return self._move_to("closed")

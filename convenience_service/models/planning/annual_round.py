from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..guard.roles import DIRECTOR, SERVICE_MANAGER
from ..guard.workflow import Move


class ConvenienceAnnualRound(models.Model):
    """What an office offers next, thought over once a year (年度便民服务项目讨论).

    In the order of the procedures: last year's figures (P1 制度 4, P3 二 4 (1)), the meeting that
    names who surveys (P2 4.1.2), the survey, the service manager's selection with reasons (4.1.3),
    the director's prices, and the tariff that goes to the general manager (4.1.4, 4.1.5).
    """

    _name = "convenience.annual.round"
    _description = "Annual Round"
    _inherit = ["convenience.workflow.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "year desc, office_id"
    _check_company_auto = True
    _mail_post_access = "read"

    office_id = fields.Many2one("convenience.office", required=True, index=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    year = fields.Integer(
        required=True,
        default=lambda self: fields.Date.context_today(self).year,
        help="The year that is planned; the figures are those of the year before.",
    )
    state = fields.Selection(
        [
            ("figures", "Figures"),
            ("discussed", "Discussed"),
            ("selected", "Selected"),
            ("proposed", "Tariff Made"),
        ],
        required=True,
        default="figures",
        index=True,
        copy=False,
    )
    line_ids = fields.One2many("convenience.annual.line", "round_id", "Items of the Year")
    figures_on = fields.Datetime("Figures Of", readonly=True, copy=False)
    meeting_date = fields.Date("Meeting")
    meeting_partner_ids = fields.Many2many(
        "res.partner", "convenience_annual_round_meeting_rel", string="Present"
    )
    agenda = fields.Text()
    minutes = fields.Text(help="What was said and agreed.")
    surveyor_ids = fields.Many2many(
        "res.users",
        "convenience_annual_round_surveyor_rel",
        string="Who Surveys",
        help="Named by the meeting: they ask the residents.",
    )
    necessity = fields.Text(help="Why the items are needed (必要性).")
    feasibility = fields.Text(help="How the office can do them (可行性).")
    date_start = fields.Date("In Force From", help="First day of the new list.")
    tariff_id = fields.Many2one("convenience.tariff", readonly=True, copy=False)
    late_told_on = fields.Date(
        readonly=True, copy=False, help="When the general manager was told that it is late."
    )
    discussed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    discussed_on = fields.Datetime(readonly=True, copy=False)
    selected_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    selected_on = fields.Datetime(readonly=True, copy=False)
    proposed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    proposed_on = fields.Datetime(readonly=True, copy=False)

    _once = models.UniqueIndex(
        "(office_id, year)", "The office has a round of this year already. Open that one."
    )
    _year_sound = models.Constraint(
        "CHECK(year BETWEEN 2000 AND 2100)", "Enter the year with four digits."
    )

    @api.depends("office_id", "year")
    def _compute_display_name(self):
        for one in self:
            one.display_name = f"{one.office_id.name or ''} {one.year}".strip()

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        return [
            *super()._workflow_moves(),
            Move("figures", "discussed", (DIRECTOR,)),
            Move("discussed", "figures", (DIRECTOR,)),
            Move("discussed", "selected", (SERVICE_MANAGER,)),
            Move("selected", "discussed", (DIRECTOR,)),
            Move("selected", "proposed", (DIRECTOR,)),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            **super()._workflow_stamps(),
            "discussed": ("discussed_by_id", "discussed_on"),
            "selected": ("selected_by_id", "selected_on"),
            "proposed": ("proposed_by_id", "proposed_on"),
        }

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "office_id", "year", "figures_on", "tariff_id", "late_told_on",
        }  # fmt: skip

    @api.model
    def _guarded_defaults(self):
        return {
            **super()._guarded_defaults(),
            "figures_on": False,
            "tariff_id": False,
            "late_told_on": False,
        }

    @api.model_create_multi
    def create(self, vals_list):
        rounds = super().create(vals_list)
        rounds._collect_figures()
        return rounds

    def write(self, vals):
        if vals.keys() - self._guarded_fields():
            self.check_access("write")
            self._refuse_proposed()
        return super().write(vals)

    def _refuse_proposed(self):
        for one in self.sudo():
            if one.state == "proposed":
                raise UserError(
                    self.env._(
                        "%(round)s was proposed with %(tariff)s and stays as it is. Change the "
                        "tariff, or make an amendment.",
                        round=one.display_name,
                        tariff=one.tariff_id.name,
                    )
                )

    def _check_move(self, move):
        if move.target == "discussed" and move.source == "figures":
            self._check_meeting()
        elif move.target == "selected":
            self.line_ids._check_decided()
        elif move.target == "proposed":
            self._check_priced()
        return super()._check_move(move)

    def _check_meeting(self):
        for one in self:
            missing = [
                one._fields[name]._description_string(self.env)
                for name in ("meeting_date", "meeting_partner_ids", "necessity", "feasibility")
                if not one[name]
            ]
            if missing:
                raise UserError(
                    self.env._(
                        "%(round)s: put the meeting on record first. Missing: %(fields)s.",
                        round=one.display_name,
                        fields=", ".join(missing),
                    )
                )

    def _check_priced(self):
        for one in self:
            if not one.date_start:
                raise UserError(
                    self.env._(
                        "%(round)s: enter from which day the new list is to hold.",
                        round=one.display_name,
                    )
                )
            one.line_ids._check_priced()

    # ------------------------------------------------------------------ days

    def _span(self):
        """Return the first and last local day of the year that the figures are of."""
        self.ensure_one()
        return date(self.year - 1, 1, 1), date(self.year - 1, 12, 31)

    # ------------------------------------------------------------------ actions

    def action_refresh(self):
        """Take last year's figures anew; what was decided stays."""
        self._require_role(SERVICE_MANAGER, act=self.env._("take the figures anew"))
        self._check_own_office()
        self._refuse_proposed()
        return self._collect_figures()

    def action_discuss(self):
        """The meeting is on record (P2 4.1.2)."""
        return self._move_to("discussed")

    def action_keep_rest(self):
        """Keep all items of the list in force that nothing was decided on."""
        self._require_role(SERVICE_MANAGER, act=self.env._("select the items of the year"))
        rest = self.line_ids.filtered(lambda line: line.tariff_line_id and not line.decision)
        rest.decision = "keep"
        return True

    def action_select(self):
        """The service manager has selected, each item with its reason (P2 4.1.3)."""
        return self._move_to("selected")

    def action_back(self):
        """Take one step back."""
        for state, target in (("discussed", "figures"), ("selected", "discussed")):
            stepping = self.filtered(lambda one, state=state: one.state == state)
            if stepping:
                return stepping._move_to(target)
        return True

    def action_propose(self):
        """Make the tariff of the year out of what was selected and priced (P2 4.1.4)."""
        self._move_to("proposed")
        return self[:1].action_open_tariff()

    def action_open_tariff(self):
        """Open the tariff that came of it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "convenience.tariff",
            "res_id": self.tariff_id.id,
            "views": [(False, "form")],
        }

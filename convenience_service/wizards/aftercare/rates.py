from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...models.aftercare.formulas import RATE_OF, RATES, in_words, on_target, value_of
from ...models.aftercare.quality import Scope
from ...models.guard.roles import GENERAL_MANAGER, SERVICE_MANAGER

MOST_DAYS = 3700
# Where the records behind a rate are, and what part of them is above the line.
BEHIND = {
    "arrival": ("convenience.timeliness", "date_arrival", []),
    "finish": ("convenience.timeliness", "date_due", []),
    "completion": ("convenience.timeliness", "date_due", []),
    "rework": ("convenience.timeliness", "date_done", [("is_reworked", "=", True)]),
    "follow_up": ("convenience.followup", "date_done", [("state", "=", "reached")]),
    "follow_up_plan": ("convenience.followup", "date_due", [("state", "!=", "cut")]),
    "satisfaction": ("convenience.followup", "date_done", [("satisfaction", "!=", False)]),
    "strict_satisfaction": ("convenience.followup", "date_done", [("satisfaction", "!=", False)]),
    "complaints_handled": ("convenience.complaint", "close_by", []),
    "complaints_in_time": ("convenience.complaint", "close_by", []),
    "valid_by_household": ("convenience.complaint", "date", [("finding", "=", "valid")]),
    "valid_by_job": ("convenience.complaint", "date", [("finding", "=", "valid")]),
    "margin": ("convenience.economics", "date", []),
    "markup": ("convenience.economics", "date", []),
}


class ConvenienceRates(models.TransientModel):
    """Asks for offices and days, then shows, prints or writes the rates that property managers
    are judged by (及时率、返修率、满意率 …) beside their targets. Serves P2 and P5 4.5.3 and 4.5.4.

    Days are local at each office. What each rate is made of is said in `formulas`.
    """

    _name = "convenience.rates"
    _inherit = ["convenience.spreadsheet.wizard"]
    _description = "Rates of Quality"

    office_id = fields.Many2one("convenience.office", help="Empty: all offices you may see.")
    date_from = fields.Date(
        "From",
        required=True,
        default=lambda self: (
            fields.Date.context_today(self).replace(day=1) - relativedelta(months=1)
        ),
    )
    date_to = fields.Date(
        "To",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1) - timedelta(days=1),
        help="Last month is what is mostly asked for.",
    )
    by = fields.Selection(
        [
            ("all", "Altogether"),
            ("month", "Month by Month"),
            ("office", "By Office"),
            ("department", "By Department"),
            ("item", "By Item"),
        ],
        "Shown",
        required=True,
        default="all",
    )
    line_ids = fields.One2many("convenience.rates.line", "wizard_id", "Lines", readonly=True)

    @api.depends("office_id", "date_from", "date_to")
    def _compute_file_name(self):
        return super()._compute_file_name()

    def _file_name_parts(self):
        days = f"{self.date_from} {self.date_to}" if self.date_from and self.date_to else ""
        return (self.office_id.name, days, self.env._("Rates"))

    def _report_name(self):
        return "convenience_service.report_rates"

    def _prepare_data(self):
        """What the report takes: offices, local days and by what they are shown."""
        self._check_span()
        return {
            "office_ids": self.office_id.ids,
            "date_from": fields.Date.to_string(self.date_from),
            "date_to": fields.Date.to_string(self.date_to),
            "by": self.by,
        }

    def _check_span(self):
        if self.date_to < self.date_from or (self.date_to - self.date_from).days > MOST_DAYS:
            raise UserError(
                self.env._(
                    "Rates are counted from a first day to a last one, of ten years at most."
                )
            )

    # ------------------------------------------------------------------ on screen

    def action_show(self):
        """Count, and show a line for each rate, which opens the records behind it."""
        self.ensure_one()
        self.line_ids._require_role(
            SERVICE_MANAGER, GENERAL_MANAGER, act=self.env._("compare rates")
        )
        self._check_span()
        self.line_ids.unlink()
        values = []
        for company, offices in self._offices().grouped("company_id").items():
            targets = self.env["convenience.rate.target"]._targets(company, offices)
            span = Scope(offices, self.date_from, self.date_to)
            for group, scope, counts in self.env["convenience.quality"]._groups(span, self.by):
                values += self._prepare_lines(group, scope, counts, targets)
        self.env["convenience.rates.line"].create(
            [
                {"wizard_id": self.id, "sequence": number, **vals}
                for number, vals in enumerate(values)
            ]
        )
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "convenience_service.action_convenience_rates_line"
            ),
            "domain": [("wizard_id", "=", self.id)],
            "context": {"group_by": [] if self.by == "all" else ["group_name"]},
        }

    def _offices(self):
        return self.office_id or self.env["convenience.office"].search([])

    @api.model
    def _prepare_lines(self, group, scope, counts, targets):
        lines = []
        for rate in RATES:
            value, target = value_of(rate, counts), targets.get(rate.name, 0.0)
            kept = on_target(rate, value, target)
            lines.append(
                {
                    "group_name": group,
                    "rate": rate.name,
                    "above": getattr(counts, rate.above),
                    "below": getattr(counts, rate.below),
                    "value": value or 0.0,
                    "target": target,
                    "judged": "unknown" if kept is None else "kept" if kept else "missed",
                    "date_from": scope.date_from,
                    "date_to": scope.date_to,
                    "office_ids": scope.offices.ids,
                    "department_id": (scope.department or self.env["hr.department"]).id,
                    "product_id": (scope.product or self.env["product.product"]).id,
                }
            )
        return lines


class ConvenienceRatesLine(models.TransientModel):
    """A rate of a span: both of its counts, what it comes to, and its target."""

    _name = "convenience.rates.line"
    _description = "Rate"
    _inherit = ["convenience.guarded.mixin"]
    _order = "wizard_id, sequence"

    wizard_id = fields.Many2one("convenience.rates", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer()
    group_name = fields.Char("Group", readonly=True)
    rate = fields.Selection(
        selection=lambda self: [(rate.name, in_words(self.env, rate.label)) for rate in RATES],
        readonly=True,
    )
    formula = fields.Char(compute="_compute_formula")
    above = fields.Float("Above the Line", readonly=True, digits=(16, 2))
    below = fields.Float("Below the Line", readonly=True, digits=(16, 2))
    value = fields.Float("Rate %", readonly=True, digits=(16, 1), aggregator=None)
    target = fields.Float("Target %", readonly=True, digits=(16, 1), aggregator=None)
    judged = fields.Selection(
        [("kept", "On Target"), ("missed", "Off Target"), ("unknown", "No Target")],
        readonly=True,
    )
    date_from = fields.Date("From", readonly=True)
    date_to = fields.Date("To", readonly=True)
    office_ids = fields.Many2many("convenience.office", string="Offices", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    product_id = fields.Many2one("product.product", "Item", readonly=True)

    @api.depends("rate")
    @api.depends_context("lang")
    def _compute_formula(self):
        for line in self:
            line.formula = in_words(self.env, RATE_OF[line.rate].help) if line.rate else ""

    def action_open_records(self):
        """Open the records that the rate is counted from."""
        self.ensure_one()
        model, day, more = BEHIND[self.rate]
        scope = Scope(
            self.office_ids, self.date_from, self.date_to, self.department_id, self.product_id
        )
        quality = self.env["convenience.quality"]
        within = quality._moments_within(scope, day) if day == "close_by" else scope.within(day)
        return {
            "type": "ir.actions.act_window",
            "name": in_words(self.env, RATE_OF[self.rate].label),
            "res_model": model,
            "view_mode": "list,form" if model != "convenience.economics" else "pivot,list",
            "domain": list(scope.whose() & within & Domain(more)),
        }

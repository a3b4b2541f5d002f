from odoo import fields, models
from odoo.fields import Domain

from .formulas import RATE_OF, in_words, on_target, value_of
from .quality import Scope

RATES_SHOWN = ("finish", "rework", "follow_up", "satisfaction", "valid_by_job")
OPEN = ("new", "handling")


class ConvenienceOffice(models.Model):
    """An office at a glance for who answers for it (P2 3.2, 4.5.3): what waits, and how the month
    goes beside its targets; several offices side by side for the general manager.
    """

    _name = "convenience.office"
    _inherit = ["convenience.office"]

    to_call_count = fields.Integer("Follow-Ups to Make", compute="_compute_aftercare_counts")
    open_complaint_count = fields.Integer("Open Complaints", compute="_compute_aftercare_counts")
    late_complaint_count = fields.Integer("Late Complaints", compute="_compute_aftercare_counts")
    loss_case_count = fields.Integer(
        "Losing Items",
        compute="_compute_aftercare_counts",
        groups="convenience_service.group_service_manager,"
        "convenience_service.group_general_manager",
    )
    to_approve_count = fields.Integer("Prices to Approve", compute="_compute_aftercare_counts")
    month_finish = fields.Char("In Time %", compute="_compute_month_rates")
    month_rework = fields.Char("Rework %", compute="_compute_month_rates")
    month_follow_up = fields.Char("Follow-Ups %", compute="_compute_month_rates")
    month_satisfaction = fields.Char("Satisfied %", compute="_compute_month_rates")
    month_valid_by_job = fields.Char("Valid Complaints %", compute="_compute_month_rates")
    month_revenue = fields.Monetary("Revenue of the Month", compute="_compute_month_rates")
    month_margin = fields.Monetary("Margin of the Month", compute="_compute_month_rates")
    month_off_target = fields.Char("Off Their Targets", compute="_compute_month_rates")

    def _aftercare_domains(self):
        """Return {figure: (model, domain)} of what waits; each opens what it counts."""
        now = fields.Datetime.now()
        is_open = Domain("state", "in", OPEN)
        return {
            "to_call_count": (
                "convenience.followup",
                Domain("state", "=", "drawn") & Domain("date_due", "<=", self._latest_day()),
            ),
            "open_complaint_count": ("convenience.complaint", is_open),
            "late_complaint_count": (
                "convenience.complaint",
                is_open & Domain("close_by", "<", now),
            ),
            "loss_case_count": (
                "convenience.loss.case",
                Domain("state", "not in", ("closed", "rejected")),
            ),
            "to_approve_count": ("convenience.tariff", Domain("state", "=", "submitted")),
        }

    def _latest_day(self):
        days = [office._today() for office in self]
        return max(days, default=fields.Date.today())

    def _compute_aftercare_counts(self):
        for name, (model, domain) in self._aftercare_domains().items():
            asked = domain & Domain("office_id", "in", self.ids)
            records = self.env[model]
            # what somebody may not see is nothing that waits for them
            seen = records.has_access("read")
            counts = dict(records._read_group(asked, ["office_id"], ["__count"])) if seen else {}
            for office in self:
                office[name] = counts.get(office, 0)

    def _compute_month_rates(self):
        """From the first of the month up to today."""
        today = self._latest_day()
        counts = self.env["convenience.quality"]._counts(
            Scope(self, today.replace(day=1), today), "office_id"
        )
        for office in self:
            own = counts.get(office)
            for name in RATES_SHOWN:
                value = value_of(RATE_OF[name], own) if own else None
                office[f"month_{name}"] = "–" if value is None else f"{value:.1f}"
            office.month_revenue = own.revenue if own else 0.0
            office.month_margin = own.margin if own else 0.0
            office.month_off_target = own and office._off_target(own)

    def _off_target(self, counts):
        """Return the names of the rates that miss their targets."""
        targets = self.env["convenience.rate.target"]._targets(self.company_id, self)
        missed = (
            rate
            for rate in map(RATE_OF.get, targets)
            if on_target(rate, value_of(rate, counts), targets[rate.name]) is False
        )
        return ", ".join(in_words(self.env, rate.label) for rate in missed)

    def action_open_aftercare(self):
        """Open what a figure of the overview counts (`figure` in the context)."""
        self.ensure_one()
        domains = self._aftercare_domains()
        figure = str(self.env.context.get("figure"))
        model, domain = domains.get(figure, domains["open_complaint_count"])
        return {
            "type": "ir.actions.act_window",
            "name": self._fields[figure]._description_string(self.env)
            if figure in domains
            else self.env["ir.model"]._get(model).name,
            "res_model": model,
            "view_mode": "list,form",
            "domain": list(domain & Domain("office_id", "=", self.id)),
        }

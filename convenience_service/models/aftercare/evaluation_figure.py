from odoo import api, fields, models
from odoo.fields import Domain

from .formulas import RATE_OF


class ConvenienceEvaluationFigure(models.Model):
    """A figure of an evaluation, as it stood when that was compiled; plain values."""

    _name = "convenience.evaluation.figure"
    _description = "Figure of an Evaluation"
    _inherit = ["convenience.guarded.mixin"]
    _order = "evaluation_id, sequence, id"

    evaluation_id = fields.Many2one(
        "convenience.evaluation", required=True, index=True, ondelete="cascade"
    )
    office_id = fields.Many2one(related="evaluation_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="evaluation_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_to = fields.Date("Period Ends", related="evaluation_id.date_to", store=True)
    subject_name = fields.Char("Who or What", related="evaluation_id.subject_name", store=True)
    sequence = fields.Integer()
    code = fields.Char(required=True, readonly=True)
    name = fields.Char("Figure", required=True, readonly=True)
    kind = fields.Selection(
        [("count", "Count"), ("rate", "Per Cent"), ("money", "Money")], required=True, readonly=True
    )
    is_known = fields.Boolean("Known", readonly=True)
    is_money = fields.Boolean(
        "About Money", readonly=True, help="For the management alone: revenue, cost and margins."
    )
    value = fields.Float(readonly=True, digits=(16, 2), aggregator="avg")
    above = fields.Float("Above the Line", readonly=True, digits=(16, 2))
    below = fields.Float("Below the Line", readonly=True, digits=(16, 2))
    peer_value = fields.Float(
        "Whole Office", readonly=True, digits=(16, 2), aggregator="avg",
        help="The same figure of all work of the office in these days.",
    )  # fmt: skip
    previous_value = fields.Float(
        "Period Before", readonly=True, digits=(16, 2), aggregator="avg",
        help="The same figure of the evaluation before this one.",
    )  # fmt: skip
    target = fields.Float(readonly=True, digits=(16, 1), aggregator=None)

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "evaluation_id", "sequence", "code", "name", "kind", "is_known", "is_money", "value",
            "above", "below", "peer_value", "previous_value", "target",
        }  # fmt: skip

    def action_open_records(self):
        """Open what the figure is counted from, as it is now."""
        self.ensure_one()
        evaluation = self.evaluation_id
        if self.code in CONDUCT:
            return self._open_conduct(evaluation)
        model, day, more = self._behind()
        scope = evaluation._scope()
        persons = "employee_ids" if model == "convenience.complaint" else None
        within = (
            self.env["convenience.quality"]._moments_within(scope, day)
            if day == "close_by"
            else scope.within(day)
        )
        return {
            "type": "ir.actions.act_window",
            "name": f"{evaluation.subject_name}: {self.name}",
            "res_model": model,
            "view_mode": "list,form" if model != "convenience.economics" else "list,pivot",
            "domain": list(scope.whose(persons=persons) & within & Domain(more)),
        }

    def _open_conduct(self, evaluation):
        """Open praise; of what was told in confidence each reader sees what is theirs to see."""
        model, day, person = CONDUCT[self.code]
        days = Domain(day, ">=", evaluation.date_from) & Domain(day, "<=", evaluation.date_to)
        return {
            "type": "ir.actions.act_window",
            "name": f"{evaluation.subject_name}: {self.name}",
            "res_model": model,
            "view_mode": "list,form",
            "domain": list(days & Domain(person, "in", evaluation.employee_id.ids)),
        }

    def _behind(self):
        """Return (model, day that it is counted on, what else has to hold)."""
        if self.kind == "money" or self.code in ("margin", "markup", "times"):
            return "convenience.economics", "date", []
        below = RATE_OF[self.code].below if self.code in RATE_OF else self.code
        return BEHIND.get(below, BEHIND["finished"])


# Where a person's conduct is on record: the model, the day that counts, whom it is about.
CONDUCT = {
    "praises": ("convenience.praise", "date", "employee_id"),
    "private_money": ("convenience.confidential", "date_decided", "employee_ids"),
}
# Where the records of a count are, by its name in `formulas.Counts`.
BEHIND = {
    "due": ("convenience.timeliness", "date_due", []),
    "arrival_due": ("convenience.timeliness", "date_arrival", []),
    "finished": ("convenience.timeliness", "date_done", []),
    "reworked": ("convenience.timeliness", "date_done", [("is_reworked", "=", True)]),
    "drawn": ("convenience.followup", "date_due", [("state", "!=", "cut")]),
    "reached": ("convenience.followup", "date_done", [("state", "=", "reached")]),
    "answers": ("convenience.followup", "date_done", [("satisfaction", "!=", False)]),
    "complaints": ("convenience.complaint", "date", []),
    "complaints_due": ("convenience.complaint", "close_by", []),
    "valid_complaints": ("convenience.complaint", "date", [("finding", "=", "valid")]),
    "households": ("convenience.complaint", "date", [("finding", "=", "valid")]),
}

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..guard.roles import SERVICE_MANAGER
from .formulas import RATE_OF, Counts, in_words, value_of

_lt = LazyTranslate(__name__)

# What an evaluation shows, in this order: counts, rates of `formulas`, money.
COUNTS = {
    "finished": _lt("Requests Finished"),
    "reworked": _lt("Requests Reworked"),
    "answers": _lt("Customers Asked"),
    "complaints": _lt("Complaints Made"),
    "valid_complaints": _lt("Found Valid"),
}
SHOWN_RATES = (
    "arrival", "finish", "completion", "rework", "follow_up", "satisfaction",
    "strict_satisfaction", "complaints_in_time", "valid_by_job",
)  # fmt: skip
MONEY = {"revenue": _lt("Revenue"), "cost": _lt("Cost of the Work"), "margin": _lt("Margin")}
MARGINS = ("margin", "markup")


class ConvenienceEvaluation(models.Model):
    """Compiling: the figures of the span, beside those of the whole office and of the span before,
    and the grade that the company's scale suggests.
    """

    _name = "convenience.evaluation"
    _inherit = ["convenience.evaluation"]

    def action_compile(self):
        """Count anew, until the evaluation is shown or confirmed.

        :raise AccessError: for others than the service manager of the office
        :raise UserError: when it is not a draft any more
        """
        self._require_role(SERVICE_MANAGER, act=self.env._("compile it"))
        self._check_own_office()
        for evaluation in self:
            if evaluation.state != "draft":
                raise UserError(
                    self.env._(
                        "%(evaluation)s is not a draft any more. Take it back first.",
                        evaluation=evaluation.display_name,
                    )
                )
            # sudo: sums of the office, for who may see the evaluation
            evaluation.sudo()._compile()
        return True

    def _compile(self):
        quality = self.env["convenience.quality"]
        scope = self._scope()
        counts = quality._counts(scope)[None]
        whole = scope._replace(department=None, product=None, employee=None, provider=None)
        peers = quality._counts(whole)[None]
        previous = {figure.code: figure.value for figure in self._previous().figure_ids}
        targets = self.env["convenience.rate.target"]._targets(self.company_id, self.office_id)
        self.figure_ids.unlink()
        self.env["convenience.evaluation.figure"]._create_guarded(
            [
                {
                    "evaluation_id": self.id,
                    "sequence": number,
                    "previous_value": previous.get(figure["code"], 0.0),
                    "target": targets.get(figure["code"], 0.0),
                    **figure,
                }
                for number, figure in enumerate(self._prepare_figures(counts, peers))
            ]
        )
        scale = self.env["convenience.evaluation.grade"]._scale(self.company_id)
        subject = self._subject()
        self._write_guarded(
            {
                "subject_name": subject.name or subject.display_name,
                "suggested_grade_id": scale._suggested(counts).id,
            }
        )

    def _previous(self):
        """Return the evaluation of the same subject for the span before this one."""
        field_name = next(name for name in self._subject_fields() if self[name])
        return self.search(
            [
                ("office_id", "=", self.office_id.id),
                ("span", "=", self.span),
                (field_name, "=", self[field_name].id),
                ("date_to", "<", self.date_from),
            ],
            limit=1,
            order="date_to desc",
        )

    @api.model
    def _subject_fields(self):
        return ("department_id", "employee_id", "product_id", "provider_id")

    def _prepare_figures(self, counts, peers):
        """Hook: return the values of the figures, in their order."""
        return [
            *(
                self._prepare_plain(name, label, "count", counts, peers)
                for name, label in COUNTS.items()
            ),
            *self._prepare_conduct(),
            *(self._prepare_rate(RATE_OF[name], counts, peers) for name in SHOWN_RATES),
            *(
                self._prepare_plain(name, label, "money", counts, peers)
                for name, label in MONEY.items()
            ),
            *(self._prepare_rate(RATE_OF[name], counts, peers, "_rate") for name in MARGINS),
        ]

    def _prepare_conduct(self):
        """Return the figures of a person's conduct: praise, and private money found valid. What was
        told in confidence counts once the person was heard about it.
        """
        if not self.employee_id:
            return []
        days = (self.employee_id, self.date_from, self.date_to)
        hidden = self.env["convenience.confidential"]._valid_for(*days)[self.employee_id.id]
        counts = {
            "praises": (_lt("Praised"), self.env["convenience.praise"]._praises_for(*days)),
            "private_money": (
                _lt("Private Settlement or Gifts, Found Valid"),
                {self.employee_id.id: sum(hidden.values())},
            ),
        }
        return [
            {
                "code": code,
                "name": in_words(self.env, label),
                "kind": "count",
                "is_known": True,
                "value": found[self.employee_id.id],
            }
            for code, (label, found) in counts.items()
        ]

    def _prepare_plain(self, code, label, kind, counts, peers):
        return {
            "code": code,
            "name": in_words(self.env, label),
            "kind": kind,
            "is_known": code not in MONEY or not counts.unrecorded or code == "revenue",
            "is_money": code in MONEY,
            "value": getattr(counts, code),
            "peer_value": getattr(peers, code),
        }

    def _prepare_rate(self, rate, counts: Counts, peers: Counts, suffix=""):
        value = value_of(rate, counts)
        return {
            "code": f"{rate.name}{suffix}",
            "name": in_words(self.env, rate.label),
            "kind": "rate",
            "is_known": value is not None,
            "is_money": rate.name in MARGINS,
            "value": value or 0.0,
            "above": getattr(counts, rate.above),
            "below": getattr(counts, rate.below),
            "peer_value": value_of(rate, peers) or 0.0,
        }

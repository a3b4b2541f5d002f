from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .formulas import RATES, in_words


class ConvenienceRateTarget(models.Model):
    """What a rate is to come to (考核指标): of the company, or of an office that has its own."""

    _name = "convenience.rate.target"
    _description = "Target of a Rate"
    _inherit = ["convenience.guarded.mixin"]
    _order = "company_id, office_id, id"
    _check_company_auto = True
    _rec_name = "rate"

    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self.env.company,
        help="Empty: every company that has no target of its own.",
    )
    office_id = fields.Many2one(
        "convenience.office", index=True, check_company=True, help="Empty: every office."
    )
    rate = fields.Selection(
        selection=lambda self: [(rate.name, in_words(self.env, rate.label)) for rate in RATES],
        required=True,
    )
    target = fields.Float(
        "Target %",
        required=True,
        help="At least that much; of rework and complaints found valid, at most.",
    )

    _once = models.UniqueIndex(
        "(COALESCE(company_id, 0), COALESCE(office_id, 0), rate)", "This rate has a target already."
    )

    @api.constrains("target")
    def _check_target(self):
        for target in self:
            if not 0 < target.target <= 1000:
                raise ValidationError(
                    self.env._("A target is more than 0 %%, and at most 1,000 %%.")
                )

    @api.constrains("office_id", "company_id")
    def _check_office(self):
        for target in self:
            company = target.company_id
            if target.office_id and target.office_id.company_id != company:
                raise ValidationError(
                    self.env._(
                        "%(office)s is an office of another company.", office=target.office_id.name
                    )
                )

    @api.model
    def _targets(self, company, offices):
        """Return {name of the rate: target}: of a single office its own go before the company's."""
        own = offices.ids if len(offices) == 1 else []
        found = self.search(
            [("company_id", "in", [False, company.id]), ("office_id", "in", [False, *own])]
        )
        nearest_last = found.sorted(
            lambda target: (bool(target.office_id), bool(target.company_id))
        )
        return {target.rate: target.target for target in nearest_last}

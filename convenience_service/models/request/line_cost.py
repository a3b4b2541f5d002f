from odoo import api, fields, models

from .request_line import COST_GROUPS


class ConvenienceRequestLine(models.Model):
    """What a service cost the office: as it was recorded, or else as the tariff expected it.

    Recorded are the hours of the workers, the materials and what an outside provider is paid.
    Where neither hours nor a provider are on record, the tariff's expected cost stands for all of
    it; where there is none either, the cost is not recorded (成本未录), which is no loss.
    """

    _name = "convenience.request.line"
    _inherit = ["convenience.request.line"]

    labour_cost = fields.Monetary(
        readonly=True,
        copy=False,
        groups=COST_GROUPS,
        help="Hours from check-in to check-out at what an hour of each worker cost on that day.",
    )
    material_cost = fields.Monetary(
        "Materials",
        readonly=True,
        copy=False,
        groups=COST_GROUPS,
        help="What the materials of the request cost, shared by the amounts of its services.",
    )
    provider_cost = fields.Monetary(
        "Outside Provider's Part",
        readonly=True,
        copy=False,
        groups=COST_GROUPS,
        help="What the outside provider is paid for it.",
    )
    cost = fields.Monetary(
        "Cost of the Service",
        compute="_compute_cost",
        compute_sudo=True,
        store=True,
        groups=COST_GROUPS,
        help="As recorded, or else as the tariff expected it.",
    )

    @api.depends("quantity", "expected_cost", "labour_cost", "material_cost", "provider_cost")
    def _compute_cost(self):
        """From values of the line alone: nothing that changes elsewhere reaches it."""
        for line in self:
            recorded = line.labour_cost + line.material_cost + line.provider_cost
            if not (line.labour_cost or line.provider_cost) and line.expected_cost:
                recorded = line.expected_cost * line.quantity
            line.cost = line.currency_id.round(recorded)

    @api.model
    def _cost_fields(self):
        return {"labour_cost", "material_cost", "provider_cost"}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | self._cost_fields()

    @api.model
    def _complete_from_tariff(self, vals_list):
        """Nothing has cost anything yet; who may see costs does not enter them either."""
        names = self._cost_fields()
        kept = [{name: vals[name] for name in vals.keys() - names} for vals in vals_list]
        return super()._complete_from_tariff(kept)

    def _shared_by_amount(self, total):
        """Return {line: its part of a sum}, by amounts, evenly where nothing is charged; in whole
        fen, and they add up to it.
        """
        weights = {line: line.amount for line in self}
        if not sum(weights.values()):
            weights = dict.fromkeys(self, 1.0)
        left, weight_left, parts = total, sum(weights.values()), {}
        for line, weight in weights.items():
            parts[line] = line.currency_id.round(left * weight / weight_left) if weight_left else 0
            left -= parts[line]
            weight_left -= weight
        return parts

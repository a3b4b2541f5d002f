from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Command, Domain

from ..guard.roles import DIRECTOR

PRICING = frozenset({"price", "expected_cost", "margin_reason"})
CARRIED_OVER = (
    "sequence", "product_id", "customer_type_id", "price_rule", "price", "uom_id",
    "department_id", "deposit", "prepaid", "expected_cost", "margin_reason",
)  # fmt: skip


class ConvenienceAnnualRound(models.Model):
    """From the selection to the tariff of the year. P2 4.1.4."""

    _name = "convenience.annual.round"
    _inherit = ["convenience.annual.round"]

    def _prepare_record_values(self, move, values):
        values = super()._prepare_record_values(move, values)
        if move.target != "proposed":
            return values
        return {
            one.id: {**values.get(one.id, {}), "tariff_id": one._make_tariff().id} for one in self
        }

    def _make_tariff(self):
        """Draft the list of the year as the director; what is stopped is not in it."""
        self.ensure_one()
        chosen = self.line_ids.filtered(lambda line: line.decision in ("keep", "reprice", "new"))
        return self.env["convenience.tariff"].create(
            {
                "office_id": self.office_id.id,
                "kind": "annual",
                "year": self.year,
                "date_start": self.date_start,
                "meeting_date": self.meeting_date,
                "meeting_partner_ids": [Command.set(self.meeting_partner_ids.ids)],
                "necessity": self.necessity,
                "feasibility": self.feasibility,
                "line_ids": [Command.create(line._prepare_tariff_line()) for line in chosen],
            }
        )

    def _after_move(self, move):
        if move.target == "proposed":
            self.line_ids._answer_wishes()
        return super()._after_move(move)


class ConvenienceAnnualLine(models.Model):
    _name = "convenience.annual.line"
    _inherit = ["convenience.annual.line"]

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get(name) for vals in vals_list for name in PRICING):
            self._refuse_pricing()
        return super().create(vals_list)

    def write(self, vals):
        if PRICING & vals.keys():
            self._refuse_pricing()
        return super().write(vals)

    def _refuse_pricing(self):
        """Prices are the director's (P2 4.1.4)."""
        if not self.env.su and not self.env.user._has_convenience_role(DIRECTOR):
            raise AccessError(
                self.env._("Prices and costs of the next year are entered by the director.")
            )

    def _prepare_tariff_line(self):
        """Return the values of the line in the tariff: that of before, but for what is new."""
        before = self.tariff_line_id
        values = {name: before[name] for name in CARRIED_OVER} if before else {}
        values = {
            name: value.id if hasattr(value, "id") else value for name, value in values.items()
        }
        values |= {"product_id": self.product_id.id, "customer_type_id": self.customer_type_id.id}
        if not before:
            values |= {"uom_id": self.product_id.uom_id.id, "sequence": self.sequence}
        if self.decision != "keep":
            chosen = {
                "price": self.price,
                "expected_cost": self.expected_cost,
                "margin_reason": self.margin_reason,
                "department_id": self.department_id.id,
                "reason": self.decision_reason,
            }
            values |= {name: value for name, value in chosen.items() if value}
        asked = self.env._("Asked for %(times)s times", times=self.demands)
        return {**values, "demand": asked if self.demands else False}

    def _answer_wishes(self):
        """What is refused gets its answer, for the desk to tell to whoever asked (P1 制度 4)."""
        for line in self.filtered(lambda line: line.decision in ("refuse", "new")):
            line._wishes_behind()._answer(line.decision_reason)

    def _wishes_behind(self):
        demands, own = self.env["convenience.demand"], self.round_id._of_year("date")
        if not self.wish:
            return demands.search(own & Domain("product_id", "=", self.product_id.id))
        alike = demands.search(own & Domain("wish", "ilike", self.wish))
        return alike.filtered(lambda one: " ".join((one.wish or "").split()) == self.wish)

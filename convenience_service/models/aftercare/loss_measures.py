from odoo import models
from odoo.exceptions import UserError

from ..offer.tariff_line import OFFER_OPERATIONS


class ConvenienceLossCase(models.Model):
    """What is decided about a losing item (P2 and P5 4.3.4): each measure leaves a draft, if any,
    for others to publish or approve.
    """

    _name = "convenience.loss.case"
    _inherit = ["convenience.loss.case"]

    def _decide(self, measure, decision, **values):
        """Take a measure: a draft of its notice or amendment is left, for others to approve.

        :param measure: a key of `MEASURES`
        :param values: `price` of a raise, `date_start`, `ceiling`, `review_on`
        :raise UserError: where words, a price, or the bounds of keeping it are missing
        """
        self.ensure_one()
        decision = self._clean_reason(decision)
        self._check_decision(measure, decision, values)
        made = {"measure": measure, "decision": decision}
        if measure == "win":
            made["notice_id"] = self._draft_notice(decision).id
        elif measure in ("raise", "stop"):
            made["tariff_id"] = self._draft_amendment(measure, decision, values).id
        elif measure == "keep":
            made |= {"ceiling": values["ceiling"], "review_on": values["review_on"]}
        return self._move_to("following", values={self.id: made})

    def _check_decision(self, measure, decision, values):
        bounded = values.get("ceiling") and values.get("review_on")
        if not decision or (measure == "keep" and not bounded):
            raise UserError(
                self.env._(
                    "%(item)s: say in words what is decided; what is kept has a loss a year at "
                    "most and a day on which it is looked at again.",
                    item=self.product_id.display_name,
                )
            )
        before = self._line_in_force()
        dearer = measure != "raise" or (values.get("price") or 0.0) > before.price
        if measure in ("raise", "stop") and not (before and dearer):
            raise UserError(
                self.env._(
                    "%(item)s: only what is on the list in force is stopped, or raised to a higher "
                    "price than there.",
                    item=self.product_id.display_name,
                )
            )

    def _line_in_force(self):
        lines = self.env["convenience.tariff.line"].search(
            [
                ("office_id", "=", self.office_id.id),
                ("product_id", "=", self.product_id.id),
                ("approved", "=", True),
            ]
        )
        return lines.filtered(lambda line: line.is_in_force and line.operation in OFFER_OPERATIONS)[
            :1
        ]

    def _draft_notice(self, decision):
        return self.env["convenience.notice"].create(
            {
                "office_id": self.office_id.id,
                "name": self.product_id.name,
                "text": decision,
            }
        )

    def _draft_amendment(self, measure, decision, values):
        """Return the amendment, as a draft: it is reviewed, submitted and approved like any."""
        before = self._line_in_force()
        line = {
            "product_id": self.product_id.id,
            "customer_type_id": before.customer_type_id.id,
            "operation": "stop" if measure == "stop" else "reprice",
            "price": 0.0 if measure == "stop" else values.get("price") or before.price,
            "price_rule": before.price_rule,
            "uom_id": before.uom_id.id,
            "department_id": before.department_id.id,
            "expected_cost": before.expected_cost,
            "reason": decision[:200],
        }
        start = values.get("date_start") or self.office_id._today()
        return self.env["convenience.tariff"].create(
            {
                "office_id": self.office_id.id,
                "kind": "amendment",
                "year": start.year,
                "date_start": start,
                "line_ids": [(0, 0, line)],
            }
        )

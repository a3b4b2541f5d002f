from odoo import fields, models

from ...models.aftercare.loss_case import MEASURES
from ..guard.once import once


class ConvenienceLossDecision(models.TransientModel):
    """Asks the director what is done about a losing item (P2 and P5 4.3.4)."""

    _name = "convenience.loss.decision"
    _description = "Decision on a Losing Item"
    _inherit = ["convenience.once.mixin"]

    case_id = fields.Many2one("convenience.loss.case", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="case_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    measure = fields.Selection(MEASURES, required=True, default="win")
    decision = fields.Text(required=True)
    price = fields.Monetary("New Price", help="Tax included; approved like any other price.")
    date_start = fields.Date("Applies From")
    ceiling = fields.Monetary("Loss a Year, at Most")
    review_on = fields.Date("Looked At Again On")

    @once
    def action_apply(self):
        """Decide, with the rights of the user and of nobody else."""
        self.case_id._decide(
            self.measure,
            self.decision,
            price=self.price,
            date_start=self.date_start,
            ceiling=self.ceiling,
            review_on=self.review_on,
        )
        return {"type": "ir.actions.act_window_close"}

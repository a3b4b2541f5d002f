from odoo import fields, models

from ..guard.once import once


class ConvenienceProblemDecision(models.TransientModel):
    """Asks the director for the decision on a major problem: what, who, until when."""

    _name = "convenience.problem.decision"
    _description = "Decision on a Problem"
    _inherit = ["convenience.once.mixin"]

    problem_id = fields.Many2one("convenience.problem", required=True, ondelete="cascade")
    question = fields.Text("What Is Asked", related="problem_id.question")
    staff_ids = fields.Many2many(related="problem_id.staff_ids", string="Users of the Office")
    decision = fields.Text(required=True)
    actor_id = fields.Many2one(
        "res.users", "Acts on It", required=True, domain="[('id', 'in', staff_ids)]"
    )
    due_on = fields.Date("To Be Done By", required=True)

    @once
    def action_apply(self):
        """Decide; who acts on it finds it among the activities."""
        self.ensure_one()
        self.problem_id._decide(self.decision, self.actor_id, self.due_on)
        return {"type": "ir.actions.act_window_close"}

from odoo import fields, models

from ..guard.once import once


class ConvenienceResponsibilityDecision(models.TransientModel):
    """A supervisor decides who answers for a repair, before the customer signs."""

    _name = "convenience.responsibility.decision"
    _inherit = ["convenience.once.mixin"]
    _description = "Decision Who Answers for a Repair"

    request_id = fields.Many2one(
        "convenience.request", required=True, readonly=True, ondelete="cascade"
    )
    unit_id = fields.Many2one(related="request_id.unit_id")
    responsibility = fields.Selection(
        lambda self: (
            self.env["convenience.request"]
            ._fields["responsibility"]
            ._description_selection(self.env)
        ),
        required=True,
    )
    rework_of_id = fields.Many2one(
        "convenience.request",
        domain="[('unit_id', '=', unit_id), ('id', '!=', request_id), "
        "('state', 'in', ('done', 'signed', 'reviewed'))]",
        ondelete="cascade",
    )
    reason = fields.Char(required=True)

    @once
    def action_apply(self):
        """Decide; the request says who did and why."""
        self.request_id.set_responsibility(self.responsibility, self.reason, self.rework_of_id.id)
        return {"type": "ir.actions.act_window_close"}

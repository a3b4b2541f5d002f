from odoo import api, fields, models

from ..guard.once import once


class ConvenienceHandOver(models.TransientModel):
    """Sends others to a job under way, with the reason."""

    _name = "convenience.hand.over"
    _inherit = ["convenience.once.mixin"]
    _description = "Hand a Job Over"

    request_ids = fields.Many2many("convenience.request", required=True, readonly=True)
    staff_ids = fields.Many2many("convenience.worker", compute="_compute_staff_ids")
    worker_ids = fields.Many2many("convenience.worker", string="Workers", required=True)
    reason = fields.Text(required=True)

    @api.depends("request_ids")
    def _compute_staff_ids(self):
        for wizard in self:
            wizard.staff_ids = self.env["convenience.worker"].search(
                [("office_id", "in", wizard.request_ids.office_id.ids)]
            )

    @once
    def action_apply(self):
        """Hand over with the rights of the user and of nobody else."""
        self.request_ids._hand_over(self.worker_ids.employee_id, self.reason)
        return {"type": "ir.actions.act_window_close"}

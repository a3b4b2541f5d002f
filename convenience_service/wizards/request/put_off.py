from odoo import fields, models

from ..guard.once import once


class ConveniencePutOff(models.TransientModel):
    """Lets requests rest until a moment, with the reason."""

    _name = "convenience.put.off"
    _inherit = ["convenience.once.mixin"]
    _description = "Put a Request Off"

    request_ids = fields.Many2many("convenience.request", required=True, readonly=True)
    until = fields.Datetime(required=True)
    reason = fields.Text(required=True)

    @once
    def action_apply(self):
        """Put off with the rights of the user and of nobody else."""
        result = self.request_ids._put_off(self.until, self.reason)
        return result if isinstance(result, dict) else {"type": "ir.actions.act_window_close"}

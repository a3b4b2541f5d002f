from odoo import fields, models

from ..guard.once import once


class ConvenienceTariffSendBack(models.TransientModel):
    """Asks which lines of a submitted tariff go back to the director, and why."""

    _name = "convenience.tariff.send.back"
    _inherit = ["convenience.once.mixin"]
    _description = "Lines to Send Back"

    tariff_id = fields.Many2one(
        "convenience.tariff",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    line_ids = fields.Many2many(
        "convenience.tariff.line",
        string="Lines",
        required=True,
        domain="[('tariff_id', '=', tariff_id)]",
    )
    reason = fields.Char(required=True)

    @once
    def action_apply(self):
        """Send them back; the rest stays to be approved."""
        self.tariff_id._send_lines_back(self.line_ids, self.reason)
        return {"type": "ir.actions.act_window_close"}

from odoo import models


class ConvenienceRequest(models.Model):
    """The money that a customer entrusts with an errand (代收代付)."""

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    def action_entrusted(self):
        """Open the entrusted money of the errand: what was received, and the vouchers."""
        self.ensure_one()
        entrusted = self.env["convenience.entrusted"]._open_for(self)
        return {
            "type": "ir.actions.act_window",
            "res_model": "convenience.entrusted",
            "res_id": entrusted.id,
            "view_mode": "form",
        }

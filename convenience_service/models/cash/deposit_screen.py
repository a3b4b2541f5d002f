from odoo import models


class ConvenienceDeposit(models.Model):
    """The buttons of deposits: each asks for the amount and what else it needs."""

    _name = "convenience.deposit"
    _inherit = ["convenience.deposit"]

    def action_receive(self):
        """Take the money."""
        return self._open_wizard("received")

    def action_apply(self):
        """Turn what is held against a bill."""
        return self._open_wizard("applied")

    def action_refund(self):
        """Give back what is held."""
        return self._open_wizard("refunded")

    def action_keep(self):
        """Keep what is held, whole or in part: the director's decision."""
        return self._open_wizard("kept")

    def _open_wizard(self, kind):
        titles = {
            "received": self.env._("Take the Deposit"),
            "applied": self.env._("Apply the Deposit"),
            "refunded": self.env._("Give the Deposit Back"),
            "kept": self.env._("Keep the Deposit"),
        }
        return {
            "type": "ir.actions.act_window",
            "name": titles[kind],
            "res_model": "convenience.deposit.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_kind": kind, "default_deposit_ids": self.ids},
        }

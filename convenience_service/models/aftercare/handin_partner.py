from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    """What is kept of somebody who gave money or praise, when their data may go."""

    _name = "res.partner"
    _inherit = ["res.partner"]

    def _erasure_held_back(self):
        held = super()._erasure_held_back()
        text = self.env._("something handed in goes back to them")
        waiting = Domain("state", "=", "received")
        self._hold_back(held, text, "convenience.handin", "partner_id", waiting)
        return held

    def _erase_personal_data(self):
        for model in ("convenience.handin", "convenience.praise"):
            self._forget_phones(model, "partner_id")
        return super()._erase_personal_data()

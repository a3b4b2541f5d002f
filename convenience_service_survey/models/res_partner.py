from odoo import models


class ResPartner(models.Model):
    """That a resident is asked by a round goes along, and holds their data until it is closed."""

    _name = "res.partner"
    _inherit = ["res.partner"]

    def _merge_moves(self):
        count = self._counted("convenience.survey.invitation", "partner_id", self)
        text = self.env._("Survey invitations: %(count)s", count=count)
        return [*super()._merge_moves(), *self._moving(text, count)]

    def _erasure_held_back(self):
        held = super()._erasure_held_back()
        text = self.env._("a survey waits for the answer")
        domain = [("round_id.state", "=", "open"), ("is_valid", "=", False)]
        self._hold_back(held, text, "convenience.survey.invitation", "partner_id", domain)
        return held

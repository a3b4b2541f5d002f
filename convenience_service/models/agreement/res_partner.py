from odoo import fields, models

from ..guard.roles import DESK_GROUPS


class ResPartner(models.Model):
    """The agreements of a resident, on the service file."""

    _name = "res.partner"
    _inherit = ["res.partner"]

    convenience_agreement_ids = fields.One2many(
        "convenience.agreement",
        "partner_id",
        "Agreements",
        groups=DESK_GROUPS,
    )

    def _erasure_held_back(self):
        held = super()._erasure_held_back()
        text = self.env._("agreements run")
        domain = [("state", "in", ("draft", "active"))]
        for name in ("partner_id", "payer_id"):
            self._hold_back(held, text, "convenience.agreement", name, domain)
        return held

    def _erase_personal_data(self):
        self._forget_phones("convenience.agreement", "partner_id")
        return super()._erase_personal_data()

    def _merge_moves(self):
        count = self._counted("convenience.agreement", "partner_id", self)
        text = self.env._("Agreements: %(count)s", count=count)
        return [*super()._merge_moves(), *self._moving(text, count)]

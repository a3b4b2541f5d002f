from odoo import fields, models


class ResPartner(models.Model):
    """What a resident has borrowed, on the service file."""

    _name = "res.partner"
    _inherit = ["res.partner"]

    convenience_loan_ids = fields.One2many(
        "convenience.loan",
        "resident_id",
        "Things Not Returned",
        domain=[("state", "=", "out")],
        groups="convenience_service.group_clerk,convenience_service.group_general_manager",
    )

    def _erasure_held_back(self):
        held = super()._erasure_held_back()
        text = self.env._("things are not returned")
        self._hold_back(held, text, "convenience.loan", "resident_id", [("state", "=", "out")])
        return held

    def _erase_personal_data(self):
        self._forget_phones("convenience.loan", "resident_id")
        return super()._erase_personal_data()

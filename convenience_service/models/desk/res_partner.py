from odoo import models


class ResPartner(models.Model):
    """What the desk has written down of somebody who is gone."""

    _name = "res.partner"
    _inherit = ["res.partner"]

    def _erase_personal_data(self):
        for model in ("convenience.enquiry", "convenience.complaint"):
            self._forget_phones(model, "partner_id")
        return super()._erase_personal_data()

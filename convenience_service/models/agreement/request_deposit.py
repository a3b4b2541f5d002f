from odoo import models


class ConvenienceRequest(models.Model):
    """The deposit of an agreed service is asked for once, for all of its visits."""

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    def _asked_deposits(self):
        return super()._asked_deposits() | self.sudo().agreement_line_id._agreed_deposits()

    def _ask_for_no_deposits(self, reason):
        result = super()._ask_for_no_deposits(reason)
        self.agreement_line_id._ask_no_more(reason)
        return result

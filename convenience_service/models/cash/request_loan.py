from odoo import models


class ConvenienceRequest(models.Model):
    """What is lent for a request is handed out once its deposit is there."""

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    def _line_to_hand_out(self):
        """Rather one that does not wait for its deposit."""
        ready = self._lines_to_hand_out() - self._due_deposits().request_line_id
        return ready[:1] or super()._line_to_hand_out()

    def _check_hand_out(self, line):
        result = super()._check_hand_out(line)
        line._check_deposit_there()
        return result

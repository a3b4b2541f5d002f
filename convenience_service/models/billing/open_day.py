from datetime import timedelta

from odoo import models


class AccountMove(models.Model):
    """Bills go to the first open day where the books of their own day are locked.

    Left to itself the ERP takes the end of a month, and no later day than today, which a lock of
    days to come would refuse each time anew.
    """

    _name = "account.move"
    _inherit = ["account.move"]

    def _post(self, soft=True):
        self._move_to_open_day()
        return super()._post(soft=soft)

    def _to_open_day(self):
        """Hook: those of the entries that are booked on the first open day."""
        return self.filtered(lambda move: move.convenience_statement_id or move._credited_invoice())

    def _move_to_open_day(self):
        for move in self._to_open_day():
            locks = move._get_violated_lock_dates(move.date, move._affect_tax_report())
            if locks and move.state == "draft":
                move.date = locks[-1][0] + timedelta(days=1)

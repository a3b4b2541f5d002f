from odoo import models


class AccountMove(models.Model):
    """What a tax invoice covers is not undone under it."""

    _name = "account.move"
    _inherit = ["account.move"]

    def _refuse_undoing(self):
        result = super()._refuse_undoing()
        self.env["convenience.tax.invoice.line"]._refuse_undoing(self)
        return result

from odoo import models


class AccountMove(models.Model):
    """What a tax invoice covers is not undone under it."""

    _name = "account.move"
    _inherit = ["account.move"]

    def write(self, vals):
        if vals.get("state") in ("draft", "cancel"):
            self.env["convenience.tax.invoice.line"]._refuse_undoing(self)
        return super().write(vals)

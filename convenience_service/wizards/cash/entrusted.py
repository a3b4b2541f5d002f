from odoo import api, fields, models
from odoo.exceptions import UserError

from ..guard.once import once


class ConvenienceEntrustedWizard(models.TransientModel):
    """Asks how much entrusted money is received or given back, or whence vouchers are paid."""

    _name = "convenience.entrusted.wizard"
    _description = "Entrusted Money"
    _inherit = ["convenience.money.wizard"]

    entrusted_id = fields.Many2one(
        "convenience.entrusted", required=True, readonly=True, ondelete="cascade"
    )
    office_id = fields.Many2one(related="entrusted_id.office_id")
    partner_id = fields.Many2one(related="entrusted_id.partner_id")
    voucher_ids = fields.Many2many("convenience.entrusted.voucher", readonly=True)
    kind = fields.Selection(
        [("received", "Received"), ("spent", "Laid Out"), ("refunded", "Given Back")],
        required=True,
        readonly=True,
    )

    @api.depends("entrusted_id", "voucher_ids", "kind")
    def _compute_amount(self):
        """Starts at what is missing, left, or on the vouchers."""
        for wizard in self:
            balance = wizard.entrusted_id.balance
            amounts = {
                "received": max(-balance, 0.0),
                "refunded": max(balance, 0.0),
                "spent": sum(wizard.voucher_ids.mapped("amount")),
            }
            wizard.amount = amounts.get(wizard.kind, 0.0)

    @once
    def action_apply(self):
        """Do it, with the rights of the user; money that changed hands is printed."""
        entrusted, journal = self.entrusted_id, self._chosen_journal()
        money = self._prepare_money()
        if self.kind == "received":
            return self._print(entrusted._receive(self.amount, journal, money))
        if self.kind == "refunded":
            return self._print(entrusted._refund(self.amount, journal, self.memo, money))
        self._check_as_shown()
        return self._print(self.voucher_ids._book(journal, money))

    def _check_as_shown(self):
        """A voucher that was changed since the cashier saw it is looked at again."""
        if not self.voucher_ids:
            raise UserError(
                self.env._(
                    "%(entrusted)s: choose the vouchers that are paid.",
                    entrusted=self.entrusted_id.display_name,
                )
            )
        amount = sum(self.voucher_ids.mapped("amount"))
        if self.currency_id.compare_amounts(self.amount, amount):
            raise UserError(
                self.env._(
                    "%(shown)s was shown, the vouchers say %(amount)s by now. Look at them again.",
                    shown=self._in_currency(self.amount),
                    amount=self._in_currency(amount),
                )
            )

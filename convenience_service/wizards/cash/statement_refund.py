from odoo import api, fields, models

from ...models.guard.roles import CASHIER
from ..guard.once import once


class ConvenienceStatementRefund(models.TransientModel):
    """The cashier pays out what is left of a bill that was paid and credited afterwards."""

    _name = "convenience.statement.refund"
    _inherit = ["convenience.cash.wizard"]
    _description = "Refund of a Bill"

    statement_id = fields.Many2one("convenience.statement", required=True, readonly=True)
    office_id = fields.Many2one(related="statement_id.office_id")
    partner_id = fields.Many2one(related="statement_id.partner_id")
    amount = fields.Monetary(compute="_compute_amount", store=True, precompute=True, readonly=False)
    memo = fields.Char(required=True)

    @api.depends("statement_id")
    def _compute_amount(self):
        for wizard in self:
            statement = wizard.statement_id
            wizard.amount = statement and statement._refundable()

    @once
    def action_pay_out(self):
        """Pay out, reconcile with the credit note, and print the voucher.

        :raise AccessError: when the user is not the cashier
        :raise UserError: when credit notes left over less than that
        """
        receipts = self.env["convenience.receipt"]
        self.statement_id._require_role(CASHIER, act=self.env._("pay it back"))
        self.statement_id._offset_credit()
        amount = receipts._clean_amount(self.amount, self.currency_id)
        line = {
            "statement_id": self.statement_id.id,
            "amount": amount,
            "name": self.statement_id.name,
        }
        return self._print(self._give_receipt("statement", [line], direction="out"))

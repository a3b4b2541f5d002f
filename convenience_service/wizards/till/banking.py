from odoo import api, fields, models

from ..guard.once import once


class ConvenienceCashBanking(models.TransientModel):
    """The cashier brings money of the till to the bank (送存银行)."""

    _name = "convenience.cash.banking"
    _inherit = ["convenience.cash.wizard"]
    _description = "Money for the Bank"

    book_id = fields.Many2one("convenience.cash.book", required=True, readonly=True)
    office_id = fields.Many2one(related="book_id.office_id")
    amount_held = fields.Monetary("In the Till", compute="_compute_amount_held")
    journal_id = fields.Many2one(
        string="Bank",
        domain="[('company_id', '=', company_id), ('type', '=', 'bank')]",
        help="Where the money is brought to.",
    )
    reference = fields.Char("Number of the Slip")

    @api.depends("book_id")
    def _compute_amount_held(self):
        # of a page that the user may read, whatever an unsaved form names
        self.book_id._origin.check_access("read")
        for wizard in self:
            wizard.amount_held = wizard.book_id.amount_closing

    @api.depends("office_id")
    def _compute_journal_id(self):
        result = super()._compute_journal_id()
        for wizard in self:
            wizard.journal_id = self.env["account.journal"].search(
                [("company_id", "=", wizard.company_id.id), ("type", "=", "bank")], limit=1
            )
        return result

    @once
    def action_apply(self):
        """Book the transfer.

        :raise AccessError: when the user is no cashier
        :raise UserError: when the day is signed, or the till holds less
        """
        self.book_id._bank(self.journal_id, self.amount, self.reference or "")
        return {"type": "ir.actions.act_window_close"}

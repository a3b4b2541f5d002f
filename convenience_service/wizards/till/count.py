from odoo import api, fields, models

from ..guard.once import once


class ConvenienceCashCount(models.TransientModel):
    """The cashier counts the money of a till, for one day or several together."""

    _name = "convenience.cash.count"
    _inherit = ["convenience.cash.wizard"]
    _description = "Count of a Till"

    book_ids = fields.Many2many("convenience.cash.book", required=True, readonly=True)
    office_id = fields.Many2one(compute="_compute_from_books")
    amount_book = fields.Monetary("By the Book", compute="_compute_from_books")
    amount = fields.Monetary("Counted")
    amount_difference = fields.Monetary("Difference", compute="_compute_difference")

    @api.depends("book_ids")
    def _compute_from_books(self):
        # of pages that the user may read, whatever an unsaved form names
        self.book_ids._origin.check_access("read")
        for wizard in self:
            wizard.office_id = wizard.book_ids.office_id[:1]
            wizard.amount_book = wizard.book_ids.sorted("date")[-1:].amount_closing

    @api.depends("amount", "amount_book")
    def _compute_difference(self):
        for wizard in self:
            wizard.amount_difference = wizard.amount - wizard.amount_book

    @once
    def action_apply(self):
        """Keep what was counted with the pages.

        :raise AccessError: when the user is no cashier
        :raise UserError: when a day is signed, or the days are of several tills
        """
        self.book_ids._count(self.amount)
        return {"type": "ir.actions.act_window_close"}

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..guard.once import once


class ConvenienceHandoverAcceptance(models.TransientModel):
    """The cashier counts the money of a hand-over and accepts it. P5 4.3.2."""

    _name = "convenience.handover.acceptance"
    _inherit = ["convenience.cash.wizard"]
    _description = "Acceptance of a Hand-over"

    handover_id = fields.Many2one(
        "convenience.handover", required=True, readonly=True, ondelete="cascade"
    )
    office_id = fields.Many2one(related="handover_id.office_id")
    receipt_ids = fields.One2many(related="handover_id.receipt_ids")
    returned_ids = fields.Many2many(
        "convenience.receipt",
        string="Left Out",
        domain="[('handover_id', '=', handover_id)]",
        help="Receipts whose money is not there, or whose work is not reviewed.",
    )
    amount_stated = fields.Monetary("By the Receipts", compute="_compute_amount_stated")
    amount = fields.Monetary("Counted")
    memo = fields.Char("Why Left Out")

    @api.depends("handover_id", "returned_ids")
    def _compute_amount_stated(self):
        for wizard in self:
            accepted = wizard.handover_id._valid_receipts() - wizard.returned_ids._origin
            wizard.amount_stated = sum(accepted.mapped("amount"))

    @once
    def action_accept(self):
        """Accept: the receipts are booked.

        :raise AccessError: when the user is no cashier, or took the money
        :raise UserError: when the count differs, or a request cannot be billed yet
        """
        if not self.handover_id:
            raise UserError(self.env._("Choose the hand-over that is accepted."))
        self.handover_id.check_access("read")
        self.env["convenience.receipt"]._check_till(self.office_id, self.journal_id)
        self.handover_id._accept(self.journal_id, self.amount, self.returned_ids, self.memo)
        return {"type": "ir.actions.act_window_close"}

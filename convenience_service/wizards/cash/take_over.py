from odoo import api, fields, models
from odoo.fields import Domain

from ..guard.once import once


class ConvenienceTakeOver(models.TransientModel):
    """Names who hands in the money that somebody who left had collected."""

    _name = "convenience.take.over"
    _inherit = ["convenience.once.mixin"]
    _description = "Money of Who Left"

    office_id = fields.Many2one(
        "convenience.office",
        required=True,
        default=lambda self: self.env["convenience.office"].search(
            [("user_ids", "in", self.env.uid)], limit=1
        ),
    )
    left_ids = fields.Many2many(
        "res.users",
        compute="_compute_left_ids",
        context={"active_test": False},
    )
    left_id = fields.Many2one("res.users", "Who Left", required=True)
    staff_ids = fields.Many2many(
        related="office_id.user_ids", related_sudo=False, string="Staff of the Office"
    )
    collector_id = fields.Many2one("res.users", "Handed In By", required=True)
    receipt_ids = fields.Many2many("convenience.receipt", compute="_compute_receipt_ids")
    company_id = fields.Many2one(related="office_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount_total = fields.Monetary("In Hand", compute="_compute_receipt_ids")

    @api.model
    def _in_hand(self, office):
        return Domain("office_id", "=", office.id) & Domain("state", "=", "collected")

    @api.depends("office_id")
    def _compute_left_ids(self):
        """Whoever has money of the office in hand and works for it no more."""
        for wizard in self:
            # sudo: names only, of who gave receipts of the office
            receipts = (
                self.env["convenience.receipt"].sudo().search(self._in_hand(wizard.office_id))
            )
            at_work = wizard.office_id.user_ids.filtered("active")
            wizard.left_ids = receipts.taken_by_id - at_work

    @api.depends("office_id", "left_id")
    def _compute_receipt_ids(self):
        for wizard in self:
            own = Domain("taken_by_id", "=", wizard.left_id.id)
            receipts = self.env["convenience.receipt"].search(self._in_hand(wizard.office_id) & own)
            wizard.receipt_ids = receipts
            wizard.amount_total = sum(receipts.mapped("amount"))

    @once
    def action_apply(self):
        """Make the hand-over, which whoever was named submits to the cashier."""
        handover = self.env["convenience.handover"]._take_over(
            self.office_id, self.left_id, self.collector_id
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "convenience.handover",
            "res_id": handover.id,
            "views": [(False, "form")],
        }

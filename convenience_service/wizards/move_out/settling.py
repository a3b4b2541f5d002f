from odoo import api, fields, models

from ..guard.once import once


class ConvenienceMoveOutSettling(models.TransientModel):
    """Settles a move-out in one step: shows what comes together, asks where the money lies."""

    _name = "convenience.move.out.settling"
    _inherit = ["convenience.cash.wizard"]
    _description = "Settle a Move-out"

    move_out_id = fields.Many2one("convenience.move.out", required=True, readonly=True)
    office_id = fields.Many2one(related="move_out_id.office_id")
    journal_id = fields.Many2one(
        string="Till or Bank", required=True, help="Where what is left is taken or paid back."
    )
    to_bill = fields.Monetary(compute="_compute_amounts", help="Served and not billed yet.")
    owed = fields.Monetary(compute="_compute_amounts", help="Of bills before.")
    over = fields.Monetary(
        compute="_compute_amounts", help="Left by credit notes, or paid too much, at the office."
    )
    unassigned = fields.Monetary(
        "At No Office",
        compute="_compute_amounts",
        help="Paid in accounting without saying for which office. It is not settled here.",
    )
    leave_unassigned = fields.Boolean(
        "It Is Not for Services",
        help="Money at no office stays with the company, such as management fees paid ahead.",
    )
    prepaid = fields.Monetary("Prepayment", compute="_compute_amounts")
    deposits = fields.Monetary(compute="_compute_amounts")
    to_pay = fields.Monetary(compute="_compute_amounts")
    to_pay_back = fields.Monetary(compute="_compute_amounts")

    @api.depends("move_out_id")
    def _compute_amounts(self):
        for wizard in self:
            wizard.update(wizard.move_out_id._expected_amounts())

    @once
    def action_settle(self):
        """Settle and print the paper."""
        reference = (self.reference or "").strip()
        self.move_out_id._settle_with(self.journal_id, reference, self.leave_unassigned)
        return self.env.ref("convenience_service.action_report_move_out").report_action(
            self.move_out_id
        )

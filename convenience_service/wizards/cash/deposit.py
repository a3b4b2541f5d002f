from odoo import api, fields, models
from odoo.fields import Domain

from ..guard.once import once


class ConvenienceDepositWizard(models.TransientModel):
    """Asks how much of deposits is received, applied, given back or kept, and why."""

    _name = "convenience.deposit.wizard"
    _description = "Use of Deposits"
    _inherit = ["convenience.money.wizard"]

    deposit_ids = fields.Many2many("convenience.deposit", required=True, readonly=True)
    office_id = fields.Many2one(related="deposit_ids.office_id")
    partner_id = fields.Many2one(related="deposit_ids.partner_id")
    kind = fields.Selection(
        [
            ("received", "Received"),
            ("applied", "Applied"),
            ("refunded", "Given Back"),
            ("kept", "Kept"),
        ],
        required=True,
        readonly=True,
    )
    statement_id = fields.Many2one(
        "convenience.statement",
        "Bill",
        domain="[('id', 'in', payable_ids)]",
        help="Invoiced and not paid yet.",
    )
    payable_ids = fields.Many2many("convenience.statement", compute="_compute_payable_ids")

    @api.depends("deposit_ids", "kind", "statement_id")
    def _compute_amount(self):
        """Starts at all there is, and of a bill at no more than is owed."""
        # of records that the user may read, whatever an unsaved form names
        self.deposit_ids._origin.check_access("read")
        self.statement_id._origin.check_access("read")
        for wizard in self:
            received = wizard.kind == "received"
            name = "amount_open" if received else "amount_held"
            amount = sum(wizard.deposit_ids.mapped(name))
            owed = wizard.statement_id.amount_residual
            wizard.amount = min(amount, owed) if wizard.statement_id else amount

    @api.depends("deposit_ids")
    def _compute_payable_ids(self):
        for wizard in self:
            billed = self.env["convenience.statement"].search(
                Domain("partner_id", "in", wizard.deposit_ids.partner_id.ids)
                & Domain("office_id", "in", wizard.deposit_ids.office_id.ids)
                & Domain("state", "=", "invoiced")
            )
            wizard.payable_ids = billed.filtered(lambda statement: statement.amount_residual > 0)

    @once
    def action_apply(self):
        """Do it, with the rights of the user; money that changed hands is printed."""
        deposits, journal = self.deposit_ids, self._chosen_journal()
        money = self._prepare_money()
        if self.kind == "received":
            return self._print(deposits._receive(self.amount, journal, money))
        if self.kind == "refunded":
            return self._print(deposits._refund(self.amount, journal, self.memo, money))
        if self.kind == "applied":
            deposits._apply(self.statement_id, self.amount, reason=self.memo)
        else:
            deposits._keep(self.amount, reason=self.memo)
        return {"type": "ir.actions.act_window_close"}

from odoo import api, fields, models
from odoo.fields import Command

from ...models.guard.bounds import is_id
from ...models.guard.roles import CASHIER
from ..guard.once import once


class ConvenienceStatementPayment(models.TransientModel):
    """The cashier takes money for bills of one payer, the oldest first. P2 4.3.1, P5 4.3.2."""

    _name = "convenience.statement.payment"
    _inherit = ["convenience.cash.wizard"]
    _description = "Payment of Bills"

    statement_ids = fields.Many2many("convenience.statement", required=True)
    office_id = fields.Many2one(compute="_compute_from_statements")
    partner_id = fields.Many2one(compute="_compute_from_statements")
    amount_owed = fields.Monetary("Owed", compute="_compute_from_statements")
    amount_over = fields.Monetary(
        "Over from Before",
        compute="_compute_from_statements",
        help="Left by credit notes or paid too much at this office: it is used first.",
    )
    amount_unassigned = fields.Monetary(
        "At No Office",
        compute="_compute_from_statements",
        help="Money of the payer that may be for anything. Assign it on the service file if it "
        "was meant for these services.",
    )
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        precompute=True,
        readonly=False,
        help="The oldest bill is paid first; only the last may be paid in part.",
    )

    @api.model
    def default_get(self, fields):
        """Whoever chooses a payer is offered all that is unpaid."""
        values = super().default_get(fields)
        chosen = self.env.context.get("default_statement_ids")
        if isinstance(chosen, list | tuple) and chosen and all(map(is_id, chosen)):
            values["statement_ids"] = [Command.set(chosen)]
        return values

    @api.depends("statement_ids")
    def _compute_from_statements(self):
        for wizard in self:
            # the bills as they are, also for a dialog that is not saved yet
            bills = wizard.statement_ids._origin
            wizard.office_id, wizard.partner_id = bills.office_id[:1], bills.partner_id[:1]
            # what is over is for the cashier to know
            known = None if self.env.user._has_convenience_role(CASHIER) else {}
            owed, over, _left = bills._sum_to_pay(known)
            wizard.amount_owed, wizard.amount_over = owed, over
            wizard.amount_unassigned = wizard._at_no_office()

    def _at_no_office(self):
        if not self.env.user._has_convenience_role(CASHIER):
            return 0.0
        company, payer = self.office_id.company_id, self.partner_id
        return self.statement_ids._unassigned_credits(company, payer).get(payer.id, 0.0)

    @api.depends("statement_ids")
    def _compute_amount(self):
        for wizard in self:
            wizard.amount = max(wizard.amount_owed - wizard.amount_over, 0.0)

    @once
    def action_pay(self):
        """Use what is over, take the money for the rest and print the receipt.

        :raise AccessError: when the user is not the cashier
        :raise UserError: when the amount is more than is owed, or a bill is left without money
        """
        statements = self.statement_ids
        statements._require_role(CASHIER, act=self.env._("take money for it"))
        statements._check_payable()
        statements._invoice_now()
        if self.amount_over:
            statements._set_against_credits()
            left = statements._left_to_collect()
            statements = statements.filtered(lambda statement: left[statement] > 0)
            if not statements and not self.amount:
                return {"type": "ir.actions.act_window_close"}
        lines = statements._share_out(self._clean_amount())
        return self._print(self._give_receipt("statement", lines))

    def _clean_amount(self):
        return self.env["convenience.receipt"]._clean_amount(self.amount, self.currency_id)

from odoo import api, fields, models

from ...models.guard.roles import CASHIER
from ..guard.once import once


class ConveniencePrepaymentWizard(models.TransientModel):
    """Money paid ahead is taken, or what is left of it paid back, on a numbered receipt.

    What a collector takes counts once the cashier has it. P3 4(8), P5 4.3.2.
    """

    _name = "convenience.prepayment.wizard"
    _inherit = ["convenience.money.wizard"]
    _description = "Prepayment at the Cash Desk"

    direction = fields.Selection(
        [("in", "Paid In"), ("out", "Paid Out")], required=True, readonly=True, default="in"
    )
    partner_id = fields.Many2one(required=True)
    office_id = fields.Many2one(
        required=True,
        compute="_compute_office_id",
        store=True,
        precompute=True,
        readonly=False,
    )
    available = fields.Monetary(
        compute="_compute_available",
        help="Of what was paid ahead before, neither spent nor reserved.",
    )
    journal_id = fields.Many2one(
        string="Where the Money Lies",
        help="Of a collector's money the cashier says so, once it is handed over.",
    )

    @api.model
    def _open(self, partner, direction):
        """Return the action that asks for what is taken of, or paid back to, a payer."""
        titles = {"in": self.env._("Take a Prepayment"), "out": self.env._("Refund a Prepayment")}
        return {
            "type": "ir.actions.act_window",
            "name": titles[direction],
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {"default_partner_id": partner.id, "default_direction": direction},
        }

    # ------------------------------------------------------------------ proposed

    @api.depends("partner_id")
    def _compute_office_id(self):
        """The office of the payer that the user works for, or the user's own."""
        for wizard in self:
            offices = wizard._occupancies().office_id
            own = wizard.env["convenience.request"]._default_office()
            wizard.office_id = own if own in offices or not offices else offices[:1]

    @api.depends("partner_id")
    def _compute_available(self):
        sums = self.env["convenience.wallet"]._sums(self.partner_id)
        for wizard in self:
            wizard.available = sums.get(wizard.partner_id, (0.0, 0.0))[1]

    @api.depends("available", "direction")
    def _compute_amount(self):
        """What is left is paid back whole, unless the cashier enters less."""
        for wizard in self:
            wizard.amount = wizard.available if wizard.direction == "out" else wizard.amount

    # ------------------------------------------------------------------ taken and paid back

    @once
    def action_apply(self):
        """Give out the receipt and print it.

        :return: the report action of the receipt
        :raise AccessError: when the user is neither cashier nor, for money received, collector
        :raise UserError: when the payer is no resident of the office, or more is paid back than
            is available
        """
        self._check_resident()
        receipt = self.env["convenience.receipt"]._issue([self._prepare_receipt()])
        if self.env.user._has_convenience_role(CASHIER):
            receipt._move_to("posted")
        return self._print(receipt)

    def _prepare_receipt(self):
        return {
            "office_id": self.office_id.id,
            "partner_id": self.partner_id.id,
            "kind": "prepayment",
            "direction": self.direction,
            "amount": self.amount,
            "journal_id": self._chosen_journal().id,
            "memo": self.memo,
            **self._prepare_money(),
        }

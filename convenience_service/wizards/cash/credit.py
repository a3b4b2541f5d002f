from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.guard.roles import CASHIER
from ..guard.once import once


class ConvenienceCredit(models.TransientModel):
    """What is over of a payer at an office: the cashier sets it against bills, pays it back, or
    says that money which no office has is for this one.
    """

    _name = "convenience.credit"
    _inherit = ["convenience.cash.wizard"]
    _description = "Money Over"

    partner_id = fields.Many2one(required=True, readonly=True)
    office_id = fields.Many2one(
        required=True, compute="_compute_office_id", store=True, precompute=True, readonly=False
    )
    amount_owed = fields.Monetary(
        "Owed", compute="_compute_over", help="Of all bills of the office."
    )
    amount_over = fields.Monetary("Over at the Office", compute="_compute_over")
    item_ids = fields.Many2many("account.move.line", compute="_compute_over", string="What Is Over")
    amount_unassigned = fields.Monetary("At No Office", compute="_compute_over")
    unassigned_ids = fields.Many2many(
        "account.move.line",
        "convenience_credit_unassigned_rel",
        string="Money at No Office",
        domain="[('partner_id', '=', partner_id), ('convenience_office_id', '=', False),"
        " ('parent_state', '=', 'posted'), ('reconciled', '=', False),"
        " ('account_type', '=', 'asset_receivable'), ('amount_residual', '<', 0)]",
        help="Management fees may share account and payer: choose what was paid for services of "
        "this office.",
    )

    @api.depends("partner_id")
    def _compute_office_id(self):
        """Where something is over, or the office of the payer."""
        for wizard in self:
            items = self.env["account.move.line"].search(
                [
                    ("convenience_payer_id", "=", wizard.partner_id.id),
                    ("convenience_office_id", "!=", False),
                    ("reconciled", "=", False),
                    ("parent_state", "=", "posted"),
                ]
            )
            offices = items.convenience_office_id or wizard._occupancies().office_id
            wizard.office_id = offices[:1] or self.env["convenience.request"]._default_office()

    @api.depends("partner_id", "office_id", "is_done")
    def _compute_over(self):
        for wizard in self:
            wizard._require_cashier()
            office, payer = wizard.office_id, wizard.partner_id
            key = (office.id, payer.id)
            statements = self.env["convenience.statement"]
            over = statements._office_credits(office, payer).get(key, 0.0)
            unassigned = statements._unassigned_credits(office.company_id, payer)
            wizard.amount_owed = payer._convenience_owed(office).get(key, 0.0) + over
            wizard.amount_over = max(over, 0.0)
            wizard.item_ids = statements._credit_items(office, payer).ids
            wizard.amount_unassigned = unassigned.get(payer.id, 0.0)

    def _require_cashier(self):
        """Sums of others' money are for the cashier of the office."""
        self.office_id._require_role(CASHIER, act=self.env._("see what is over"))
        self.office_id.check_access("read")

    @once
    def action_set_against(self):
        """Set what is over against the open bills of the office, the oldest first.

        :raise AccessError: when the user is not the cashier
        :raise UserError: when nothing is over, or nothing owed
        """
        self._require_cashier()
        bills = self.env["convenience.statement"].search(
            [
                ("office_id", "=", self.office_id.id),
                ("partner_id", "=", self.partner_id.id),
                ("state", "=", "invoiced"),
            ]
        )
        bills = bills.filtered(lambda bill: bill.amount_residual > 0)
        if not bills:
            raise UserError(
                self.env._(
                    "%(payer)s owes %(office)s nothing. Pay back what is over, or leave it for "
                    "the next bill.",
                    payer=self.partner_id.name,
                    office=self.office_id.name,
                )
            )
        bills.action_set_against_credits()
        return {"type": "ir.actions.act_window_close"}

    @once
    def action_pay_back(self):
        """Pay back all that is over, and print the receipt.

        :raise AccessError: when the user is not the cashier
        :raise UserError: when nothing is over
        """
        self._require_cashier()
        items = self.env["convenience.statement"]._credit_items(self.office_id, self.partner_id)
        if not items:
            raise UserError(
                self.env._(
                    "Nothing is over of %(payer)s at %(office)s. Assign money that was paid for "
                    "it to the office first.",
                    payer=self.partner_id.name,
                    office=self.office_id.name,
                )
            )
        lines = self.env["convenience.receipt"]._prepare_pay_back(items)
        return self._print(self._give_receipt("statement", lines, direction="out"))

    @once
    def action_assign(self):
        """Have the office count the chosen money.

        :raise AccessError: when the user is not the cashier
        :raise UserError: for what is some office's already, or is used
        """
        self._require_cashier()
        if not self.unassigned_ids:
            raise UserError(self.env._("Choose the money that is for this office first."))
        self._refuse_others_money()
        self.unassigned_ids._assign_to_office(self.office_id)
        return self.partner_id.action_open_convenience_credit()

    def _refuse_others_money(self):
        """What is decided here is the money of the payer that is named above."""
        # sudo: names for the refusal, whoever's the entry is
        for item in self.unassigned_ids.sudo():
            if item.partner_id != self.partner_id:
                raise UserError(
                    self.env._(
                        "%(entry)s is not money of %(payer)s. Assign it on the service file of "
                        "who paid it.",
                        entry=item.move_id.display_name,
                        payer=self.partner_id.name,
                    )
                )

from odoo import fields, models

from ...models.guard.roles import CASHIER


class ConvenienceMoneyWizard(models.AbstractModel):
    """What the wizards share that ask for an amount, and the cashier where the money lies.

    Who may do it, and up to how much, is checked by the records they work on.
    """

    _name = "convenience.money.wizard"
    _inherit = ["convenience.cash.wizard"]
    _description = "Amount of Money"

    amount = fields.Monetary(
        compute="_compute_amount", store=True, precompute=True, readonly=False, required=True
    )
    journal_id = fields.Many2one(precompute=False, groups="convenience_service.group_cashier")

    def _compute_amount(self):
        raise NotImplementedError

    def _chosen_journal(self):
        """A collector does not say where the money lies: the cashier does at the hand-over."""
        cashier = self.env.user._has_convenience_role(CASHIER)
        return self.journal_id if cashier else self.env["account.journal"]

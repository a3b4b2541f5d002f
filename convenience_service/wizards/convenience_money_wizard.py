from odoo import api, fields, models

CASHIER = "convenience_service.group_cashier"


class ConvenienceMoneyWizard(models.AbstractModel):
    """What the wizards share that ask for an amount and where the money lies.

    Who may do it, and up to how much, is checked by the records they work on.
    """

    _name = "convenience.money.wizard"
    _description = "Amount of Money"

    company_id = fields.Many2one("res.company")
    currency_id = fields.Many2one("res.currency")
    amount = fields.Monetary(
        compute="_compute_amount", store=True, precompute=True, readonly=False, required=True
    )
    journal_id = fields.Many2one(
        "account.journal",
        compute="_compute_journal_id",
        store=True,
        readonly=False,
        domain="[('type', 'in', ('cash', 'bank')), ('company_id', '=', company_id)]",
        groups=CASHIER,
    )
    reason = fields.Char()

    def _compute_amount(self):
        raise NotImplementedError

    @api.depends("company_id")
    def _compute_journal_id(self):
        """Starts at the cash register of the company."""
        for wizard in self:
            wizard.journal_id = self.env["account.journal"].search(
                [("type", "=", "cash"), ("company_id", "=", wizard.company_id.id)], limit=1
            )

    def _chosen_journal(self):
        """A collector does not say where the money lies: the cashier does at the hand-over."""
        cashier = self.env.user.has_group(CASHIER)
        return self.journal_id if cashier else self.env["account.journal"]

    def _print(self, receipts):
        return {**receipts.action_print(), "close_on_report_download": True}

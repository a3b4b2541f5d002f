from odoo import api, models


class AccountJournal(models.Model):
    """The account of a till stays its own."""

    _inherit = "account.journal"

    @api.constrains("default_account_id", "type")
    def _check_tills(self):
        # sudo: what lies in a till binds whoever sets up journals
        tills = self.env["convenience.till"].sudo()
        tills.search(
            [
                "|",
                ("journal_id", "in", self.ids),
                ("account_id", "in", self.default_account_id.ids),
            ]
        )._check_account_of_its_own()


class AccountPaymentMethodLine(models.Model):
    _inherit = "account.payment.method.line"

    @api.constrains("payment_account_id", "journal_id")
    def _check_tills(self):
        """Money of a till lies on its account, and no other money does."""
        # sudo: as above
        tills = self.env["convenience.till"].sudo()
        tills.search(
            [
                "|",
                ("journal_id", "in", self.journal_id.ids),
                ("account_id", "in", self.payment_account_id.ids),
            ]
        )._check_account_of_its_own()

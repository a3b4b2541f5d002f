from odoo import api, models
from odoo.fields import Domain


class ConvenienceStatement(models.Model):
    """What a payer still owes of earlier statements at the office."""

    _name = "convenience.statement"
    _inherit = ["convenience.statement"]

    def _opening_balances(self):
        """Return {statement id: what is still owed of earlier statements of the
        office}.
        """
        # sudo: a sum for the statement, not the ledger
        earlier = self.sudo().search(
            [
                ("office_id", "in", self.office_id.ids),
                ("partner_id", "in", self.partner_id.ids),
                ("state", "in", ("confirmed", "invoiced")),
                ("id", "not in", self.ids),
            ]
        )
        by_payer = earlier.grouped(lambda statement: (statement.office_id, statement.partner_id))
        return {
            statement.id: sum(
                other.amount_residual
                for other in by_payer.get((statement.office_id, statement.partner_id), ())
                if other.date_to <= statement.date_to
            )
            for statement in self.sudo()
        }

    @api.model
    def _open_domain(self):
        """Return the domain of statements of which something is still to pay.

        Of an invoice its residual counts, so a credit note counts too. For superusers: the
        desk may not look at invoices.
        """
        waiting = Domain("state", "=", "confirmed") & Domain("amount_total", ">", 0)
        invoiced = Domain("state", "=", "invoiced")
        return waiting | invoiced & Domain("invoice_id.amount_residual", ">", 0)

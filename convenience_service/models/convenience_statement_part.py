from odoo import models


class ConvenienceStatementPart(models.AbstractModel):
    """What each way of paying adds to statements: money held is turned against a new bill.

    A way of paying is an abstract model that inherits this one and is inherited by the statement.
    """

    _name = "convenience.statement.part"
    _description = "Way of Paying a Statement"
    _inherit = ["convenience.workflow.mixin"]

    def _settle_from_funds(self):
        """Hook: turn what the company holds of the payer against the invoices just posted."""

    def _after_credit(self, notes):
        """Hook: what follows from posted credit notes of the invoices of these statements."""

from odoo import fields, models


class ConvenienceAgreementLineDeposit(models.AbstractModel):
    """The deposit that the tariff asks for with an agreed service, once for all of its visits.

    It is asked for when the customer has signed; a service that goes on as another keeps its
    deposit. Nobody is sent before it is received or waived. P3 4 (5).
    """

    _name = "convenience.agreement.line.deposit"
    _description = "Deposit of an Agreed Service"

    deposit_ids = fields.One2many(
        "convenience.deposit", "agreement_line_id", "Deposits", readonly=True
    )

    def _ask_for_deposits(self):
        asked = self.filtered(lambda line: line.deposit > 0 and not line.replaces_id)
        self.env["convenience.deposit"]._ask_for([line._prepare_deposit() for line in asked])

    def _prepare_deposit(self):
        """Return what the deposit of this line is asked for as."""
        agreement = self.agreement_id
        return {
            "office_id": agreement.office_id.id,
            "partner_id": agreement.payer_id.id,
            "unit_id": agreement.unit_id.id,
            "product_id": self.product_id.id,
            "agreement_line_id": self.id,
            "origin": agreement.name,
            "amount_due": self.deposit,
        }

    def _agreed_deposits(self):
        """Return the deposits of the services, also of those they replace."""
        # sudo: a deposit binds whether or not the user sees it
        lines = self.sudo()
        return (lines | lines._replaced()).deposit_ids

    def _ask_no_more(self, reason):
        """Of a service that ends, what was not received is no longer asked for.

        What is held is given back, or kept, by the cashier's and the director's steps.
        """
        # what is asked for may stand with the service that this one replaced
        self._agreed_deposits()._cancel_open(reason)

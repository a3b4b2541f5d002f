from odoo import fields, models
from odoo.fields import Domain

from ..request.request import OPEN_STATES


class ConvenienceAgreementLine(models.Model):
    """The deposit that the tariff asks for with an agreed service, once for all of its visits.

    It is asked for when the customer has signed; a service that goes on as another keeps its
    deposit. Nobody is sent before it is received or waived. P3 4 (5).
    """

    _name = "convenience.agreement.line"
    _inherit = ["convenience.agreement.line"]

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
        """Of a service that is over, what was not received is no longer asked for.

        Until its last visit is done or cancelled the deposit binds: a last day to come lets nobody
        be sent without it. What is held is given back, or kept, by the cashier's and the
        director's steps.
        """
        # sudo: who ended the service was checked
        over = self.sudo().filtered(lambda line: line._is_over())
        over._agreed_deposits()._cancel_open(reason)

    def _is_over(self):
        """Whether the last day has come, no visit is left and it does not go on as another."""
        last = self._span()[1]
        left = Domain("agreement_line_id", "=", self.id) & Domain("state", "in", OPEN_STATES)
        return (
            bool(last)
            and last <= self.agreement_id.office_id._today()
            and not self.env["convenience.request"].search_count(left, limit=1)
            and not self.search_count([("replaces_id", "=", self.id)], limit=1)
        )

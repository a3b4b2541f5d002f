from odoo import api, fields, models

from ...models.request.acceptance import PROOF
from ..guard.once import once


class ConvenienceAcceptanceWizard(models.TransientModel):
    """The customer accepts what became dearer, before it is done: on the phone, or by phone.

    What was there, what it comes to now and the difference are shown; the customer signs for it.
    """

    _name = "convenience.acceptance.wizard"
    _inherit = ["convenience.once.mixin", "convenience.signature.mixin"]
    _description = "Customer Accepts a Raise"

    request_id = fields.Many2one("convenience.request", required=True, readonly=True)
    currency_id = fields.Many2one(related="request_id.currency_id")
    customer_id = fields.Many2one(related="request_id.customer_id")
    items = fields.Char("Services", related="request_id.items_summary")
    amount_accepted = fields.Monetary("So Far", related="request_id.amount_accepted")
    amount_raised = fields.Monetary("More", related="request_id.amount_raised")
    # what the customer was shown: nothing else is accepted
    amount_seen = fields.Monetary("In All", required=True, readonly=True)
    may_phone = fields.Boolean(compute="_compute_may_phone")
    by_phone = fields.Boolean(
        "Agreed by Phone", help="You asked the customer; the call is recorded with your name."
    )

    @api.depends("request_id")
    def _compute_may_phone(self):
        for wizard in self:
            wizard.may_phone = wizard.request_id._may_ask_by_phone()

    @once
    def action_apply(self):
        """Record it with the rights of the user and of nobody else."""
        proof = {name: self[name] for name in PROOF}
        self.request_id._accept_raise(self.amount_seen, proof, by_phone=self.by_phone)
        return {"type": "ir.actions.act_window_close"}

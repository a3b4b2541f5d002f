from odoo import api, fields, models

from ...models.guard.roles import CASHIER
from ..guard.once import once


class ConvenienceRequestPayment(models.TransientModel):
    """The cashier bills visits of one payer and takes the money, in one step. P5 4.3.2.

    Items, quantities and prices are shown as they were signed and reviewed; nothing of them can
    be changed here.
    """

    _name = "convenience.request.payment"
    _inherit = ["convenience.cash.wizard"]
    _description = "Payment per Visit"

    request_ids = fields.Many2many("convenience.request", required=True, readonly=True)
    office_id = fields.Many2one(compute="_compute_from_requests")
    partner_id = fields.Many2one(compute="_compute_from_requests")
    line_ids = fields.Many2many(
        "convenience.request.line", string="Services", compute="_compute_from_requests"
    )
    amount_reserved = fields.Monetary(
        "Paid Ahead",
        compute="_compute_from_requests",
        help="Set aside of the payer's prepayment, and turned against the bill.",
    )
    amount = fields.Monetary("Total", compute="_compute_from_requests")

    @api.depends("request_ids")
    def _compute_from_requests(self):
        for wizard in self:
            wizard.office_id = wizard.request_ids.office_id[:1]
            wizard.partner_id = wizard.request_ids.payer_id[:1]
            wizard.line_ids = wizard.request_ids._lines_to_collect()
            wizard.amount = sum(wizard.request_ids.mapped("amount_to_collect"))
            wizard.amount_reserved = sum(wizard.line_ids.mapped("amount")) - wizard.amount

    @once
    def action_collect(self):
        """Bill, invoice, take the money, and print the receipt.

        :raise AccessError: when the user is not the cashier
        :raise UserError: when a request is billed by now, not reviewed, or of another payer
        """
        lines = self._bill()._share_out_all()
        return self._print(self._give_receipt("statement", lines))

    @once
    def action_bill(self):
        """Bill and invoice without taking money; the bill stays unpaid and is printed."""
        statement = self._bill().sudo(False)
        report = self.env.ref("convenience_service.action_report_statement")
        return {**report.report_action(statement), "close_on_report_download": True}

    def _bill(self):
        receipts = self.env["convenience.receipt"]
        requests = self.request_ids
        requests._require_role(CASHIER, act=self.env._("take money for it"))
        receipts._check_one_payer(requests.payer_id, requests.office_id)
        requests._check_to_collect()
        requests._check_reviewed(self.env._("Have the supervisor review it first."))
        requests._check_not_collected()
        return requests._bill_per_visit()

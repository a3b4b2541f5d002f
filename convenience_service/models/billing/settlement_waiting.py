from odoo import fields, models


class ConvenienceSettlementWaiting(models.Model):
    """A request done in the period that the settlement leaves out, and why."""

    _name = "convenience.settlement.waiting"
    _description = "Left Out of a Settlement"
    _order = "reason, id"

    settlement_id = fields.Many2one(
        "convenience.settlement", required=True, index=True, ondelete="cascade"
    )
    office_id = fields.Many2one(related="settlement_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="settlement_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    request_id = fields.Many2one(
        "convenience.request", required=True, index=True, ondelete="cascade"
    )
    customer_id = fields.Many2one(related="request_id.customer_id")
    unit_id = fields.Many2one(related="request_id.unit_id")
    date_done = fields.Date(related="request_id.date_done")
    payer_id = fields.Many2one(related="request_id.payer_id", store=True)
    amount = fields.Monetary()
    reason = fields.Selection(
        [
            ("unsigned", "Not signed by the customer"),
            ("not_reviewed", "Not reviewed"),
            ("per_visit", "Settled per visit"),
            ("prepaid", "Prepaid"),
        ],
        required=True,
        index=True,
    )

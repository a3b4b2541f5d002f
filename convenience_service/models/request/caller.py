from odoo import api, fields, models


class ConvenienceRequest(models.Model):
    """Who calls: found by phone number, name or unit, which fills in all the rest (P2 4.2.5)."""

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    caller_id = fields.Many2one(
        "convenience.occupancy",
        store=False,
        help="Only while registering: the resident in a unit, by phone number, name or room.",
    )
    deposit_due = fields.Monetary(
        compute="_compute_due", help="Asked for beforehand and given back."
    )
    prepayment_due = fields.Monetary(
        compute="_compute_due", help="To be paid before somebody is sent, tax included."
    )

    @api.onchange("caller_id")
    def _onchange_caller_id(self):
        """Unit, customer and phone in one go."""
        if self.caller_id:
            self.unit_id = self.caller_id.unit_id
            self.office_id = self.caller_id.office_id
            self.customer_id = self.caller_id.partner_id
            self.phone = self.caller_id.phone

    @api.depends("line_ids.deposit", "line_ids.amount", "line_ids.settlement_mode")
    def _compute_due(self):
        for request in self:
            request.deposit_due = sum(request.line_ids.mapped("deposit"))
            request.prepayment_due = sum(
                line.amount for line in request.line_ids if line.settlement_mode == "prepaid"
            )

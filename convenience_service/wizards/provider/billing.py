from datetime import timedelta

from odoo import api, fields, models

from ..guard.once import once


class ConvenienceProviderBilling(models.TransientModel):
    """Asks for office and month, shows what has no rate, and drafts the providers' bills."""

    _name = "convenience.provider.billing"
    _inherit = ["convenience.once.mixin"]
    _description = "Bills of Outside Providers"

    office_id = fields.Many2one(
        "convenience.office",
        required=True,
        default=lambda self: self.env["convenience.office"].search([], limit=1),
    )
    day = fields.Date(
        "Month",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1) - timedelta(days=1),
        help="Any day of the month; the office's cut-off day decides where it begins and ends.",
    )
    due_count = fields.Integer("Services to Pay For", compute="_compute_lines")
    missing_line_ids = fields.Many2many(
        "convenience.request.line",
        string="Without a Rate",
        compute="_compute_lines",
        help="No rate of the provider holds for this item on the day it was done.",
    )

    @api.depends("office_id", "day")
    def _compute_lines(self):
        for wizard in self:
            lines = wizard._unpaid()
            # sudo: whether there is a rate, not the rate
            rates = self.env["convenience.provider.rate"].sudo()._find(lines)
            wizard.missing_line_ids = lines.filtered(lambda line, rates=rates: not rates[line])
            wizard.due_count = len(lines - wizard.missing_line_ids)

    def _unpaid(self):
        office = self.office_id._origin._filtered_access("read")
        if not office or not self.day:
            return self.env["convenience.request.line"]
        _first, last = office._period(self.day)
        lines = self.env["convenience.provider.bill"]._unpaid_lines(office, last)
        return lines.with_env(self.env)

    @once
    def action_draft(self):
        """Draft the vendor bills, and open them."""
        bills = self.env["convenience.provider.bill"]._draft_month(self.office_id, self.day)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_provider_bill"
        )
        return {**action, "domain": [("id", "in", bills.ids)]}

from odoo import fields, models

from ..guard.once import once


class ConvenienceAgreementDecision(models.TransientModel):
    """Asks for day, reason or price of a decision on an agreement, then takes it."""

    _name = "convenience.agreement.decision"
    _inherit = ["convenience.once.mixin"]
    _description = "Decision on an Agreement"

    kind = fields.Selection(
        [
            ("end", "End the Agreement"),
            ("end_line", "End the Service"),
            ("suspend", "Suspend"),
            ("resume", "Resume"),
            ("renew", "Renew"),
            ("agree_price", "Agree a Price"),
        ],
        "Decision",
        required=True,
        readonly=True,
    )
    agreement_id = fields.Many2one("convenience.agreement", readonly=True, ondelete="cascade")
    line_id = fields.Many2one(
        "convenience.agreement.line", "Service", readonly=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="line_id.currency_id")
    date = fields.Date("Day", help="Local day at the office.")
    date_to = fields.Date("Last Day")
    price = fields.Monetary(help="Of one visit or of one month, tax included.")
    reason = fields.Char()

    @once
    def action_apply(self):
        """Take the decision, with the rights of the user and of nobody else."""
        getattr(self, f"_apply_{self.kind}")()
        return {"type": "ir.actions.act_window_close"}

    def _apply_end(self):
        self.agreement_id.end(self.date, self.reason)

    def _apply_end_line(self):
        self.line_id.end(self.date, self.reason)

    def _apply_suspend(self):
        self.agreement_id.suspend(self.date, self.date_to, self.reason)

    def _apply_resume(self):
        self.agreement_id.resume(self.date)

    def _apply_renew(self):
        self.agreement_id.action_renew(self.date_to)

    def _apply_agree_price(self):
        self.line_id.agree_price(self.price, self.reason)

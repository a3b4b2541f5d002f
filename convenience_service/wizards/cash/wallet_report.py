from odoo import fields, models


class ConvenienceWalletReport(models.TransientModel):
    """Asks for a span of days, then prints the account of a prepayment (预交款账户明细)."""

    _name = "convenience.wallet.report"
    _inherit = ["convenience.report.wizard"]
    _description = "Account of a Prepayment"

    wallet_ids = fields.Many2many("convenience.wallet", required=True)
    date_from = fields.Date(
        "From", required=True, default=lambda self: fields.Date.context_today(self).replace(day=1)
    )
    date_to = fields.Date("To", required=True, default=fields.Date.context_today)

    _dates_in_order = models.Constraint(
        "CHECK(date_from <= date_to)", "The first day comes before the last."
    )

    def _report_name(self):
        return "convenience_service.report_wallet"

    def _prepare_data(self):
        """What the report takes: wallets and local days."""
        return {
            "record_ids": self.wallet_ids.ids,
            "date_from": fields.Date.to_string(self.date_from),
            "date_to": fields.Date.to_string(self.date_to),
        }

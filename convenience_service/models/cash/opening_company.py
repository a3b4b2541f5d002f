from odoo import fields, models


class ResCompany(models.Model):
    """What the balances of before the product are booked against, and on which day (期初)."""

    _name = "res.company"
    _inherit = ["res.company"]

    convenience_opening_account_id = fields.Many2one(
        "account.account",
        "Opening Balances",
        check_company=True,
        domain="[('account_type', 'in', ('equity', 'equity_unaffected'))]",
        help="The other side of arrears, prepayments and deposits that sheets bring in. Empty: the "
        "chart's account of undistributed profit.",
    )
    convenience_opening_date = fields.Date(
        "Opening Day",
        help="Day on which opening balances are booked. Empty: the day of the ERP's own opening "
        "entry, or the first of the year.",
    )

    def _convenience_opening_account(self):
        """Return the account of opening balances, chosen when it is needed for the first time."""
        self.ensure_one()
        # sudo: who brings in balances need not be allowed to set up the books
        company = self.sudo()
        if not company.convenience_opening_account_id:
            company.convenience_opening_account_id = company.get_unaffected_earnings_account()
        return company.convenience_opening_account_id

    def _convenience_opening_day(self):
        """Return the day on which opening balances are booked."""
        self.ensure_one()
        # sudo: a day of the company's
        company = self.sudo()
        return (
            company.convenience_opening_date
            or company.account_opening_date
            or fields.Date.start_of(fields.Date.context_today(company), "year")
        )


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = ["res.config.settings"]

    convenience_opening_account_id = fields.Many2one(
        related="company_id.convenience_opening_account_id", readonly=False
    )
    convenience_opening_date = fields.Date(
        related="company_id.convenience_opening_date", readonly=False
    )

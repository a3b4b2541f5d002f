from datetime import timedelta

from odoo import fields, models


class ConvenienceOffice(models.Model):
    """When the month of an office's outside providers is closed."""

    _name = "convenience.office"
    _inherit = ["convenience.office"]

    provider_bill_days = fields.Integer(
        "Days to Review Providers' Work",
        default=3,
        help="So many days after the end of the period the bills of outside providers are drafted. "
        "What is reviewed later goes on the next month's.",
    )

    _provider_bill_days_in_month = models.Constraint(
        "CHECK(provider_bill_days BETWEEN 0 AND 27)",
        "The bills of outside providers are drafted 0 to 27 days after the end of the period.",
    )

    def _closed_provider_period(self):
        """Return first and last day of the latest period whose days for review have passed."""
        first, _last = self._period(self._today() - timedelta(days=self.provider_bill_days))
        return self._period(first - timedelta(days=1))

from datetime import date, datetime

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from ..agreement.common_agreement import AgreementCommon
from ..billing.test_reports_statement import STATEMENT, ReportCase
from ..cash.test_money_from_the_side import SideMoneyCommon


@tagged("post_install", "-at_install")
class TestMonthsEndOfAHousehold(SideMoneyCommon, AgreementCommon, ReportCase):
    """A household at the end of a month, played by the roles, each figure as its payer reckons."""

    @classmethod
    def setUpClass(cls):
        with freeze_time("2026-09-30 04:00:00"):
            super().setUpClass()
            cls.washer, cls.clean, cls.care = (
                cls._make_item(name, 6) for name in ("Tap Washer", "Deep Cleaning", "Home Care")
            )
            month = {"uom_id": cls.env.ref("convenience_service.uom_month").id}
            prices = [(cls.washer, 35.0), (cls.clean, 100.0), (cls.care, 300.0, month)]
            tariff = cls._make_tariff(cls.office, date(2026, 9, 30), prices, kind="amendment")
            cls._approve(tariff)
            cls.home, cls.family = cls._make_household("3-1", "502", "Family of 3-1-502")
            cls.family.lang = "en_US"

    def _served(self, item, *days):
        rows = [
            {
                "unit": self.home,
                "customer": self.family,
                "items": [(item, 1)],
                "registered": datetime.combine(day, datetime.min.time()).replace(hour=1),
                "done": datetime.combine(day, datetime.min.time()).replace(hour=3),
            }
            for day in days
        ]
        return self._past_requests(rows)

    def _month_of(self, day):
        """The accepted paper of a month."""
        return self._confirm(self._settlement(day)).statement_ids

    def _bank_brings(self, amount, bills):
        """A line of the bank, set against bills by hand; what is too much stays open."""
        lines = self.env["account.bank.statement.line"]
        line = lines.create(
            {
                "journal_id": self.bank.id,
                "amount": amount,
                "date": self.office._today(),
                "partner_id": self.family.id,
                "payment_ref": "Transfer",
            }
        )
        receivable = bills.invoice_id._convenience_receivables()
        suspense = line.move_id.line_ids.filtered(
            lambda item: item.account_id == self.bank.suspense_account_id
        )
        line.move_id.with_context(skip_readonly_check=True).write(
            {"line_ids": [Command.update(suspense.id, {"account_id": receivable.account_id.id})]}
        )
        (suspense | receivable).reconcile()

    def _pause(self):
        """300.00 a month from November on, which rests for ten of its thirty days."""
        agreement = self._agreement(
            self._prepare_line(self.care, price_basis="flat"),
            unit_id=self.home.id,
            partner_id=self.family.id,
            date_from=date(2026, 11, 1),
        )
        agreement.suspend(date(2026, 11, 11), date(2026, 11, 20), "Away")

    def _credit_of_fifty(self):
        """An accountant enters it, the cashier says that it is for services."""
        payment = self._enter_without_bill(self.family, 50.0)
        item = payment.move_id.line_ids.filtered(lambda line: line.amount_residual < 0)
        self._credits(self.family, unassigned_ids=[Command.set(item.ids)]).action_assign()

    def test_owed_35_credit_50_visits_200_flat_200(self):
        with freeze_time("2026-11-02 04:00:00") as clock:
            self._served(self.washer, date(2026, 10, 10))
            october = self._month_of(date(2026, 10, 31))
            october._invoice_now()
            self.assertEqual((october.amount_due, self._owed(self.family)), (35.0, 35.0))
            self._pause()
            self._credit_of_fifty()
            self._served(self.clean, date(2026, 11, 1), date(2026, 11, 2))
            clock.move_to("2026-12-02 04:00:00")
            november = self._month_of(date(2026, 11, 30))
            self.assertEqual(sorted(november.line_ids.mapped("amount")), [100.0, 100.0, 200.0])
            said = (november.opening_balance, november.amount_total, november.amount_due)
            self.assertEqual(said, (-15.0, 400.0, 385.0))
            self.assertIn("385.00", self._page(STATEMENT, november).text_content())
            november._invoice_now()
            self.assertEqual(self._owed(self.family), 385.0)
            self._bank_brings(400.0, october | november)
            self.assertEqual(self._owed(self.family), -15.0)
            self.assertEqual(self._ledger_of(self.family), -15.0)
            self._served(self.clean, date(2026, 12, 2))
            clock.move_to("2027-01-02 04:00:00")
            december = self._month_of(date(2026, 12, 31))
            self.assertEqual(december.opening_balance, -15.0)
            self.assertEqual(november.amount_due, 385.0, "a paper stays as it was signed")

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..cash.common_money import MoneyCommon
from .common_agreement import AgreementCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-09-01 04:00:00")
class TestAgreementMoney(MoneyCommon, AgreementCommon):
    """What an agreement asks for ahead: a deposit before the first visit, months paid ahead."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plants = cls._make_item("Plants to Hire", 13)
        with freeze_time("2026-08-02 04:00:00"):
            cls._approve(
                cls._make_tariff(
                    cls.office,
                    date(2026, 8, 2),
                    [(cls.plants, 30.0, {"deposit": 200.0})],
                    kind="amendment",
                )
            )

    def _deposits(self, agreement):
        return agreement.line_ids.deposit_ids

    def test_a_deposit_is_asked_for_once_and_before_the_first_visit(self):
        agreement = self._agreement(self._prepare_line(self.plants))
        deposit = self._deposits(agreement)
        self.assertEqual((deposit.amount_due, deposit.state), (200.0, "due"))
        visit = self._visits(agreement.line_ids, date(2026, 9, 7))
        visit.worker_ids = self.worker.employee_id
        with self.assertRaisesRegex(UserError, "¥.200.00 of deposit"):
            visit.with_user(self.supervisor).action_assign()
        deposit.with_user(self.cashier)._receive(journal=self.cash)
        visit.with_user(self.supervisor).action_assign()
        self.assertEqual(visit.state, "assigned")

    def test_a_changed_service_keeps_its_deposit(self):
        agreement = self._agreement(self._prepare_line(self.plants))
        deposit = self._deposits(agreement)
        agreement.change_line(agreement.line_ids, date(2026, 10, 1), {"quantity": 2.0})
        self.assertEqual(self._deposits(agreement), deposit)
        self.assertEqual(deposit.state, "due")
        successor = agreement.line_ids.filtered("replaces_id")
        visit = self._visits(successor, date(2026, 10, 5))
        visit.worker_ids = self.worker.employee_id
        with self.assertRaisesRegex(UserError, "¥.200.00 of deposit"):
            visit.with_user(self.supervisor).action_assign()

    def test_a_cancelled_visit_leaves_the_deposit_of_the_agreement(self):
        agreement = self._agreement(self._prepare_line(self.plants))
        visit = self._visits(agreement.line_ids, date(2026, 9, 7))
        visit.with_user(self.clerk).action_cancel(reason="Away")
        self.assertEqual(self._deposits(agreement).state, "due")

    def test_what_is_over_asks_for_nothing_any_more(self):
        agreement = self._agreement(self._prepare_line(self.plants))
        agreement.end(date(2026, 9, 1), "Moves away")
        self.assertEqual(self._deposits(agreement).state, "cancelled")

    def test_a_last_day_to_come_sends_nobody_without_the_deposit(self):
        """The desk alone cannot waive a deposit by ending the service some day."""
        agreement = self._agreement(self._prepare_line(self.plants))
        visit = self._visits(agreement.line_ids, date(2026, 9, 7))
        visit.worker_ids = self.worker.employee_id
        agreement.end(date(2026, 9, 30), "Moves away")
        with self.assertRaisesRegex(UserError, "¥.200.00 of deposit"):
            visit.with_user(self.supervisor).action_assign()
        with freeze_time("2026-10-01 04:00:00"):
            agreements = self.env["convenience.agreement"]
            agreements.search(agreements._expired())._end_expired()
            self.assertEqual(agreement.state, "ended")
            self.assertEqual(self._deposits(agreement).state, "due", "a visit is left")
            visit.with_user(self.clerk).action_cancel(reason="Moved away")
        self.assertEqual(self._deposits(agreement).state, "cancelled")

    def test_a_month_paid_ahead_is_billed_when_it_is_over_and_turned_against_the_prepayment(self):
        unit, tenant = self._make_household("2", "201", "Tenant Two", role="tenant")
        agreement = self._agreement(unit_id=unit.id, partner_id=tenant.id)
        self.assertEqual(agreement.line_ids.settlement_mode, "prepaid")
        self._prepay(tenant, 500.0)
        statements = self.env["convenience.statement"]
        self.assertFalse(statements._bill_prepaid_flat_months(), "September is not over")
        with freeze_time("2026-10-01 04:00:00"):
            bill = statements._bill_prepaid_flat_months()
            self.assertEqual((bill.kind, bill.amount_total), ("prepaid", 310.0))
            self.assertFalse(statements._bill_prepaid_flat_months(), "once")
            bill._invoice_now()
        self.assertEqual(bill.amount_residual, 0.0)
        self.assertEqual(self.env["convenience.wallet"]._find(self.company, tenant).balance, 190.0)
        self.assertEqual(self._ledger_of(tenant), -190.0)

"""What services brought and cost, row by row: flat months, credits, fixed costs, subscribers."""

from datetime import date, datetime

from odoo.tests import freeze_time, tagged

from ..agreement.common_agreement import AgreementCommon
from ..billing.common_bills import BillCommon
from ..common import ConvenienceCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-10 04:00:00")
class TestEconomics(BillCommon, AgreementCommon, ConvenienceCommon):
    def _rows(self, **wanted):
        domain = [(name, "=", value) for name, value in wanted.items()]
        return self.env["convenience.economics"].with_user(self.director).search(domain)

    def _fix(self, amount, item=None, **values):
        return self.env["convenience.fixed.cost"].create(
            {
                "office_id": self.office.id,
                "company_id": self.company.id,
                "product_id": (item or self.garden).product_variant_id.id,
                "date_from": date(2026, 9, 1),
                "amount": amount,
                **values,
            }
        )

    def test_flat_months_come_with_their_statements(self):
        self._agreement()
        self._confirm(self._settlement(date(2026, 10, 31)))
        rows = self._rows(kind="flat")
        self.assertEqual(
            sorted((row.date, row.revenue, row.product_id) for row in rows),
            [
                (date(2026, 9, 30), 310.0, self.garden.product_variant_id),
                (date(2026, 10, 31), 310.0, self.garden.product_variant_id),
            ],
        )
        self.assertEqual(rows.customer_type_id, self.residence)

    def test_subscribers_at_the_ends_of_months(self):
        self._agreement()
        late = self._agreement(date_from=date(2026, 10, 15))
        rows = self._rows(kind="subscriber", product_id=self.garden.product_variant_id.id)
        self.assertEqual(
            sorted(row.date for row in rows),
            [date(2026, 9, 30), date(2026, 10, 31), date(2026, 10, 31)],
        )
        late.line_ids.with_user(self.director)._write_guarded({"date_to": date(2026, 10, 30)})
        self.env.flush_all()
        rows = self._rows(kind="subscriber", product_id=self.garden.product_variant_id.id)
        self.assertEqual(len(rows), 2, "whoever left before the last day is none of that month")

    def test_a_fixed_cost_stands_for_the_expected_one(self):
        worked = self._past_requests(
            [
                {"registered": datetime(2026, month, 9, 1), "done": datetime(2026, month, 9, 3)}
                for month in (8, 9)
            ]
        )
        worked.line_ids._write_guarded({"expected_cost": 66.0})
        self._fix(500.0, self.drain, date_to=date(2026, 10, 31))
        rows = self._rows(kind="service", product_id=self.drain.product_variant_id.id)
        self.assertEqual(
            sorted((row.date.month, row.cost, row.margin) for row in rows),
            [(8, 66.0, 14.0), (9, 0.0, 80.0)],
        )
        fixed = self._rows(kind="fixed")
        self.assertEqual(
            sorted((row.date, row.fixed_cost, row.margin) for row in fixed),
            [(date(2026, 9, 1), 500.0, -500.0), (date(2026, 10, 1), 500.0, -500.0)],
        )
        self._fix(10.0, self.bulb)
        bulb = self._rows(kind="fixed", product_id=self.bulb.product_variant_id.id)
        self.assertEqual(
            max(bulb.mapped("date")), date(2026, 11, 1), "none of a month that has not begun"
        )

    def test_credits_lower_what_was_brought(self):
        bill = self._bill()
        before = sum(self._rows(product_id=self.drain.product_variant_id.id).mapped("revenue"))
        self.assertEqual(before, 80.0)
        self._note(bill, 30.0)
        rows = self._rows(product_id=self.drain.product_variant_id.id)
        self.assertEqual(sum(rows.mapped("revenue")), 50.0)
        credit = self._rows(kind="credit")
        self.assertEqual((credit.revenue, credit.department_id), (-30.0, self.department))

    def test_credited_whole_it_is_to_be_billed_again(self):
        bill = self._bill()
        self._note(bill)
        rows = self._rows(product_id=self.drain.product_variant_id.id)
        self.assertEqual(sum(rows.mapped("revenue")), 80.0)
        self.assertFalse(self._rows(kind="credit"))

    def test_what_is_waived_brings_nothing_and_what_is_cancelled_is_nothing(self):
        request = self._october()
        request.with_user(self.director).action_waive_billing("Good will")
        self.assertEqual(self._rows(request_id=request.id).revenue, 0.0)
        cancelled = self._request()
        cancelled.with_user(self.supervisor).action_cancel("Not wanted")
        self.assertFalse(self._rows(request_id=cancelled.id))

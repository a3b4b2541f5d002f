from datetime import date, timedelta

from odoo.tests import tagged

from ..common import ConvenienceCommon
from ..drawn import outside_soak_only
from .test_money_from_the_side import SideMoneyCommon


class LockedBooks:
    """A lock sends bills to the first open day, and refuses money before a paper is given out."""

    allow_inherited_tests_method = True  # Odoo's loader leaves out inherited tests otherwise

    def _lock(self, kind, day):
        self.company.sudo()[f"{kind}_lock_date"] = day

    def _first_after(self, month):
        return self.office._period(date(2026, month, 10))[1] + timedelta(days=1)

    def test_an_accepted_month_is_booked_on_the_first_open_day(self):
        for month, kind in enumerate(("sale", "tax", "fiscalyear", "hard"), start=5):
            with self.subTest(lock=kind):
                statement = self._month(month)
                self._lock(kind, statement.date_to)
                statement._invoice_now()
                self.assertEqual(statement.invoice_id.date, self._first_after(month))
                self.assertFalse(statement.error)

    def test_a_bill_is_made_under_a_lock_of_days_to_come(self):
        until = self.office._today() + timedelta(days=40)
        for kind in ("sale", "tax"):
            with self.subTest(lock=kind):
                self._lock(kind, until)
                bill = self._bill()
                self.assertEqual(bill.invoice_id.date, until + timedelta(days=1))
                self._pay(bill)
                self.assertEqual(self._receipts_of(bill).date_booked, self.office._today())
                self._note(bill, 30.0)
                self._lock(kind, False)
        self.assertEqual(self._owed(), -30.0, "the first credit paid a part of the second bill")

    def test_money_is_refused_before_a_paper_is_given(self):
        bill = self._bill()
        collected = self._bill(day=16)
        self._give(statements=collected)
        handover = self._hand_over()
        receipts = self.env["convenience.receipt"].search_count([])
        self._lock("fiscalyear", self.office._today())
        takings = {
            "till": lambda: self._pay(bill),
            "collector": lambda: self._give(statements=bill),
            "prepayment": lambda: self._prepay(self.visitor, 50.0),
            "hand-over": lambda: self._accept(handover),
        }
        for name, take in takings.items():
            with self.subTest(taking=name), self._refuses("are locked until .* set the lock back"):
                take()
        self.assertEqual(self.env["convenience.receipt"].search_count([]), receipts)
        self._lock("fiscalyear", False)
        self._accept(handover)
        self.assertEqual(collected.amount_residual, 0.0)

    def test_a_credit_takes_back_the_tax_that_was_billed(self):
        bill = self._bill(paid=80.0)
        billed, tax = bill.invoice_id.amount_tax, bill.invoice_id.invoice_line_ids.tax_ids
        tax.sudo().amount = 25.0
        note = self._note(bill)
        self.assertEqual((note.amount_total, note.amount_tax), (80.0, billed))
        self.assertGreater(billed, 0.0)
        former = note.invoice_line_ids.tax_ids
        self.assertEqual(
            (former.convenience_current_id, former.amount), (tax, self.rates.get(6, 6))
        )
        with self._refuses("is a former rate"):
            former.sudo().amount = 4.0
        with self._refuses("is a former rate"):
            former.sudo().unlink()
        with self._refuses("are kept by themselves"):
            former.sudo().convenience_until = False


@tagged("post_install", "-at_install")
class TestLockedBooks(LockedBooks, SideMoneyCommon, ConvenienceCommon):
    """小企业会计准则."""


@outside_soak_only("test_a_bill_is_made_under_a_lock_of_days_to_come")
@tagged("post_install", "-at_install")
class TestLockedBooksGenericChart(LockedBooks, SideMoneyCommon, ConvenienceCommon):
    """A chart of another country."""

    chart = "generic_coa"
    rates = {6: 15, 13: 15}

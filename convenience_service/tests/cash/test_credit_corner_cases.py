from odoo.tests import tagged

from ..billing.common_bills import BillCommon
from ..common import ConvenienceCommon
from ..drawn import outside_soak_only


class CreditCases:
    """Bills credited before, after and between payments, and what is undone then."""

    allow_inherited_tests_method = True  # Odoo's loader leaves out inherited tests otherwise

    def test_no_more_is_credited_than_was_billed(self):
        bill = self._bill(paid=80.0)
        with self._refuses("20.00 more than .* still bills"):
            self._draft_note(bill, 100.0).action_post()
        self._note(bill, 50.0)
        with self._refuses("20.00 more"):
            self._draft_note(bill, 50.0).action_post()
        self._note(bill, 30.0)
        self.assertEqual((bill.state, bill._refundable()), ("cancelled", 80.0))

    def test_credit_notes_posted_together_count_together(self):
        bill = self._bill(paid=80.0)
        notes = self._draft_note(bill, 50.0) | self._draft_note(bill, 50.0)
        with self._refuses("20.00 more"):
            notes.action_post()
        self.assertEqual(bill._refundable(), 0.0)

    def test_receipt_stays_once_its_money_is_paid_back(self):
        """Otherwise 80.00 left the till for money that never came, owed on a bill that is gone."""
        bill = self._bill(paid=80.0)
        receipt = self._receipts_of(bill)
        self._note(bill)
        voucher = self._pay_out(bill, 80.0)
        with self._refuses("Cancel the receipt it was paid back on first"):
            self._cancel(receipt)
        self._cancel(voucher)
        self._cancel(receipt)
        self.assertEqual(self._ledger_of(self.visitor), 0.0)
        self.assertEqual(bill._refundable(), 0.0)

    def test_credited_and_not_paid_back_yet_its_receipt_is_cancelled(self):
        bill = self._bill(paid=80.0)
        self._note(bill)
        self._cancel(self._receipts_of(bill))
        self.assertEqual((self._ledger_of(self.visitor), bill._refundable()), (0.0, 0.0))
        self.assertFalse(bill.invoice_id.amount_residual, "nothing is left open on either side")

    def test_owed_again_less_what_was_credited(self):
        bill = self._bill(paid=80.0)
        self._note(bill, 30.0)
        self._cancel(self._receipts_of(bill))
        self.assertEqual((bill.amount_residual, bill._refundable()), (50.0, 0.0))
        self._pay(bill, 50.0)
        self.assertEqual(self._ledger_of(self.visitor), 0.0)

    def test_paid_in_parts_credited_and_one_receipt_cancelled(self):
        bill = self._bill(paid=50.0)
        first = self._receipts_of(bill)
        self._pay(bill, 30.0)
        self._note(bill, 30.0)
        self._pay_out(bill, 30.0)
        self._cancel(first)
        self.assertEqual(bill.amount_residual, 50.0, "80.00 less 30.00 credited, 30.00 in and out")
        self.assertEqual(self._ledger_of(self.visitor), 50.0)

    def test_paid_back_cancelled_and_paid_back_again(self):
        bill = self._bill(paid=80.0)
        self._note(bill, 30.0)
        self._note(bill, 50.0)
        self._cancel(self._pay_out(bill, 80.0))
        self.assertEqual(bill._refundable(), 80.0)
        self._pay_out(bill, 80.0)
        self.assertEqual((self._ledger_of(self.visitor), bill._refundable()), (0.0, 0.0))

    def test_note_stays_once_it_is_paid_back(self):
        bill = self._bill(paid=80.0)
        note = self._note(bill, 30.0)
        voucher = self._pay_out(bill, 30.0)
        with self._refuses(f"was paid back on {voucher.name}"):
            note.button_draft()
        self._cancel(voucher)
        note.button_draft()
        note.button_cancel()
        self.assertEqual((self._ledger_of(self.visitor), bill._refundable()), (0.0, 0.0))

    def test_reversed_by_a_program_what_was_paid_is_paid_back(self):
        bill = self._bill(paid=80.0)
        bill.invoice_id._reverse_moves([{}], cancel=True)
        self.assertEqual((bill.state, bill._refundable()), ("cancelled", 80.0))
        self._pay_out(bill, 80.0)
        self.assertEqual(self._ledger_of(self.visitor), 0.0)

    def test_paid_when_the_payers_account_has_changed(self):
        bill = self._bill()
        self._other_receivable(self.visitor)
        self._pay(bill, 80.0)
        self.assertEqual((bill.amount_residual, bill.invoice_id.payment_state), (0.0, "paid"))

    def test_paid_back_when_the_payers_account_has_changed(self):
        bill = self._bill(paid=80.0)
        note = self._note(bill)
        self._other_receivable(self.visitor)
        self._pay_out(bill, 80.0)
        self.assertEqual((note.amount_residual, bill._refundable()), (0.0, 0.0))

    def test_bills_on_two_accounts_have_a_receipt_each(self):
        first = self._bill()
        self._other_receivable(self.visitor)
        second = self._bill(self.bulb, day=16)
        with self._refuses("on several accounts"):
            self._pay(first | second)
        self._pay(first)
        self._pay(second)
        self.assertEqual(self._ledger_of(self.visitor), 0.0)


@tagged("post_install", "-at_install")
class TestCreditsStorno(CreditCases, BillCommon, ConvenienceCommon):
    """小企业会计准则: a credit is a negative debit."""


@outside_soak_only("test_paid_back_cancelled_and_paid_back_again")
@tagged("post_install", "-at_install")
class TestCreditsLargeEnterprise(CreditCases, BillCommon, ConvenienceCommon):
    """企业会计准则."""

    chart = "cn_large_bis"


@outside_soak_only(
    "test_owed_again_less_what_was_credited",
    "test_paid_back_cancelled_and_paid_back_again",
    "test_bills_on_two_accounts_have_a_receipt_each",
)
@tagged("post_install", "-at_install")
class TestCreditsGenericChart(CreditCases, BillCommon, ConvenienceCommon):
    """A chart of another country, with one rate."""

    chart = "generic_coa"
    rates = {6: 15, 13: 15}

from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from ..billing.common_bills import BillCommon
from ..common import ConvenienceCommon


@tagged("post_install", "-at_install")
class TestEnteredCornerCases(BillCommon, ConvenienceCommon):
    """What the accountant does with the ERP's own screens: receipts say what the ledger says."""

    def _booked_at(self, journal):
        """What the receipts that hold say of a till or bank."""
        receipts = self.env["convenience.receipt"].search(
            [("journal_id", "=", journal.id), ("state", "=", "posted")]
        )
        return sum(receipts.mapped("amount_signed"))

    def _write_off(self, bills, amount, **values):
        return self._register_in_erp(
            bills.invoice_id,
            amount=amount,
            payment_difference_handling="reconcile",
            writeoff_account_id=self._expense_account().id,
            **values,
        )

    def test_what_is_written_off_was_not_received(self):
        bill = self._bill()
        self._write_off(bill, 78.0)
        self.assertEqual(bill.amount_residual, 0.0)
        self.assertEqual(self._booked_at(self.bank), 78.0)

    def test_written_off_on_a_payment_of_two_bills(self):
        bills = self._bill() | self._bill(self.bulb, day=16)
        self._write_off(bills, 88.0, group_payment=True)
        self.assertEqual(bills.mapped("amount_residual"), [0.0, 0.0])
        self.assertEqual(self._receipts_of(bills).amount, 88.0)

    def test_fee_taken_off_a_bank_line(self):
        bill = self._bill()
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "amount": 79.5,
                "date": date(2026, 11, 3),
                "partner_id": self.visitor.id,
                "payment_ref": "Transfer",
            }
        )
        receivable = bill.invoice_id._convenience_receivables()
        suspense = line.move_id.line_ids.filtered(
            lambda item: item.account_id == self.bank.suspense_account_id
        )
        paid = {"account_id": receivable.account_id.id, "balance": -80.0, "amount_currency": -80.0}
        fee = {"account_id": self._expense_account().id, "balance": 0.5, "amount_currency": 0.5}
        line.move_id.with_context(skip_readonly_check=True).write(
            {"line_ids": [Command.update(suspense.id, paid), Command.create(fee)]}
        )
        (suspense | receivable).reconcile()
        self.assertEqual(self._receipts_of(bill).amount, 79.5)

    def test_one_of_two_bills_is_taken_off_a_payment(self):
        drain, bulb = self._bill(), self._bill(self.bulb, day=16)
        self._register_in_erp((drain | bulb).invoice_id, group_payment=True)
        first = self._receipts_of(drain)
        first.sudo()._write_guarded({"taken_by_id": self.cashier.id})
        partial = drain.receipt_line_ids.partial_id
        drain.invoice_id.js_remove_outstanding_partial(partial.id)
        self.assertEqual((drain.amount_residual, bulb.amount_residual), (80.0, 0.0))
        self.assertEqual(first.state, "cancelled")
        second = self._receipts_of(bulb) - first
        self.assertRecordValues(
            second, [{"state": "posted", "amount": 10.0, "taken_by_id": self.cashier.id}]
        )
        self.assertEqual(self._booked_at(self.bank), 10.0)

    def test_a_bill_is_not_taken_off_the_receipt_that_paid_it(self):
        bill = self._bill(paid=80.0)
        partial = bill.invoice_id.line_ids.matched_credit_ids
        with self._refuses("stays reconciled"):
            bill.invoice_id.js_remove_outstanding_partial(partial.id)
        self.assertEqual(bill.amount_residual, 0.0)
        self._cancel(self._receipts_of(bill))
        self.assertEqual(bill.amount_residual, 80.0)

    def test_a_credit_is_not_taken_off_the_receipt_that_paid_it_back(self):
        bill = self._bill(paid=80.0)
        note = self._note(bill)
        self._pay_out(bill, 80.0)
        with self._refuses("stays reconciled"):
            note.line_ids.remove_move_reconcile()
        self.assertEqual(bill._refundable(), 0.0)

    def test_a_bill_is_not_taken_off_the_prepayment_that_paid_it(self):
        bill = self._bill()
        self._prepay(self.visitor, 100.0)
        bill.with_user(self.cashier).action_pay_from_wallet()
        partial = bill.invoice_id.line_ids.matched_credit_ids
        with self._refuses("stays reconciled"):
            bill.invoice_id.js_remove_outstanding_partial(partial.id)

    def test_payment_stays_once_its_money_is_paid_back(self):
        bill = self._bill()
        payment = self._register_in_erp(bill.invoice_id)
        self._note(bill)
        self._pay_out(bill, 80.0)
        with self._refuses("Cancel the receipt it was paid back on first"):
            payment.with_user(self.cashier).action_draft()
        self.assertEqual(self._ledger_of(self.visitor), 0.0)

    def test_payment_taken_back_leaves_owed_what_was_not_credited(self):
        bill = self._bill()
        payment = self._register_in_erp(bill.invoice_id)
        self._note(bill, 30.0)
        payment.with_user(self.cashier).action_cancel()
        self.assertEqual((bill.amount_residual, bill._refundable()), (50.0, 0.0))
        self.assertEqual(self._booked_at(self.bank), 0.0)

    def test_payment_of_a_bill_and_an_invoice_of_another_app(self):
        bill = self._bill()
        other = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.visitor.id,
                "invoice_line_ids": [
                    Command.create({"name": "Parking", "price_unit": 50.0, "tax_ids": []})
                ],
            }
        )
        other.action_post()
        self._register_in_erp(bill.invoice_id | other, group_payment=True)
        self.assertEqual(self._receipts_of(bill).amount, 80.0)

    def test_paid_back_by_a_payment_of_the_erp(self):
        bill = self._bill(paid=80.0)
        self._register_in_erp(self._note(bill, 30.0))
        self.assertEqual((bill._refundable(), self._booked_at(self.bank)), (0.0, -30.0))
        self.assertEqual(self._ledger_of(self.visitor), 0.0)

    def test_booked_payment_is_not_marked_as_a_prepayment(self):
        """It would be on no account of prepayments, and no receipt would say what it pays."""
        bill = self._bill()
        payment = self._register_in_erp(bill.invoice_id)
        with self._refuses("is booked already"):
            payment.write(
                {"convenience_fund": "prepayment", "convenience_office_id": self.office.id}
            )
        self.assertEqual(self._receipts_of(bill).state, "posted")

    def test_paid_in_dollars(self):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self.env["res.currency.rate"].create(
            {
                "currency_id": dollar.id,
                "company_id": self.company.id,
                "name": date(2026, 1, 1),
                "rate": 0.125,
            }
        )
        account = {"name": "Dollars", "code": "USDB", "type": "bank", "currency_id": dollar.id}
        journal = self.env["account.journal"].create({**account, "company_id": self.company.id})
        bill = self._bill()
        payment = self._register_in_erp(
            bill.invoice_id, journal_id=journal.id, currency_id=dollar.id
        )
        self.assertEqual((payment.amount, bill.amount_residual), (10.0, 0.0))
        self.assertEqual(self._booked_at(journal), 80.0)

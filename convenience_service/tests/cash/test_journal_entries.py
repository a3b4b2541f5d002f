"""Every step of money, as the accountant of each chart expects it: account, partner, day, fen."""

from datetime import date

from odoo.tests import freeze_time, tagged

from ..drawn import outside_soak_only
from .common_entries import EntryCommon

# 1 o'clock at night on the 10th at the office, still the 9th in UTC
NIGHT = "2026-11-09 17:00:00"
TODAY = date(2026, 11, 10)
OCTOBER = date(2026, 10, 31)
OWNER, TENANT, VISITOR, PROVIDER = "Owner One", "Tenant", "Visitor", "Plumbers"


class EntryCases:
    """The cases; `net` and `vat` say how the chart's rates split an amount with tax included."""

    allow_inherited_tests_method = True  # Odoo's loader leaves out inherited tests otherwise

    net = {}
    vat = {}
    input_vat = provider_due = None

    def assertBilled(self, move, who, amount, day=TODAY):
        """A bill with its tax, or the credit note of a negative amount."""
        sign, whole = (1 if amount > 0 else -1), round(abs(amount))
        self.assertEntry(
            move,
            "sale",
            day,
            {
                ("receivable", who): amount,
                ("revenue", who): -sign * self.net[whole],
                ("output_vat", who): -sign * self.vat[whole],
            },
        )

    def assertMoved(self, move, journal, who, debit, credit, amount):
        """Money of somebody goes from one account to another, today."""
        self.assertEntry(move, journal, TODAY, {(debit, who): amount, (credit, who): -amount})

    # ------------------------------------------------------------------ prepayment

    def test_prepayment_received_in_cash(self):
        receipt = self._at_the_desk(100.0, journal_id=self.cash.id)
        entry = self._paid(receipt)
        self.assertMoved(entry, "cash", TENANT, debit="cash", credit="prepayment", amount=100.0)
        self.assertOpen(entry, "prepayment", -100.0)

    def test_prepayment_received_by_bank(self):
        receipt = self._at_the_desk(100.0, journal_id=self.bank.id)
        self.assertMoved(
            self._paid(receipt), "bank", TENANT, debit="bank", credit="prepayment", amount=100.0
        )

    def test_reservation_books_nothing(self):
        self._at_the_desk(100.0)
        before = self.env["account.move"].search_count([("company_id", "=", self.company.id)])
        request = self._order(self.drain)
        self.assertEqual(request.prepayment_reserved, 80.0)
        after = self.env["account.move"].search_count([("company_id", "=", self.company.id)])
        self.assertEqual(after, before)

    def _served_from_prepayment(self):
        """A visit of 80.00, done and billed; return its invoice."""
        request = self._advance(self._order(self.drain), "reviewed")
        self._billing()
        return self._bill_of(request).invoice_id

    def test_reservation_used(self):
        received = self._paid(self._at_the_desk(100.0))
        bill = self._served_from_prepayment()
        self.assertBilled(bill, TENANT, 80.0)
        used = self.wallet.movement_ids.filtered(lambda one: one.kind == "used").entry_id
        self.assertMoved(
            used, "general", TENANT, debit="prepayment", credit="receivable", amount=80.0
        )
        self.assertSettled(used, "prepayment", "receivable")
        self.assertSettled(bill, "receivable")
        self.assertOpen(received, "prepayment", -20.0)

    def test_rest_of_the_prepayment_refunded(self):
        received = self._paid(self._at_the_desk(100.0))
        self._served_from_prepayment()
        rest = self._paid(self._at_the_desk(20.0, "out", journal_id=self.bank.id))
        self.assertMoved(rest, "bank", TENANT, debit="prepayment", credit="bank", amount=20.0)
        self.assertSettled(received | rest, "prepayment")

    def test_credit_of_prepaid_work(self):
        self._at_the_desk(80.0)
        bill = self._served_from_prepayment()
        note = self._credited(bill)
        returned = self.wallet.movement_ids.filtered(lambda one: one.kind == "returned").entry_id
        self.assertMoved(
            returned, "general", TENANT, debit="receivable", credit="prepayment", amount=80.0
        )
        self.assertSettled(bill | note | returned, "receivable")

    # ------------------------------------------------------------------ deposits

    def test_deposit_received(self):
        entry = self._paid(self._held().movement_ids.receipt_id)
        self.assertMoved(entry, "cash", OWNER, debit="cash", credit="deposit", amount=300.0)
        self.assertOpen(entry, "deposit", -300.0)

    def test_deposit_applied(self):
        deposit = self._held()
        statement = self._bill_of_today()
        entry = self._as_cashier(deposit)._apply(statement, reason="Asked")
        self.assertMoved(entry, "general", OWNER, debit="deposit", credit="receivable", amount=80.0)
        self.assertSettled(entry | statement.invoice_id, "receivable")
        self.assertSettled(entry, "deposit")
        self.assertOpen(self._paid(deposit.receipt_line_ids.receipt_id), "deposit", -220.0)

    def test_part_of_the_deposit_kept(self):
        deposit = self._held()
        statement = self._as_director(deposit)._keep(100.0, reason="Burnt").sudo()
        self.assertBilled(statement.invoice_id, OWNER, 100.0)
        kept = deposit.movement_ids.filtered(lambda movement: movement.kind == "kept").entry_id
        self.assertMoved(kept, "general", OWNER, debit="deposit", credit="receivable", amount=100.0)
        self.assertSettled(kept | statement.invoice_id, "receivable")
        self.assertSettled(kept, "deposit")
        self.assertOpen(self._paid(deposit.receipt_line_ids.receipt_id), "deposit", -200.0)

    def test_deposit_refunded(self):
        deposit = self._held()
        received = self._paid(deposit.receipt_line_ids.receipt_id)
        voucher = self._as_cashier(deposit)._refund(None, self.bank, reason="Finished")
        entry = self._paid(voucher)
        self.assertMoved(entry, "bank", OWNER, debit="deposit", credit="bank", amount=300.0)
        self.assertSettled(received | entry, "deposit")

    # ------------------------------------------------------------------ entrusted money

    def test_entrusted_money_received_spent_and_refunded(self):
        received = self._paid(self.entrusted._receive(100.0, self.cash))
        self.assertMoved(received, "cash", OWNER, debit="cash", credit="entrusted", amount=100.0)
        spent = self._paid(self._voucher(35.0)._book(self.cash))
        self.assertMoved(spent, "cash", OWNER, debit="entrusted", credit="cash", amount=35.0)
        self.assertOpen(received, "entrusted", -65.0)
        rest = self._paid(self.entrusted._refund(None, self.bank, reason="Errand done"))
        self.assertMoved(rest, "bank", OWNER, debit="entrusted", credit="bank", amount=65.0)
        self.assertSettled(received | spent | rest, "entrusted")

    # ------------------------------------------------------------------ bills

    def _monthly_bill(self):
        self._october(items=[(self.drain, 1), (self.bulb, 1)])
        return self._invoice(self._settlement()).statement_ids

    def test_monthly_bill(self):
        bill = self._monthly_bill().invoice_id
        self.assertBilled(bill, OWNER, 90.0, OCTOBER)
        self.assertOpen(bill, "receivable", 90.0)

    def test_bill_paid(self):
        statement = self._monthly_bill()
        part = self._paid(self._take_payment(statement, 50.0))
        self.assertMoved(part, "cash", OWNER, debit="cash", credit="receivable", amount=50.0)
        self.assertOpen(statement.invoice_id, "receivable", 40.0)
        rest = self._paid(self._take_payment(statement, 40.0, journal_id=self.bank.id))
        self.assertMoved(rest, "bank", OWNER, debit="bank", credit="receivable", amount=40.0)
        self.assertSettled(part | rest | statement.invoice_id, "receivable")

    def test_per_visit_in_one_step(self):
        receipt = self._collect(self._visit())
        bill, paid = receipt.line_ids.statement_id.invoice_id, self._paid(receipt)
        self.assertBilled(bill, VISITOR, 80.0)
        self.assertMoved(paid, "cash", VISITOR, debit="cash", credit="receivable", amount=80.0)
        self.assertSettled(bill | paid, "receivable")

    def _credited(self, bill):
        """The cashier's credit note on all of a bill, posted."""
        note = self.env["account.move"].browse(self._credit(bill)["res_id"])
        note.with_user(self.cashier).action_post()
        return note

    def test_paid_bill_credited_and_refunded(self):
        receipt = self._collect(self._visit())
        statement = receipt.line_ids.statement_id
        note = self._credited(statement.invoice_id)
        self.assertBilled(note, VISITOR, -80.0)
        self.assertOpen(note, "receivable", -80.0)
        self.env["convenience.statement.refund"].with_user(self.cashier).create(
            {"statement_id": statement.id, "amount": 80.0, "memo": "Done badly"}
        ).action_pay_out()
        paid_out = self._paid(statement.receipt_line_ids.receipt_id - receipt)
        self.assertMoved(paid_out, "cash", VISITOR, debit="receivable", credit="cash", amount=80.0)
        self.assertSettled(
            statement.invoice_id | note | self._paid(receipt) | paid_out, "receivable"
        )

    def test_red_letter(self):
        """The tax invoice books nothing itself; its red letter goes with the credit note."""
        statement = self._monthly_bill()
        bill = statement.invoice_id
        tax_invoice = self._apply_for(statement)
        tax_invoice.number = "12345678"
        tax_invoice.action_issue()
        self.assertEqual((tax_invoice.amount_total, tax_invoice.amount_tax), (90.0, self.vat[90]))
        note = self._credited(bill)
        tax_invoice.red_number = "87654321"
        before = self.env["account.move"].search_count([("company_id", "=", self.company.id)])
        tax_invoice.action_red_letter(reason="Done badly")
        after = self.env["account.move"].search_count([("company_id", "=", self.company.id)])
        self.assertEqual((after, tax_invoice.state), (before, "red"))
        self.assertBilled(note, OWNER, -90.0)
        self.assertEqual(note.reversed_entry_id, bill)
        self.assertSettled(bill | note, "receivable")

    # ------------------------------------------------------------------ provider

    def _providers_bill(self):
        self._rate()
        self._job()
        bill = self._draft().move_id
        bill.with_user(self.cashier).action_post()
        return bill

    def test_providers_bill(self):
        self.assertEntry(
            self._providers_bill(),
            "purchase",
            OCTOBER,
            {("cost", PROVIDER): 50.0, ("payable", PROVIDER): -50.0},
        )

    def test_providers_bill_with_input_vat(self):
        rate = self.rates.get(6, 6)
        self.drain.supplier_taxes_id = self.env["account.tax"].search(
            [
                ("company_id", "=", self.company.id),
                ("type_tax_use", "=", "purchase"),
                ("amount", "=", rate),
            ],
            limit=1,
        )
        self.assertEntry(
            self._providers_bill(),
            "purchase",
            OCTOBER,
            {
                ("cost", PROVIDER): 50.0,
                ("input_vat", PROVIDER): self.input_vat,
                ("payable", PROVIDER): -self.provider_due,
            },
        )


class ChineseCases(EntryCases):
    """The two Chinese charts number their accounts alike, but for revenue, cost and prepayment."""

    accounts = {
        "cash": "100100",
        "bank": "100200",
        "receivable": "112200",
        "payable": "220200",
        "output_vat": "222100",
        "input_vat": "222100",
        "deposit": "224101",
        "entrusted": "224102",
    }
    net = {80: 75.47, 90: 84.32, 100: 94.34}
    vat = {80: 4.53, 90: 5.68, 100: 5.66}
    input_vat, provider_due = 3.0, 53.0


@freeze_time(NIGHT)
@tagged("post_install", "-at_install")
class TestEntriesSmallEnterprise(ChineseCases, EntryCommon):
    """小企业会计准则."""

    chart = "cn"
    accounts = {
        **ChineseCases.accounts,
        "prepayment": "220301",
        "revenue": "500100",
        "cost": "540100",
    }


@outside_soak_only(
    "test_prepayment_received_in_cash",
    "test_reservation_used",
)
@freeze_time(NIGHT)
@tagged("post_install", "-at_install")
class TestEntriesLargeEnterprise(ChineseCases, EntryCommon):
    """企业会计准则: money paid ahead is a contract liability."""

    chart = "cn_large_bis"
    accounts = {
        **ChineseCases.accounts,
        "prepayment": "220401",
        "revenue": "600100",
        "cost": "640100",
    }


@outside_soak_only(
    "test_prepayment_received_by_bank",
    "test_part_of_the_deposit_kept",
    "test_paid_bill_credited_and_refunded",
    "test_red_letter",
    "test_providers_bill_with_input_vat",
)
@freeze_time(NIGHT)
@tagged("post_install", "-at_install")
class TestEntriesGenericChart(EntryCases, EntryCommon):
    """A chart of another country, with one rate."""

    chart = "generic_coa"
    rates = {6: 15, 13: 15}
    accounts = {
        "cash": "101501",
        "bank": "101401",
        "receivable": "121000",
        "payable": "211000",
        "prepayment": "201001",
        "deposit": "201002",
        "entrusted": "201003",
        "output_vat": "251000",
        "input_vat": "131000",
        "revenue": "400000",
        "cost": "600000",
    }
    net = {80: 69.57, 90: 78.26, 100: 86.96}
    vat = {80: 10.43, 90: 11.74, 100: 13.04}
    input_vat, provider_due = 7.5, 57.5

"""Every step of money, as the accountant of each chart expects it: account, partner, day, fen."""

from datetime import date

from odoo.tests import freeze_time, tagged

from .common_entries import EntryCommon

# 1 o'clock at night on the 10th at the office, still the 9th in UTC
NIGHT = "2026-11-09 17:00:00"
TODAY = date(2026, 11, 10)
OCTOBER = date(2026, 10, 31)
OWNER, TENANT, VISITOR, PROVIDER = "Owner One", "Tenant", "Visitor", "Plumbers"


class EntryCases:
    """The cases; `net` and `vat` say how the chart's rates split an amount with tax included."""

    net = {}
    vat = {}
    input_vat = provider_due = None

    # ------------------------------------------------------------------ prepayment

    def test_prepayment_received_in_cash(self):
        receipt = self._at_the_desk(100.0, journal_id=self.cash.id)
        entry = self._paid(receipt)
        self.assertEntry(
            entry, "cash", TODAY, {("cash", TENANT): 100.0, ("prepayment", TENANT): -100.0}
        )
        self.assertOpen(entry, "prepayment", -100.0)

    def test_prepayment_received_by_bank(self):
        receipt = self._at_the_desk(100.0, journal_id=self.bank.id)
        self.assertEntry(
            self._paid(receipt),
            "bank",
            TODAY,
            {("bank", TENANT): 100.0, ("prepayment", TENANT): -100.0},
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
        self.assertEntry(
            bill,
            "sale",
            TODAY,
            {
                ("receivable", TENANT): 80.0,
                ("revenue", TENANT): -self.net[80],
                ("output_vat", TENANT): -self.vat[80],
            },
        )
        used = self.wallet.movement_ids.filtered(lambda one: one.kind == "used").entry_id
        self.assertEntry(
            used, "general", TODAY, {("prepayment", TENANT): 80.0, ("receivable", TENANT): -80.0}
        )
        self.assertSettled(used, "prepayment", "receivable")
        self.assertSettled(bill, "receivable")
        self.assertOpen(received, "prepayment", -20.0)

    def test_rest_of_the_prepayment_refunded(self):
        received = self._paid(self._at_the_desk(100.0))
        self._served_from_prepayment()
        rest = self._paid(self._at_the_desk(20.0, "out", journal_id=self.bank.id))
        self.assertEntry(
            rest, "bank", TODAY, {("bank", TENANT): -20.0, ("prepayment", TENANT): 20.0}
        )
        self.assertSettled(received | rest, "prepayment")

    def test_credit_of_prepaid_work(self):
        self._at_the_desk(80.0)
        bill = self._served_from_prepayment()
        note = self._credited(bill)
        returned = self.wallet.movement_ids.filtered(lambda one: one.kind == "returned").entry_id
        self.assertEntry(
            returned,
            "general",
            TODAY,
            {("receivable", TENANT): 80.0, ("prepayment", TENANT): -80.0},
        )
        self.assertSettled(bill | note | returned, "receivable")

    # ------------------------------------------------------------------ deposits

    def test_deposit_received(self):
        entry = self._paid(self._held().movement_ids.receipt_id)
        self.assertEntry(entry, "cash", TODAY, {("cash", OWNER): 300.0, ("deposit", OWNER): -300.0})
        self.assertOpen(entry, "deposit", -300.0)

    def test_deposit_applied(self):
        deposit = self._held()
        statement = self._bill_of_today()
        entry = self._as_cashier(deposit)._apply(statement, reason="Asked")
        self.assertEntry(
            entry, "general", TODAY, {("deposit", OWNER): 80.0, ("receivable", OWNER): -80.0}
        )
        self.assertSettled(entry | statement.invoice_id, "receivable")
        self.assertSettled(entry, "deposit")
        self.assertOpen(self._paid(deposit.receipt_line_ids.receipt_id), "deposit", -220.0)

    def test_part_of_the_deposit_kept(self):
        deposit = self._held()
        statement = self._as_director(deposit)._keep(100.0, reason="Burnt").sudo()
        self.assertEntry(
            statement.invoice_id,
            "sale",
            TODAY,
            {
                ("receivable", OWNER): 100.0,
                ("revenue", OWNER): -self.net[100],
                ("output_vat", OWNER): -self.vat[100],
            },
        )
        kept = deposit.movement_ids.filtered(lambda movement: movement.kind == "kept").entry_id
        self.assertEntry(
            kept, "general", TODAY, {("deposit", OWNER): 100.0, ("receivable", OWNER): -100.0}
        )
        self.assertSettled(kept | statement.invoice_id, "receivable")
        self.assertSettled(kept, "deposit")
        self.assertOpen(self._paid(deposit.receipt_line_ids.receipt_id), "deposit", -200.0)

    def test_deposit_refunded(self):
        deposit = self._held()
        received = self._paid(deposit.receipt_line_ids.receipt_id)
        voucher = self._as_cashier(deposit)._refund(None, self.bank, reason="Finished")
        entry = self._paid(voucher)
        self.assertEntry(entry, "bank", TODAY, {("bank", OWNER): -300.0, ("deposit", OWNER): 300.0})
        self.assertSettled(received | entry, "deposit")

    # ------------------------------------------------------------------ entrusted money

    def test_entrusted_money_received_spent_and_refunded(self):
        received = self._paid(self.entrusted._receive(100.0, self.cash))
        self.assertEntry(
            received, "cash", TODAY, {("cash", OWNER): 100.0, ("entrusted", OWNER): -100.0}
        )
        spent = self._paid(self._voucher(35.0)._book(self.cash))
        self.assertEntry(spent, "cash", TODAY, {("cash", OWNER): -35.0, ("entrusted", OWNER): 35.0})
        self.assertOpen(received, "entrusted", -65.0)
        rest = self._paid(self.entrusted._refund(None, self.bank, reason="Errand done"))
        self.assertEntry(rest, "bank", TODAY, {("bank", OWNER): -65.0, ("entrusted", OWNER): 65.0})
        self.assertSettled(received | spent | rest, "entrusted")

    # ------------------------------------------------------------------ bills

    def _monthly_bill(self):
        self._october(items=[(self.drain, 1), (self.bulb, 1)])
        return self._invoice(self._settlement()).statement_ids

    def test_monthly_bill(self):
        bill = self._monthly_bill().invoice_id
        self.assertEntry(
            bill,
            "sale",
            OCTOBER,
            {
                ("receivable", OWNER): 90.0,
                ("revenue", OWNER): -self.net[90],
                ("output_vat", OWNER): -self.vat[90],
            },
        )
        self.assertOpen(bill, "receivable", 90.0)

    def test_bill_paid(self):
        statement = self._monthly_bill()
        part = self._paid(self._take_payment(statement, 50.0))
        self.assertEntry(part, "cash", TODAY, {("cash", OWNER): 50.0, ("receivable", OWNER): -50.0})
        self.assertOpen(statement.invoice_id, "receivable", 40.0)
        rest = self._paid(self._take_payment(statement, 40.0, journal_id=self.bank.id))
        self.assertEntry(rest, "bank", TODAY, {("bank", OWNER): 40.0, ("receivable", OWNER): -40.0})
        self.assertSettled(part | rest | statement.invoice_id, "receivable")

    def test_per_visit_in_one_step(self):
        receipt = self._collect(self._visit())
        bill, paid = receipt.line_ids.statement_id.invoice_id, self._paid(receipt)
        self.assertEntry(
            bill,
            "sale",
            TODAY,
            {
                ("receivable", VISITOR): 80.0,
                ("revenue", VISITOR): -self.net[80],
                ("output_vat", VISITOR): -self.vat[80],
            },
        )
        self.assertEntry(
            paid, "cash", TODAY, {("cash", VISITOR): 80.0, ("receivable", VISITOR): -80.0}
        )
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
        self.assertEntry(
            note,
            "sale",
            TODAY,
            {
                ("receivable", VISITOR): -80.0,
                ("revenue", VISITOR): self.net[80],
                ("output_vat", VISITOR): self.vat[80],
            },
        )
        self.assertOpen(note, "receivable", -80.0)
        self.env["convenience.statement.refund"].with_user(self.cashier).create(
            {"statement_id": statement.id, "amount": 80.0, "memo": "Done badly"}
        ).action_pay_out()
        paid_out = self._paid(statement.receipt_line_ids.receipt_id - receipt)
        self.assertEntry(
            paid_out, "cash", TODAY, {("cash", VISITOR): -80.0, ("receivable", VISITOR): 80.0}
        )
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
        self.assertEntry(
            note,
            "sale",
            TODAY,
            {
                ("receivable", OWNER): -90.0,
                ("revenue", OWNER): self.net[90],
                ("output_vat", OWNER): self.vat[90],
            },
        )
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


@freeze_time(NIGHT)
@tagged("post_install", "-at_install")
class TestEntriesSmallEnterprise(EntryCases, EntryCommon):
    """小企业会计准则."""

    chart = "cn"
    accounts = {
        "cash": "100100",
        "bank": "100200",
        "receivable": "112200",
        "payable": "220200",
        "prepayment": "220301",
        "output_vat": "222100",
        "input_vat": "222100",
        "deposit": "224101",
        "entrusted": "224102",
        "revenue": "500100",
        "cost": "540100",
    }
    net = {80: 75.47, 90: 84.32, 100: 94.34}
    vat = {80: 4.53, 90: 5.68, 100: 5.66}
    input_vat, provider_due = 3.0, 53.0


@freeze_time(NIGHT)
@tagged("post_install", "-at_install")
class TestEntriesLargeEnterprise(EntryCases, EntryCommon):
    """企业会计准则: money paid ahead is a contract liability."""

    chart = "cn_large_bis"
    accounts = {
        "cash": "100100",
        "bank": "100200",
        "receivable": "112200",
        "payable": "220200",
        "prepayment": "220401",
        "output_vat": "222100",
        "input_vat": "222100",
        "deposit": "224101",
        "entrusted": "224102",
        "revenue": "600100",
        "cost": "640100",
    }
    net = {80: 75.47, 90: 84.32, 100: 94.34}
    vat = {80: 4.53, 90: 5.68, 100: 5.66}
    input_vat, provider_due = 3.0, 53.0


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

from datetime import date

from odoo.tests import freeze_time, tagged

from ..billing.common_bills import BillCommon
from .common_wallet import WalletCase
from .test_entrusted import EntrustedCommon

# the last half hour of October at the office, and a morning of November
NIGHT, MORNING = "2026-10-31 15:30:00", "2026-11-02 02:00:00"
# half an hour after midnight: still October in UTC
AFTER_MIDNIGHT = "2026-10-31 16:30:00"
OCTOBER, NOVEMBER = date(2026, 10, 31), date(2026, 11, 2)


@tagged("post_install", "-at_install")
class TestBookingDays(BillCommon, EntrustedCommon, WalletCase):
    """Lists and takings have money on the day that the ledger has it on, also where a period is
    locked between taking and booking it.
    """

    def _taken(self, day):
        """What the takings of a day say is booked, by journal."""
        report = self.env["report.convenience_service.report_takings"].with_user(self.cashier)
        data = {"office_ids": self.office.ids, "date_from": str(day), "date_to": str(day)}
        receipts = report._receipts(report._spans(data)[0])
        booked = receipts.filtered(lambda receipt: receipt.state == "posted")
        return sum(booked.mapped("amount_signed"))

    def _in_the_till(self, day):
        lines = self.env["account.move.line"].search(
            [
                ("account_id", "=", self.cash.default_account_id.id),
                ("parent_state", "=", "posted"),
                ("date", "=", day),
            ]
        )
        return sum(lines.mapped("balance"))

    def _collect_ahead(self):
        """A collector takes money ahead on the last day of October."""
        with freeze_time(NIGHT):
            return self._give(kind="prepayment", amount=100.0)

    def _lock_october(self):
        self.company.sudo().fiscalyear_lock_date = OCTOBER

    def _days_of(self, partner):
        wallet = self.env["convenience.wallet"]._find(self.company, partner)
        movements = wallet.movement_ids.sorted("id")
        return [(movement.kind, movement.date) for movement in movements]

    # ------------------------------------------------------------------ month border

    def test_at_midnight_it_is_the_offices_day(self):
        with freeze_time(NIGHT):
            before = self._prepay(self.visitor, 100.0)
        with freeze_time(AFTER_MIDNIGHT):
            after = self._prepay(self.visitor, 50.0)
        days = [OCTOBER, date(2026, 11, 1)]
        self.assertEqual([before.date, after.date], days)
        self.assertEqual([one.payment_id.move_id.date for one in (before, after)], days)
        self.assertEqual(self._days_of(self.visitor), [("received", day) for day in days])

    # ------------------------------------------------------------------ accepted later

    def test_prepayment_stands_on_the_day_of_the_ledger(self):
        receipt = self._collect_ahead()
        with freeze_time(MORNING):
            self._accept(self._hand_over())
            self.assertEqual(receipt.payment_id.move_id.date, OCTOBER)
            self.assertEqual(self._days_of(self.visitor), [("received", OCTOBER)])
            self._cancel(receipt)
        kinds = [("received", OCTOBER), ("cancelled", OCTOBER)]
        self.assertEqual(self._days_of(self.visitor), kinds, "gone from the ledger of that day")

    def test_accepted_after_the_month_was_locked(self):
        receipt = self._collect_ahead()
        self._lock_october()
        with freeze_time(MORNING):
            self._accept(self._hand_over())
        self.assertEqual((receipt.date, receipt.date_booked), (OCTOBER, NOVEMBER))
        self.assertEqual(self._days_of(self.visitor), [("received", NOVEMBER)])
        for day, amount in ((OCTOBER, 0.0), (NOVEMBER, 100.0)):
            with self.subTest(day=day):
                self.assertEqual((self._taken(day), self._in_the_till(day)), (amount, amount))

    def test_entrusted_money_accepted_after_the_month_was_locked(self):
        with freeze_time(NIGHT):
            self.entrusted.with_user(self.clerk)._receive(100.0)
        self._lock_october()
        with freeze_time(MORNING):
            self._accept(self._hand_over())
        model = self.env["convenience.entrusted"]
        for day, amount in ((OCTOBER, 0.0), (NOVEMBER, 100.0)):
            with self.subTest(day=day):
                listed = sum(model._held_on(self.company, day).values())
                booked = model._ledger_balance(self.company, day)
                self.assertEqual((listed, booked), (amount, amount))

    # ------------------------------------------------------------------ locked

    def test_receipt_of_a_locked_month_gets_a_red_one(self):
        with freeze_time(NIGHT):
            bill = self._bill(paid=80.0)
        receipt = self._receipts_of(bill)
        self._lock_october()
        with freeze_time(MORNING):
            self._cancel(receipt)
        red = receipt.corrected_by_id
        self.assertEqual((receipt.state, red.state), ("posted", "posted"))
        self.assertEqual(
            (red.date, red.date_booked, red.amount_signed), (NOVEMBER, NOVEMBER, -80.0)
        )
        self.assertEqual(red.name[:2], receipt.name[:2], "numbered among the receipts")
        self.assertEqual(bill.amount_residual, 80.0, "it is owed again")
        for day, amount in ((OCTOBER, 80.0), (NOVEMBER, -80.0)):
            with self.subTest(day=day):
                self.assertEqual((self._taken(day), self._in_the_till(day)), (amount, amount))
        with self._refuses("both stay"):
            self._cancel(receipt)

    def test_money_ahead_of_a_locked_month_is_taken_back_today(self):
        with freeze_time(NIGHT):
            receipt = self._prepay(self.visitor, 100.0)
        self._lock_october()
        with freeze_time(MORNING):
            self._cancel(receipt)
        kinds = [("received", OCTOBER), ("cancelled", NOVEMBER)]
        self.assertEqual(self._days_of(self.visitor), kinds)
        account = self.company._convenience_fund_account("prepayment")
        lines = self.env["account.move.line"].search([("account_id", "=", account.id)])
        self.assertEqual(
            {line.date: -line.balance for line in lines}, {OCTOBER: 100.0, NOVEMBER: -100.0}
        )
        self.assertTrue(all(lines.mapped("reconciled")))

    def test_bill_of_a_locked_month_is_credited_and_paid_back_in_the_next(self):
        with freeze_time(NIGHT):
            bill = self._bill(paid=80.0)
        self._lock_october()
        with freeze_time(MORNING):
            note = self._note(bill, 30.0)
            voucher = self._pay_out(bill, 30.0)
        self.assertEqual((note.date, voucher.date_booked), (NOVEMBER, NOVEMBER))
        for day, amount in ((OCTOBER, 80.0), (NOVEMBER, -30.0)):
            with self.subTest(day=day):
                self.assertEqual((self._taken(day), self._in_the_till(day)), (amount, amount))

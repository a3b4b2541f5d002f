from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import PIXEL, ConvenienceCommon
from .common_money import MoneyCommon

OWNER = "Owner One"


class EntrustedCommon(MoneyCommon, ConvenienceCommon):
    """An errand, with money laid out for the customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.taxi.convenience_kind = "errand"

    def setUp(self):
        super().setUp()
        self.errand = self._advance(self._request(items=[(self.taxi, 1)]), "in_progress")
        self.entrusted = (
            self.env["convenience.entrusted"].with_user(self.worker_user)._open_for(self.errand)
        ).with_user(self.cashier)

    def _voucher(self, amount=35.0, user=None, **values):
        return (
            self.env["convenience.entrusted.voucher"]
            .with_user(user or self.worker_user)
            .create(
                {
                    "entrusted_id": self.entrusted.id,
                    "name": "Train ticket",
                    "payee": "Railway",
                    "number": "T-1",
                    "amount": amount,
                    **values,
                }
            )
            .with_user(self.cashier)
        )

    def _assert_list_is_ledger(self, amount):
        self.env.flush_all()
        model = self.env["convenience.entrusted"]
        today = self.office._today()
        listed = round(sum(model._held_on(self.company, today).values()), 2)
        self.assertEqual((listed, model._ledger_balance(self.company, today)), (amount, amount))
        self.assertEqual(self.entrusted.balance, amount)

    def _booked(self, receipt):
        return self._entry(receipt.sudo().payment_id.move_id)


@tagged("post_install", "-at_install")
class TestEntrusted(EntrustedCommon):
    """Fares and postage: held, spent against vouchers, accounted for; never revenue."""

    def test_received_ahead_spent_and_the_rest_given_back(self):
        receipt = self.entrusted._receive(100.0, self.cash)
        self.assertEqual(self._booked(receipt), {("1001", OWNER): 100.0, ("2241", OWNER): -100.0})
        self._assert_list_is_ledger(100.0)
        voucher = self._voucher()
        self.assertEqual((voucher.state, self.entrusted.amount_spent), ("entered", 0.0))
        spent = voucher._book(self.cash)
        self.assertEqual(self._booked(spent), {("1001", OWNER): -35.0, ("2241", OWNER): 35.0})
        self.assertEqual((voucher.state, voucher.receipt_id), ("booked", spent))
        self.assertIn("Railway Train ticket T-1", spent.memo)
        self._assert_list_is_ledger(65.0)
        rest = self.entrusted._refund(None, self.bank, reason="Errand done")
        self.assertEqual(self._booked(rest), {("1002", OWNER): -65.0, ("2241", OWNER): 65.0})
        self._assert_list_is_ledger(0.0)
        self.assertEqual(self.entrusted.state, "settled")

    def test_laid_out_first_and_collected(self):
        self._voucher()._book(self.cash)
        self._assert_list_is_ledger(-35.0)
        with self.assertRaisesRegex(UserError, "¥.0.00 is left"):
            self.entrusted._refund(1.0, self.cash, reason="Errand done")
        self.entrusted._receive(35.0, self.cash)
        self._assert_list_is_ledger(0.0)
        account = self.company.convenience_entrusted_account_id
        lines = self.env["account.move.line"].search([("account_id", "=", account.id)])
        self.assertEqual(set(lines.mapped("reconciled")), {True})

    def test_never_revenue_debt_or_on_a_bill(self):
        self.entrusted._receive(100.0, self.cash)
        self._voucher()._book(self.cash)
        self.env.flush_all()
        report = self.env["account.invoice.report"]
        self.assertFalse(report.search([("partner_id", "=", self.owner.id)]))
        self.assertEqual(self.owner.with_company(self.company).credit, 0.0)
        self.errand.with_user(self.worker_user).outcome = "Seat 5A"
        self.errand.with_user(self.worker_user).action_done()
        self.errand.with_user(self.supervisor).action_review()
        self.assertEqual(self.errand.billing_state, "none")

    def test_cancelled_receipt_puts_the_voucher_back(self):
        voucher = self._voucher()
        receipt = voucher._book(self.cash)
        receipt.action_cancel(reason="Wrong amount")
        self.assertEqual((voucher.state, voucher.receipt_id.id), ("entered", False))
        self._assert_list_is_ledger(0.0)
        voucher.with_user(self.worker_user).amount = 30.0
        voucher._book(self.cash)
        self._assert_list_is_ledger(-30.0)

    def test_a_voucher_is_booked_once(self):
        voucher = self._voucher()
        voucher._book(self.cash)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            voucher._book(self.cash)

    def test_rejected_with_a_reason(self):
        self.entrusted._receive(35.0, self.cash)
        voucher = self._voucher()
        voucher.action_reject(reason="Not legible")
        with self.assertRaisesRegex(UserError, "stays as it is"):
            voucher._book(self.cash)
        self._assert_list_is_ledger(35.0)

    # ------------------------------------------------------------------ who may do what

    def test_voucher_needs_number_or_photo(self):
        with self.assertRaisesRegex(UserError, "take a photo"):
            self._voucher(number=" ")
        self.assertTrue(self._voucher(number=False, image=PIXEL))

    def test_only_the_cashier_books_and_never_their_own(self):
        voucher = self._voucher()
        for role, user in self.users.items():
            if role != "cashier":
                with self.subTest(role=role), self.assertRaises(AccessError):
                    voucher.with_user(user)._book(self.cash)
                with self.subTest(role=role), self.assertRaises(AccessError):
                    self.entrusted.with_user(user)._refund(1.0, self.cash, reason="Asked")
        both = self._make_user("both", self.company, "group_cashier", "group_clerk")
        self.office.user_ids |= both
        own = self._voucher(user=both).with_user(both)
        with self.assertRaisesRegex(AccessError, "entered Train ticket yourself"):
            own._book(self.cash)

    def test_cashier_enters_no_voucher(self):
        with self.assertRaises(AccessError):
            self._voucher(user=self.cashier)

    def test_what_is_booked_stays(self):
        voucher = self._voucher()
        voucher._book(self.cash)
        for role in ("worker_user", "clerk", "director"):
            own = voucher.with_user(self.users[role])
            with self.subTest(role=role), self.assertRaises(UserError):
                own.write({"amount": 1.0})
            with self.subTest(role=role), self.assertRaises(UserError):
                own.unlink()

    def test_nothing_is_written_past_the_buttons(self):
        voucher = self._voucher()
        for role, user in self.users.items():
            with self.subTest(role=role):
                for values in ({"balance": 9.0}, {"amount_received": 9.0}, {"state": "settled"}):
                    with self.assertRaises(AccessError):
                        self.entrusted.with_user(user).write(values)
                with self.assertRaises(AccessError):
                    voucher.with_user(user).write({"state": "booked"})
                with self.assertRaises(UserError):
                    self.entrusted.with_user(user).create({"office_id": self.office.id})

    def test_others_jobs_are_not_the_workers(self):
        other = self._make_user("other", self.company, "group_worker")
        self.office.user_ids |= other
        self._make_worker("W9", other)
        with self.assertRaises(AccessError):
            self._voucher(user=other)
        self.assertFalse(self.env["convenience.entrusted"].with_user(other).search([]))

    def test_only_errands(self):
        job = self._advance(self._request(), "assigned")
        with self.assertRaisesRegex(UserError, "is no errand"):
            job.with_user(self.worker_user).action_entrusted()

    def test_opened_once(self):
        action = self.errand.with_user(self.clerk).action_entrusted()
        self.assertEqual(action["res_id"], self.entrusted.id)

    def test_slip_lists_the_vouchers(self):
        self.entrusted._receive(100.0, self.cash)
        self._voucher()._book(self.cash)
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("convenience_service.report_entrusted", self.entrusted.ids)[0]
            .decode()
        )
        for text in (self.entrusted.name, "Train ticket", "T-1", "35.00", "65.00"):
            self.assertIn(text, html)

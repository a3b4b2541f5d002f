"""Vendor bills of outside providers by the monthly job, and what their credit notes free."""

from datetime import date, datetime
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .test_provider import OCTOBER, ProviderCase

CRON = "convenience_service.ir_cron_draft_provider_bills"
NOVEMBER = date(2026, 11, 30)


class ProviderMonthCase(ProviderCase):
    def _run_cron(self):
        with (
            self.enter_registry_test_mode(),
            mute_logger("odoo.addons.convenience_service.models.guard.job"),
        ):
            self.env.ref(CRON).method_direct_trigger()
        self.env.invalidate_all()

    def _bills(self, provider=None):
        return (
            self.env["convenience.provider.bill"]
            .with_context(active_test=False)
            .search([("partner_id", "=", (provider or self.provider).id)], order="id")
        )


@freeze_time(datetime(2026, 11, 10, 2))
@tagged("post_install", "-at_install")
class TestProviderMonth(ProviderMonthCase):
    def test_drafted_once_however_often_it_runs(self):
        self._rate()
        line = self._job().line_ids
        self._run_cron()
        self._run_cron()
        bill = self._bills()
        self.assertEqual(bill.claim_ids.request_line_id, line)
        self.assertEqual((bill.date_from, bill.date_to), (date(2026, 10, 1), OCTOBER))
        self.assertEqual((bill.move_id.move_type, bill.move_id.state), ("in_invoice", "draft"))
        self.assertEqual((bill.move_id.company_id, bill.move_id.amount_total), (self.company, 50.0))

    def test_found_late_goes_on_the_next_month(self):
        self._rate()
        self._job()
        self._run_cron()
        late = self._job(day=20).line_ids
        self._run_cron()
        self.assertEqual(len(self._bills()), 1)
        with freeze_time(datetime(2026, 12, 10, 2)):
            self._run_cron()
        self.assertEqual(self._bills()[1].claim_ids.request_line_id, late)
        self.assertEqual(self._bills()[1].date_to, NOVEMBER)

    def test_the_month_closes_by_the_day_of_the_office(self):
        """Three days for review, by the office's clock: 4 November begins at 16:00 UTC."""
        self._rate()
        self._job()
        for moment, count in (
            (datetime(2026, 11, 3, 15, 59), 0),
            (datetime(2026, 11, 3, 16, 0), 1),
        ):
            with freeze_time(moment):
                self._run_cron()
                self.assertEqual(len(self._bills()), count)

    def test_no_days_for_review(self):
        self.office.provider_bill_days = 0
        self._rate()
        self._job()
        for moment, count in (
            (datetime(2026, 10, 31, 15, 59), 0),
            (datetime(2026, 10, 31, 16, 0), 1),
        ):
            with freeze_time(moment):
                self._run_cron()
                self.assertEqual(len(self._bills()), count)

    def test_without_a_rate_the_error_names_it_and_the_others_go_on(self):
        other = self.env["res.partner"].create({"name": "Painters"})
        request = self._job()
        self._job(provider_id=other.id)
        self._rate(partner_id=other.id)
        self._run_cron()
        failed = self._bills()
        self.assertFalse(failed.move_id)
        for text in ("Plumbers", self.drain.name, request.name, self.office.name):
            self.assertIn(text, failed.job_error)
        self.assertEqual(self._bills(other).amount_total, 50.0)
        self._rate()
        with freeze_time(datetime(2026, 11, 10, 4)):
            self._run_cron()
        self.assertEqual((failed.amount_total, failed.job_error), (50.0, False))

    def test_what_has_no_rate_is_named_and_follows_next_month(self):
        self._rate(self.bulb)
        missing = self._job()
        self._job(items=[(self.bulb, 1)])
        self._run_cron()
        bill = self._bills()
        self.assertEqual((bill.amount_total, bill.job_error), (50.0, False))
        self.assertIn(missing.name, bill.left_out)
        self._rate(self.drain, price=7.0)
        with freeze_time(datetime(2026, 12, 10, 2)):
            self._run_cron()
        self.assertEqual(self._bills()[1].claim_ids.request_line_id, missing.line_ids)

    def test_without_a_journal_the_error_is_kept(self):
        self._rate()
        self._job()
        self.env["account.journal"].search(
            [("company_id", "=", self.company.id), ("type", "=", "purchase")]
        ).active = False
        self._run_cron()
        bill = self._bills()
        self.assertFalse(bill.move_id or bill.claim_ids)
        self.assertIn("purchase", bill.job_error)
        self.assertIn("Plumbers", bill.display_name)

    def test_the_cashier_takes_up_what_the_job_could_not_draft(self):
        self._job()
        self._run_cron()
        failed = self._bills()
        self._rate()
        self.assertEqual(self._draft(), failed.with_user(self.cashier))
        self.assertEqual((failed.amount_total, failed.job_error), (50.0, False))

    def test_nothing_owed_makes_no_bill(self):
        self._rate(method="share", share=60.0)
        self._job().with_user(self.director).action_waive_billing(reason="goodwill")
        self._run_cron()
        self.assertFalse(self._bills())

    def test_deleted_is_not_drafted_again_for_the_month(self):
        """The accountant's decision stands; the services follow on the next month's bill."""
        self._rate()
        line = self._job().line_ids
        self._run_cron()
        self._bills().move_id.with_user(self.cashier).unlink()
        self._run_cron()
        self.assertEqual(len(self._bills()), 1)
        with freeze_time(datetime(2026, 12, 10, 2)):
            self._run_cron()
        self.assertEqual(self._bills()[1].claim_ids.request_line_id, line)

    def test_noted_by_two_processes_is_noted_once(self):
        self._rate()
        self._job()
        bills = self.env["convenience.provider.bill"]
        bills._note_closed_month(self.office)
        # the other process had not committed when this one looked for bills of the month
        unseen = patch.object(
            self.registry[bills._name], "_unpaid_providers", lambda *_args: self.provider
        )
        with unseen:
            bills._note_closed_month(self.office)
        self.assertEqual(len(self._bills()), 1)


@freeze_time(datetime(2026, 11, 10, 2))
@tagged("post_install", "-at_install")
class TestProviderCredit(ProviderMonthCase):
    def setUp(self):
        super().setUp()
        self._rate()
        self.line = self._job().line_ids
        self.bill = self._draft()
        self.move = self.bill.move_id.with_user(self.cashier)
        self.move.action_post()

    def _reversal(self):
        return (
            self.env["account.move.reversal"]
            .with_user(self.cashier)
            .with_context(active_model="account.move", active_ids=self.move.ids)
            .create({"journal_id": self.move.journal_id.id, "date": date(2026, 11, 5)})
        )

    def _credit(self, amount=None):
        note = self.move._reverse_moves([{"invoice_date": date(2026, 11, 5)}])
        if amount:
            note.invoice_line_ids.price_unit = amount
        note.action_post()
        return note

    def _refused(self, attempt):
        with self.assertRaises(UserError), self.env.cr.savepoint():
            attempt()

    def test_credited_in_full_frees(self):
        self._credit()
        self.assertFalse(self.bill.active or any(self.bill.claim_ids.mapped("active")))
        again = self._draft()
        self.assertEqual(again.claim_ids.request_line_id, self.line)
        self.assertEqual(self.move.state, "posted")

    def test_by_the_screen_of_the_erp(self):
        self._reversal().refund_moves()
        self.assertTrue(self.bill.active, "the credit note is a draft")
        self.move.reversal_move_ids.action_post()
        self.assertFalse(self.bill.active)

    def test_in_part_frees_nothing_until_the_rest_is_credited(self):
        self._credit(20.0)
        self.assertTrue(self.bill.active)
        self.assertFalse(self._draft())
        self._refused(self._reset_and_cancel)
        self._credit(30.0)
        self.assertFalse(self.bill.active)
        self.assertEqual(self._draft().claim_ids.request_line_id, self.line)

    def _reset_and_cancel(self):
        self.move.button_draft()
        self.move.button_cancel()

    def test_reverse_and_create_is_refused(self):
        wizard = self._reversal()
        with self.assertRaisesRegex(UserError, "draft the month anew"), self.env.cr.savepoint():
            wizard.modify_moves()
        self.assertTrue(self.bill.active)
        self.assertFalse(self.move.reversal_move_ids)

    def test_credit_that_freed_stays_and_is_the_last(self):
        note = self._credit()
        self._refused(note.button_draft)
        self._refused(self.move.button_draft)
        self._refused(self._credit)
        self.assertEqual(len(self._draft().claim_ids), 1)

    def test_other_bills_of_the_vendor_are_free(self):
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.provider.id,
                "invoice_date": OCTOBER,
                "invoice_line_ids": [Command.create({"name": "Tools", "price_unit": 10.0})],
            }
        )
        bill.action_post()
        bill._reverse_moves([{"invoice_date": OCTOBER}], cancel=True)
        self.assertTrue(self.bill.active)

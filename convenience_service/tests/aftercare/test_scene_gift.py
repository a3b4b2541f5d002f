"""A 红包, played day by day by those whose parts it has, with every figure."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from ..cash.common_till import TillCommon
from ..common import PIXEL
from .common_confidential import ConfidentialCommon

NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


@tagged("post_install", "-at_install")
class TestSceneGift(TillCommon, ConfidentialCommon):
    """150 on the worker's own code for work of 80: found right, handed in, billed, 70 back.

    Another worker hands in 200 of his own accord: given back against signature, and praised.
    """

    def test_day_by_day(self):
        with freeze_time("2026-11-03 02:00:00"):
            report = self._a_resident_tells_it()
        with freeze_time("2026-11-04 02:00:00"):
            self._the_director_hears_the_worker(report)
        with freeze_time("2026-11-05 02:00:00"):
            handin = self._the_worker_hands_in(report)
        with freeze_time("2026-11-06 02:00:00"):
            self._a_bill_a_receipt_and_the_rest_back(handin)
        with freeze_time("2026-11-09 02:00:00"):
            self._another_worker_hands_in_of_his_own_accord()
        self._the_month_counts_both()

    def _seen_by_supervisor(self):
        return {
            model: self.env[model].with_user(self.supervisor).search_count([])
            for model in (
                *("convenience.complaint", "convenience.enquiry", "convenience.request"),
                *("convenience.move.log", "convenience.handin", "convenience.praise"),
                *("convenience.confidential.slip", "convenience.confidential.hearing"),
                *("mail.message", "mail.activity", "ir.attachment"),
            )
        }

    def _a_resident_tells_it(self):
        """The clerk passes it on and keeps the number; the supervisor's lists do not move."""
        before = self._seen_by_supervisor()
        about = "Paid 150 to his own code. No request; one hose was taken from the store."
        report, slip = self._tell(
            about=about, told_by="Visitor", unit_id=self.flat.id, amount=150.0
        )
        shown = slip.with_user(self.clerk).read(["name", "state", "date"])[0]
        label = dict(slip._fields["state"].selection)[shown["state"]]
        self.assertEqual(
            (shown["name"], label, shown["date"]),
            (report.name, "Passed On to the Director", date(2026, 11, 3)),
        )
        self.assertFalse(report.with_user(self.clerk).has_access("read"))
        self.assertEqual(self._seen_by_supervisor(), before)
        own = report.with_user(self.director).search([("state", "=", "new")])
        self.assertEqual((own.name, own.about, own.amount), (report.name, about, 150.0))
        return report

    def _the_director_hears_the_worker(self, report):
        self._hear(report, answer="Yes. He offered it, and I took it.")
        own = report.with_user(self.director)
        own.write(
            {
                "finding": "The picture of the payment; he admits it.",
                "measure": "Hands in 150; the work is billed at the list price; a warning.",
            }
        )
        own.action_valid()
        self.assertRecordValues(
            report,
            [{"state": "valid", "decided_by_id": self.director.id, "amount": 150.0}],
        )

    def _the_worker_hands_in(self, report):
        """The director takes the 150; the desk sees nothing of it."""
        before = self._seen_by_supervisor()
        handin = (
            self.env["convenience.handin"]
            .with_user(self.director)
            .create(
                {
                    "office_id": self.office.id,
                    "is_voluntary": False,
                    "employee_id": self.worker.employee_id.id,
                    "amount": 150.0,
                    "unit_id": self.flat.id,
                    "partner_id": self.visitor.id,
                }
            )
        )
        self.assertRecordValues(handin, [{"state": "received", "amount_held": 150.0}])
        self.assertEqual(self._seen_by_supervisor(), before)
        self.assertFalse(handin.with_user(self.clerk).search_count([]))
        self.assertFalse(self.env["convenience.praise"].search_count([]))
        return handin

    def _a_bill_a_receipt_and_the_rest_back(self, handin):
        work = self._visit(day=15)
        receipt = self._collect(work)
        bill = receipt.line_ids.statement_id
        self.assertEqual((bill.amount_total, bill.amount_residual, receipt.amount), (80, 0, 80))
        self.assertEqual(
            self._entry(receipt.payment_id.move_id),
            {("1001", "Visitor"): 80.0, ("1122", "Visitor"): -80.0},
        )
        own = handin.with_user(self.director)
        own.receipt_id = receipt
        with self.assertRaisesRegex(UserError, "sign for ¥.70.00"):
            own.action_apply()
        own.write({"signed_name": "Visitor", "signature": PIXEL})
        own.action_apply()
        self.assertRecordValues(
            handin,
            [
                {
                    "state": "applied",
                    "amount_applied": 80.0,
                    "amount_returned": 70.0,
                    "amount_held": 0.0,
                    "receipt_id": receipt.id,
                    "settled_by_id": self.director.id,
                }
            ],
        )
        self.assertEqual(self._ledger_of(self.visitor), 0.0)

    def _another_worker_hands_in_of_his_own_accord(self):
        handin = (
            self.env["convenience.handin"]
            .with_user(self.clerk)
            .create(
                {
                    "office_id": self.office.id,
                    "employee_id": self.colleague_staff.employee_id.id,
                    "amount": 200.0,
                    "partner_id": self.visitor.id,
                    "unit_id": self.flat.id,
                }
            )
        )
        self.assertEqual(handin.with_user(self.supervisor).amount_held, 200.0)
        with self.assertRaisesRegex(UserError, "sign for ¥.200.00"):
            handin.action_return()
        handin.write({"signed_name": "Visitor", "signed_on_paper": True, "scan": PIXEL})
        handin.action_return()
        self.assertRecordValues(
            handin,
            [
                {
                    "state": "returned",
                    "amount_returned": 200.0,
                    "amount_applied": 0.0,
                    "amount_held": 0.0,
                }
            ],
        )
        praise = self.env["convenience.praise"].with_user(self.supervisor).search([])
        self.assertRecordValues(
            praise,
            [
                {
                    "kind": "handin",
                    "employee_id": self.colleague_staff.employee_id.id,
                    "handin_id": handin.id,
                    "date": date(2026, 11, 9),
                }
            ],
        )

    def _the_month_counts_both(self):
        taker, honest = self.worker.employee_id, self.colleague_staff.employee_id
        valid = self.env["convenience.confidential"]._valid_for(taker | honest, *NOVEMBER)
        self.assertEqual(valid[taker.id], {"settlement": 1, "gift": 0})
        self.assertEqual(valid[honest.id], {"settlement": 0, "gift": 0})
        praised = self.env["convenience.praise"]._praises_for(taker | honest, *NOVEMBER)
        self.assertEqual(praised, {taker.id: 0, honest.id: 1})

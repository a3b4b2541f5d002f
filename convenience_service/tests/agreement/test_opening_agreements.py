"""Agreements that ran before the product: what was paid is not billed again."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ..parties.common_import import PLACE, ImportCommon
from .common_agreement import AgreementCommon

HEADERS = (
    "Agreement Number", "Name", *PLACE, "Service", "Price Basis", "Price", "Frequency", "Days",
    "Start", "Paid Until",
)  # fmt: skip
HOME = ("Owner One", "1", "", "101")
ROWS = [
    ("XY-1", *HOME, "Garden Care", "包月", "300", "每周", "周一/周四", "2025-03-03", "2026-09-30"),
    ("XY-1", *HOME, "Car Wash", "按次", "18", "每月", "1/15", "2025-03-03", "2026-09-30"),
]


@tagged("post_install", "-at_install")
@freeze_time("2026-10-05 02:00:00")
class TestOpeningAgreements(AgreementCommon, ImportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.loader = cls._make_user("loader", cls.company, "group_service_manager", "group_cashier")
        cls.office.user_ids |= cls.loader
        cls.company.convenience_opening_date = date(2026, 10, 1)

    def _bring(self, rows=None, user=None):
        rows = ROWS if rows is None else rows
        return self._load_rows("agreements", HEADERS, rows, user=user or self.loader)

    def _brought(self):
        return self.env["convenience.agreement"].search([("opening_number", "=", "XY-1")])

    def test_they_run_from_the_day_after_what_was_paid(self):
        outcome = self._bring()
        self.assertEqual(self._counts(outcome), (2, 0, 0, 0), outcome["problems"])
        agreement = self._brought()
        self.assertEqual((agreement.state, agreement.date_from), ("active", date(2026, 10, 1)))
        garden, wash = agreement.line_ids.sorted("id")
        self.assertEqual((garden.price_unit, garden.price_basis), (300.0, "flat"))
        self.assertTrue(garden.monday and garden.thursday)
        self.assertEqual((wash.price_unit, wash.month_days), (18.0, "1,15"))
        self.assertEqual(garden.rhythm_from, date(2025, 3, 3))
        self.assertIn("XY-1", garden.price_reason)
        with self.enter_registry_test_mode():
            self.env.ref("convenience_service.ir_cron_make_visits").method_direct_trigger()
        days = agreement.line_ids.visit_ids.mapped("planned_date")
        self.assertTrue(days)
        self.assertGreaterEqual(min(days), date(2026, 10, 5), "nobody is sent for the past")

    def test_what_was_paid_is_not_billed_again(self):
        self._bring()
        with freeze_time("2026-11-01 02:00:00"):
            statement = self._settlement().statement_ids
        self.assertEqual(statement.line_ids.mapped("amount"), [300.0])
        self.assertEqual(statement.line_ids.period_from, date(2026, 10, 1))

    def test_once(self):
        self._bring()
        self.assertEqual(self._counts(self._bring()), (0, 0, 2, 0))
        changed = self._bring([(*ROWS[0][:7], "310", *ROWS[0][8:])])
        self.assertEqual(self._where(changed), [(2, "Agreement Number")])
        self.assertEqual(len(self._brought()), 1)

    def test_all_or_nothing(self):
        bad = [
            ROWS[0],
            ("XY-2", "Nobody", *ROWS[0][2:]),
            ("XY-3", *ROWS[0][1:5], "Polishing", *ROWS[0][6:]),
            ("XY-4", *ROWS[0][1:7], "0", *ROWS[0][8:]),
            ("XY-5", *ROWS[0][1:9], "Someday", *ROWS[0][10:]),
        ]
        outcome = self._bring(bad)
        self.assertFalse(outcome["loaded"])
        self.assertEqual(
            self._where(outcome), [(3, "Name"), (4, "Service"), (5, "Price"), (6, "Days")]
        )
        self.assertFalse(self._brought())

    def test_who(self):
        for user in (self.importer, self.service_manager, self.cashier, self.clerk):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._bring(user=user)

    def test_nobody_writes_the_number_to_go_without_a_signature(self):
        draft = self._draft()
        draft.write({"signed_name": "Owner", "signed_on_paper": True})
        with self.assertRaises(AccessError):
            draft.write({"opening_number": "XY-9"})
        with self.assertRaisesRegex(UserError, "have the customer sign"):
            draft.action_activate()

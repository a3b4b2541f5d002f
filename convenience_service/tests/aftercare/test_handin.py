"""What workers hand in, and praise: who takes it, where it goes, what it counts as."""

from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..billing.test_reports_statement import ReportCase
from ..cash.common_till import TillCommon
from ..common import PIXEL
from .common_confidential import ConfidentialCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-10 04:00:00")
class TestHandin(TillCommon, ConfidentialCommon, ReportCase):
    def _handin(self, user=None, **values):
        return (
            self.env["convenience.handin"]
            .with_user(user or self.clerk)
            .create(
                {
                    "office_id": self.office.id,
                    "employee_id": self.worker.employee_id.id,
                    "amount": 200.0,
                    "partner_id": self.visitor.id,
                    **values,
                }
            )
        )

    def _sign(self, handin):
        handin.write({"signed_name": "Visitor", "signature": PIXEL})

    def test_who_takes_it(self):
        for role in ("worker_user", "cashier", "general_manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._handin(self.users[role])
        for role in ("clerk", "supervisor", "service_manager", "director"):
            with self.subTest(role=role):
                handin = self._handin(self.users[role])
                self.assertEqual(handin.received_by_id, self.users[role])

    def test_nobody_takes_or_settles_their_own(self):
        staff = self._make_worker("W8", self.clerk)
        with self.assertRaisesRegex(ValidationError, "cannot receive what they hand in"):
            self._handin(employee_id=staff.employee_id.id)
        handin = self._handin(self.other_clerk, employee_id=staff.employee_id.id)
        self._sign(handin)
        with self.assertRaisesRegex(AccessError, "is your own"):
            handin.with_user(self.clerk).action_return()

    def test_money_has_an_amount_and_a_thing_a_name(self):
        for values in ({"amount": 0.0}, {"kind": "thing", "amount": 0.0}):
            with (
                self.subTest(values=values),
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self._handin(**values).flush_recordset()

    def test_a_thing_goes_back_against_a_signature(self):
        handin = self._handin(kind="thing", amount=0.0, thing="Two cartons")
        with self.assertRaisesRegex(UserError, "sign for Two cartons"):
            handin.action_return()
        self._sign(handin)
        with self.assertRaisesRegex(UserError, "have the cashier take the money"):
            handin.action_apply()
        handin.action_return()
        self.assertRecordValues(handin, [{"state": "returned", "amount_returned": 0.0}])
        with self.assertRaisesRegex(UserError, "stays as it is"):
            handin.thing = "One carton"

    def test_pays_only_with_a_receipt_that_fits(self):
        receipt = self._collect(self._visit())
        handin = self._handin(amount=50.0)
        handin.receipt_id = receipt
        with self.assertRaisesRegex(UserError, "is for ¥.80.00, and only ¥.50.00"):
            handin.action_apply()
        ahead = self._prepay(self.visitor, 20.0)
        handin.receipt_id = ahead
        with self.assertRaisesRegex(UserError, "is no booked receipt"):
            handin.action_apply()
        exact = self._handin(amount=80.0)
        exact.receipt_id = receipt
        exact.action_apply()
        self.assertRecordValues(
            exact, [{"state": "applied", "amount_applied": 80.0, "amount_returned": 0.0}]
        )
        handin.receipt_id = False
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            handin.receipt_id = receipt
            handin.flush_recordset()

    def test_what_was_demanded_is_the_directors_alone(self):
        with self.assertRaises(AccessError):
            self._handin(self.service_manager, is_voluntary=False)
        before = self._handin()
        demanded = self._handin(self.director, is_voluntary=False)
        after = self._handin()
        self.assertEqual(int(after.name[-4:]) - int(before.name[-4:]), 1, "no number misses")
        for role, user in self.watchers.items():
            handins = self.env["convenience.handin"].with_user(user)
            if handins.has_access("read"):
                with self.subTest(role=role):
                    sees = role in ("director", "other_director", "general_manager")
                    found = handins.search([("id", "=", demanded.id)])
                    self.assertEqual(bool(found), sees)
        with self.assertRaisesRegex(AccessError, "cannot be written directly"):
            before.with_user(self.director).is_voluntary = False

    def test_only_their_own_accord_is_praise(self):
        self._handin()
        self._handin(self.director, is_voluntary=False)
        praise = self.env["convenience.praise"].search([])
        self.assertEqual(praise.mapped("kind"), ["handin"])
        with self.assertRaisesRegex(UserError, "stays as it is"):
            praise.with_user(self.clerk).words = "More"

    def test_register_on_paper(self):
        handin = self._handin(unit_id=self.flat.id)
        page = self._page("convenience_service.report_handin", handin, self.clerk)
        (row,) = self._lines(page)
        self.assertEqual(
            row,
            [
                *(handin.name, "11/10/2026", "Worker W1", "200.00", "Visitor", "3-301"),
                *("Held Here", ""),
            ],
        )
        self.assertIn("200.00", page.text_content().split("Money still held")[1])

    # ------------------------------------------------------------------ praise

    def _praise(self, **values):
        return (
            self.env["convenience.praise"]
            .with_user(self.clerk)
            .create({"office_id": self.office.id, "words": "A banner for quick help", **values})
        )

    def test_praise_is_of_somebody_and_not_ones_own(self):
        with self.assertRaisesRegex(ValidationError, "Choose the person or the department"):
            self._praise()
        staff = self._make_worker("W8", self.clerk)
        with self.assertRaisesRegex(ValidationError, "cannot register their own praise"):
            self._praise(employee_id=staff.employee_id.id)
        with self.assertRaisesRegex(UserError, "registered as a hand-in"):
            self._praise(employee_id=self.worker.employee_id.id, kind="handin")
        self.assertEqual(self._praise(department_id=self.department.id).user_id, self.clerk)

    def test_praise_counts_in_its_days(self):
        person = self.worker.employee_id
        for day in (date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 30)):
            self._praise(employee_id=person.id, date=day, kind="letter")
        counted = self.env["convenience.praise"]._praises_for(
            person, date(2026, 11, 1), date(2026, 11, 30)
        )
        self.assertEqual(counted, {person.id: 2})

    # ------------------------------------------------------------------ who is gone

    def test_what_goes_back_to_them_keeps_their_data(self):
        handin = self._handin(phone="13900000000")
        self.assertIn(
            "something handed in goes back to them",
            self.visitor._erasure_held_back()[self.visitor],
        )
        self._sign(handin)
        handin.action_return()
        held = self.visitor._erasure_held_back().get(self.visitor, set())
        self.assertNotIn("something handed in goes back to them", held)
        self.visitor._erase_personal_data()
        self.assertFalse(handin.phone)

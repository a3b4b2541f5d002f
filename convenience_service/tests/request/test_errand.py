from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import ConvenienceCommon


@tagged("post_install", "-at_install")
class TestErrand(ConvenienceCommon):
    """Errands end with an outcome: the ticket number, the price paid."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.taxi.convenience_kind = "errand"

    def _errand(self, state="in_progress"):
        return self._advance(self._request(items=[(self.taxi, 1)]), state)

    def test_errand_is_done_with_its_outcome(self):
        errand = self._errand().with_user(self.worker_user)
        for outcome in (False, "  "):
            errand.outcome = outcome
            with self.subTest(outcome=outcome), self.assertRaisesRegex(UserError, "is an errand"):
                errand.action_done()
        errand.outcome = "Car B-1234, 35.00 paid to the driver"
        errand.action_done()
        self.assertEqual(errand.state, "done")

    def test_one_errand_without_outcome_stops_the_batch(self):
        errands = self._errand() | self._errand()
        errands[0].outcome = "Booked"
        with self.assertRaisesRegex(UserError, errands[1].name):
            errands.with_user(self.worker_user).action_done()

    def test_other_work_needs_no_outcome(self):
        job = self._advance(self._request(), "done")
        self.assertFalse(job.has_errand)
        self.assertEqual(job.state, "done")

    def test_imported_errand_comes_without_outcome(self):
        errand = self._october(items=[(self.taxi, 1)])
        self.assertEqual(errand.state, "reviewed")

    def test_outcome_is_evidence(self):
        errand = self._errand()
        errand.with_user(self.worker_user).outcome = "Booked"
        errand.with_user(self.worker_user).action_done()
        errand.with_user(self.supervisor).action_review()
        for role in ("clerk", "worker_user"):
            with self.subTest(role=role), self.assertRaises(UserError):
                errand.with_user(self.users[role]).outcome = "Something else"
        with self.assertRaises(AccessError):
            errand.with_user(self.cashier).outcome = "Something else"

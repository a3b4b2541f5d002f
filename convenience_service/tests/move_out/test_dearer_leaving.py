from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from ..common import signed_paper
from .test_move_out_corner_cases import MoveOutCase


@tagged("post_install", "-at_install")
@freeze_time("2026-11-10 04:00:00")
class TestDearerLeaving(MoveOutCase):
    """Who leaves with work that became dearer pays the rest first, or with the last bill."""

    def _leaving(self):
        return self._move_out(self.tenant_unit.occupancy_ids)

    def test_what_waits_for_the_rest_is_named_with_the_sum(self):
        self._at_the_desk(60.0)
        request = self._advance(self._order(self.sixty), "in_progress")
        request.line_ids.with_user(self.worker_user).quantity = 1.1
        self._accept_raise(request)
        request.with_user(self.worker_user).action_done()
        request.with_user(self.worker_user).write(signed_paper("Tenant"))
        request.with_user(self.worker_user).action_sign()
        move_out = self._leaving()
        with self.assertRaisesRegex(UserError, f"{request.name}: .*6.00 are not paid ahead"):
            move_out.with_user(self.clerk).action_prepare()
        self._at_the_desk(6.0)
        request.with_user(self.supervisor).action_review()
        self._settle(move_out)
        self.assertEqual((move_out.amount_paid, move_out.amount_refunded), (0.0, 0.0))
        self.assertLedger()

    def test_corrected_after_the_review_the_rest_is_taken_with_the_last_bill(self):
        self._at_the_desk(60.0)
        request = self._advance(self._order(self.sixty), "reviewed")
        self._bill_of(request).with_user(self.cashier).action_cancel(reason="By mistake")
        request.line_ids.with_user(self.director).correct_price(70.0, "Twice the room")
        move_out = self._settle(self._leaving())
        self.assertEqual((move_out.amount_billed, move_out.amount_paid), (70.0, 10.0))
        self.assertEqual(self.wallet.available, 0.0)
        self.assertLedger()

from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import ConvenienceCommon
from .common_money import MoneyCommon

HAND_OVER = date(2026, 11, 10)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-10 04:00:00")
class TestMoveOut(MoneyCommon, ConvenienceCommon):
    """Somebody leaves on the 10th: what is open is named, the rest comes to zero."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ladder_use = cls._make_item("Ladder Hire", 13)
        cls._approve(
            cls._make_tariff(
                cls.office,
                date(2026, 11, 10),
                [(cls.ladder_use, 20.0, {"deposit": 100.0})],
                kind="amendment",
            )
        )

    def _move_out(self, occupancy=None):
        return (
            self.env["convenience.move.out"]
            .with_user(self.clerk)
            .create({"occupancy_id": (occupancy or self.owner_occupancy).id, "date": HAND_OVER})
            .with_user(self.env.user)
        )

    def _settle(self, move_out):
        move_out.with_user(self.clerk).action_prepare()
        move_out.with_user(self.cashier)._settle_with(self.cash)
        return move_out

    def _ladder(self):
        return (
            self.env["convenience.loan"]
            .with_user(self.clerk)
            .create({"name": "Ladder", "unit_id": self.unit.id, "resident_id": self.owner.id})
        )

    def test_refused_with_the_whole_list(self):
        ladder = self._ladder()
        request = self._request()
        move_out = self._move_out()
        with self.assertRaises(UserError) as refusal:
            move_out.with_user(self.clerk).action_prepare()
        self.assertIn(request.name, str(refusal.exception))
        self.assertIn("Ladder (Lent) is not returned", str(refusal.exception))
        ladder.action_return()
        request.with_user(self.clerk).action_cancel(reason="Moves out")
        move_out.with_user(self.clerk).action_prepare()
        self.assertEqual(move_out.state, "prepared")

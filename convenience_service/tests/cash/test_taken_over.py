from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..billing.common_bills import BillCommon
from ..common import ConvenienceCommon


@tagged("post_install", "-at_install")
class TestTakenOver(BillCommon, ConvenienceCommon):
    """Money that a collector who left had in hand comes to the cashier by somebody named."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.successor = cls._make_user("successor", cls.company, "group_clerk")
        cls.office.user_ids += cls.successor
        cls.receipt = cls._once(lambda case: case._give(requests=case._visit()))

    def _dialog(self, user=None, **values):
        return (
            self.env["convenience.take.over"]
            .with_user(user or self.service_manager)
            .create(
                {
                    "office_id": self.office.id,
                    "left_id": self.clerk.id,
                    "collector_id": self.successor.id,
                    **values,
                }
            )
        )

    def test_handed_in_by_who_was_named(self):
        self.clerk.active = False
        dialog = self._dialog()
        self.assertEqual((dialog.left_ids, dialog.amount_total), (self.clerk, 80.0))
        action = dialog.action_apply()
        handover = self.env["convenience.handover"].browse(action["res_id"])
        self.assertEqual(handover.receipt_ids, self.receipt)
        self.assertEqual(handover.taken_over_from_id, self.clerk)
        handover.with_user(self.successor).action_submit()
        self._accept(handover)
        self.assertEqual((handover.state, self.receipt.state), ("accepted", "posted"))
        self.assertEqual(self.receipt.taken_by_id, self.clerk, "who gave it stays on the paper")

    def test_taken_over_once(self):
        self.clerk.active = False
        self._dialog().action_apply()
        with self._refuses("has no receipt of"):
            self._dialog().action_apply()

    def test_who_is_at_work_hands_in_alone(self):
        with self._refuses("works for .* still"):
            self._dialog().action_apply()
        self.office.user_ids -= self.clerk
        self._dialog().action_apply()

    def test_successor_is_of_the_desk(self):
        self.clerk.active = False
        for user in (self.worker_user, self.cashier):
            with self.subTest(user=user.name), self._refuses("Choose somebody of its service desk"):
                self._dialog(collector_id=user.id).action_apply()

    def test_a_service_manager_decides(self):
        self.clerk.active = False
        for user in (self.successor, self.cashier, self.worker_user):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self._dialog(user).action_apply()
            with self.assertRaises(AccessError):
                self.env["convenience.handover"].with_user(user)._take_over(
                    self.office, self.clerk, self.successor
                )

    def test_mark_is_nobodys_to_write(self):
        self._give(requests=self._visit(day=16))
        handover = self._hand_over()
        with self.assertRaises(UserError):
            handover.with_user(self.clerk).write({"taken_over_from_id": self.successor.id})

    def test_screen(self):
        self.clerk.active = False
        with Form(self.env["convenience.take.over"].with_user(self.service_manager)) as form:
            form.left_id = self.clerk
            form.collector_id = self.successor
            self.assertEqual(form.amount_total, 80.0)

    def test_staff_of_another_office_are_not_shown(self):
        other = self._make_office("Second", self.company, self.successor)
        dialog = self._dialog(office_id=other.id)
        for name in ("staff_ids", "left_ids"):
            self.env.invalidate_all()
            with self.subTest(field=name), self.assertRaises(AccessError):
                dialog.read([name])

    def test_an_unsaved_dialog_shows_them_neither(self):
        other = self._make_office("Second", self.company, self.successor)
        dialog = self.env["convenience.take.over"].with_user(self.service_manager)
        spec = {
            "office_id": {},
            "staff_ids": {"fields": {"display_name": {}}},
            "left_ids": {"fields": {"display_name": {}}},
        }
        shown = dialog.onchange({"office_id": self.office.id}, ["office_id"], spec)["value"]
        self.assertTrue(shown["staff_ids"])
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            dialog.onchange({"office_id": other.id}, ["office_id"], spec)

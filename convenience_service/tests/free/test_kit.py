from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.free.kit_line import REMINDER
from ..common import ConvenienceCommon


@tagged("post_install", "-at_install")
class TestKit(ConvenienceCommon):
    """Boxes: what is used and refilled is written down, what runs short or expires is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.office._today()
        cls.office.service_manager_id = cls.service_manager
        cls.kit = (
            cls.env["convenience.kit"]
            .with_user(cls.service_manager)
            .create({"name": "First Aid", "place": "Gatehouse", "office_id": cls.office.id})
        )
        cls.bandage = cls._make_line("Bandages", 10)
        cls._move(cls.bandage, 10)

    @classmethod
    def _make_line(cls, name, wanted, **values):
        return (
            cls.env["convenience.kit.line"]
            .with_user(cls.service_manager)
            .create({"kit_id": cls.kit.id, "name": name, "quantity_wanted": wanted, **values})
        )

    @classmethod
    def _move(cls, line, quantity, user=None, **values):
        return (
            cls.env["convenience.kit.move"]
            .with_user(user or cls.clerk)
            .create({"line_id": line.id, "quantity": quantity, **values})
        )

    def _expire(self, days):
        """Bandages whose last day is `days` from today."""
        self.bandage.expiry_on = self.today + timedelta(days=days)

    def _remind(self):
        with self.enter_registry_test_mode():
            self.env.ref("convenience_service.ir_cron_remind_kits").method_direct_trigger()
        self.env.invalidate_all()

    def _reminders(self):
        return self.kit.sudo().activity_search([REMINDER])

    def test_there_is_what_the_log_says(self):
        self._move(self.bandage, -3, resident_id=self.owner.id, note="Cut finger")
        self.assertEqual(self.bandage.quantity_now, 7)
        self.assertEqual(self.bandage.attention, "refill")
        self._move(self.bandage, 3)
        self.assertEqual(self.bandage.quantity_now, 10)
        self.assertFalse(self.bandage.attention)
        self.assertEqual(self.bandage.move_ids.user_id, self.clerk)

    def test_no_more_is_taken_than_there_is(self):
        with self.assertRaisesRegex(ValidationError, "only 10 of Bandages in First Aid"):
            self._move(self.bandage, -11)

    def test_buttons_propose_one_to_use_and_what_is_missing_to_refill(self):
        self._move(self.bandage, -4)
        used, refilled = self.bandage.action_use(), self.bandage.action_refill()
        self.assertEqual(used["context"]["default_quantity"], -1)
        self.assertEqual(refilled["context"]["default_quantity"], 4)

    def test_expiry_counts_local_days(self):
        for days, attention in ((31, False), (30, "expiring"), (0, "expiring"), (-1, "expired")):
            with self.subTest(days=days):
                self._expire(days)
                self.assertEqual(self.bandage.attention, attention)
                found = self.env["convenience.kit.line"].search([("attention", "!=", False)])
                self.assertEqual(self.bandage in found, bool(attention))
                self.assertEqual(self.kit.attention_count, int(bool(attention)))
        self.assertFalse(self.env["convenience.kit.line"].search([("attention", "=", "expiring")]))

    def test_empty_line_has_nothing_to_expire(self):
        self._expire(-1)
        self._move(self.bandage, -10)
        self.assertEqual(self.bandage.attention, "refill")

    def test_new_stock_brings_its_own_date(self):
        self._expire(-1)
        self._move(self.bandage, 1, expiry_on=self.today + timedelta(days=400))
        self.assertFalse(self.bandage.attention)

    # ------------------------------------------------------------------ roles

    def test_clerks_use_and_managers_set_up(self):
        with self.assertRaises(AccessError):
            self.bandage.with_user(self.clerk).quantity_wanted = 1
        with self.assertRaises(AccessError):
            self.kit.with_user(self.supervisor).place = "Elsewhere"
        for role in ("worker_user", "cashier", "general_manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._move(self.bandage, -1, self.users[role])
        self.assertEqual(self.kit.with_user(self.general_manager).name, "First Aid")

    def test_log_does_not_change(self):
        move = self._move(self.bandage, -1).with_user(self.director)
        with self.assertRaises(AccessError):
            move.quantity = -2
        with self.assertRaises(AccessError):
            move.unlink()
        with self.assertRaises(AccessError):
            self.bandage.with_user(self.director).quantity_now = 99

    # ------------------------------------------------------------------ reminders

    def test_each_reason_is_told_once(self):
        self._move(self.bandage, -1)
        self._expire(10)
        self._remind()
        self._remind()
        reminders = self._reminders()
        self.assertEqual(
            set(reminders.mapped("summary")), {"Bandages: To Refill", "Bandages: Expires Soon"}
        )
        self.assertEqual(len(reminders), 2)
        self.assertEqual(reminders.user_id, self.service_manager)

    def test_what_was_full_again_is_told_again(self):
        for _time in range(2):
            self._move(self.bandage, -1)
            self._remind()
            self._move(self.bandage, 1)
        self.assertEqual(len(self._reminders()), 2)

    def test_full_and_fresh_box_reminds_nobody(self):
        self._remind()
        self.assertFalse(self._reminders())

    @mute_logger("odoo.addons.convenience_service.models.guard.job")
    def test_line_that_fails_does_not_stop_the_others(self):
        broken = self._make_line("Plasters", 5)
        self._move(self.bandage, -1)
        raise_reminder = type(broken)._raise_reminder

        def fail_on_plasters(line, reason):
            if line.id == broken.id:
                raise ValueError("No")
            raise_reminder(line, reason)

        with patch.object(type(broken), "_raise_reminder", fail_on_plasters):
            self._remind()
        self.assertEqual(self._reminders().summary, "Bandages: To Refill")
        self.assertEqual(broken.job_error, "No")
        self.assertFalse(broken.refill_reminded)

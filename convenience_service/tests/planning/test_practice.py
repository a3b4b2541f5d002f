"""What was approved is put into practice, and whoever is late is seen."""

from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from ..common import ConvenienceCommon


@freeze_time("2026-11-10 02:00:00")
@tagged("post_install", "-at_install")
class TestPractice(ConvenienceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office.service_manager_id = cls.service_manager
        cls.office.director_id = cls.director

    def _approved(self, *prices, day=date(2026, 12, 10)):
        return self._approve(self._make_tariff(self.office, day, prices, kind="amendment"))

    def test_new_and_changed_items_are_prepared(self):
        piano = self._make_item("Piano Tuning", 6)
        tariff = self._approved((piano, 300.0), (self.drain, 90.0), (self.bulb, 10.0))
        rows = {row.product_id: row for row in tariff.practice_ids}
        self.assertEqual(
            {item: row.change for item, row in rows.items()},
            {piano: "new", self.drain: "changed"},
            "what stays as it is needs nothing",
        )
        row = rows[piano]
        self.assertEqual(row.date_start, date(2026, 12, 10))
        self.assertEqual(row.department_id, self.department)
        self.assertEqual(row.responsible_id, self.service_manager)

    def test_the_first_list_is_what_the_office_does_already(self):
        self.assertFalse(self.tariff.practice_ids)

    def test_ready_and_not_after_all(self):
        row = self._approved((self.drain, 90.0)).practice_ids
        for user in (self.clerk, self.cashier, self.worker_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                row.with_user(user).action_ready()
        with self.assertRaises(AccessError):
            row.with_user(self.supervisor).write({"date_start": date(2027, 1, 1)})
        row.with_user(self.supervisor).write({"materials": "A new spiral"})
        row.with_user(self.supervisor).action_ready()
        self.assertEqual((row.state, row.ready_by_id), ("ready", self.supervisor))
        with self.assertRaises(AccessError):
            row.with_user(self.supervisor).action_reopen()
        row.with_user(self.service_manager).action_reopen()
        self.assertEqual(row.state, "open")

    def test_the_director_sees_what_is_late_once(self):
        row = self._approved((self.drain, 90.0)).practice_ids
        job = self.env["convenience.practice"]
        for moment, late in (("2026-12-09 15:59:00", False), ("2026-12-09 16:00:00", True)):
            with self.subTest(moment=moment), freeze_time(moment):
                row.invalidate_recordset(["is_overdue"])
                self.assertEqual(row.is_overdue, late)
                self.assertEqual(row in job.search([("is_overdue", "=", True)]), late)
        with freeze_time("2026-12-10 02:00:00"):
            for _run in range(2):
                job.search(job._to_tell())._do_job_batch("_tell_director")
            self.assertFalse(row.job_error)
            self.assertEqual(row.activity_ids.user_id, self.director)
            self.assertEqual(len(row.activity_ids), 1)
            row.with_user(self.supervisor).action_ready()
            self.assertFalse(row.activity_ids)

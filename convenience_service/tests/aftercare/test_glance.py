"""What an office's management sees at a glance, and reads by mail."""

from datetime import datetime

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from ..common import ConvenienceCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-10 04:00:00")
class TestGlance(ConvenienceCommon):
    def _finish(self, day):
        moment = datetime(2026, 11, day, 3)
        return self._past_requests([{"registered": moment, "done": moment}])

    def test_the_month_beside_its_targets(self):
        self._finish(2)
        self._finish(5)
        office = self.office.with_user(self.director)
        # past work that a sheet brought in had no deadline to keep
        self.assertEqual((office.month_finish, office.month_rework), ("–", "0.0"))
        self.assertEqual(office.month_revenue, 160.0)
        self.assertFalse(office.month_off_target)
        self.env["convenience.rate.target"].create({"rate": "follow_up", "target": 30})
        office.invalidate_recordset()
        self.assertIn("Followed Up", office.month_off_target or "")

    def test_a_figure_opens_what_it_counts(self):
        complaint = self.env["convenience.complaint"].with_user(self.clerk)
        made = complaint.create({"office_id": self.office.id, "about": "Late"})
        office = self.office.with_user(self.service_manager)
        self.assertEqual(office.open_complaint_count, 1)
        action = office.with_context(figure="open_complaint_count").action_open_aftercare()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), made)

    def test_a_digest_says_what_its_reader_may_see(self):
        self._finish(9)
        digest = self.env.ref("convenience_service.digest_day").with_company(self.company)
        digest.company_id = self.company
        span = {
            "start_datetime": datetime(2026, 11, 9),
            "end_datetime": datetime(2026, 11, 10),
        }
        own = digest.with_user(self.director).with_context(**span).sudo(False)
        self.assertEqual(own.sudo().with_user(self.director).kpi_convenience_finished_value, 1)
        worker = digest.with_user(self.worker_user).with_context(**span)
        with self.assertRaises(AccessError):
            worker._compute_kpi_convenience_finished_value()

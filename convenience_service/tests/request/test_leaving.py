from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..common import ConvenienceCommon


@tagged("post_install", "-at_install")
class TestLeaving(ConvenienceCommon):
    """Open jobs of whoever leaves are dispatched anew, or go on with the others."""

    def _at_work(self, state, *workers):
        request = self._request()
        request.with_user(self.supervisor).crew_ids = self.env["convenience.worker"].union(*workers)
        return self._advance(request, state)

    def test_jobs_go_back(self):
        for state in ("assigned", "in_progress"):
            with self.subTest(state=state):
                request = self._at_work(state, self.worker)
                self.worker.active = False
                self.assertEqual((request.state, len(request.worker_ids)), ("new", 0))
                self.worker.active = True

    def test_archived_by_the_personnel_office(self):
        request = self._at_work("assigned", self.worker)
        hr = new_test_user(
            self.env,
            login="personnel",
            groups="hr.group_hr_user",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        self.worker.employee_id.with_user(hr).action_archive()
        self.assertFalse(self.worker.active)
        self.assertEqual(request.state, "new")

    def test_others_go_on(self):
        second = self._make_worker("W2", None)
        request = self._at_work("in_progress", self.worker, second)
        self.worker.active = False
        self.assertEqual((request.state, request.crew_ids), ("in_progress", second))

    def test_what_is_done_stays(self):
        request = self._at_work("done", self.worker)
        self.worker.active = False
        self.assertEqual((request.state, len(request.worker_ids)), ("done", 1))

    def test_history_says_why(self):
        request = self._at_work("assigned", self.worker)
        self.worker.active = False
        log = self.env["convenience.move.log"].search(
            [("res_model", "=", request._name), ("res_id", "=", request.id)],
            order="id desc",
            limit=1,
        )
        self.assertIn("left", log.reason)

from odoo.exceptions import AccessError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from ..common import signed_paper
from ..parties.common_resident_data import ResidentDataCommon


@tagged("post_install", "-at_install")
class TestKnownResidents(ResidentDataCommon):
    """Field workers see whom they work for now, and do their work as before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._make_user("worker2", cls.company, "group_worker")
        cls.office.user_ids |= cls.colleague
        cls.other = cls._make_worker("W2", cls.colleague)
        _unit, cls.stranger = cls._make_household("1", "102", "Owner Two")
        cls._guard()

    def _seen(self, user=None):
        residents = self.owner | self.spouse | self.stranger
        partners = residents.with_user(user or self.worker_user)
        found = partners.search([("id", "in", residents.ids)])
        # by the database and record by record alike
        self.assertEqual(partners._filtered_access("read"), found)
        self.env.invalidate_all()
        return found

    def test_from_the_dispatch_to_the_signature(self):
        request = self._request()
        self.assertFalse(self._seen())
        for state in ("assigned", "in_progress", "done"):
            with self.subTest(state=state):
                self._one_step(request, state)
                self.assertEqual(self._seen(), self.owner | self.spouse)
        self._one_step(request, "signed")
        self.assertFalse(self._seen())
        self._one_step(request, "reviewed")
        self.assertFalse(self._seen())

    def _one_step(self, request, state):
        worker = request.with_user(self.worker_user)
        if state == "signed":
            worker.write(signed_paper())
        act = {
            "assigned": request.with_user(self.supervisor).action_assign,
            "in_progress": worker.action_start,
            "done": worker.action_done,
            "signed": worker.action_sign,
            "reviewed": request.with_user(self.supervisor).action_review,
        }
        act[state]()

    def test_a_colleague_sees_them_when_the_job_is_theirs(self):
        request = self._at_work()
        self.assertFalse(self._seen(self.colleague))
        request.with_user(self.supervisor).worker_ids = self.other.employee_id
        self.assertEqual(self._seen(self.colleague), self.owner | self.spouse)
        self.assertFalse(self._seen())

    def test_who_pays_for_a_tenant_is_seen_too(self):
        _unit, tenant = self._make_household("1", "101", "Tenant", role="tenant")
        self._at_work(customer=tenant, payer_id=self.owner.id, payer_consent="By phone")
        partners = self.env["res.partner"].with_user(self.worker_user)
        self.assertIn(tenant, partners.search([("is_resident", "=", True)]))
        self.assertEqual(self._seen(), self.owner | self.spouse)

    def test_the_role_alone_counts_not_a_job_of_a_bare_login(self):
        self._at_work()
        self.worker_user.group_ids = self.env.ref("base.group_user")
        self.assertFalse(self._seen())

    def test_a_clerk_who_goes_out_sees_all(self):
        self.clerk.group_ids |= self.env.ref("convenience_service.group_worker")
        self.assertEqual(self._seen(self.clerk), self.owner | self.spouse | self.stranger)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_finished_jobs_stay_in_the_list(self):
        """Names of last week's customers are read through the job, their pages are closed."""
        finished, current = self._at_work("signed"), self._at_work()
        jobs = (finished | current).with_user(self.worker_user)
        self.env.invalidate_all()
        named = {"customer_id": {"fields": {"display_name": {}}}, "phone": {}, "unit_id": {}}
        self.assertEqual(len(jobs.web_read(named)), 2)
        current.with_user(self.supervisor).action_unassign()
        self.env.invalidate_all()
        (row,) = finished.with_user(self.worker_user).web_read(named)
        self.assertEqual(row["customer_id"]["display_name"], self.owner.display_name)
        with self.assertRaises(AccessError):
            finished.with_user(self.worker_user).customer_id.phone  # noqa: B018

    def test_the_list_opens_grouped_searched_and_exported(self):
        finished = self._at_work("signed").with_user(self.worker_user)
        self.env.ref("base.group_allow_export").user_ids |= self.worker_user
        self.env.invalidate_all()
        mine = [("id", "in", finished.ids)]
        groups = finished.formatted_read_group(mine, ["customer_id"], ["__count"])
        self.assertEqual(len(groups), 1)
        self.assertEqual(finished.search([("found_by", "ilike", self.owner.phone)]), finished)
        self.assertTrue(finished.export_data(["name", "phone"])["datas"])

    def test_forms_of_open_and_finished_jobs_open(self):
        for state in ("assigned", "signed"):
            job = self._at_work(state).with_user(self.worker_user)
            self.env.invalidate_all()
            view = "convenience_service.convenience_request_view_form_worker"
            with self.subTest(state=state), Form(job, view=view) as form:
                self.assertEqual(form.phone, job.phone)

    def test_a_note_on_a_finished_job(self):
        finished = self._at_work("signed").with_user(self.worker_user)
        finished.sudo().message_subscribe(self.owner.ids)
        self.env.invalidate_all()
        note = "Left the key with the guard"
        message = finished.message_post(body=note, message_type="comment")
        self.assertIn(note, message.body)

    def test_all_that_is_done_in_the_field(self):
        """Put off, returned, a wasted trip, back to work: with the reasons asked for."""
        job = self._at_work("in_progress").with_user(self.worker_user)
        self.env.invalidate_all()
        job.action_return(reason="No ladder")
        self.assertFalse(self._seen())
        job = self._at_work("done").with_user(self.worker_user)
        self.env.invalidate_all()
        job.action_refuse_signature(reason="Still drips")
        self.assertEqual(job.sudo().state, "in_progress")


@tagged("post_install", "-at_install")
class TestKnownResidentsOnScreen(HttpCase, ResidentDataCommon):
    """What a worker's browser asks for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._guard()

    def setUp(self):
        super().setUp()
        self.authenticate(self.worker_user.login, self.worker_user.login)

    def test_the_chatter_of_open_and_finished_jobs(self):
        for state in ("assigned", "signed"):
            job = self._at_work(state)
            job.message_subscribe(self.owner.ids)
            said = "I am at home"
            job.message_post(body=said, author_id=self.owner.id, message_type="comment")
            thread = {"thread_model": job._name, "thread_id": job.id}
            with self.subTest(state=state):
                found = self.make_jsonrpc_request("/mail/thread/messages", thread)
                self.assertIn(said, str(found))
                asked = {**thread, "request_list": ["followers", "attachments", "activities"]}
                self.make_jsonrpc_request("/mail/data", {"fetch_params": [["mail.thread", asked]]})

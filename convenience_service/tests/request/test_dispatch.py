"""Who is sent: by hand, claimed, in turn; ceilings and certificates (P2 4.2.6)."""

from collections import Counter
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import ConvenienceCommon


@tagged("post_install", "-at_install")
class TestDispatch(ConvenienceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker.department_id = cls.department
        cls.electrician = cls.env.ref("convenience_service.certificate_electrician")

    def _rule(self, mode, ceiling=0):
        return self.env["convenience.dispatch.rule"].create(
            {
                "office_id": self.office.id,
                "department_id": self.department.id,
                "mode": mode,
                "ceiling": ceiling,
            }
        )

    def _colleagues(self, count):
        workers = self.env["convenience.worker"].concat(
            *(self._make_worker(f"T{number}", None) for number in range(count))
        )
        workers.department_id = self.department
        return workers

    def _waiting_request(self, **values):
        return self._request(worker_ids=False, **values)

    def _register(self, count):
        """Requests as the clerk registers them one after the other, with nobody chosen."""
        values = {**self._prepare_request(), "worker_ids": False}
        return (
            self.env["convenience.request"]
            .with_user(self.clerk)
            .create([dict(values) for _number in range(count)])
            .sudo()
        )

    def _run_dispatch(self):
        with self.enter_registry_test_mode():
            self.env.ref("convenience_service.ir_cron_dispatch").method_direct_trigger()
        self.env.invalidate_all()

    # ------------------------------------------------------------------ by hand

    def test_without_a_rule_the_supervisor_sends(self):
        request = self._waiting_request()
        self._run_dispatch()
        self.assertRecordValues(request, [{"state": "new", "waiting_for": False}])

    def test_ceiling_of_open_jobs(self):
        self._rule("manual", ceiling=2)
        first, second, third = (self._request() for _number in range(3))
        (first | second).with_user(self.supervisor).action_assign()
        with self.assertRaisesRegex(UserError, r"Worker W1 has 2 open jobs.*" + third.name):
            third.with_user(self.supervisor).action_assign()
        first.with_user(self.worker_user).action_start()
        first.with_user(self.worker_user).action_done()
        third.with_user(self.supervisor).action_assign()
        self.assertEqual(third.state, "assigned")

    def test_ceiling_counts_within_one_batch(self):
        self.worker.job_ceiling = 1
        batch = self._request() | self._request()
        with self.assertRaisesRegex(UserError, "as many as allowed"):
            batch.with_user(self.supervisor).action_assign()
        self.assertEqual(set(batch.mapped("state")), {"new"})

    def test_own_ceiling_goes_before_the_rule(self):
        self._rule("manual", ceiling=1)
        self.worker.job_ceiling = 5
        batch = self._request() | self._request()
        batch.with_user(self.supervisor).action_assign()
        self.assertEqual(set(batch.mapped("state")), {"assigned"})

    # ------------------------------------------------------------------ certificates

    def test_certificate_is_asked_for_by_name(self):
        self.drain.convenience_certificate_type_ids = self.electrician
        request = self._request()
        with self.assertRaisesRegex(UserError, r"certificate Electrician.*Worker W1"):
            request.with_user(self.supervisor).action_assign()
        self.env["convenience.worker.certificate"].create(
            {
                "worker_id": self.worker.id,
                "type_id": self.electrician.id,
                "date_from": self.office._today(),
                "date_to": self.office._today(),
            }
        )
        request.with_user(self.supervisor).action_assign()
        self.assertEqual(request.state, "assigned")

    def test_certificate_that_ended_yesterday_does_not_count(self):
        self.drain.convenience_certificate_type_ids = self.electrician
        yesterday = self.office._today() - timedelta(days=1)
        self.env["convenience.worker.certificate"].create(
            {
                "worker_id": self.worker.id,
                "type_id": self.electrician.id,
                "date_from": yesterday,
                "date_to": yesterday,
            }
        )
        with self.assertRaisesRegex(UserError, "Electrician"):
            self._request().with_user(self.supervisor).action_assign()

    def test_one_of_several_holds_it_and_a_provider_answers_for_its_own(self):
        self.drain.convenience_certificate_type_ids = self.electrician
        mate = self._colleagues(1)
        self.env["convenience.worker.certificate"].create(
            {
                "worker_id": mate.id,
                "type_id": self.electrician.id,
                "date_from": self.office._today(),
            }
        )
        both = self._request(worker_ids=[Command.set((self.worker | mate).employee_id.ids)])
        outside = self._request(
            worker_ids=False, provider_id=self.env["res.partner"].create({"name": "Firm"}).id
        )
        (both | outside).with_user(self.supervisor).action_assign()
        self.assertEqual(set((both | outside).mapped("state")), {"assigned"})

    def test_only_managers_enter_certificates(self):
        values = {"worker_id": self.worker.id, "type_id": self.electrician.id}
        for role in ("clerk", "supervisor", "worker_user", "cashier", "general_manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.env["convenience.worker.certificate"].with_user(self.users[role]).create(
                    values
                )

    # ------------------------------------------------------------------ claimed

    def test_claim(self):
        self._rule("claim")
        request = self._waiting_request()
        offers = self.env["convenience.job.offer"].with_user(self.worker_user)
        offer = offers.search([("id", "=", request.id)])
        self.assertEqual(offer.items_summary, "Drain Unblocking × 1")
        offer.action_claim()
        self.assertRecordValues(
            request,
            [
                {
                    "state": "assigned",
                    "worker_ids": self.worker.employee_id.ids,
                    "assigned_by_id": self.worker_user.id,
                }
            ],
        )
        self.assertFalse(offers.search([("id", "=", request.id)]))

    def test_who_comes_second_reads_who_has_it(self):
        self._rule("claim")
        late_user = self._make_user("late", self.company, "group_worker")
        self.office.user_ids |= late_user
        self._make_worker("W2", late_user).department_id = self.department
        request = self._waiting_request()
        self.env["convenience.job.offer"].with_user(self.worker_user).browse(
            request.id
        ).action_claim()
        with self.assertRaisesRegex(UserError, rf"{request.name} is taken already, by Worker W1"):
            self.env["convenience.job.offer"].with_user(late_user).browse(request.id).action_claim()
        self.assertEqual(request.worker_ids, self.worker.employee_id)

    def test_claim_is_for_the_department_and_its_rule(self):
        request = self._waiting_request()
        offer = self.env["convenience.job.offer"].with_user(self.worker_user).browse(request.id)
        with self.assertRaisesRegex(UserError, "not yours to claim"):
            offer.action_claim()
        self._rule("claim")
        self.worker.department_id = False
        with self.assertRaisesRegex(UserError, "not yours to claim"):
            offer.action_claim()
        for role in ("clerk", "director", "cashier", "general_manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                offer.with_user(self.users[role]).action_claim()

    def test_worker_of_another_office_sees_no_offer(self):
        self._rule("claim")
        request = self._waiting_request()
        stranger = self._make_user("stranger", self.company, "group_worker")
        self._make_office("Elsewhere", self.company, stranger)
        offers = self.env["convenience.job.offer"].with_user(stranger)
        self.assertFalse(offers.search([("id", "=", request.id)]))
        with self.assertRaises(AccessError):
            offers.browse(request.id).action_claim()

    # ------------------------------------------------------------------ in turn

    def test_shares_differ_by_at_most_one(self):
        """200 requests, 8 workers, two absent and one at the ceiling: five share evenly."""
        self._rule("turn", ceiling=100)
        workers = self._colleagues(8)
        present = workers[:6]
        present.with_user(self.clerk).action_report_present()
        full = present[5]
        full.job_ceiling = 1
        self.worker.job_ceiling = 1
        before = self._request(worker_ids=[Command.set(full.employee_id.ids)])
        before.with_user(self.supervisor).action_assign()
        requests = self._register(120) | self._register(80)
        self.assertEqual(set(requests.mapped("state")), {"assigned"})
        shares = Counter(request.worker_ids.id for request in requests)
        self.assertEqual(sum(shares.values()), 200)
        self.assertEqual(set(shares), set(present[:5].employee_id.ids))
        self.assertLessEqual(max(shares.values()) - min(shares.values()), 1)

    def test_nobody_free_waits_with_the_reason_and_is_not_lost(self):
        self._rule("turn", ceiling=1)
        workers = self._colleagues(2)
        waiting = self._register(1)
        self.assertRecordValues(waiting, [{"state": "new", "waiting_for": "presence"}])
        workers.with_user(self.clerk).action_report_present()
        self._run_dispatch()
        self.assertEqual(waiting.state, "assigned")
        more = self._register(2)
        self.assertEqual(sorted(more.mapped("state")), ["assigned", "new"])
        last = more.filtered(lambda request: request.state == "new")
        self.assertEqual(last.waiting_for, "capacity")
        waiting.with_user(self.clerk).action_start()
        waiting.with_user(self.clerk).action_done()
        self._run_dispatch()
        self.assertRecordValues(last, [{"state": "assigned", "waiting_for": False}])
        self.assertEqual(last.worker_ids, waiting.worker_ids)

    def test_certificate_in_turn(self):
        self._rule("turn")
        plain, able = self._colleagues(2)
        (plain | able).with_user(self.clerk).action_report_present()
        self.drain.convenience_certificate_type_ids = self.electrician
        waiting = self._register(1)
        self.assertEqual(waiting.waiting_for, "certificate")
        self.env["convenience.worker.certificate"].create(
            {"worker_id": able.id, "type_id": self.electrician.id}
        )
        self._run_dispatch()
        self.assertEqual(waiting.worker_ids, able.employee_id)

    def test_urgent_goes_first(self):
        self._rule("turn", ceiling=1)
        worker = self._colleagues(1)
        normal, urgent = self._register(1), self._request(worker_ids=False, is_urgent=True)
        worker.with_user(self.clerk).action_report_present()
        self._run_dispatch()
        self.assertEqual((urgent.state, normal.state), ("assigned", "new"))

    def test_job_twice_does_each_once(self):
        self._rule("turn")
        requests = self._register(3)
        self._colleagues(2).with_user(self.clerk).action_report_present()
        self._run_dispatch()
        given = {request: request.worker_ids for request in requests}
        self._run_dispatch()
        self.assertEqual({request: request.worker_ids for request in requests}, given)
        logs = self.env["convenience.move.log"].search(
            [("res_model", "=", "convenience.request"), ("res_id", "in", requests.ids)]
        )
        self.assertEqual(len(logs.filtered(lambda log: log.state_to == "assigned")), 3)

    def test_one_broken_request_does_not_stop_the_rest(self):
        self._rule("turn")
        requests = self._register(3)
        self._colleagues(1).with_user(self.clerk).action_report_present()
        broken, take_turn = requests[1], type(requests)._take_turn

        def fail_on_one(request, turns, number):
            if request == broken:
                raise ValueError("broken")
            return take_turn(request, turns, number)

        with patch.object(type(requests), "_take_turn", fail_on_one):
            self._run_dispatch()
        self.assertEqual(requests.mapped("state"), ["assigned", "new", "assigned"])
        self.assertEqual(broken.job_error, "broken")
        broken._write_guarded({"job_next_try": False})
        self._run_dispatch()
        self.assertRecordValues(broken, [{"state": "assigned", "job_error": False}])

    def test_queries_of_a_batch_do_not_grow_with_it(self):
        self._rule("turn")
        self._colleagues(3).with_user(self.clerk).action_report_present()
        self._register(1)
        small = self._count_queries(lambda: self._register(3))
        large = self._count_queries(lambda: self._register(30))
        # registering itself draws a number and writes deadlines for each request
        self.assertLess((large - small) / 27, 8)

    def _count_queries(self, function):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    # ------------------------------------------------------------------ presence

    def test_nobody_reports_themselves_or_strangers_present(self):
        for user in (self.worker_user, self.cashier, self.general_manager):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.worker.with_user(user).action_report_present()
        with self.assertRaises(AccessError):
            self.worker.with_user(self.service_manager).write({"present_on": "2026-01-01"})
        self.worker.with_user(self.clerk).action_report_present()
        self.assertTrue(self.worker.is_present)
        self.assertIn(
            self.worker, self.env["convenience.worker"].search([("is_present", "=", True)])
        )
        self.worker.with_user(self.clerk).action_report_absent()
        self.assertFalse(self.worker.is_present)

    def test_what_is_not_priced_yet_waits_for_the_quotation(self):
        self._rule("turn")
        self._colleagues(1).with_user(self.clerk).action_report_present()
        repair = self._make_item("Repair by Quotation", 6)
        amendment = self._make_tariff(
            self.office,
            self.office._today(),
            [(repair, 0.0, {"price_rule": "quotation"})],
            kind="amendment",
        )
        self._approve(amendment)
        request = self._waiting_request(items=[(repair, 1)])
        self.assertRecordValues(request, [{"state": "new", "waiting_for": "quotation"}])

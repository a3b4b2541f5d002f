"""In the field: report-in, photos, returned, put off, wasted trips, refused signatures."""

from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged

from ..common import PIXEL, ConvenienceCommon, signed_paper


@tagged("post_install", "-at_install")
class TestField(ConvenienceCommon):
    def _tomorrow(self):
        return fields.Datetime.now() + timedelta(days=1)

    def _put_off(self, request, user, until, reason="not at home"):
        wizard = (
            self.env["convenience.put.off"]
            .with_user(user)
            .create(
                {
                    "request_ids": [Command.set(request.ids)],
                    "until": until,
                    "reason": reason,
                }
            )
        )
        return wizard.action_apply()

    def _last_reason(self, request):
        return request.log_ids.sorted("id")[-1].reason

    def _run_dispatch(self):
        with self.enter_registry_test_mode():
            self.env.ref("convenience_service.ir_cron_dispatch").method_direct_trigger()
        self.env.invalidate_all()

    # ------------------------------------------------------------------ returned, wasted, refused

    def test_worker_returns_a_job_with_the_reason(self):
        for state in ("assigned", "in_progress"):
            request = self._advance(self._request(), state)
            own = request.with_user(self.worker_user)
            self.assertEqual(own.action_return()["res_model"], "convenience.reason.wizard")
            result = own.action_return(reason="needs a pump")
            self.assertEqual(result["res_model"], "convenience.request")
            self.assertRecordValues(request, [{"state": "new", "worker_ids": []}])
            self.assertEqual(self._last_reason(request), "needs a pump")
            with self.assertRaises(AccessError):
                own.read(["name"])

    def test_nobody_returns_another_s_job(self):
        request = self._advance(self._request(), "assigned")
        other = self._make_user("other_worker", self.company, "group_worker")
        self.office.user_ids |= other
        for user in (other, self.cashier, self.general_manager):
            for action in ("action_return", "action_wasted_trip"):
                with self.subTest(user=user.name, action=action), self.assertRaises(AccessError):
                    getattr(request.with_user(user), action)(reason="mine now")

    def test_wasted_trips_are_counted(self):
        request = self._request()
        for number in (1, 2):
            request.worker_ids = self.worker.employee_id
            self._advance(request, "assigned")
            request.with_user(self.worker_user).action_wasted_trip(reason="nobody at home")
            self.assertEqual(request.wasted_trip_count, number)
        self.assertEqual(request.state, "new")

    def test_refused_signature_is_rework(self):
        request = self._advance(self._request(), "done")
        with self.assertRaises(AccessError):
            request.with_user(self.cashier).action_refuse_signature(reason="no")
        request.with_user(self.worker_user).action_refuse_signature(reason="still drips")
        self.assertRecordValues(
            request, [{"state": "in_progress", "rework_count": 1, "date_done": False}]
        )
        self.assertEqual(self._last_reason(request), "still drips")

    def test_taken_back_forgets_worker_and_report(self):
        request = self._advance(self._request(), "assigned")
        request.with_user(self.clerk).action_report_in()
        request.with_user(self.supervisor).action_unassign()
        self.assertRecordValues(
            request, [{"state": "new", "worker_ids": [], "uniform_confirmed": False}]
        )

    # ------------------------------------------------------------------ handed over

    def _hand_over(self, request, user, workers, reason="on leave"):
        return (
            self.env["convenience.hand.over"]
            .with_user(user)
            .create(
                {
                    "request_ids": [Command.set(request.ids)],
                    "worker_ids": [Command.set(workers.ids)],
                    "reason": reason,
                }
            )
            .action_apply()
        )

    def test_supervisor_hands_over(self):
        mate = self._make_worker("W2", None)
        for state in ("assigned", "in_progress"):
            request = self._advance(self._request(), state)
            self._hand_over(request, self.supervisor, mate)
            self.assertRecordValues(
                request, [{"state": "assigned", "worker_ids": mate.employee_id.ids}]
            )
            self.assertIn("on leave", request.log_ids.mapped("reason"))

    def test_hand_over_is_checked_like_a_dispatch(self):
        mate = self._make_worker("W2", None)
        mate.job_ceiling = 1
        busy = self._request(worker_ids=[Command.set(mate.employee_id.ids)])
        busy.with_user(self.supervisor).action_assign()
        request = self._advance(self._request(), "assigned")
        with self.assertRaisesRegex(UserError, "open jobs"):
            self._hand_over(request, self.supervisor, mate)
        for user in (self.clerk, self.worker_user):
            with self.assertRaises(UserError):
                request.with_user(user)._hand_over(mate.employee_id, "mine")

    def test_who_once_worked_on_it_does_not_review(self):
        foreman = self._make_user("foreman", self.company, "group_worker", "group_supervisor")
        self.office.user_ids |= foreman
        crew = self._make_worker("F1", foreman)
        request = self._request(worker_ids=[Command.set(crew.employee_id.ids)])
        request.with_user(self.supervisor).action_assign()
        request.with_user(foreman).action_start()
        self._hand_over(request, self.supervisor, self.worker)
        request.with_user(self.worker_user).action_start()
        request.with_user(self.worker_user).action_done()
        request.with_user(self.worker_user).write(signed_paper())
        request.with_user(self.worker_user).action_sign()
        with self.assertRaises(AccessError):
            request.with_user(foreman).action_review()

    # ------------------------------------------------------------------ put off

    def test_put_off_comes_back_by_itself_once(self):
        request = self._advance(self._request(), "assigned")
        until = self._tomorrow()
        self._put_off(request, self.worker_user, until)
        self.assertRecordValues(
            request,
            [{"state": "new", "put_off_until": until, "put_off_reason": "not at home"}],
        )
        self.assertEqual(request.office_id.to_assign_count, 0)
        self._run_dispatch()
        self.assertEqual(request.put_off_until, until)
        with freeze_time(until + timedelta(seconds=1)):
            self._run_dispatch()
            self._run_dispatch()
        self.assertFalse(request.put_off_until)
        back = request.message_ids.filtered(lambda message: "not at home" in (message.body or ""))
        self.assertEqual(len(back), 1)
        self.assertEqual(request.office_id.to_assign_count, 1)

    def test_one_broken_put_off_does_not_stop_the_rest(self):
        requests = self._request() | self._request()
        self._put_off(requests, self.clerk, self._tomorrow())
        broken, post = requests[0], type(requests).message_post

        def fail_on_one(record, **kwargs):
            if record == broken:
                raise ValueError("no mail")
            return post(record, **kwargs)

        with (
            freeze_time(self._tomorrow() + timedelta(hours=1)),
            patch.object(type(requests), "message_post", fail_on_one),
        ):
            self._run_dispatch()
        self.assertEqual(requests.mapped(lambda one: bool(one.put_off_until)), [True, False])
        self.assertEqual(broken.job_error, "no mail")

    def test_put_off_refusals(self):
        request = self._request()
        with self.assertRaisesRegex(UserError, "moment to come"):
            self._put_off(request, self.clerk, fields.Datetime.now() - timedelta(hours=1))
        done = self._advance(self._request(), "done")
        with self.assertRaisesRegex(UserError, "nothing to put off"):
            self._put_off(done, self.clerk, self._tomorrow())
        with self.assertRaises(AccessError):
            request.with_user(self.clerk).write({"put_off_until": self._tomorrow()})
        with self.assertRaisesRegex(UserError, "nothing to put off"):
            self._put_off(request, self.worker_user, self._tomorrow())

    # ------------------------------------------------------------------ report and uniform

    def test_report_in_before_going_out(self):
        self.office.report_in_required = True
        request = self._advance(self._request(), "assigned")
        with self.assertRaisesRegex(UserError, "report in at JK Garden"):
            request.with_user(self.worker_user).action_start()
        with self.assertRaises(AccessError):
            request.with_user(self.worker_user).action_report_in()
        with self.assertRaises(AccessError):
            request.with_user(self.clerk).write({"uniform_confirmed": True})
        request.with_user(self.clerk).action_report_in()
        self.assertEqual(request.uniform_confirmed_by_id, self.clerk)
        request.with_user(self.worker_user).action_start()
        request.with_user(self.worker_user).action_done()
        request.with_user(self.clerk).action_report_back()
        self.assertTrue(request.reported_back_on)

    # ------------------------------------------------------------------ quiet hours

    def test_noisy_work_refuses_quiet_hours(self):
        """22:00 to 8:00 in Shanghai is 14:00 to 24:00 UTC."""
        self.drain.convenience_noisy = True
        for moment, quiet in (
            (datetime(2026, 11, 2, 13, 59), False),
            (datetime(2026, 11, 2, 14, 0), True),
            (datetime(2026, 11, 2, 23, 59), True),
            (datetime(2026, 11, 3, 0, 0), False),
        ):
            with self.subTest(moment=moment):
                if quiet:
                    with self.assertRaisesRegex(UserError, r"noisy.*22:00 to 8:00"):
                        self._request(wanted_on=moment)
                else:
                    self.assertTrue(self._request(wanted_on=moment))

    def test_noisy_work_does_not_start_in_quiet_hours(self):
        self.drain.convenience_noisy = True
        request = self._advance(self._request(), "assigned")
        with (
            freeze_time(datetime(2026, 11, 2, 15)),
            self.assertRaisesRegex(UserError, "quiet hours"),
        ):
            request.with_user(self.worker_user).action_start()
        with freeze_time(datetime(2026, 11, 3, 2)):
            request.with_user(self.worker_user).action_start()
        self.assertEqual(request.state, "in_progress")

    # ------------------------------------------------------------------ photos and paper

    def test_paper_needs_its_scan(self):
        request = self._advance(self._request(), "done")
        desk = request.with_user(self.clerk)
        desk.write({"signed_name": "Owner", "signed_on_paper": True})
        with self.assertRaisesRegex(UserError, "photo of the signed paper"):
            desk.action_sign()
        desk.photo_ids = [Command.create({"kind": "paper", "image": PIXEL})]
        desk.action_sign()
        self.assertEqual(request.state, "signed")

    def test_photos_are_fixed_by_the_signature(self):
        request = self._advance(self._request(), "in_progress")
        own = request.with_user(self.worker_user)
        own.photo_ids = [Command.create({"kind": "before", "image": PIXEL})]
        photo = own.photo_ids
        self._advance_signed(request)
        for user in (self.worker_user, self.clerk, self.director):
            with self.subTest(user=user.name):
                mine = photo.with_user(user)
                for attempt in (
                    lambda mine=mine: mine.write({"note": "later"}),
                    lambda mine=mine: mine.write({"image": PIXEL}),
                    lambda mine=mine: mine.unlink(),
                    lambda mine=mine: mine.create(
                        {"request_id": request.id, "kind": "after", "image": PIXEL}
                    ),
                ):
                    with self.assertRaises(UserError), self.env.cr.savepoint():
                        attempt()

    def _advance_signed(self, request):
        request.with_user(self.worker_user).action_done()
        request.with_user(self.worker_user).write(signed_paper())
        request.with_user(self.worker_user).action_sign()

    def test_photos_of_others_are_out_of_sight(self):
        request = self._advance(self._request(), "in_progress")
        request.with_user(self.clerk).photo_ids = [
            Command.create({"kind": "before", "image": PIXEL})
        ]
        other = self._make_user("other_worker", self.company, "group_worker")
        self.office.user_ids |= other
        self.assertFalse(
            self.env["convenience.request.photo"]
            .with_user(other)
            .search([("request_id", "=", request.id)])
        )
        with self.assertRaises(AccessError):
            self.env["convenience.request.photo"].with_user(other).create(
                {"request_id": request.id, "image": PIXEL}
            )
        with self.assertRaises(AccessError):
            request.photo_ids.with_user(self.worker_user).unlink()

    # ------------------------------------------------------------------ caller and dues

    def test_caller_is_found_by_phone_name_or_room(self):
        occupancies = self.env["convenience.occupancy"].with_user(self.clerk)
        for words in ("120101", "Owner One", "1-101", "101 owner", "1 101"):
            with self.subTest(words=words):
                found = [id_ for id_, _name in occupancies.name_search(words)]
                self.assertIn(self.owner_occupancy.id, found)
        self.assertFalse(occupancies.name_search("Owner 999"))

    def test_caller_fills_in_the_rest(self):
        """Of several residents in the unit it is the one who calls."""
        self._make_household("1", "101", "Tenant Two", role="tenant")
        form = Form(self.env["convenience.request"].with_user(self.clerk))
        form.caller_id = self.owner_occupancy
        self.assertEqual(form.unit_id, self.unit)
        self.assertEqual(form.customer_id, self.owner)
        self.assertEqual(form.phone, self.owner.phone)

    def test_deposit_and_prepayment_due_are_shown(self):
        tenant_unit, tenant = self._make_household("1", "102", "Tenant", role="tenant")
        request = self._request(unit=tenant_unit, customer=tenant)
        self.assertEqual((request.prepayment_due, request.deposit_due), (80.0, 0.0))
        self.assertEqual(self._request().prepayment_due, 0.0)

    def test_map_link_names_the_place_and_is_safe(self):
        self.unit.building = 'A"&x=1'
        url = self._request().map_url
        self.assertTrue(url.startswith("https://"))
        self.assertNotIn('"', url)
        self.assertNotIn("&x=1", url)

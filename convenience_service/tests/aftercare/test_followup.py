"""Follow-ups: who is drawn, who calls, what is answered, and that a signed round stays."""

import doctest
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import BaseCase, freeze_time, tagged
from odoo.tools import mute_logger

from ...models.aftercare import drawing
from ...models.aftercare.drawing import deal, draw_share
from ..common import ConvenienceCommon
from ..drawn import drawn

DAY = date(2026, 11, 9)


class TestDrawing(BaseCase):
    """The draw by itself, apart from any record."""

    def test_doctests(self):
        self.assertEqual(doctest.testmod(drawing).failed, 0)

    @given(
        sizes=st.lists(st.integers(0, 40), min_size=1, max_size=60),
        share=st.integers(0, 100),
        seed=st.integers(),
    )
    @drawn(300)
    def test_the_share_is_kept_within_one(self, sizes, share, seed):
        carried, count = 0.0, 0
        for number, size in enumerate(sizes):
            keys = [f"{number}-{one}" for one in range(size)]
            chosen, carried = draw_share(keys, share / 100, seed, carried)
            self.assertLessEqual(set(chosen), set(keys))
            count += len(chosen)
        self.assertLessEqual(abs(count - sum(sizes) * share / 100), 1.0)

    def test_five_thousand_requests_of_twelve_items(self):
        carried, counts, sizes = {}, {}, {}
        for number in range(5_000):
            item = number * 7 % 12
            sizes[item] = sizes.get(item, 0) + 1
            chosen, carried[item] = draw_share([number], 0.3, "s", carried.get(item, 0.0))
            counts[item] = counts.get(item, 0) + len(chosen)
        for item, size in sizes.items():
            self.assertLessEqual(abs(counts[item] - 0.3 * size), 1.0)

    def test_the_same_for_the_same_in_any_order(self):
        keys = [f"BM{number}" for number in range(50)]
        once = draw_share(keys, 0.3, "seed")
        self.assertEqual(once, draw_share(keys[::-1], 0.3, "seed"))
        self.assertNotEqual(once, draw_share(keys, 0.3, "another"))

    def test_calls_are_dealt_evenly_up_to_the_most(self):
        load = {"a": 1}
        dealt = deal(range(5), "s", lambda key: ["a", "b"], load, 3)
        self.assertEqual(load, {"a": 3, "b": 3})
        self.assertEqual(
            list(deal(range(1), "s", lambda key: ["a", "b"], load, 3).values()), [None]
        )
        self.assertEqual(len(dealt), 5)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-10 04:00:00")
class TestFollowup(ConvenienceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office.write(
            {"director_id": cls.director.id, "service_manager_id": cls.service_manager.id}
        )
        cls.households = [
            cls._make_household("5", str(number), f"Owner {number}") for number in range(101, 121)
        ]

    def _finished(self, count=10, item=None, day=DAY):
        moment = datetime(day.year, day.month, day.day, 3)
        return self._past_requests(
            [
                {
                    "registered": moment,
                    "done": moment + timedelta(minutes=number),
                    "unit": unit,
                    "customer": partner,
                    "items": [(item or self.drain, 1)],
                }
                for number, (unit, partner) in enumerate(self.households[:count])
            ]
        )

    def _draw(self, day=DAY, seed="seed"):
        """The round of a day; drawn once more with the same seed it is the same."""
        rounds = self.env["convenience.followup.round"].sudo()
        one = rounds._create_guarded([{"office_id": self.office.id, "date": day, "seed": seed}])
        one._draw()
        return one.with_user(self.env.user)

    def _one(self, **values):
        """A follow-up of a finished request, as the clerk has it to call."""
        self._finished(4)
        followup = self._draw().followup_ids[:1]
        return followup.with_user(followup.caller_id)

    # ------------------------------------------------------------------ drawn

    def test_the_share_of_each_item(self):
        requests = self._finished(10) | self._finished(10, self.bulb)
        one = self._draw()
        self.assertEqual(one.candidate_count, 20)
        by_item = one.followup_ids.grouped("product_id")
        counts = {product.name: len(own) for product, own in by_item.items()}
        self.assertLessEqual(sum(counts.values()), 6, "a household is called once")
        self.assertEqual(counts["Drain Unblocking"], 3)
        self.assertEqual(set(one.followup_ids.mapped("reason")), {"share"})
        self.assertEqual(requests.mapped("followup_drawn_on"), [DAY] * 20)

    def test_the_same_work_and_seed_draw_the_same(self):
        self._finished(20)
        drawn_once = []
        for _time in range(2):
            savepoint = self.env.cr.savepoint()
            one = self._draw(seed="kept")
            drawn_once.append(sorted(one.followup_ids.request_id.mapped("name")))
            savepoint.close(rollback=True)
            self.env.invalidate_all()
        self.assertEqual(drawn_once[0], drawn_once[1])
        self.assertNotEqual(
            drawn_once[0], sorted(self._draw(seed="other").followup_ids.request_id.mapped("name"))
        )

    def test_nobody_is_called_again_within_the_days(self):
        self._finished(20, day=date(2026, 11, 8))
        first = self._draw(date(2026, 11, 8)).followup_ids
        self._finished(20)
        second = self._draw().followup_ids
        self.assertTrue(second)
        self.assertFalse(first.unit_id & second.unit_id)

    def test_first_visits_and_complaints_are_always_called(self):
        self.office.followup_first_visits = True
        self._finished(4, day=date(2026, 11, 8))
        first = self._draw(date(2026, 11, 8)).followup_ids
        self.assertEqual(first.mapped("reason"), ["first_visit"] * 4)
        complaint = (
            self.env["convenience.complaint"]
            .with_user(self.clerk)
            .create(
                {"office_id": self.office.id, "unit_id": self.households[0][0].id, "about": "Late"}
            )
        )
        own = complaint.with_user(self.supervisor)
        own.action_handle()
        own.resolution = "Apologised."
        own.action_resolve()
        second = self._draw().followup_ids
        self.assertEqual((second.reason, second.complaint_id), ("complaint", complaint))
        self.assertFalse(self._draw(date(2026, 11, 10)).followup_ids, "each once")

    def test_complaints_and_agreements_are_no_strata(self):
        for subject in ("complaint", "agreement"):
            with self.assertRaisesRegex(ValidationError, "by 0 % or by 100 %"):
                self.env["convenience.followup.policy"].create({"subject": subject, "share": 50})

    def test_high_amounts(self):
        self.office.followup_high_amount = 80.0
        self._finished(3)
        self._finished(3, self.bulb)
        reasons = self._draw().followup_ids.filtered(lambda one: one.reason == "amount")
        self.assertEqual(set(reasons.product_id.mapped("name")), {"Drain Unblocking"})
        self.assertEqual(len(reasons), 3)

    def test_what_nobody_has_room_for_is_cut_and_recorded(self):
        self.office.followup_calls = 1
        self.env["convenience.followup.policy"].create(
            {"office_id": self.office.id, "company_id": self.company.id,
             "subject": "paid", "share": 100}
        )  # fmt: skip
        self._finished(20)
        states = self._draw().followup_ids.mapped("state")
        self.assertEqual(len(states), 20)
        self.assertGreater(states.count("cut"), 10)
        self.assertGreater(states.count("drawn"), 0)

    def test_a_day_is_drawn_from_once(self):
        self._draw()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._draw()
        rounds = self.env["convenience.followup.round"]
        before = rounds.search_count([])
        rounds.sudo()._draw_until_yesterday(self.office)
        self.assertEqual(rounds.search_count([]), before)
        with self.assertRaises(AccessError):
            rounds.with_user(self.clerk).action_draw_now()

    def test_the_lists_button_draws(self):
        """As the web client calls it, with the rows that are marked: none."""
        self._finished(10)
        rounds = self.env["convenience.followup.round"].with_user(self.service_manager)
        action = call_kw(rounds, "action_draw_now", [[]], {})
        self.assertEqual(action["res_model"], rounds._name)
        self.assertEqual(rounds.search([("office_id", "=", self.office.id)]).date, DAY)

    def test_what_holds_for_all_companies_is_no_directors_to_change(self):
        shared = self.env.ref("convenience_service.followup_policy_paid")
        for record, values in (
            (shared, {"share": 0}),
            (self.env.ref("convenience_service.complaint_term_normal"), {"close_hours": 1}),
            (self.env.ref("convenience_service.rate_target_satisfaction"), {"target": 1}),
            (self.env.ref("convenience_service.evaluation_grade_good"), {"name": "Fine"}),
        ):
            own = record.with_user(self.director)
            self.assertTrue(own.has_access("read"))
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                own.write(values)
        policies = self.env["convenience.followup.policy"].with_user(self.director)
        policies.create({"subject": "paid", "share": 50})
        self.assertEqual(policies._shares(self.office)[("paid", False)], 0.5)
        with self.assertRaises(AccessError):
            policies.create({"subject": "free", "share": 50, "company_id": False})

    # ------------------------------------------------------------------ who calls

    def test_never_who_served_and_who_took_it_only_alone(self):
        self._finished(20)
        self.worker.employee_id.user_id = self.supervisor
        followups = self._draw().followup_ids
        served = followups.request_id.sudo().worker_ids.user_id
        self.assertIn(self.supervisor, served)
        self.assertFalse(followups.caller_id & served)
        one = followups[:1]
        with self.assertRaisesRegex(AccessError, "somebody else asks"):
            one.with_user(self.supervisor).action_very()
        with self.assertRaisesRegex(AccessError, "somebody else asks"):
            one.with_user(self.supervisor).note = "All fine"

    def test_the_director_calls_when_nobody_may(self):
        self._finished(10)
        self.office.user_ids = self.worker_user | self.director
        self.assertEqual(self._draw().followup_ids.caller_id, self.director)

    def test_called_by_who_took_it_is_marked(self):
        followup = self._one()
        followup.request_id.sudo()._write_guarded({"assigned_by_id": followup.caller_id.id})
        followup.action_satisfied()
        self.assertTrue(followup.same_post)

    # ------------------------------------------------------------------ answered

    def test_one_key_for_each_answer(self):
        self._finished(20)
        one = self._draw()
        for answer, action in (
            ("very", "action_very"),
            ("satisfied", "action_satisfied"),
            ("basic", "action_basic"),
            ("unsatisfied", "action_unsatisfied"),
        ):
            followup = one.followup_ids.filtered(lambda own: own.state == "drawn")[:1]
            getattr(followup.with_user(followup.caller_id), action)()
            self.assertEqual((followup.state, followup.satisfaction), ("reached", answer))
            self.assertEqual(followup.date_done, date(2026, 11, 10))

    def test_tried_three_times_at_other_hours(self):
        followup = self._one()
        for attempts in (1, 2):
            followup.action_not_reached()
            self.assertEqual((followup.state, followup.attempts), ("drawn", attempts))
            self.assertEqual(followup.next_try, datetime(2026, 11, 10, 7))
        followup.action_not_reached()
        self.assertEqual(followup.state, "unreachable")
        followup.action_basic()
        self.assertEqual(followup.state, "reached", "he called back")

    def test_a_bad_answer_becomes_a_complaint_or_a_demand(self):
        followup = self._one()
        with self.assertRaisesRegex(UserError, "has not been asked yet"):
            followup.action_complaint()
        followup.write({"note": "Still drips", "wishes": "A piano tuner"})
        followup.action_unsatisfied()
        self.assertTrue(followup.is_bad)
        action = followup.action_complaint()
        complaint = self.env["convenience.complaint"].browse(action["res_id"])
        self.assertEqual(
            (complaint.about, complaint.request_id), ("Still drips", followup.request_id)
        )
        action = followup.action_demand()
        self.assertEqual(
            self.env["convenience.demand"].browse(action["res_id"]).wish, "A piano tuner"
        )

    def test_workers_and_cashiers_see_none(self):
        followup = self._one()
        for role in ("worker_user", "cashier"):
            self.assertFalse(followup.with_user(self.users[role]).has_access("read"), role)
        for role in ("clerk", "supervisor", "director", "general_manager"):
            self.assertTrue(followup.with_user(self.users[role]).has_access("read"), role)

    # ------------------------------------------------------------------ signed

    def test_a_signed_round_stays(self):
        self._finished(4)
        one = self._draw()
        manager = one.with_user(self.service_manager)
        with self.assertRaisesRegex(UserError, "still to be called"):
            manager.action_sign()
        for followup in one.followup_ids:
            followup.with_user(followup.caller_id).action_satisfied()
        with self.assertRaises(AccessError):
            one.with_user(self.clerk).action_sign()
        manager.conclusion = "All well"
        manager.action_sign()
        answered = one.followup_ids[:1]
        for act in (
            lambda: answered.with_user(self.clerk).write({"note": "Not so well"}),
            lambda: manager.write({"conclusion": "Bad"}),
            lambda: manager.unlink(),
            lambda: answered.with_user(self.director).unlink(),
            lambda: answered.with_user(self.director).write({"satisfaction": "very"}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                act()

    def test_the_papers(self):
        self._finished(4)
        one = self._draw()
        for followup in one.followup_ids:
            followup.with_user(followup.caller_id).action_satisfied()
        reports = self.env["ir.actions.report"].with_user(self.service_manager)
        summary = reports._render_qweb_html("convenience_service.report_followup_round", one.ids)[
            0
        ].decode()
        self.assertIn("100.0", summary)
        self.assertIn("seed", summary)
        record = reports._render_qweb_html(
            "convenience_service.report_followup", one.followup_ids.ids
        )[0].decode()
        self.assertIn("☑ Satisfied", record)

"""The year is planned: figures of last year, the meeting, the selection, prices, the tariff."""

from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..agreement.common_agreement import AgreementCommon
from ..common import ConvenienceCommon

STEPS = ("figures", "discussed", "selected", "proposed")


@freeze_time("2027-01-05 02:00:00")
@tagged("post_install", "-at_install")
class TestAnnualRound(AgreementCommon, ConvenienceCommon):
    def _work(self, item, times, day=date(2026, 10, 5), **row):
        moment = datetime(day.year, day.month, day.day, 3)
        row = {"registered": moment, "done": moment, "items": [(item, 1)], **row}
        return self._past_requests([row] * times)

    def _wish(self, wish, day=date(2026, 6, 1), **values):
        return self.env["convenience.demand"].create(
            {"office_id": self.office.id, "wish": wish, "date": day, **values}
        )

    def _round(self, user=None, **values):
        return (
            self.env["convenience.annual.round"]
            .with_user(user or self.director)
            .create({"office_id": self.office.id, "year": 2027, **values})
        )

    def _line(self, one, item=None, wish=None):
        return one.line_ids.filtered(
            lambda line: line.wish == wish if wish else line.product_id == item
        )

    def _to(self, one, state):
        """Bring a round to a state, as people do."""
        if state != "figures":
            one.write(
                {
                    "meeting_date": date(2027, 1, 6),
                    "meeting_partner_ids": [Command.set(self.director.partner_id.ids)],
                    "necessity": "Asked for",
                    "feasibility": "Staff is there",
                    "date_start": date(2027, 2, 12),
                }
            )
            one.action_discuss()
        if state in ("selected", "proposed"):
            undecided = one.line_ids.filtered(lambda line: not line.decision)
            kept = undecided.filtered("product_id")
            kept.with_user(self.service_manager).decision = "keep"
            (undecided - kept).with_user(self.service_manager).write(
                {"decision": "refuse", "decision_reason": "Nobody can do it"}
            )
            one.with_user(self.service_manager).action_select()
        if state == "proposed":
            one.action_propose()
        return one

    # ------------------------------------------------------------------ figures

    def test_figures_of_last_year(self):
        self._work(self.drain, 3)
        self._work(self.drain, 1, date(2027, 1, 2))
        self._request()  # not done
        self._wish("Drain", product_id=self.drain.id)
        self._wish("Piano tuning")
        self._wish("Piano  tuning")
        self._wish("Piano tuning", date(2025, 6, 1))
        complained = self._work(self.bulb, 1)
        self.env["convenience.complaint"].with_user(self.clerk).create(
            {"office_id": self.office.id, "request_id": complained.id, "about": "Late",
             "date": date(2026, 10, 6)}
        )  # fmt: skip
        one = self._round()
        drain = self._line(one, self.drain)
        self.assertEqual((drain.times, drain.revenue, drain.cost), (3, 240.0, 216.0))
        self.assertEqual((drain.margin, round(drain.margin_rate, 2)), (24.0, 0.1))
        self.assertEqual((drain.demands, drain.price_before), (1, 80.0))
        self.assertEqual(self._line(one, self.bulb).complaints, 1)
        self.assertEqual(self._line(one, wish="Piano tuning").demands, 2)

    def test_agreements_count_with_what_was_billed_for_them(self):
        agreement = self._agreement(
            self._prepare_line(self.garden),
            unit_id=self.unit.id,
            partner_id=self.owner.id,
            date_from=date(2026, 10, 1),
        )
        with freeze_time("2026-11-02 02:00:00"):
            self._invoice(self._settlement())
        line = self._line(self._round(), self.garden)
        flat = agreement.line_ids.price_unit
        self.assertEqual((line.subscribers, line.revenue), (1, flat))

    def test_renewed_figures_leave_what_was_decided(self):
        one = self._round()
        line = self._line(one, self.drain)
        line.with_user(self.service_manager).write({"decision": "stop", "decision_reason": "Dear"})
        self._work(self.drain, 2)
        one.with_user(self.service_manager).action_refresh()
        self.assertEqual((line.times, line.decision), (2, "stop"))
        self.assertEqual(len(self._line(one, self.drain)), 1)

    def test_suggestions_name_their_figures(self):
        self._work(self.drain, 2)
        self._wish("Piano tuning")
        one = self._round()
        said = {
            name: (line.suggestion, line.suggested_because)
            for name, line in (
                ("drain", self._line(one, self.drain)),
                ("bulb", self._line(one, self.bulb)),
                ("piano", self._line(one, wish="Piano tuning")),
            )
        }
        self.assertEqual(said["drain"][0], "keep")
        self.assertIn("160.00", said["drain"][1])
        self.assertEqual(said["bulb"][0], "stop")
        self.assertIn("Nobody ordered", said["bulb"][1])
        self.assertEqual(said["piano"][0], "new")
        self.assertFalse(any(one.line_ids.mapped("decision")), "nothing is decided by a rule")

    def test_below_cost_a_raise_is_suggested(self):
        amendment = self._make_tariff(
            self.office,
            date(2026, 3, 1),
            [(self.drain, 80.0, {"expected_cost": 90.0, "margin_reason": "Good will"})],
            kind="amendment",
        )
        with freeze_time("2026-02-01"):
            self._approve(amendment)
        self._work(self.drain, 2)
        line = self._line(self._round(), self.drain)
        self.assertEqual(line.suggestion, "raise")
        self.assertEqual(
            line.suggested_because.replace("\xa0", " "), "It brought ¥ 160.00 and cost ¥ 180.00."
        )

    # ------------------------------------------------------------------ steps

    def test_from_figures_to_the_general_manager(self):
        self._wish("Piano tuning")
        one = self._to(self._round(), "discussed")
        piano = self._make_item("Piano Tuning", 6)
        self._line(one, wish="Piano tuning").with_user(self.service_manager).write(
            {"product_id": piano.id, "decision": "new", "decision_reason": "Two pianos"}
        )
        self._line(one, self.drain).with_user(self.service_manager).write(
            {"decision": "reprice", "decision_reason": "Wages"}
        )
        self._line(one, self.bulb).with_user(self.service_manager).write(
            {"decision": "stop", "decision_reason": "Nobody asks"}
        )
        self._to_selected(one)
        self._line(one, self.drain).write({"price": 90.0, "expected_cost": 66.0})
        new = one.line_ids.filtered(lambda line: line.product_id == piano)
        new.write({"price": 300.0, "expected_cost": 270.0, "department_id": self.department.id})
        one.action_propose()
        tariff = one.tariff_id
        self.assertEqual((tariff.kind, tariff.year, tariff.state), ("annual", 2027, "draft"))
        prices = {line.product_id: line.price for line in tariff.line_ids}
        self.assertEqual((prices[self.drain], prices[piano]), (90.0, 300.0))
        self.assertNotIn(self.bulb, prices)
        drain = tariff.line_ids.filtered(lambda line: line.product_id == self.drain)
        self.assertEqual(round(drain.margin_rate, 3), 0.267)
        tariff.line_ids.write({"margin_reason": "As the meeting said"})
        tariff.action_review()
        tariff.action_submit()
        tariff.with_user(self.general_manager).action_approve()
        self.assertEqual(tariff.state, "approved")

    def _to_selected(self, one):
        undecided = one.line_ids.filtered(lambda line: not line.decision)
        undecided.with_user(self.service_manager).decision = "keep"
        one.with_user(self.service_manager).action_select()

    def test_the_old_list_holds_until_the_new_one(self):
        one = self._to(self._round(), "proposed")
        tariff = one.tariff_id
        tariff.line_ids.write({"margin_reason": "As before"})
        self.assertEqual(self._october_price(date(2027, 2, 20)), 80.0, "not approved yet")
        tariff.action_review()
        tariff.action_submit()
        tariff.with_user(self.general_manager).action_approve()
        self.assertEqual(self._october_price(date(2027, 2, 20)), 80.0)

    def _october_price(self, day):
        key = (self.office.id, self.drain.id, self.residence.id, day)
        return self.env["convenience.tariff.line"]._find_tariff_lines([key])[key].price

    def test_each_step_needs_the_one_before(self):
        one = self._round()
        for step in ("action_select", "action_propose"):
            with self.subTest(step=step), self.assertRaisesRegex(UserError, "cannot become"):
                getattr(one, step)()
        with self.assertRaisesRegex(UserError, "put the meeting on record first"):
            one.action_discuss()
        self._to(one, "discussed")
        with self.assertRaisesRegex(UserError, "decide what becomes of it"):
            one.with_user(self.service_manager).action_select()

    def test_what_changes_says_why_and_at_what_price(self):
        one = self._to(self._round(), "discussed")
        drain = self._line(one, self.drain)
        (one.line_ids - drain).decision = "keep"
        drain.decision = "reprice"
        with self.assertRaisesRegex(UserError, "say why"):
            one.with_user(self.service_manager).action_select()
        drain.decision_reason = "Wages"
        one.with_user(self.service_manager).action_select()
        with self.assertRaisesRegex(UserError, "enter the new price"):
            one.action_propose()

    def test_a_refused_wish_gets_its_answer(self):
        wish = self._wish("Piano tuning", partner_id=self.owner.id)
        self._to(self._round(), "proposed")
        self.assertEqual(wish.answer, "Nobody can do it")
        told = wish.with_user(self.clerk)
        with self.assertRaises(AccessError):
            told.answer = "Something else"
        told.action_told()
        self.assertEqual(wish.told_by_id, self.clerk)

    def test_what_was_proposed_stays(self):
        one = self._to(self._round(), "proposed")
        for change in (
            lambda: one.write({"minutes": "Other"}),
            lambda: one.line_ids[0].write({"decision": "stop"}),
            lambda: one.line_ids[0].unlink(),
            lambda: one.action_refresh(),
        ):
            with self.subTest(change=change), self.assertRaisesRegex(UserError, "stays as it is"):
                change()

    def test_the_rest_is_kept_in_one_go(self):
        """What was decided stays, and a wish is nothing that could be kept."""
        self._wish("Piano tuning")
        one = self._to(self._round(), "discussed")
        drain = self._line(one, self.drain)
        own = one.with_user(self.service_manager)
        drain.with_user(self.service_manager).write({"decision": "stop", "decision_reason": "Dear"})
        for _again in range(2):
            own.action_keep_rest()
        self.assertEqual(drain.decision, "stop")
        self.assertEqual(self._line(one, self.bulb).decision, "keep")
        self.assertFalse(self._line(one, wish="Piano tuning").decision)
        for user in (self.supervisor, self.general_manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                one.with_user(user).action_keep_rest()

    # ------------------------------------------------------------------ who

    def test_every_role(self):
        one = self._round()
        for user in (self.clerk, self.supervisor, self.cashier, self.worker_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                one.with_user(user).read(["year"])
        one.with_user(self.general_manager).read(["year"])
        for user in (self.service_manager, self.general_manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._round(user, year=2028)
        with self.assertRaises(AccessError):
            one.line_ids[0].with_user(self.service_manager).price = 5.0
        with self.assertRaises(AccessError):
            one.with_user(self.service_manager).action_discuss()

    def test_figures_are_nobodys_to_write(self):
        line = self._round().line_ids[0]
        for name in ("times", "revenue", "cost", "suggestion", "tariff_line_id"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                line[name] = False

    def test_another_office_sees_nothing(self):
        stranger = self._make_user("stranger", self.company, "group_director")
        self._make_office("Second", self.company, stranger)
        one = self._round()
        self.assertFalse(one.with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            one.with_user(stranger).action_refresh()

    # ------------------------------------------------------------------ jobs

    def test_january_brings_the_round_once(self):
        rounds = self.env["convenience.annual.round"]
        with freeze_time("2027-01-04 15:59:00"):
            self.assertNotIn(self.office, rounds._offices_to_plan())
        with freeze_time("2027-01-04 16:00:00"):
            self.assertIn(self.office, rounds._offices_to_plan(), "it is the 5th at the office")
            one = rounds._begin(self.office)
            self.assertNotIn(self.office, rounds._offices_to_plan())
        self.assertEqual(one.year, 2027)
        self.assertEqual(one.activity_ids.user_id, self.office.director_id)
        self.company.convenience_round_day = 0
        one.unlink()
        self.assertNotIn(self.office, rounds._offices_to_plan())

    def test_the_general_manager_is_told_once_of_who_is_late(self):
        one = self._round()
        rounds = self.env["convenience.annual.round"]
        with freeze_time("2027-01-31 02:00:00"):
            self.assertNotIn(one, rounds._rounds_late())
        with freeze_time("2027-02-01 02:00:00"):
            self.assertIn(one, rounds._rounds_late())
            one.sudo()._tell_late()
            self.assertNotIn(one, rounds._rounds_late())
        told = self.env["mail.message"].search(
            [("model", "=", one._name), ("message_type", "=", "user_notification")]
        )
        self.assertIn(self.general_manager.partner_id, told.notified_partner_ids)

    def test_paper(self):
        self._work(self.drain, 2)
        one = self._to(self._round(agenda="Prices of 2027"), "selected")
        report = self.env["ir.actions.report"].with_user(self.director)
        html = report._render_qweb_html("convenience_service.report_minutes", one.ids)[0].decode()
        for said in ("Prices of 2027", self.director.name, "Drain Unblocking", "160.00"):
            self.assertIn(said, html)

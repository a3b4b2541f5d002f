"""A notice from the approval that drafts it to the day its last copy is taken down."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..common import PIXEL
from .common_notice import NOW, TODAY, NoticeCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestDraftedNotice(NoticeCommon):
    def test_an_approval_drafts_what_changes(self):
        car = self._make_item("Car Wash", 6)
        amendment = self._amend(
            self._later(40),
            [
                (self.drain, 90.0, {"operation": "reprice"}),
                (self.bulb, 0.0, {"operation": "stop"}),
                (car, 30.0),
            ],
        )
        notice = amendment.notice_ids
        self.assertEqual((notice.state, notice.kind), ("draft", "amendment"))
        changes = {
            change.product_id: (change.change, change.price_before, change.price_after)
            for change in notice.change_ids
        }
        self.assertEqual(
            changes,
            {
                self.drain: ("dearer", "80.00 / Units", "90.00 / Units"),
                self.bulb: ("stopped", "10.00 / Units", "Stopped"),
                car: ("new", "", "30.00 / Units"),
            },
        )
        self.assertEqual(set(notice.change_ids.mapped("date_start")), {self._later(40)})
        self.assertEqual(notice.activity_ids.user_id, self.service_manager)

    def test_what_stays_as_it_is_is_not_told(self):
        amendment = self._amend(self._later(5), [(self.drain, 80.0), (self.bulb, 8.0)])
        self.assertEqual(amendment.notice_ids.change_ids.mapped("change"), ["cheaper"])

    def test_a_new_list_ends_what_it_leaves_out(self):
        annual = self._approve(
            self._make_tariff(self.office, date(2027, 1, 1), [(self.drain, 80.0)], year=2027)
        )
        notice = annual.notice_ids
        self.assertEqual(notice.kind, "price_list")
        told = {change.product_id: change.change for change in notice.change_ids}
        self.assertEqual(told, {self.bulb: "stopped", self.taxi: "stopped"})

    def test_a_price_for_all_does_not_touch_a_types_own(self):
        self._amend(TODAY, [(self.drain, 95.0, {"customer_type_id": self.shop.id})])
        amendment = self._amend(self._later(30), [(self.drain, 90.0)])
        change = amendment.notice_ids.change_ids
        self.assertEqual(
            (change.price_before, change.price_after), ("80.00 / Units", "90.00 / Units")
        )
        self.assertEqual(change.customer_type_ids, self.residence | self.office_type)

    def test_a_lonely_stop_is_named_in_the_title(self):
        notice = self._stop(self.bulb, self._later(30)).notice_ids
        self.assertEqual(notice.kind, "stop")
        self.assertIn("Bulb Change", notice.name)

    def test_changes_are_nobodys_to_write(self):
        change = self._stop(self.bulb, self._later(30)).notice_ids.change_ids
        for role in ("clerk", "service_manager", "director", "general_manager", "cashier"):
            own = change.with_user(self.users[role])
            with self.subTest(role=role):
                with self.assertRaises(AccessError):
                    own.write({"date_start": TODAY})
                with self.assertRaises(AccessError):
                    own.unlink()


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestDaysPublic(NoticeCommon):
    def test_a_late_raise_is_warned_of_on_tariff_and_notice(self):
        tariff = self._make_tariff(
            self.office, self._later(10), [(self.drain, 90.0), (self.bulb, 8.0)], kind="amendment"
        )
        self.assertIn("public 10 days before it applies, 30", tariff.notice_warning)
        self.assertNotIn("Bulb Change", tariff.notice_warning, "cheaper needs three days")
        self._approve(tariff)
        notice = self._publish(tariff.notice_ids)
        self.assertIn("public 10 days before it applies, 30", notice.warning)
        self.assertEqual(tariff.notice_warning, notice.warning)

    def test_days_count_from_the_first_posting(self):
        notice = self._stop(self.bulb, self._later(34)).notice_ids
        self.assertFalse(notice.warning)
        with freeze_time("2026-11-13 17:00:00"):  # the 14th at Shanghai
            self._publish(notice)
            self.env.invalidate_all()
            self.assertEqual(notice.public_since, date(2026, 11, 14))
            self.assertEqual(notice.change_ids.days_public, 30)
            self.assertFalse(notice.warning)

    def test_a_notice_without_screen_and_page_is_public_when_it_hangs(self):
        notice = self._stop(self.bulb, self._later(30)).notice_ids
        boards = notice.place_ids.filtered(lambda place: place.channel == "board")
        notice.with_user(self.service_manager).place_ids = [Command.set(boards[:1].ids)]
        self._publish(notice)
        self.assertFalse(notice.public_since)
        with freeze_time("2026-11-12 04:00:00"):
            self._post(notice.posting_ids)
        self.assertEqual(notice.change_ids.days_public, 28)
        self.assertTrue(notice.change_ids.is_short)

    def test_the_rule_is_the_companys(self):
        self.company.convenience_notice_days_raise = 5
        tariff = self._make_tariff(
            self.office, self._later(10), [(self.drain, 90.0)], kind="amendment"
        )
        self.assertFalse(tariff.notice_warning)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestPostings(NoticeCommon):
    def test_who_publishes(self):
        for role, user in self.users.items():
            notice = self._notice()
            with self.subTest(role=role):
                if role in ("service_manager", "director"):
                    notice.with_user(user).action_publish()
                    self.assertEqual(notice.state, "published")
                else:
                    with self.assertRaises(AccessError):
                        notice.with_user(user).action_publish()

    def test_clerks_post_with_a_photo(self):
        notice = self._publish(self._notice())
        posting = self._boards(notice)[0].with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "photo"):
            posting.action_post()
        self._post(posting)
        self.assertEqual((posting.state, posting.posted_by_id), ("posted", self.clerk))
        with self.assertRaisesRegex(UserError, "stay as they are"):
            posting.photo = False

    def test_screen_and_page_show_it_at_once(self):
        notice = self._publish(self._notice())
        shown = notice.posting_ids.filtered(lambda posting: posting.state == "posted")
        self.assertEqual(set(shown.mapped("channel")), {"screen", "online"})

    def test_what_was_published_stays(self):
        notice = self._publish(self._notice())
        for values in ({"text": "Saturday"}, {"name": "X"}, {"date_to": TODAY}):
            with self.assertRaisesRegex(UserError, "Withdraw it"):
                notice.write(values)

    def test_an_empty_notice_is_not_published(self):
        with self.assertRaisesRegex(UserError, "says nothing"):
            self._notice(text=" ").action_publish()
        with self.assertRaisesRegex(UserError, "where it is to be posted"):
            self._notice(place_ids=False).action_publish()

    def test_withdrawn_means_taken_down_with_a_photo(self):
        notice = self._publish(self._notice())
        hung, forgotten = self._boards(notice)[:2]
        self._post(hung)
        notice.with_user(self.service_manager).action_withdraw(reason="The lift runs")
        self.assertEqual(forgotten.state, "cancelled")
        postings = self.env["convenience.notice.posting"].with_user(self.clerk)
        hanging = postings.search([("is_to_take_down", "=", True)])
        self.assertEqual(hanging, hung)
        with self.assertRaisesRegex(UserError, "photo"):
            hanging.action_take_down()
        hanging.photo_down = PIXEL
        hanging.action_take_down()
        self.assertEqual(hanging.taken_down_by_id, self.clerk)
        self.assertFalse(postings.search([("is_to_take_down", "=", True)]))
        self.assertEqual(notice.hanging_count, 0)

    def test_a_place_of_another_office_is_none(self):
        other = self._make_office("Other", self.company, self.service_manager)
        place = self.env["convenience.notice.place"].create({"name": "Gate", "office_id": other.id})
        with self.assertRaisesRegex(UserError, "another office's"):
            self._notice(place_ids=[Command.set(place.ids)])

    def test_places_of_all_offices_are_not_one_offices_to_change(self):
        shared = self.env.ref("convenience_service.notice_place_board")
        with self.assertRaises(AccessError):
            shared.with_user(self.director).name = "Wall"
        own = (
            self.env["convenience.notice.place"]
            .with_user(self.service_manager)
            .create({"name": "Gate", "office_id": self.office.id})
        )
        self.assertIn(own, self._notice().place_ids)

    def test_nobody_of_another_office_reads_or_posts(self):
        notice = self._publish(self._notice())
        stranger = self._make_user("stranger", self.company, "group_director")
        self.assertFalse(
            self.env["convenience.notice"].with_user(stranger).search([("id", "=", notice.id)])
        )
        with self.assertRaises(AccessError):
            self._boards(notice)[0].with_user(stranger).photo = PIXEL


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestOutdated(NoticeCommon):
    def test_validity_over(self):
        notice = self._publish(self._notice(date_to=self._later(1)))
        with freeze_time("2026-11-11 15:59:00"):
            self._withdraw_outdated()
            self.assertEqual(notice.state, "published", "the last day at Shanghai is not over")
        with freeze_time("2026-11-11 16:01:00"):
            self._withdraw_outdated()
            self._withdraw_outdated()
        self.assertEqual(notice.state, "withdrawn")
        self.assertIn("2026-11-11", notice.withdrawal_reason)
        logs = self.env["convenience.move.log"].search(
            [("res_model", "=", notice._name), ("res_id", "=", notice.id)]
        )
        self.assertEqual(len(logs), 2, "published and withdrawn, each once")

    def test_an_amendment_goes_when_all_its_lines_are_replaced(self):
        notice = self._publish(
            self._amend(TODAY, [(self.drain, 85.0), (self.bulb, 9.0)]).notice_ids
        )
        self._amend(TODAY, [(self.drain, 88.0)])
        self._withdraw_outdated()
        self.assertEqual(notice.state, "published", "the bulb's price still holds")
        self._stop(self.bulb, TODAY)
        self._withdraw_outdated()
        self.assertEqual(notice.state, "withdrawn")
        self.assertTrue(notice.withdrawal_reason)

    def test_a_later_list_replaces_the_one_before_on_its_day(self):
        lists = [
            self._approve(self._make_tariff(self.office, day, [(self.drain, 80.0)], year=2027))
            for day in (self._later(1), self._later(3))
        ]
        first, second = (self._publish(tariff.notice_ids) for tariff in lists)
        self._withdraw_outdated()
        self.assertEqual({first.state, second.state}, {"published"}, "they are still to come")
        with freeze_time("2026-11-13 04:00:00"):
            self._withdraw_outdated()
        self.assertEqual((first.state, second.state), ("withdrawn", "published"))

    def test_a_stop_is_told_until_it_is_taken_back(self):
        notice = self._publish(self._stop(self.bulb, TODAY).notice_ids)
        self._withdraw_outdated()
        self.assertEqual(notice.state, "published")
        self._amend(TODAY, [(self.bulb, 12.0)])
        self._withdraw_outdated()
        self.assertEqual(notice.state, "withdrawn")

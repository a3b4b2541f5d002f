"""From last year's figures to the price list on the wall, as its people press it."""

from datetime import date

from odoo.tests import freeze_time, tagged

from ..drawn import in_soak
from ..offer.common_notice import NoticeCommon
from .common_tours import LOADED, TourCommon

IN_FORCE = date(2027, 2, 12)


@tagged("post_install", "-at_install")
class TestAnnualTours(TourCommon, NoticeCommon):
    """A January on screen: who plans, selects, prices, approves, publishes, posts and stops."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for renew in ("action_renew_price_link", "action_renew_screen_link"):
            getattr(cls.office.with_user(cls.director), renew)()
        cls.office.public_note = "We live here, too."

    def test_january_on_screen(self):
        with freeze_time("2027-01-05 02:00:00"):
            tariff = self._year_is_planned()
        with freeze_time("2027-01-12 02:00:00"):
            self._list_is_approved_on_the_phone(tariff)
        with freeze_time("2027-01-13 02:00:00"):
            self._notice_is_published(tariff)
        with freeze_time("2027-01-20 02:00:00"):
            self._residents_read(("80.00", "90.00", "2027", "Bulb Change"))

    @in_soak
    def test_an_item_is_stopped_on_screen(self):
        """What was told of it hangs, is posted on screen, and has to be taken down."""
        with freeze_time("2026-12-01 02:00:00"):
            dearer = self._amend(date(2026, 12, 1), [(self.bulb, 11.0)])
            notice = self._publish(dearer.notice_ids)
            self._one_board_posts(notice)
        with freeze_time("2027-01-12 02:00:00"):
            self._residents_read(("80.00", "11.00", "Bulb Change"))
            stopped = self._item_is_stopped()
            self._tour("convenience_service_manager_publishes", self.service_manager)
            self.assertRecordValues(
                stopped.notice_ids,
                [{"state": "published", "published_by_id": self.service_manager.id}],
            )
            offered = [
                row["name"] for _name, rows in self.office._public_offer()["paid"] for row in rows
            ]
            self.assertEqual(offered, [self.drain.name])
            self._what_told_of_it_is_taken_down(notice)

    # ------------------------------------------------------------------ the steps

    def _year_is_planned(self):
        self._october()
        self._october(16)
        self.env["convenience.demand"].create(
            {"office_id": self.office.id, "wish": "Piano tuning", "date": date(2026, 6, 1)}
        )
        one = self.env["convenience.annual.round"]._begin(self.office)
        self._tour("convenience_director_plans", self.director)
        self.assertEqual(one.discussed_by_id, self.director)
        self.assertEqual(one.date_start, IN_FORCE)
        self._tour("convenience_service_manager_selects", self.service_manager)
        self.assertEqual(one.selected_by_id, self.service_manager)
        self._tour("convenience_director_prices", self.director)
        tariff = one.tariff_id
        self.assertEqual(self._tariffs("annual", 2027), tariff, "pressed twice, made once")
        prices = {line.product_id: line.price for line in tariff.line_ids}
        self.assertEqual(prices, {self.drain: 90.0, self.bulb: 10.0, self.taxi: 0.0})
        self.assertEqual(tariff.submitted_by_id, self.director)
        return tariff

    def _tariffs(self, kind, year):
        own = [("office_id", "=", self.office.id), ("kind", "=", kind), ("year", "=", year)]
        return self.env["convenience.tariff"].search(own)

    def _list_is_approved_on_the_phone(self, tariff):
        with self._phone():
            self._tour("convenience_general_manager_approves_on_phone", self.general_manager)
        self.assertRecordValues(
            tariff, [{"state": "approved", "approved_by_id": self.general_manager.id}]
        )
        self.assertEqual(len(tariff.notice_ids), 1, "pressed twice, told once")

    def _notice_is_published(self, tariff):
        self._publish(tariff.notice_ids)
        channels = set(tariff.notice_ids.posting_ids.mapped("channel"))
        self.assertEqual(channels, {"board", "screen", "online"})

    def _one_board_posts(self, notice):
        board, *others = self._boards(notice)
        for posting in others:
            posting.with_user(self.service_manager).action_cancel()
        self._tour("convenience_clerk_posts", self.clerk)
        self.assertRecordValues(board, [{"state": "posted", "posted_by_id": self.clerk.id}])
        self.assertTrue(board.photo)

    def _residents_read(self, said):
        """Price page and screen in a browser without login, and the handbook."""
        with self._phone():
            for url in (self.office.price_url, self.office.screen_url):
                path = url.partition(self.base_url())[2]
                self.browser_js(path, self._reads(said), LOADED)
        report = self.env["ir.actions.report"].with_user(self.clerk)
        handbook = report._render_qweb_html("convenience_service.report_handbook", self.office.ids)[
            0
        ].decode()
        self.assertIn(self.office.public_note, handbook)
        self.assertIn(said[0], handbook)

    @staticmethod
    def _reads(said):
        return f"""
            const text = document.body.textContent;
            const missing = {list(said)}.filter((part) => !text.includes(part));
            if (missing.length) {{
                console.error(`missing: ${{missing}}`);
            }} else if (document.documentElement.scrollWidth > innerWidth) {{
                console.error("wider than the screen");
            }} else {{
                console.log("test successful");
            }}
        """

    def _item_is_stopped(self):
        self._tour("convenience_director_stops_an_item", self.director)
        own = [("office_id", "=", self.office.id), ("state", "=", "submitted")]
        amendment = self._the_only("convenience.tariff", own)
        self.assertRecordValues(
            amendment.line_ids, [{"product_id": self.bulb.id, "operation": "stop"}]
        )
        with self._phone():
            self._tour("convenience_general_manager_approves_on_phone", self.general_manager)
        self.assertEqual(amendment.state, "approved")
        return amendment

    def _what_told_of_it_is_taken_down(self, notice):
        self._withdraw_outdated()
        self.assertRecordValues(notice, [{"state": "withdrawn", "hanging_count": 1}])
        self._tour("convenience_clerk_takes_down", self.clerk)
        self.assertEqual(notice.hanging_count, 0)
        board = self._boards(notice).filtered("photo_down")
        self.assertRecordValues(board, [{"state": "taken_down", "taken_down_by_id": self.clerk.id}])

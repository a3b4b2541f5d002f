"""The price page and the screen: who has the link reads, and nobody and nothing else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import requests

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, freeze_time, tagged

from ...controllers.public import PublicPages
from ..drawn import SOAK
from .common_notice import NOW, NoticeCommon

TAG = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
AT_ONCE = 200 if SOAK else 50


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestPublicPages(HttpCase, NoticeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        own = cls.office.with_user(cls.director)
        own.action_renew_price_link()
        own.action_renew_screen_link()
        cls.office.write({"complaint_phone": "0755-110", "service_hours": "8:00 to 20:00"})
        cls.office.partner_id = cls.env["res.partner"].create(
            {"name": "Desk", "phone": "0755-220", "company_id": cls.company.id}
        )
        cls.urls = (cls.office.price_url, cls.office.screen_url)

    # ------------------------------------------------------------------ links

    def test_what_a_resident_reads(self):
        self.drain.write(
            {
                "convenience_materials": "extra",
                "convenience_counting": "By the visit",
                "convenience_standard": "Drains freely",
                "convenience_warranty": "30 days",
            }
        )
        notice = self._publish(self._amend(self._later(30), [(self.drain, 90.0)]).notice_ids)
        page = self.url_open(f"{self.office.price_url}?lang=en_US").text
        for text in (
            "Drain Unblocking", "80.00 / Units", "90.00 / Units", "12/10/2026", "Free",
            "Materials Extra", "By the visit", "Drains freely", "30 days",
            "0755-110", "0755-220", "12315", "8:00 to 20:00", "01/01/2026", notice.name,
        ):  # fmt: skip
            self.assertIn(text, page, text)
        self.assertNotIn("72.0", page, "the expected cost is nobody's to read")
        self.assertNotIn(self.owner.name, page)

    def test_no_link_until_a_director_makes_it(self):
        office = self._make_office("New", self.company, self.director | self.clerk)
        self.assertFalse(office.price_url or office.screen_url)
        for role in ("clerk", "service_manager", "cashier", "general_manager", "worker_user"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.office.with_user(self.users[role]).action_renew_price_link()
        office.with_user(self.director).action_renew_price_link()
        self.assertEqual(office.with_user(self.clerk).price_url, office.price_url)

    def test_a_link_is_nobodys_to_choose(self):
        chosen = "A" * 32
        with self.assertRaises(AccessError):
            self.office.with_user(self.director).price_token = chosen
        office = self.env["convenience.office"].create(
            {"name": "Chosen", "company_id": self.company.id, "price_token": chosen}
        )
        self.assertFalse(office.price_token)
        with self.assertRaises(AccessError):
            self.office.with_user(self.clerk).read(["price_token"])

    def test_renewed_old_and_guessed_links_give_one_answer(self):
        own = self.office.with_user(self.director)
        own.action_renew_price_link()
        own.action_renew_screen_link()
        self.assertEqual(self.url_open(self.office.price_url).status_code, 200)
        token = self.office.price_token
        paths = [
            *self.urls,
            # a link of the page opens no screen, and the other way round
            self.office.price_url.replace("/prices/", "/screen/"),
            self.office.screen_url.replace("/screen/", "/prices/"),
            *(
                f"/convenience/prices/{guess}"
                for guess in (
                    "False", "None", "%", "_" * 32, "A" * 5000, token[:-1], f"{token}A",
                    token.swapcase(), f"{token}%00", f"{token}%0A", "1", "' OR 1=1 --",
                )
            ),
        ]  # fmt: skip
        answers = {
            (answer.status_code, answer.text, answer.headers["Cache-Control"])
            for answer in map(self.url_open, paths)
        }
        self.assertEqual(len(answers), 1)
        ((status, text, caching),) = answers
        self.assertEqual((status, caching), (404, "no-store"))
        self.assertNotIn(self.office.name, text)

    def test_other_methods_are_none(self):
        for url in self.urls:
            self.assertEqual(self.url_open(url, data={"a": 1}).status_code, 405)

    # ------------------------------------------------------------------ what the answer carries

    def test_no_cookie_and_a_cache_that_knows(self):
        for number, url in enumerate(self.urls):
            with self.subTest(url=url):
                answer = self.url_open(url)
                self.assertNotIn("Set-Cookie", answer.headers)
                self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])
                self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")
                etag = answer.headers["ETag"]
                again = self.url_open(url, headers={"If-None-Match": etag})
                self.assertEqual((again.status_code, again.content), (304, b""))
                self.assertNotIn("Set-Cookie", again.headers)
                self._amend(self._later(0), [(self.drain, 81.0 + number)])
                changed = self.url_open(url, headers={"If-None-Match": etag})
                self.assertEqual(changed.status_code, 200)
                self.assertNotEqual(changed.headers["ETag"], etag)

    def test_nothing_is_written(self):
        self.env.flush_all()
        # what the set-up of the test has to tell browsers is told by whoever commits first
        self.env.cr.precommit.run()
        for url in self.urls:
            with self.subTest(url=url), self.assertNoLogs("odoo.http", "WARNING"):
                before = self._rows_written()
                self.assertEqual(self.url_open(url).status_code, 200)
                after = self._rows_written()
                written = {table for table, rows in after.items() if rows != before.get(table, 0)}
                self.assertFalse(written)

    def _rows_written(self):
        """Rows that this transaction, which the server shares, has touched, by table."""
        self.env.cr.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
        )
        return dict(self.env.cr.fetchall())

    def test_both_are_asked_for_on_a_read_only_cursor(self):
        for page in (PublicPages.price_page, PublicPages.screen_page):
            routing = page.original_routing
            self.assertTrue(routing["readonly"])
            self.assertFalse(routing["save_session"])

    def test_what_people_typed_is_text(self):
        self.office.write({"name": f"A {TAG}", "public_note": TAG, "service_hours": TAG})
        self.office.tariff_title = TAG
        self.office.complaint_phone = f"javascript:{TAG}"
        self.drain.write(
            {
                "name": TAG,
                "convenience_counting": TAG,
                "convenience_standard": TAG,
                "convenience_warranty": TAG,
            }
        )
        self.drain.categ_id.name = TAG
        self._publish(self._notice(name=TAG, text=TAG))
        for url in self.urls:
            page = self.url_open(url).text
            self.assertNotIn("<script>alert", page)
            self.assertNotIn("<img src=x", page)
            self.assertIn("&lt;script&gt;", page)
            self.assertNotIn('href="javascript', page)

    def test_another_language_is_there_for_who_asks(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(["convenience_service"], ["zh_CN"])
        page = self.url_open(self.office.price_url)
        self.assertIn('lang="zh-CN"', page.text)
        self.assertIn("投诉", page.text)
        english = self.url_open(f"{self.office.price_url}?lang=en_US").text
        self.assertIn('lang="en-US"', english)
        nonsense = self.url_open(f"{self.office.price_url}?lang={'x' * 300}").text
        self.assertEqual(nonsense, page.text)


@tagged("post_install", "-at_install")
class TestJanuary(HttpCase, NoticeCommon):
    """A raise from its approval to its day: public in time, and told with both prices."""

    def _page(self):
        return self.url_open(f"{self.office.price_url}?lang=en_US").text

    def test_approved_posted_told_in_force(self):
        self.office.with_user(self.director).action_renew_price_link()
        with freeze_time("2027-01-12 02:00:00"):
            raised = self._amend(date(2027, 2, 12), [(self.drain, 90.0)])
            self.assertNotIn("90.00", self._page(), "not published yet")
        with freeze_time("2027-01-13 02:00:00"):
            notice = self._publish(raised.notice_ids)
            for posting in self._boards(notice):
                self._post(posting)
            self.assertFalse(notice.warning)
            self.assertEqual(notice.change_ids.days_public, 30)
        channels = {posting.channel for posting in notice.posting_ids}
        self.assertEqual((len(notice.posting_ids), channels), (6, {"board", "screen", "online"}))
        with freeze_time("2027-01-20 02:00:00"):
            page = self._page()
            for part in ("80.00 / Units", "90.00 / Units", "From 02/12/2027"):
                self.assertIn(part, page)
        with freeze_time("2027-02-11 15:59:00"):
            self.assertIn("80.00 / Units", self._page())
        with freeze_time("2027-02-11 16:00:00"):  # midnight at Shanghai
            page = self._page()
            self.assertNotIn("80.00", page)
            self.assertIn("90.00 / Units", page)
            # what ends an item ends it everywhere, and is told on its day only as a stop
            self._publish(self._stop(self.drain, date(2027, 2, 12)).notice_ids)
            self._withdraw_outdated()
            self.assertEqual(notice.state, "withdrawn")
            self.assertEqual(notice.hanging_count, 4)
            self.assertNotIn("90.00", self._page())


@tagged("post_install", "-at_install")
class TestReadersOfNow(HttpCase, NoticeCommon):
    def test_many_at_once(self):
        self.office.with_user(self.director).action_renew_price_link()
        self.office.with_user(self.director).action_renew_screen_link()
        urls = (self.office.price_url, self.office.screen_url)
        self.env.flush_all()
        with self.allow_requests(all_requests=True), ThreadPoolExecutor(AT_ONCE) as pool:
            asked = [urls[number % 2] for number in range(AT_ONCE)]
            answers = list(pool.map(lambda url: requests.get(url, timeout=60), asked))
        self.assertEqual({answer.status_code for answer in answers}, {200})
        self.assertEqual(len({answer.text for answer in answers}), 2)
        self.assertFalse([answer for answer in answers if "Set-Cookie" in answer.headers])

    def test_the_screen_runs_a_day_without_growing(self):
        """24 hours of renewals and movement: as many nodes as at first, and the price of today."""
        self._publish(self._notice())
        self.office.with_user(self.director).action_renew_screen_link()
        self.browser_js(
            self.office.screen_url.partition(self.base_url())[2],
            """
            (async () => {
                const screen = window.convenienceScreen;
                const count = () => document.querySelectorAll("*").length;
                const text = await (await fetch(location.href)).text();
                const first = count();
                let now = performance.now();
                for (let minute = 0; minute < 1440; minute++) {
                    // every other minute something else, as after an approval
                    screen.take(minute % 2 ? text : text.replaceAll("80.00", "81.00"));
                    for (let tick = 0; tick < 20; tick++) {
                        now += 50;
                        screen.move(now);
                    }
                    screen.showTime(new Date(Date.UTC(2026, 10, 10, 0, minute)));
                    const night = document.body.classList.contains("night");
                    const hour = (8 + Math.floor(minute / 60)) % 24;
                    if (night !== (hour < 7 || hour >= 19)) {
                        throw new Error(`day and night are wrong at ${hour}`);
                    }
                }
                if (count() !== first) {
                    throw new Error(`${first} nodes became ${count()}`);
                }
                await screen.renew();
                if (!document.getElementById("content").textContent.includes("80.00")) {
                    throw new Error("the price is gone");
                }
                const real = window.fetch;
                window.fetch = () => Promise.reject(new TypeError("away"));
                await screen.renew();
                if (document.getElementById("away").hidden
                    || !document.getElementById("content").textContent.includes("80.00")) {
                    throw new Error("the last state is not kept");
                }
                window.fetch = () => Promise.resolve(new Response("", { status: 404 }));
                await screen.renew();
                window.fetch = real;
                if (document.getElementById("content").textContent.includes("80.00")) {
                    throw new Error("an old link still shows prices");
                }
                console.log("test successful");
            })().catch((error) => console.error(error.message));
            """,
            ready="!!window.convenienceScreen",
        )

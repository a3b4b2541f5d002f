from odoo.tests import HttpCase, freeze_time, new_test_user, tagged

from .common_survey import NOW, SurveyCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestSurveyPage(SurveyCommon, HttpCase):
    """The page of a household: by its link only, without login, cookie or script."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._households(cls, 2).occupancy_ids.partner_id.lang = "en_US"
        items = cls.drain | cls.bulb | cls.taxi
        cls.asked = cls._once(lambda case: case._open("demand", items))
        cls.one, cls.other = cls.asked.invitation_ids.filtered("partner_id.email")
        cls.url = f"/service-survey/{cls.one.sudo().token}"

    def _post(self, url=None, **said):
        response = self.url_open(url or self.url, data=said)
        self.env.invalidate_all()
        return response

    def _whole(self):
        return {f"use:{item.id}": "2" for item in self.drain | self.bulb | self.taxi}

    def test_it_is_shown_without_a_cookie_and_says_whose_it_is(self):
        response = self.url_open(self.url)
        self.assertEqual(response.status_code, 200)
        self.assertIn(self.one.unit_id.name, response.text)
        self.assertIn("Drain Unblocking", response.text)
        self.assertNotIn("<script", response.text)
        self.assertNotIn("Set-Cookie", response.headers)
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertNotIn(self.one.partner_id.name, response.text)

    def test_it_speaks_as_the_household_does_and_chinese_where_nothing_is_said(self):
        people = self.company.partner_id, self.one.partner_id
        for langs, spoken in (
            (("zh_CN", "en_US"), "en-US"),
            (("en_US", False), "en-US"),
            ((False, False), "zh-CN"),
        ):
            for partner, lang in zip(people, langs, strict=True):
                partner.lang = lang
            with self.subTest(langs=langs):
                self.assertIn(f'lang="{spoken}"', self.url_open(self.url).text)

    def test_a_sheet_is_taken_once(self):
        said = {**self._whole(), f"other:{self.drain.id}": "66.5", "words": "A bench, please"}
        self.assertIn("Thank you", self._post(**said).text)
        self.assertRecordValues(
            self.one, [{"state": "answered", "channel": "online", "is_valid": True}]
        )
        self.assertEqual(self._post(**said).status_code, 404, "the link is forgotten")
        self.assertEqual(self.url_open(self.url).status_code, 404)
        ballot = self.env["convenience.survey.ballot"].sudo().search([("is_used", "=", True)])
        self.assertEqual(ballot.answers[f"price:{self.drain.id}"], 66.5)
        self.assertEqual(ballot.words, "A bench, please")
        self.assertEqual(self.other.state, "new")

    def test_too_little_comes_back_to_be_filled_in(self):
        response = self._post(**{f"use:{self.drain.id}": "3", "words": "kept"})
        self.assertIn("Too little is ticked", response.text)
        self.assertIn("checked", response.text)
        self.assertIn("kept", response.text)
        self.assertEqual(self.one.state, "new")

    def test_what_cannot_have_been_ticked_is_no_answer(self):
        wild = {
            f"use:{self.drain.id}": "9",
            f"use:{self.bulb.id}": "nan",
            f"use:{self.taxi.id}": "1e400",
            f"price:{self.drain.id}": "-5",
            "grade:overall": "1",
            "words": "<script>alert(1)</script>\x00" * 100,
        }
        response = self._post(**wild)
        self.assertIn("Too little is ticked", response.text)
        self.assertNotIn("<script>", response.text)
        self.assertIn("Thank you", self._post(**{**wild, **self._whole()}).text)
        ballot = self.env["convenience.survey.ballot"].sudo().search([("is_used", "=", True)])
        self.assertEqual(set(ballot.answers), set(self._whole()))
        self.assertLessEqual(len(ballot.words), 500)

    def test_guessed_and_foreign_links_lead_nowhere(self):
        for link in ("x", "x" * 32, "é" * 32, "x" * 5000, "%00" * 20, str(self.one.id)):
            with self.subTest(link=link[:20]):
                self.assertEqual(self.url_open(f"/service-survey/{link}").status_code, 404)

    def test_it_is_over_after_the_last_day_and_with_the_closing(self):
        with freeze_time("2026-12-31 15:59:00"):  # 23:59 at the office
            self.assertIn("Drain Unblocking", self.url_open(self.url).text)
        with freeze_time("2026-12-31 16:01:00"):
            self.assertIn("survey is over", self.url_open(self.url).text)
            self.assertIn("survey is over", self._post(**self._whole()).text)
        self.assertFalse(self.one.is_valid)
        self._close(self.asked)
        self.assertEqual(self.url_open(self.url).status_code, 404)

    def test_who_is_logged_in_stands_beside_no_answer(self):
        resident = {"login": "resident", "partner_id": self.one.partner_id.id}
        new_test_user(self.env, groups="base.group_portal", **resident)
        self.authenticate("resident", "resident")
        self.assertIn("Thank you", self._post(**self._whole()).text)
        self.assertEqual(self.one.state, "answered")
        self.assertEqual(self.url_open(f"/service-survey/sheet/{self.asked.id}").status_code, 404)

    def test_staff_of_the_office_see_the_sheet_and_others_do_not(self):
        for user, status in ((self.clerk, 200), (self.general_manager, 200), (self.cashier, 404)):
            with self.subTest(user=user.login):
                self.authenticate(user.login, user.login)
                response = self.url_open(f"/service-survey/sheet/{self.asked.id}")
                self.assertEqual(response.status_code, status)
        self.assertEqual(self.url_open("/service-survey/sheet/999999999").status_code, 404)

    def test_the_erps_own_page_takes_no_answer(self):
        survey = self.asked.survey_id.sudo()
        response = self.url_open(f"/survey/start/{survey.access_token}")
        self.assertFalse(survey.user_input_ids)
        self.assertNotIn("Drain Unblocking", response.text)

import base64
import io
import json

from PIL import Image

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from ..common import ConvenienceCommon


def _drawing():
    """A drawing as the signature pad sends it."""
    data = io.BytesIO()
    Image.new("RGBA", (30, 10)).save(data, "PNG")
    return base64.b64encode(data.getvalue()).decode()


@tagged("post_install", "-at_install")
class TestPortalSign(ConvenienceCommon, HttpCase):
    """The customer signs on their own page, and nobody else does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_unit, cls.other = cls._make_household("1", "102", "Owner Two")
        cls.portal = cls._make_portal_user("portal_one", cls.owner)
        cls.other_portal = cls._make_portal_user("portal_two", cls.other)

    @classmethod
    def _make_portal_user(cls, login, partner):
        return new_test_user(
            cls.env,
            login=login,
            groups="base.group_portal",
            partner_id=partner.id,
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
            lang="en_US",
        )

    def setUp(self):
        super().setUp()
        self.request = self._advance(self._request(), "done")
        self.token = self.request._portal_ensure_token()

    def _url(self, request=None, action="", token=None):
        url = f"/my/service-requests/{(request or self.request).id}{action}"
        return f"{url}?access_token={token}" if token else url

    def _sign(self, request=None, token=None, **params):
        params = {"name": "Owner One", "signature": _drawing(), **params}
        response = self.url_open(
            self._url(request, "/sign", token),
            data=json.dumps({"jsonrpc": "2.0", "params": params}),
            headers={"Content-Type": "application/json"},
        )
        self.env.invalidate_all()
        return response.json()["result"]

    def _refuse(self, reason, token=None):
        page = self.url_open(self._url(token=token)).text
        csrf = page.split('name="csrf_token" value="')[1].split('"')[0]
        response = self.url_open(
            self._url(action="/refuse", token=token), data={"csrf_token": csrf, "reason": reason}
        )
        self.env.invalidate_all()
        return response

    # ------------------------------------------------------------------ signing

    def test_without_the_right_link_nobody_signs(self):
        other = self._advance(self._request(self.other_unit, self.other), "done")
        for token in (None, "wrong", other._portal_ensure_token()):
            with self.subTest(token=token):
                self.assertIn("does not belong", self._sign(token=token)["error"])
                page = self.url_open(self._url(token=token))
                self.assertNotIn(self.request.name, page.text)
        self.assertEqual(self.request.state, "done")
        self.assertFalse(self.request.signature)

    def test_link_shows_the_work_and_takes_the_signature(self):
        page = self.url_open(self._url(token=self.token)).text
        for text in (self.request.name, "Drain Unblocking", "80.00", "Worker W1", "please sign"):
            self.assertIn(text, page)
        self.assertTrue(self._sign(token=self.token)["force_refresh"])
        self.assertEqual(self.request.state, "signed")
        self.assertEqual(self.request.signed_name, "Owner One")
        self.assertEqual(self.request.signed_relation, "self")
        self.assertEqual(self.request.signature.decode(), _drawing())
        self.assertIn("Owner One", self.request.log_ids[0].reason)
        self.assertIn("data:image/png", self.url_open(self._url(token=self.token)).text)

    def test_customer_signs_by_login(self):
        self.authenticate("portal_one", "portal_one")
        self.assertTrue(self._sign()["force_refresh"])
        self.assertEqual(self.request.signed_by_id, self.portal)

    def test_staff_do_not_sign_for_the_customer(self):
        self.authenticate(self.worker_user.login, self.worker_user.login)
        page = self.url_open(self._url()).text
        self.assertIn(self.request.name, page)
        self.assertNotIn("portal.signature_form", page)
        self.assertIn("does not belong", self._sign()["error"])
        self.assertEqual(self.request.state, "done")

    def test_second_signature_is_refused(self):
        self._sign(token=self.token)
        answer = self._sign(token=self.token, name="Somebody Else")
        self.assertIn("is signed already", answer["error"])
        self.assertEqual(self.request.signed_name, "Owner One")

    def test_after_review_nothing_is_signed_or_refused(self):
        self._sign(token=self.token)
        self.request.with_user(self.supervisor).action_review()
        self.assertIn("is signed already", self._sign(token=self.token)["error"])
        page = self.url_open(self._url(token=self.token)).text
        self.assertNotIn("portal.signature_form", page)
        self.assertNotIn("/refuse", page)
        self.assertEqual(self.request.state, "reviewed")

    def test_nothing_is_signed_before_it_is_done(self):
        request = self._advance(self._request(), "in_progress")
        answer = self._sign(request, request._portal_ensure_token())
        self.assertIn("nothing to sign now", answer["error"])
        self.assertFalse(request.signature)

    def test_free_work_needs_no_signature(self):
        request = self._advance(self._request(items=[(self.taxi, 1)]), "done")
        answer = self._sign(request, request._portal_ensure_token())
        self.assertIn("nothing to sign now", answer["error"])

    def test_name_and_drawing_are_asked_for(self):
        for params in ({"name": " "}, {"signature": ""}, {"signature": "bm8gaW1hZ2U="}):
            with self.subTest(**params):
                self.assertTrue(self._sign(token=self.token, **params)["error"])
        self.assertEqual(self.request.state, "done")
        self.assertFalse(self.request.signed_name)

    def test_price_is_named_before_it_is_signed_for(self):
        quoted = self._make_item("Pipe Renewal", 6)
        self._approve(
            self._make_tariff(
                self.office,
                self.office._today(),
                [(quoted, 0.0, {"price_rule": "quotation"})],
                kind="amendment",
            )
        )
        now = fields.Datetime.now()
        # finished before it was quoted, as a sheet of past work may bring it
        request = self._past_requests(
            [{"registered": now, "done": now, "items": [(quoted, 1)]}], state="done"
        )
        answer = self._sign(request, request._portal_ensure_token())
        self.assertIn("has no price yet", answer["error"])
        self.assertFalse(request.signature, "a refused signature leaves nothing behind")

    # ------------------------------------------------------------------ refusing

    def test_who_does_not_sign_says_why(self):
        self._refuse("Still blocked <b>", token=self.token)
        self.assertEqual(self.request.state, "in_progress")
        self.assertFalse(self.request.date_done)
        self.assertIn("Still blocked <b>", self.request.log_ids[0].reason)
        activity = self.request.activity_ids
        self.assertEqual(activity.user_id, self.supervisor, "who sent the workers is told")
        self.assertIn("&lt;b&gt;", activity.note)

    def test_reason_is_asked_for(self):
        self.assertIn("what is not in order", self._refuse(" ", token=self.token).text)
        self.assertEqual(self.request.state, "done")

    # ------------------------------------------------------------------ own requests only

    def test_list_shows_own_requests_only(self):
        other = self._request(self.other_unit, self.other)
        self.authenticate("portal_one", "portal_one")
        page = self.url_open("/my/service-requests").text
        self.assertIn(self.request.name, page)
        self.assertNotIn(other.name, page)
        page = self.url_open("/my/service-requests?filterby=open&sortby=nonsense").text
        self.assertNotIn(self.request.name, page)
        self.assertNotIn(other.name, self.url_open(self._url(other)).text)

    def test_home_counts_own_requests(self):
        self._request(self.other_unit, self.other)
        self.authenticate("portal_one", "portal_one")
        response = self.url_open(
            "/my/counters",
            data=json.dumps({"params": {"counters": ["service_request_count"]}}),
            headers={"Content-Type": "application/json"},
        )
        self.assertEqual(response.json()["result"]["service_request_count"], 1)

    def test_payer_sees_what_they_pay_for(self):
        _unit, tenant = self._make_household("1", "101", "Tenant", role="tenant")
        request = self._request(
            customer=tenant, payer_id=self.owner.id, payer_consent="By phone, today"
        )
        own = self.env["convenience.request"].with_user(self.portal).search([])
        self.assertEqual(own, self.request | request)
        self.assertFalse(self.env["convenience.request"].with_user(self.other_portal).search([]))
        self.assertEqual(own.line_ids, (self.request | request).line_ids)

    def test_remote_calls_read_named_fields_and_write_nothing(self):
        own = self.request.with_user(self.portal)
        self.assertEqual(own.read(["name", "amount_total"])[0]["amount_total"], 80.0)
        for name in ("work_note", "note", "access_token", "log_ids", "assigned_by_id"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                own.read([name])
        for name in ("expected_cost", "tariff_line_id", "price_correction_reason"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                own.line_ids.read([name])
        for attempt in (
            lambda: own.write({"signed_name": "Me"}),
            lambda: own.line_ids.write({"quantity": 9}),
            own.action_sign,
            own.action_review,
            own.unlink,
            lambda: own.create(self._prepare_request()),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_move_of_the_page_is_no_button(self):
        for user in (self.worker_user, self.director, self.portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.request.with_user(user)._move_to("signed", via="portal")

"""The customer's pages open whatever was entered: the longest texts, in any script, with marks of
any direction and with tags; the first and the last moments, amounts and quantities.
"""

import json

from odoo.exceptions import UserError
from odoo.tests import HttpCase, freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from ...models.guard import bounds
from ..cash.common_deposit import DepositCommon
from ..cash.common_till import TillCommon
from ..common import PIXEL, ConvenienceCommon

TAG = "<script>alert(1)</script>"
TEXTS = (
    "\U0001f600",
    "\u202e\u200f\u0645\u0631\u062d\u0628\u0627\u2066",
    f"{TAG}\"'&--><img src=x onerror=alert(1)>",
    "字",
    "{{7*7}} ${7*7} %s %(x)s {0} <t t-out='1'/>",
    "\n\t \u200b\u0301",
)
QUANTITIES = (bounds.MAX_NUMBER, 100_000, 0.01)
LIST = "/my/service-requests"


@tagged("post_install", "-at_install")
@freeze_time("2026-11-10 04:00:00")
class TestPortalExtremes(HttpCase, DepositCommon, TillCommon, ConvenienceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = new_test_user(
            cls.env,
            login="portal_extremes",
            groups="base.group_portal",
            partner_id=cls.owner.id,
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
            lang="en_US",
        )

    # ------------------------------------------------------------------ what is entered

    def _taken(self, record, user, values):
        """Whether the record takes the values from the user."""
        try:
            with self.env.cr.savepoint():
                record.with_user(user).write(values)
                self.env.flush_all()
        except UserError:
            return False
        return True

    def _extreme(self, text):
        """A request with as much of the text in each of its fields as it takes."""
        request = self._request()
        taken = 0
        for name, field in request._fields.items():
            bound = type(request)._convenience_door.bounds.get(name)
            if field.type in ("char", "text") and field.store and bound and not field.related:
                value = (text * (bound.size // len(text)))[: bound.size]
                taken += self._taken(request, self.clerk, {name: value or text})
            elif field.type == "datetime" and field.store and not field.compute:
                moments = (bounds.LAST_MOMENT, bounds.FIRST_MOMENT, "2100-12-31 12:00:00")
                taken += any(self._taken(request, self.clerk, {name: one}) for one in moments)
        self.assertGreater(taken, 2)
        return request

    def _of_quantity(self, item, quantity):
        try:
            with self.env.cr.savepoint():
                return self._request(items=[(item, quantity)])
        except UserError:
            return self.env["convenience.request"]

    def _requests(self):
        requests = self.env["convenience.request"].concat(*map(self._extreme, TEXTS))
        for quantity in QUANTITIES:
            requests |= self._of_quantity(self.drain, quantity)
        self.assertGreater(max(requests.mapped("amount_total")), 1_000_000)
        return requests | self._request(items=[(self.taxi, 1)])

    # ------------------------------------------------------------------ what opens

    def _opens(self, address, **more):
        page = self.url_open(address, **more)
        with self.subTest(address=address[:80]):
            self.assertEqual(page.status_code, 200)
            self.assertNotIn(TAG, page.text)
            self.assertNotIn("<img src=x", page.text)
            self.assertNotIn("Traceback", page.text)
        return page

    @mute_logger("odoo.http")
    def test_pages_and_signature(self):
        requests = self._requests()
        long = {"name": TEXTS[2] * 30_000, "signature": PIXEL}
        self.authenticate(self.portal.login, self.portal.login)
        self._opens("/my")
        for query in ("", "?filterby=open&sortby=name", "?sortby=state", "/page/99999999999"):
            self._opens(LIST + query)
        for request in requests:
            page = self._opens(f"{LIST}/{request.id}")
            self.assertIn(request.name, page.text)
            link = f"{LIST}/{request.id}?access_token={request._portal_ensure_token()}"
            self._opens(link)
        done = self._advance(self._request(), "done")
        smiling = {"name": TEXTS[0] * 200, "signature": "x" * 100_000}
        for params in (long, smiling, {}, {"name": 7}):
            answer = self.url_open(
                f"{LIST}/{done.id}/sign",
                data=json.dumps({"jsonrpc": "2.0", "params": params}),
                headers={"Content-Type": "application/json"},
            ).json()
            self.assertTrue(answer["result"]["error"], params)
        csrf = self._opens(f"{LIST}/{done.id}").text
        csrf = csrf.split('name="csrf_token" value="')[1].split('"')[0]
        for reason in (TEXTS[2] * 10_000, "\u202e" * 500, TEXTS[2]):
            self._opens(f"{LIST}/{done.id}/refuse", data={"csrf_token": csrf, "reason": reason})

    @mute_logger("odoo.http")
    def test_bills(self):
        """The bill of the ERP on the portal, of what is huge and of what costs almost nothing."""
        self.owner.name = TEXTS[2]
        for quantity in (100_000, 0.01):
            bill = self._bill_of_today(quantity)
            self.assertEqual(bill.state, "invoiced", bill.error)
        self.authenticate(self.portal.login, self.portal.login)
        self._opens("/my/invoices")
        self._opens(f"/my/invoices/{bill.invoice_id.id}")

    def test_lists_by_month_and_papers(self):
        requests = self._requests()
        domain = [("id", "in", requests.ids)]
        own = requests.with_user(self.clerk).browse()
        shown = {name for name, said in own.fields_get().items() if said.get("groupable")}
        for name, field in requests._fields.items():
            if field.store and field.type in ("date", "datetime") and name in shown:
                with self.subTest(grouped=name):
                    groups = own.web_read_group(domain, [f"{name}:month"], ["__count"])
                    self.assertEqual(sum(one["__count"] for one in groups["groups"]), len(requests))
        bill = self._bill_of_today(100_000)
        reports = self.env["ir.actions.report"].search(
            [("report_name", "like", "convenience_service"), ("report_type", "=", "qweb-pdf")]
        )
        opened = 0
        for report in reports:
            for record in (*requests, bill):
                if report.model == record._name:
                    with self.subTest(report=report.report_name, record=record.display_name):
                        html = report._render_qweb_html(report.report_name, record.ids)[0]
                        self.assertNotIn(TAG.encode(), html)
                        opened += 1
        self.assertGreater(opened, 10)

"""Addresses by which files, messages and lists are fetched: none gives a confidential report."""

import base64
import json

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common_confidential import SECRET, ConfidentialCommon

MODEL = "convenience.confidential"
EVIDENCE = b"the picture of the payment"


@tagged("post_install", "-at_install")
class TestConfidentialHttp(HttpCase, ConfidentialCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in cls.watchers.values():
            user.group_ids |= cls.env.ref("base.group_allow_export")

    def _report(self):
        return self._tell(
            evidence=base64.b64encode(EVIDENCE).decode(), evidence_name="payment.txt"
        )[0]

    def _export(self, report):
        fields = [{"name": name, "label": name, "type": "text"} for name in ("name", "about")]
        data = {
            **{"model": MODEL, "fields": fields, "ids": report.ids, "domain": []},
            **{"import_compat": False, "context": {}},
        }
        token = http.Request.csrf_token(self)
        return self.url_open(
            "/web/export/csv", data={"data": json.dumps(data), "csrf_token": token}
        )

    def _fetched(self, report):
        """Yield (address, what it answers)."""
        yield "file", self.url_open(f"/web/content/{MODEL}/{report.id}/evidence")
        yield "picture", self.url_open(f"/web/image/{MODEL}/{report.id}/evidence")
        yield "export", self._export(report)
        thread = {"thread_model": MODEL, "thread_id": report.id}
        for address, params in (
            ("/mail/thread/messages", thread),
            ("/mail/data", {"fetch_params": [["mail.thread", {**thread, "request_list": []}]]}),
        ):
            yield (
                address,
                self.url_open(
                    address,
                    data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
                    headers={"Content-Type": "application/json"},
                ),
            )

    def test_addresses_by_role(self):
        report = self._report()
        readers = {"director", "other_director", "general_manager"}
        for role, user in self.watchers.items():
            user.password = user.login
            self.authenticate(user.login, user.login)
            with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
                for address, response in self._fetched(report):
                    with self.subTest(role=role, address=address):
                        shown = SECRET.encode() in response.content or EVIDENCE in response.content
                        self.assertEqual(
                            shown, role in readers and address in ("file", "picture", "export")
                        )
                        if role not in readers:
                            self.assertNotIn(report.name.encode(), response.content)

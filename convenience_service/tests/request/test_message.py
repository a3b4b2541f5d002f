from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import ConvenienceCommon


@tagged("post_install", "-at_install")
class TestMessage(ConvenienceCommon):
    """The customer is told what happens, where the office wants it, and it stops nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.owner.write({"email": "owner@example.com", "lang": "en_US"})
        cls.office.write(
            {"message_registered": True, "message_assigned": True, "message_done": True}
        )

    def _mails(self, customer=None):
        """The mails queued to a customer, oldest first."""
        customer = customer or self.owner
        return self.env["mail.mail"].search([("recipient_ids", "in", customer.ids)], order="id")

    def test_each_step_tells_what_the_customer_wants_to_know(self):
        request = self._request()
        registered = self._mails()
        self.assertIn(request.name, registered.subject)
        self.assertIn("Drain Unblocking", registered.body_html)
        self.assertIn("80.00", registered.body_html)
        self._advance(request, "assigned")
        assigned = self._mails() - registered
        self.assertIn("Worker W1", assigned.body_html)
        self._advance_from_assigned(request)
        done = self._mails() - registered - assigned
        link = f"/my/service-requests/{request.id}?access_token={request.access_token}"
        self.assertIn(link, done.body_html)
        self.assertEqual(set(self._mails().mapped("state")), {"outgoing"}, "queued, not sent")

    def _advance_from_assigned(self, request):
        request.with_user(self.worker_user).action_start()
        request.with_user(self.worker_user).action_done()

    def test_office_sends_nothing_until_it_is_switched_on(self):
        office = self._make_office("JK Square", self.company, self.office.user_ids)
        self.assertFalse(
            office.message_registered or office.message_assigned or office.message_done
        )
        self.office.write({"message_registered": False, "message_done": False})
        self._advance(self._request(), "done")
        mail = self._mails()
        self.assertEqual(len(mail), 1)
        self.assertIn("Who comes", mail.subject)

    def test_customer_reads_their_own_language(self):
        template = self.env.ref("convenience_service.mail_template_request_registered")
        template.with_context(lang="zh_CN").subject = "服务单 {{ object.name }} 已登记"
        self.owner.lang = "zh_CN"
        unit, other = self._make_household("1", "102", "Owner Two")
        other.write({"email": "two@example.com", "lang": "en_US"})
        values = [self._prepare_request(), self._prepare_request(unit, other)]
        self.env["convenience.request"].with_user(self.clerk).create(values)
        self.assertIn("已登记", self._mails().subject)
        self.assertIn("is registered", self._mails(other).subject)

    def test_batch_is_told_by_one_call(self):
        notifier = self.env.registry["convenience.notifier"]
        sent = []

        def _send_mail(self, event, requests):
            sent.append((event, len(requests)))

        values = [self._prepare_request() for _index in range(3)]
        with patch.object(notifier, "_send_mail", _send_mail):
            requests = self.env["convenience.request"].with_user(self.clerk).create(values)
            requests.with_user(self.supervisor).action_assign()
        self.assertEqual(sent, [("registered", 3), ("assigned", 3)])

    def test_customer_without_address_is_skipped(self):
        self.owner.email = False
        request = self._advance(self._request(), "done")
        self.assertEqual(request.state, "done")
        self.assertFalse(self._mails())
        self.assertFalse(request.message_ids.filtered(lambda note: "was not sent" in note.body))

    def test_past_work_of_a_sheet_tells_nobody(self):
        self._october()
        self.assertFalse(self._mails())

    def test_error_of_a_message_leaves_the_move_alone(self):
        template = self.env.ref("convenience_service.mail_template_request_assigned")
        template.subject = "{{ object.no_such_field }}"
        request = self._request()
        with self.assertLogs("odoo.addons.convenience_service", "WARNING"):
            self._advance(request, "assigned")
        self.assertEqual(request.state, "assigned")
        self.assertIn("was not sent", request.message_ids[0].body)
        self.assertEqual(len(self._mails()), 1, "registration was told before")

    def test_one_bad_record_does_not_silence_the_batch(self):
        good, bad = self._request(), self._request()
        notifier = self.env.registry["convenience.notifier"]
        send_mail = notifier._send_mail

        def _send_mail(self, event, requests):
            send_mail(self, event, requests)
            if bad in requests:
                raise ValueError("no such mailbox")

        before = self._mails()
        with (
            patch.object(notifier, "_send_mail", _send_mail),
            self.assertLogs("odoo.addons.convenience_service", "WARNING"),
        ):
            (good | bad).with_user(self.supervisor).action_assign()
        self.assertIn(good.name, (self._mails() - before).subject, "one mail, to the good one")
        self.assertIn("E-mail to", good.message_ids[0].body)
        self.assertIn("no such mailbox", bad.message_ids[0].body)

    def test_staff_do_not_get_the_customers_link(self):
        request = self._advance(self._request(), "done")
        self.assertTrue(request.access_token, "the mail was made by the worker's move")
        for user in (self.worker_user, self.clerk, self.director):
            own = request.with_user(user)
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    own.read(["access_token"])
                with self.assertRaises(AccessError):
                    own.write({"access_token": "mine"})
                self.assertNotIn("access_token", own.get_portal_url())
                bodies = self.env["mail.message"].with_user(user).search([]).mapped("body")
                self.assertNotIn(request.access_token, "".join(bodies))

    def test_token_is_not_chosen_at_registration(self):
        self.env["ir.default"].with_user(self.clerk).create(
            {
                "field_id": self.env["ir.model.fields"]
                ._get("convenience.request", "access_token")
                .id,
                "json_value": '"mine"',
                "user_id": self.clerk.id,
            }
        )
        self.assertFalse(self._request().access_token)
        requests = self.env["convenience.request"].with_user(self.clerk)
        with self.assertRaises(AccessError):
            requests.with_context(default_access_token="mine").create(self._prepare_request())

"""What waits for the general manager: who decides it, in whose place, and what is sent back."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..common import ConvenienceCommon


class ApprovalCase(ConvenienceCommon):
    """A director of another office, who may stand in; two lines that wait."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deputy = cls._make_user("deputy", cls.company, "group_director")
        cls._make_office("Second", cls.company, cls.deputy)

    def _submitted(self, *prices, day=None):
        tariff = self._make_tariff(
            self.office,
            day or date(2027, 1, 1),
            prices or [(self.drain, 80.0), (self.bulb, 10.0)],
        )
        tariff.with_user(self.director).action_review()
        tariff.with_user(self.director).action_submit()
        return tariff

    def _stand_in(self, user=None, **values):
        return (
            self.env["convenience.delegation"]
            .with_user(user or self.general_manager)
            .create(
                {
                    "principal_id": self.general_manager.id,
                    "deputy_id": self.deputy.id,
                    "company_id": self.company.id,
                    "date_from": date(2026, 11, 10),
                    "date_to": date(2026, 11, 12),
                    **values,
                }
            )
        )


@freeze_time("2026-11-10 02:00:00")
@tagged("post_install", "-at_install")
class TestDeputies(ApprovalCase):
    def test_a_deputy_approves_in_somebodys_place(self):
        tariff = self._submitted().with_user(self.deputy)
        with self.assertRaises(AccessError):
            tariff.read(["name"])
        self._stand_in()
        self.assertTrue(tariff.may_decide)
        self.assertEqual(len(tariff.line_ids), 2)
        tariff.action_approve()
        self.assertEqual(tariff.state, "approved")
        decided = tariff.sudo()
        self.assertEqual(decided.approved_by_id, self.deputy)
        self.assertEqual(decided.approved_for_id, self.general_manager)
        self.assertIn(f"For {self.general_manager.name}", decided.log_ids.mapped("reason"))

    def test_only_on_the_days_that_are_set(self):
        """From midnight of the office to midnight of the office."""
        tariff = self._submitted().with_user(self.deputy)
        self._stand_in()
        for moment, may in (
            ("2026-11-09 15:59:00", False),
            ("2026-11-09 16:00:00", True),
            ("2026-11-12 15:59:00", True),
            ("2026-11-12 16:00:00", False),
        ):
            self.env.invalidate_all()
            with self.subTest(moment=moment), freeze_time(moment):
                self.assertEqual(bool(tariff.search([("id", "=", tariff.id)])), may)
                if not may:
                    with self.assertRaises(AccessError):
                        tariff.action_approve()

    def test_ended_early(self):
        tariff = self._submitted().with_user(self.deputy)
        standing_in = self._stand_in()
        with self.assertRaises(AccessError):
            standing_in.with_user(self.director).action_end()
        standing_in.action_end()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            tariff.action_approve()

    def test_nobody_approves_what_they_proposed(self):
        tariff = self._submitted()
        self._stand_in(deputy_id=self.director.id)
        self.assertFalse(tariff.with_user(self.director).may_decide)
        with self.assertRaisesRegex(AccessError, "You proposed .* yourself"):
            tariff.with_user(self.director).action_approve()

    def test_of_another_company_nothing_is_decided(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.deputy.company_ids |= other
        self.general_manager.company_ids |= other
        self._stand_in(company_id=other.id)
        with self.assertRaises(AccessError):
            self._submitted().with_user(self.deputy).action_approve()

    def test_who_names_whom(self):
        clerk, cashier = self.clerk.id, self.cashier.id
        for user in (self.director, self.deputy, self.clerk, self.cashier):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._stand_in(user)
        for deputy in (clerk, cashier, self.general_manager.id):
            refused = self.assertRaisesRegex(UserError, "choose a director")
            with self.subTest(deputy=deputy), refused:
                self._stand_in(deputy_id=deputy)
        with self.assertRaises(AccessError):
            self._stand_in(principal_id=self.director.id)
        administrator = self._make_user("rights", self.company, "group_clerk")
        administrator.group_ids |= self.env.ref("base.group_erp_manager")
        self.assertEqual(self._stand_in(administrator).named_by_id, administrator)

    def test_a_deputy_is_deputy_for_who_has_the_role(self):
        tariff = self._submitted().with_user(self.deputy)
        self._stand_in()
        self.general_manager.sudo().group_ids -= self.env.ref(
            "convenience_service.group_general_manager"
        )
        with self.assertRaises(AccessError):
            tariff.action_approve()

    def test_what_was_named_stays_on_file(self):
        standing_in = self._stand_in()
        for user in (self.general_manager, self.deputy, self.director):
            for change in (
                lambda one: one.write({"date_to": date(2027, 1, 1)}),
                lambda one: one.write({"deputy_id": self.director.id}),
                lambda one: one.unlink(),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    change(standing_in.with_user(user))
        with self.assertRaisesRegex(UserError, "stays on file"):
            standing_in.sudo().unlink()


@freeze_time("2026-11-10 02:00:00")
@tagged("post_install", "-at_install")
class TestWaiting(ApprovalCase):
    def _asked(self, tariff):
        return tariff.sudo().activity_ids.user_id

    def _told(self):
        """Subjects and readers of what was sent since."""
        return [
            (message.subject, message.notified_partner_ids)
            for message in self.env["mail.message"].search(
                [
                    ("message_type", "=", "user_notification"),
                    ("model", "=", "convenience.tariff"),
                    ("subject", "like", "waits for your approval"),
                ]
            )
        ]

    def test_who_may_decide_is_asked_until_it_is_decided(self):
        self._stand_in()
        tariff = self._submitted()
        self.assertLessEqual(self.general_manager | self.deputy, self._asked(tariff))
        self.assertNotIn(self.director, self._asked(tariff))
        tariff.with_user(self.general_manager).action_reject(reason="Too dear")
        self.assertFalse(self._asked(tariff))

    def test_who_stands_in_later_is_asked_then(self):
        tariff = self._submitted()
        self._stand_in(date_from=date(2026, 11, 12))
        tariffs = self.env["convenience.tariff"].search([("state", "=", "submitted")])
        for moment, asked in (("2026-11-11 02:00:00", 0), ("2026-11-12 02:00:00", 1)):
            for _run in range(2):
                with freeze_time(moment):
                    tariffs._ask_all()
            with self.subTest(moment=moment):
                self.assertEqual(self._asked(tariff).ids.count(self.deputy.id), asked)
                self.assertEqual(len(self._asked(tariff)), len(tariff.sudo().activity_ids))

    def test_reminded_after_the_days_set_and_again(self):
        tariff = self._submitted()
        job = self.env["convenience.tariff"]
        for moment, times in (
            ("2026-11-12 02:00:00", 0),
            ("2026-11-14 02:00:00", 1),
            ("2026-11-14 08:00:00", 1),
            ("2026-11-16 02:00:00", 1),
            ("2026-11-17 02:00:00", 2),
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                job.search(job._to_remind())._do_job_batch("_remind_deciders")
                told = [one for one in self._told() if self.general_manager.partner_id in one[1]]
                self.assertEqual(len(told), times)
        self.assertIn(tariff.name, told[0][0])

    def test_days_of_waiting(self):
        tariff = self._submitted()
        with freeze_time("2026-11-12 16:30:00"):
            tariff.invalidate_recordset(["days_waiting"])
            self.assertEqual(tariff.days_waiting, 3, "it is the 13th at the office")


@freeze_time("2026-11-10 02:00:00")
@tagged("post_install", "-at_install")
class TestSentBack(ApprovalCase):
    def _send_back(self, tariff, lines, user=None):
        dialog = (
            self.env["convenience.tariff.send.back"]
            .with_user(user or self.general_manager)
            .create(
                {
                    "tariff_id": tariff.id,
                    "line_ids": [Command.set(lines.ids)],
                    "reason": "Ask the neighbours' price",
                }
            )
        )
        dialog.action_apply()
        return dialog

    def test_the_rest_is_approved(self):
        tariff = self._submitted()
        sent, kept = tariff.line_ids[0], tariff.line_ids[1]
        dialog = self._send_back(tariff, sent)
        amendment = sent.tariff_id
        self.assertEqual((amendment.kind, amendment.state), ("amendment", "draft"))
        self.assertEqual(amendment.date_start, date(2027, 1, 1))
        self.assertEqual(sent.sent_back_reason, "Ask the neighbours' price")
        dialog.action_apply()
        holding = self.env["convenience.tariff"].search([("line_ids", "in", sent.ids)])
        self.assertEqual(len(holding), 1)
        tariff.with_user(self.general_manager).action_approve()
        self.assertEqual((kept.approved, sent.approved), (True, False))
        sent.with_user(self.director).price = 75.0
        amendment.with_user(self.director).write(
            {
                "meeting_date": date(2026, 11, 10),
                "meeting_partner_ids": [Command.set(self.director.partner_id.ids)],
                "necessity": "Asked for",
                "feasibility": "Yes",
            }
        )
        sent.with_user(self.director).margin_reason = "As others"
        self._approve(amendment)
        self.assertTrue(sent.approved)

    def test_who_may(self):
        tariff = self._submitted()
        sent = tariff.line_ids[0]
        for user in (self.director, self.deputy):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._send_back(tariff, sent, user)
        self._stand_in()
        self._send_back(tariff, sent, self.deputy)
        self.assertNotEqual(sent.tariff_id, tariff)

    def test_what_cannot_go_back(self):
        tariff, other = self._submitted(), self._submitted((self.drain, 70.0), (self.bulb, 9.0))
        with self.assertRaisesRegex(UserError, "Reject it"):
            self._send_back(tariff, tariff.line_ids)
        with self.assertRaisesRegex(UserError, "Choose lines of"):
            self._send_back(tariff, other.line_ids[0])
        tariff.with_user(self.general_manager).action_approve()
        with self.assertRaises(AccessError):
            self._send_back(tariff, tariff.line_ids[0])

    def test_lines_change_their_list_by_no_other_way(self):
        tariff, draft = self._submitted(), self._make_tariff(self.office, date(2027, 2, 1), [])
        for user in (self.director, self.general_manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                tariff.line_ids[0].with_user(user).tariff_id = draft

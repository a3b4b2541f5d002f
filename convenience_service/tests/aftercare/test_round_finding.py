"""Findings of the leader on duty, followed to their end; rules that change are read again."""

from datetime import date, datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .common_confidential import ConfidentialCommon

FINDING = "convenience.round.finding"


@tagged("post_install", "-at_install")
@freeze_time("2026-11-10 04:00:00")
class TestRoundFinding(ConfidentialCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shift = (
            cls.env["convenience.duty"]
            .with_user(cls.director)
            .create(
                {
                    "office_id": cls.office.id,
                    "kind": "leader",
                    "user_id": cls.other_director.id,
                    "start_at": datetime(2026, 11, 10, 0),
                    "end_at": datetime(2026, 11, 10, 12),
                }
            )
        )

    def _finding(self, user=None, **values):
        return (
            self.env[FINDING]
            .with_user(user or self.other_director)
            .create(
                {
                    "office_id": self.office.id,
                    "place": "Building 3, cellar",
                    "about": "The lamp is out.",
                    "responsible_id": self.supervisor.id,
                    "date_due": date(2026, 11, 12),
                    **values,
                }
            )
        )

    def _mended(self, finding):
        own = finding.with_user(finding.responsible_id)
        own.mending = "A new lamp."
        own.action_mend()
        return finding

    def test_stands_in_the_leaders_shift(self):
        finding = self._finding()
        self.assertEqual(finding.duty_id, self.shift)
        self.assertEqual(self.shift.finding_ids, finding)
        self.assertEqual(finding.found_by_id, self.other_director)

    def test_written_by_directors_and_by_the_leader_on_duty(self):
        for role in ("clerk", "supervisor", "service_manager", "cashier", "worker_user"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._finding(self.users[role])
        self.assertTrue(self._finding(self.director))
        self.shift.with_user(self.director).user_id = self.supervisor
        self.assertEqual(self._finding(self.supervisor).duty_id, self.shift)

    def test_who_mends_works_at_the_office(self):
        stranger = self._make_user("stranger", self.company, "group_clerk")
        with self.assertRaisesRegex(ValidationError, "not among the users"):
            self._finding(responsible_id=stranger.id)

    def test_followed_to_its_end(self):
        finding = self._finding()
        task = finding.activity_ids
        self.assertEqual((task.user_id, task.date_deadline), (self.supervisor, date(2026, 11, 12)))
        with self.assertRaisesRegex(UserError, "how it was mended first"):
            finding.with_user(self.supervisor).action_mend()
        self._mended(finding)
        self.assertFalse(finding.activity_ids)
        for user, looks in ((self.other_director, True), (self.supervisor, False)):
            self.assertEqual(finding.with_user(user).can_look, looks)
        with self.assertRaisesRegex(AccessError, "mended .* yourself"):
            finding.with_user(self.supervisor).action_check()
        with self.assertRaises(AccessError):
            finding.with_user(self.service_manager).action_check()
        finding.with_user(self.other_director).action_send_back(reason="It flickers")
        self.assertEqual(finding.state, "open")
        self.assertEqual(finding.activity_ids.user_id, self.supervisor)
        self._mended(finding)
        finding.with_user(self.director).action_check()
        self.assertRecordValues(
            finding,
            [
                {
                    "state": "checked",
                    "mended_by_id": self.supervisor.id,
                    "checked_by_id": self.director.id,
                }
            ],
        )

    def test_mended_by_whoever_is_to_or_a_supervisor_for_them(self):
        finding = self._finding(responsible_id=self.worker_user.id)
        for user in (self.clerk, self.colleague):
            with self.assertRaises(AccessError):
                finding.with_user(user).mending = "Done"
        self._mended(finding)
        self.assertEqual(finding.mended_by_id, self.worker_user)
        with self.assertRaisesRegex(UserError, "what was found stays"):
            finding.with_user(self.director).place = "Elsewhere"

    def test_overdue_by_the_offices_day(self):
        finding = self._finding()
        overdue = self.env[FINDING].with_user(self.director)
        for moment, late in (
            ("2026-11-12 15:59:00", False),  # the 12th at the office until midnight
            ("2026-11-12 16:00:00", True),
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                finding.invalidate_recordset()
                self.assertEqual(finding.is_overdue, late)
                self.assertEqual(bool(overdue.search([("is_overdue", "=", True)])), late)
        with freeze_time("2026-11-20 04:00:00"):
            self._mended(finding)
            self.assertFalse(finding.is_overdue)

    # ------------------------------------------------------------------ rules

    def _rule(self):
        return (
            self.env["convenience.office.document"]
            .with_user(self.director)
            .create({"name": "Rules", "office_id": self.office.id, "body": "<p>No gifts.</p>"})
        )

    def test_a_changed_rule_is_acknowledged_again(self):
        rule = self._rule()
        own = rule.with_user(self.worker_user)
        staff = len(rule.missing_user_ids)
        self.assertIn(self.worker_user, rule.missing_user_ids)
        self.assertIn(self.worker_user, rule.activity_ids.user_id)
        own.action_acknowledge()
        own.action_acknowledge()
        self.assertTrue(own.is_acknowledged)
        self.assertEqual(len(rule.missing_user_ids), staff - 1)
        self.assertNotIn(self.worker_user, rule.activity_ids.user_id)
        rule.body = "<p>No gifts, no tips.</p>"
        self.assertEqual(rule.version, 2)
        own.invalidate_recordset()
        self.assertFalse(own.is_acknowledged)
        self.assertEqual(len(rule.missing_user_ids), staff)
        self.assertEqual(len(rule.activity_ids.filtered("active")), staff)
        own.action_acknowledge()
        acknowledged = rule.acknowledgement_ids.filtered(lambda one: one.user_id == own.env.user)
        self.assertEqual(sorted(acknowledged.mapped("version")), [1, 2])

    def test_what_is_no_change_of_the_text_asks_nobody(self):
        rule = self._rule()
        rule.write({"date": date(2026, 12, 1), "name": "House Rules", "body": "<p>No gifts.</p>"})
        self.assertEqual(rule.version, 1)
        rule.version = 7
        self.assertEqual(rule.version, 1)

    def test_who_has_it_to_read_finds_it(self):
        rule = self._rule()
        rules = rule.with_user(self.clerk)
        self.assertIn(rule, rules.search([("is_acknowledged", "=", False)]))
        rules.action_acknowledge()
        self.assertNotIn(rule, rules.search([("is_acknowledged", "=", False)]))
        self.assertIn(rule, rules.search([("is_acknowledged", "=", True)]))

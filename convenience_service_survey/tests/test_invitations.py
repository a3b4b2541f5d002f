from datetime import date, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.convenience_service.tests.drawn import SOAK, in_soak

from .common_survey import LAST, NOW, TODAY, SurveyCommon

HOUSEHOLDS = 2000 if SOAK else 60


class _KilledError(BaseException):
    """The process is gone: nobody catches this."""


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestInvitations(SurveyCommon):
    """Who is asked, and how it reaches them: each once."""

    def _send(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "convenience_service_survey.ir_cron_send_survey_invitations"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def _mailed(self):
        """Return the households that mails are queued for, one entry a mail."""
        mails = self.env["mail.mail"].sudo().search([("body_html", "like", "/service-survey/")])
        return [mail.recipient_ids for mail in mails]

    # ------------------------------------------------------------------ whom

    def test_one_sheet_a_household_and_role(self):
        self._make_household("1", "101", "Tenant One", role="tenant")
        self._make_household("1", "101", "Co-owner", is_main_payer=False)
        gone = self._households(1, "8")
        gone.occupancy_ids.date_to = TODAY - timedelta(days=1)
        member = self.env["res.partner"].create({"name": "From Outside"})
        self.office.committee_partner_ids = member | self.owner
        asked = self._open(loose=2)
        found = [(one.unit_id, one.role, one.partner_id.name) for one in asked.invitation_ids]
        none = self.env["convenience.unit"]
        self.assertCountEqual(
            found,
            [
                (self.unit, "owner", "Owner One"),
                (self.unit, "tenant", "Tenant One"),
                (none, "committee", "From Outside"),
                (none, "anybody", False),
                (none, "anybody", False),
            ],
        )

    def test_the_committee_alone(self):
        self.office.committee_partner_ids = self.owner
        asked = self._open(for_owners=False, for_tenants=False)
        self.assertEqual(asked.invitation_ids.partner_id, self.owner)
        self.assertEqual(asked.invitation_ids.role, "committee")

    def test_only_some_customer_types(self):
        self._households(2, "8", customer_type_id=self.shop.id)
        asked = self._open(customer_type_ids=self.shop.ids)
        self.assertEqual(asked.invitation_ids.customer_type_id, self.shop)
        self.assertEqual(len(asked.invitation_ids), 2)

    def test_who_moved_in_is_asked_later_and_nobody_twice(self):
        asked = self._open()
        before = asked.invitation_ids
        self._households(1, "8")
        for _again in range(2):
            asked.with_user(self.service_manager).action_invite_more()
        self.assertEqual(len(asked.invitation_ids - before), 1)
        self.assertEqual(sorted(asked.invitation_ids.mapped("number")), [1, 2])

    # ------------------------------------------------------------------ mails

    def test_each_is_mailed_once_however_often_the_job_runs(self):
        self._households(HOUSEHOLDS)
        asked = self._open()
        for _again in range(2):
            self._send()
        mailed = self._mailed()
        self.assertEqual(len(mailed), HOUSEHOLDS)
        self.assertEqual(len(set(mailed)), HOUSEHOLDS)
        sent = asked.invitation_ids.filtered("sent_on")
        self.assertEqual(len(sent), HOUSEHOLDS, "the owner without an address gets paper")
        self.assertEqual(set(sent.mapped("sent_on")), {TODAY})

    @in_soak
    def test_killed_in_the_middle_each_is_mailed_once(self):
        """The batch under way is lost with its mails; the next run takes it up."""
        self._households(HOUSEHOLDS)
        asked = self._open()
        model = type(self.env["convenience.survey.invitation"])
        write, batches = model._write_guarded, []

        def die(records, vals):
            if "sent_on" in vals:
                batches.append(len(records))
                if len(batches) == 2:
                    raise _KilledError
            return write(records, vals)

        with patch.object(model, "_write_guarded", die):
            try:  # assertRaises would take back what is committed
                self._send()
                self.fail("it was not killed")
            except _KilledError:
                self.env.invalidate_all()
        kept = len(asked.invitation_ids.filtered("sent_on"))
        self.assertEqual(len(self._mailed()), kept)
        self.assertTrue(0 < kept < HOUSEHOLDS, "killed in the middle")
        self._send()
        mailed = self._mailed()
        self.assertEqual(len(mailed), HOUSEHOLDS)
        self.assertEqual(len(set(mailed)), HOUSEHOLDS)

    def test_a_wrong_address_stops_nobody_else(self):
        units = self._households(3)
        units[1].occupancy_ids.partner_id.email = "no address"
        asked = self._open()
        self._send()
        self.assertEqual(len(self._mailed()), 2)
        failed = asked.invitation_ids.filtered("job_error")
        self.assertEqual(failed.unit_id, units[1])
        self.assertRegex(failed.job_error, "Correct it on the contact")

    def test_who_has_not_answered_is_reminded_once(self):
        units = self._households(2)
        asked = self._open()
        self._send()
        answered = asked.invitation_ids.filtered(lambda one: one.unit_id == units[0])
        self._take(asked, [(answered, self._grades(1))])
        with freeze_time("2026-11-16 15:59:00"):  # 23:59 at the office, the sixth day
            self._send()
        self.assertFalse(any(asked.invitation_ids.mapped("reminded_on")))
        for day in ("2026-11-16 16:01:00", "2026-11-20 04:00:00"):
            with freeze_time(day):
                self._send()
        reminded = asked.invitation_ids.filtered("reminded_on")
        self.assertEqual(reminded.unit_id, units[1])
        self.assertEqual(reminded.reminded_on, date(2026, 11, 17))
        self.assertEqual(len(self._mailed()), 3)

    def test_nobody_is_mailed_after_the_last_day_or_where_the_office_does_not(self):
        self._households(1)
        self._open(send_mail=False)
        self._open()
        with freeze_time("2027-01-01 04:00:00"):
            self._send()
        self.assertFalse(self._mailed())

    def test_the_mail_carries_the_link_of_its_household(self):
        self._households(1)
        asked = self._open()
        self._send()
        mail = self.env["mail.mail"].sudo().search([("body_html", "like", "/service-survey/")])
        one = asked.invitation_ids.filtered("sent_on")
        self.assertIn(one._link(), mail.body_html)
        self.assertFalse(mail.model, "the staff does not find it on a record")

    # ------------------------------------------------------------------ opening

    def test_it_opens_with_something_to_ask_and_time_to_answer(self):
        empty = self._round()
        empty.with_user(self.director).item_ids.unlink()
        late = self._round(date_to=TODAY - timedelta(days=1))
        nobody = self._round(for_owners=False, for_tenants=False, for_committee=False)
        for asked, said in (
            (empty, "director pick its items"),
            (late, "Set a later one"),
            (nobody, "asks nobody"),
        ):
            with self.subTest(said=said), self.assertRaisesRegex(UserError, said):
                asked.with_user(self.service_manager).action_open()

    def test_what_is_asked_stays_from_the_opening_on(self):
        asked = self._open()
        for values in ({"kind": "demand"}, {"is_anonymous": False}, {"for_owners": False}):
            out = self.assertRaisesRegex(UserError, "its sheets are out")
            with self.subTest(values=values), out:
                asked.with_user(self.director).write(values)
        with self.assertRaisesRegex(UserError, "its sheets are out"):
            asked.with_user(self.director).item_ids[0].unlink()
        asked.with_user(self.service_manager).date_to = LAST + timedelta(days=7)

    def test_the_link_is_nobodys_to_read(self):
        asked = self._open()
        for user in (self.director, self.service_manager, self.general_manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                asked.invitation_ids.with_user(user).read(["token"])

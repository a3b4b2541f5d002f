"""Personal data of who moved out long ago: a job proposes, a director decides, papers stay."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ..cash.common_wallet import WalletCase
from ..common import ROLES, signed_paper

PERSONAL = {"phone": "13800000000", "email": "gone@example.com", "street": "1-1-101"}


@freeze_time("2026-11-10 02:00:00")
@tagged("post_install", "-at_install")
class TestErasure(WalletCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.convenience_erasure_months = 24
        cls.gone_unit, cls.gone = cls._make_household("5", "501", "Gone")
        cls.gone.write({**PERSONAL, "comment": "Keeps a dog"})
        cls.stay = cls.gone.convenience_occupancy_ids

    def _leave(self, day=date(2024, 11, 9)):
        self.stay.date_to = day

    def _propose(self):
        """Run the job, and return what it has proposed of the resident."""
        with self.enter_registry_test_mode():
            self.env.ref("convenience_service.ir_cron_propose_erasures").method_direct_trigger()
        self.env.invalidate_all()
        return self.env["convenience.erasure"].search([("partner_id", "=", self.gone.id)])

    # ------------------------------------------------------------------ who is proposed

    def test_after_the_months_and_once(self):
        self._leave(date(2024, 11, 11))
        self.assertFalse(self._propose(), "a day too early")
        self._leave()
        erasure = self._propose()
        self.assertEqual((erasure.state, erasure.date_left), ("proposed", date(2024, 11, 9)))
        self.assertEqual(erasure.what_goes, "Phone, Email, Street, Notes")
        self.assertEqual(self._propose(), erasure)

    def test_never_where_nobody_said_so(self):
        self.company.convenience_erasure_months = 0
        self._leave()
        self.assertFalse(self._propose())

    def test_who_is_known_for_something_is_left_out(self):
        another, _partner = self._make_household("5", "502", "Somebody")
        cases = {
            "another home": lambda: self.env["convenience.occupancy"].create(
                {
                    "unit_id": another.id,
                    "partner_id": self.gone.id,
                    "is_main_payer": False,
                    "date_from": date(2024, 12, 1),
                }
            ),
            "lets a home": lambda: self.env["convenience.occupancy"].create(
                {
                    "unit_id": another.id,
                    "partner_id": self.tenant.id,
                    "role": "tenant",
                    "date_from": date(2025, 1, 1),
                    "landlord_id": self.gone.id,
                }
            ),
            "paid ahead": lambda: self._at_the_desk(5.0, partner_id=self.gone.id),
            "an open request": lambda: self._request(self.gone_unit, self.gone),
            "work not billed": lambda: self._october(unit=self.gone_unit, customer=self.gone),
            "a bill": lambda: self._bill(),
            "a login": lambda: self.env["res.users"].create(
                {
                    "login": "gone",
                    "partner_id": self.gone.id,
                    "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
                }
            ),
        }
        for case, make in cases.items():
            with self.subTest(case=case), self.env.cr.savepoint() as savepoint:
                make()
                self._leave()
                self.assertFalse(self._propose())
                savepoint.rollback()
                self.env.invalidate_all()

    def _bill(self):
        self._october(unit=self.gone_unit, customer=self.gone)
        self._invoice(self._settlement())

    # ------------------------------------------------------------------ who decides

    def test_a_director_decides(self):
        self._leave()
        erasure = self._propose()
        for role in set(ROLES) - {"director"}:
            for act in (
                lambda own: own.action_erase(),
                lambda own: own.action_keep(reason="In court"),
                lambda own: own.write({"state": "done"}),
            ):
                with self.subTest(role=role), self._refused("", (AccessError, UserError)):
                    act(erasure.with_user(self.users[role]))
        self.assertTrue(self.gone.phone)
        with self._refused("", AccessError):
            self.env["convenience.erasure"].with_user(self.director).create(
                {"partner_id": self.owner.id, "office_id": self.office.id}
            )
        erasure.with_user(self.director).action_erase()
        self.assertEqual((erasure.state, erasure.done_by_id), ("done", self.director))

    def test_a_director_of_another_office_does_not(self):
        self._leave()
        erasure = self._propose()
        self.office.user_ids -= self.director
        with self._refused("", AccessError):
            erasure.with_user(self.director).action_erase()

    def test_kept_is_not_asked_again(self):
        self._leave()
        erasure = self._propose()
        erasure.with_user(self.director).action_keep(reason="In court")
        self.assertEqual(self._propose(), erasure)
        self.assertEqual(self.gone.phone, PERSONAL["phone"])

    def test_what_came_since_holds_it_back(self):
        self._leave()
        erasure = self._propose()
        self._at_the_desk(5.0, partner_id=self.gone.id)
        with self._refused("Gone has to stay for now: money is held or owed"):
            erasure.with_user(self.director).action_erase()
        self.assertEqual(erasure.held_back, "money is held or owed")

    # ------------------------------------------------------------------ what goes

    def test_what_is_personal_goes_and_papers_stay(self):
        request = self._request(self.gone_unit, self.gone, [(self.taxi, 1)])
        self._advance(request, "done")
        request.with_user(self.worker_user).write(signed_paper("Gone"))
        request.with_user(self.worker_user).action_sign()
        request.with_user(self.supervisor).action_review()
        bill = self._past_bill()
        # what the history of the contact would tell
        tracked = self.gone.with_context(tracking_disable=False)
        tracked.phone = "13900000000"
        self.env.flush_all()
        self.env["res.partner"].browse(self.gone.id)
        self._leave()
        erasure = self._propose()
        erasure.with_user(self.director).action_erase()
        self.env.invalidate_all()
        for name in (*PERSONAL, "comment"):
            self.assertFalse(self.gone[name], name)
        self.assertFalse(request.phone)
        self.assertEqual((self.gone.name, bill.partner_id), ("Gone", self.gone))
        self.assertEqual(request.signed_name, "Gone")
        self.assertTrue(request.photo_ids, "evidence behind a paper stays")
        self.assertFalse(
            self.env["mail.tracking.value"].search(
                [
                    ("mail_message_id.model", "=", "res.partner"),
                    ("mail_message_id.res_id", "=", self.gone.id),
                    ("field_id.name", "in", ("phone", "email")),
                ]
            )
        )
        self.assertEqual(erasure.erased, "Phone, Email, Street, Notes")
        self.assertNotIn("139", erasure.erased)
        self.assertEqual(erasure.log_ids.mapped("state_to"), ["done"])

    def _past_bill(self):
        self._bill()
        statement = self.gone.convenience_statement_ids
        self._take_payment(statement, statement.amount_residual)
        return statement

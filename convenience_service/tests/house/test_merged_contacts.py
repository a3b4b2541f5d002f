"""Contacts that are one person: who joins them, and what becomes of what each had.

Nobody alone moves money to another payer, by whatever way of the ERP.
"""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..cash.common_wallet import WalletCase
from ..common import ROLES
from .common_core_fields import CoreFieldsCommon

MODEL = "convenience.merge.proposal"
WIZARD = "base.partner.merge.automatic.wizard"


class MergeCase(CoreFieldsCommon, WalletCase):
    """A tenant with money, and a twin of theirs in another unit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.flat, cls.twin = cls._make_household("2", "202", "Tenant", role="tenant")
        cls.accountant = cls.strangers["accountant"]

    def _merge(self, kept, gone, user=None):
        """Join contacts with the ERP's own dialog, as a remote caller would."""
        wizard = (
            self.env[WIZARD]
            .with_user(user or self.accountant)
            .create(
                {
                    "partner_ids": [Command.set((kept | gone).ids)],
                    "dst_partner_id": kept.id,
                    "state": "selection",
                }
            )
        )
        wizard.action_merge()
        self.env.invalidate_all()

    def _propose(self, kept, gone, user=None):
        return (
            self.env[MODEL]
            .with_user(user or self.director)
            .create(
                {
                    "office_id": self.office.id,
                    "survivor_id": kept.id,
                    "double_ids": [Command.set(gone.ids)],
                    "reason": "Same identity card",
                }
            )
        )

    def _join(self, kept, gone):
        """A director proposes, an accountant carries it out."""
        proposal = self._propose(kept, gone)
        proposal.with_user(self.accountant).action_carry_out()
        self.env.invalidate_all()
        self.assertFalse(gone.exists())
        return proposal.with_user(self.env.user)


@tagged("post_install", "-at_install")
class TestMergedContacts(MergeCase):
    """What the contacts have goes along, and nothing is doubled."""

    def test_without_money_the_erp_joins_them(self):
        """An accountant without our roles merges as ever; the contact that stays tells of it."""
        self.twin.convenience_tax_number = "91110000600037341L"
        self._request(self.flat, self.twin, [(self.taxi, 1)])
        self._merge(self.tenant, self.twin)
        self.assertFalse(self.twin.exists())
        self.assertEqual(self.tenant.convenience_tax_number, "91110000600037341L")
        self.assertEqual(
            self.tenant.convenience_occupancy_ids.unit_id, self.flat | self.tenant_unit
        )
        told = "".join(self.tenant.message_ids.mapped("body"))
        self.assertIn("Units: 2-202", told)
        self.assertIn("Requests: 1", told)

    def test_all_goes_along(self):
        self._october(unit=self.flat, customer=self.twin)
        self._at_the_desk(100.0, partner_id=self.twin.id)
        request = self.twin.convenience_request_ids
        wallet = self.wallet._find(self.company, self.twin)
        self._join(self.tenant, self.twin)
        self.assertEqual((request.customer_id, request.payer_id), (self.tenant, self.tenant))
        self.assertEqual(self.wallet, wallet)
        self.assertLedger()

    def test_prepayments_become_one(self):
        self._at_the_desk(100.0)
        self._at_the_desk(50.0, partner_id=self.twin.id)
        self._at_the_desk(20.0, direction="out", partner_id=self.twin.id)
        self._order(self.sixty)
        self._join(self.tenant, self.twin)
        self.assertEqual(self._figures(), (150.0, 60.0, 0.0, 20.0, 70.0))
        self.assertEqual(len(self.wallet.movement_ids), 4)
        self.assertEqual(self.wallet.movement_ids.partner_id, self.tenant)
        self.assertLedger()

    def _billed_apart(self):
        flat, visitor = self._make_household("3", "301", "Visitor")
        self._october(unit=flat, customer=visitor)
        self._october()
        return visitor, self._settlement()

    def test_drafts_of_the_same_month_become_one(self):
        visitor, settlement = self._billed_apart()
        claims = settlement.statement_ids.line_ids
        self._join(self.owner, visitor)
        self.assertEqual(settlement.statement_ids.partner_id, self.owner)
        self.assertEqual(settlement.statement_ids.line_ids, claims)
        self.assertEqual(settlement.statement_ids.amount_total, 160.0)
        settlement.with_user(self.service_manager).action_compile()
        self.assertEqual(len(settlement.statement_ids), 1)

    def test_bills_of_the_same_month_stay_papers(self):
        visitor, settlement = self._billed_apart()
        statements = self._invoice(settlement).statement_ids
        self._join(self.owner, visitor)
        self.assertEqual(settlement.statement_ids, statements)
        self.assertEqual(statements.partner_id, self.owner)
        self.assertEqual(statements.invoice_id.partner_id, self.owner)
        self.assertEqual(sorted(s.billed_name or "" for s in statements), ["", "Visitor"])
        self.assertEqual(self.owner.convenience_balance, 160.0)
        paper = self.env["report.convenience_service.report_statement"]._papers(statements)
        self.assertEqual({one["statement"].amount_total for one in paper}, {80.0})

    def test_registered_twice(self):
        """The same person was entered twice in one home: the desk corrects that first."""
        _unit, again = self._make_household(
            "2", "201", "Tenant", role="tenant", is_main_payer=False
        )
        with self._refused("Tenant, Tenant are both registered in .*201"):
            self._merge(self.tenant, again)
        again.convenience_occupancy_ids.unlink()
        self._merge(self.tenant, again)

    def test_at_one_activity_once(self):
        activity = self.env["convenience.activity"].create(
            {
                "name": "Lantern Riddles",
                "office_id": self.office.id,
                "start_at": "2027-02-20 10:00:00",
                "end_at": "2027-02-20 12:00:00",
            }
        )
        activity.with_user(self.clerk).action_open()
        activity.attendance_ids = [
            Command.create({"unit_id": unit.id, "resident_id": one.id})
            for unit, one in ((self.tenant_unit, self.tenant), (self.flat, self.twin))
        ]
        self._merge(self.tenant, self.twin)
        self.assertEqual(activity.attendance_ids.resident_id, self.tenant)
        self.assertEqual(len(activity.attendance_ids), 1)


@tagged("post_install", "-at_install")
class TestMergeRights(MergeCase):
    """Who may join contacts, by every role and by every way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plain_unit, cls.plain = cls._make_household("4", "401", "Plain")
        cls._once(lambda case: case._at_the_desk(50.0, partner_id=cls.twin.id))
        cls.every = new_test_user(
            cls.env,
            login="every_right",
            groups="convenience_service.group_director,convenience_service.group_cashier,"
            "base.group_partner_manager,account.group_account_manager",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.office.user_ids |= cls.every

    def test_no_role_of_ours_has_the_dialog_of_the_erp(self):
        for role in ROLES:
            with self.subTest(role=role), self._refused("", AccessError):
                self._merge(self.tenant, self.plain, self.users[role])

    def test_nobody_alone_moves_money(self):
        """Whatever groups somebody has, and also the system itself."""
        partner_manager = self.env.ref("base.group_partner_manager")
        for user in (self.clerk, self.cashier, self.director, self.accountant, self.every):
            user.group_ids |= partner_manager
            with self.subTest(user=user.login), self._refused("money would go to Tenant: .*Prep"):
                self._merge(self.tenant, self.twin, user)
        with self._refused("money would go to"):
            self.env[WIZARD].sudo()._merge(
                (self.tenant | self.twin).ids, dst_partner=self.tenant, extra_checks=False
            )
        with self._refused("money would go to"):
            self.env[WIZARD].sudo().with_context(
                _convenience_permit={"model": MODEL, "ids": []}
            )._merge((self.tenant | self.twin).ids, dst_partner=self.tenant, extra_checks=False)
        self.assertLedger()

    def test_the_payer_with_money_may_stay(self):
        """Nothing moves from the one that stays."""
        self._merge(self.twin, self.plain)
        self.assertEqual(self.twin.convenience_occupancy_ids.unit_id, self.flat | self.plain_unit)

    def test_suppliers_are_joined_as_ever(self):
        """What the ERP has booked with who is no resident is its own business."""
        one, other = self.env["res.partner"].create([{"name": "Shop"}, {"name": "Shop"}])
        bill = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": other.id,
                "invoice_line_ids": [Command.create({"name": "Rent", "price_unit": 5.0})],
            }
        )
        bill.action_post()
        self._merge(one, other)
        self.assertEqual(bill.partner_id, one)

    def test_a_residents_invoice_of_another_app_is_money_too(self):
        bill = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.plain.id,
                "invoice_line_ids": [Command.create({"name": "Rent", "price_unit": 5.0})],
            }
        )
        bill.action_post()
        with self._refused("Posted entries: 1"):
            self._merge(self.tenant, self.plain)

    # ------------------------------------------------------------------ proposals

    def test_a_clerk_proposes_and_a_manager_accepts(self):
        proposal = self._propose(self.tenant, self.plain, self.clerk)
        self.assertFalse(proposal.moves_money)
        self.assertIn("Units: 4-401", proposal.what_moves)
        allowed = {"service_manager", "director"}
        for role in set(ROLES) - allowed:
            with self.subTest(role=role), self._refused("", (AccessError, UserError)):
                proposal.with_user(self.users[role]).action_carry_out()
        proposal.with_user(self.service_manager).action_carry_out()
        self.assertEqual(proposal.state, "done")
        self.assertFalse(self.plain.exists())
        self.assertIn("Units: 4-401", proposal.moved)
        self.assertEqual(proposal.double_names, "Plain")
        told = "".join(self.tenant.message_ids.mapped("body"))
        self.assertIn("Same identity card", told)

    def test_nobody_accepts_their_own(self):
        proposal = self._propose(self.tenant, self.plain, self.service_manager)
        with self._refused("somebody else", AccessError):
            proposal.with_user(self.service_manager).action_carry_out()

    def test_money_needs_a_director_and_accounting(self):
        proposal = self._propose(self.tenant, self.twin, self.clerk)
        self.assertTrue(proposal.moves_money)
        with self._refused("a director answer for it"):
            proposal.with_user(self.cashier).action_carry_out()
        for role in set(ROLES) - {"director"}:
            with self.subTest(role=role), self._refused("", AccessError):
                proposal.with_user(self.users[role]).action_answer_for()
        proposal.with_user(self.director).action_answer_for()
        for role in set(ROLES) - {"cashier"}:
            with self.subTest(role=role), self._refused("", AccessError):
                proposal.with_user(self.users[role]).action_carry_out()
        proposal.with_user(self.cashier).action_carry_out()
        self.env.invalidate_all()
        self.assertEqual(self._figures()[0], 50.0)
        self.assertLedger()

    def test_one_person_with_every_right_is_one_person(self):
        proposal = self._propose(self.tenant, self.twin, self.every)
        with self._refused("somebody else", AccessError):
            proposal.with_user(self.every).action_carry_out()
        other = self._propose(self.tenant, self.twin, self.clerk)
        other.with_user(self.every).action_answer_for()
        with self._refused("somebody else", AccessError):
            other.with_user(self.every).action_carry_out()

    def test_what_was_judged_is_carried_out(self):
        proposal = self._propose(self.tenant, self.plain, self.director)
        values = {
            "double_ids": [Command.set(self.twin.ids)],
            "survivor_id": self.owner.id,
            "director_id": self.director.id,
            "state": "done",
        }
        for name, value in values.items():
            for user in (self.director, self.cashier, self.accountant):
                with self.subTest(field=name, user=user.login), self._refused("", AccessError):
                    proposal.with_user(user).write({name: value})

    def test_it_is_not_forged_at_the_creation(self):
        proposal = (
            self.env[MODEL]
            .with_user(self.clerk)
            .with_context(default_state="done", default_director_id=self.director.id)
            .create(
                {
                    "office_id": self.office.id,
                    "survivor_id": self.tenant.id,
                    "double_ids": [Command.set(self.twin.ids)],
                    "reason": "Trust me",
                    "director_id": self.director.id,
                    "proposed_by_id": self.director.id,
                    "state": "done",
                }
            )
        )
        self.assertEqual((proposal.state, proposal.proposed_by_id), ("proposed", self.clerk))
        self.assertFalse(proposal.director_id)

    def test_staff_are_not_joined(self):
        with self._refused("is the contact of a user"):
            self._propose(self.tenant, self.clerk.partner_id)

    def test_refused_or_taken_back(self):
        proposal = self._propose(self.tenant, self.plain, self.supervisor)
        with self._refused("refuse what others propose", AccessError):
            proposal.with_user(self.clerk).action_refuse(reason="No")
        proposal.with_user(self.supervisor).action_refuse(reason="Namesakes")
        self.assertEqual(proposal.state, "refused")
        with self._refused("cannot become"):
            proposal.with_user(self.service_manager).action_carry_out()
        self.assertTrue(self.plain.exists())

    # ------------------------------------------------------------------ contacts at the desk

    def test_a_clerk_creates_and_corrects_contacts_and_deletes_none(self):
        contacts = self.env["res.partner"].with_user(self.clerk)
        contact = contacts.create({"name": "Newcomer", "company_id": self.company.id})
        contact.write({"phone": "12000000009", "street": "1 Garden Road"})
        with self._refused("", AccessError):
            contact.unlink()
        self.assertFalse(self.clerk.has_group("base.group_partner_manager"))
        self.assertFalse(self.env[WIZARD].with_user(self.clerk).has_access("create"))
        self.assertEqual(self.owner_occupancy.date_from, date(2020, 1, 1))

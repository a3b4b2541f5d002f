from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common_agreement import SIGNED, AgreementCommon


@tagged("post_install", "-at_install")
class TestAgreement(AgreementCommon):
    def _tenant(self):
        unit, tenant = self._make_household("1", "301", "Tenant", role="tenant")
        return {"unit_id": unit.id, "partner_id": tenant.id}

    # ------------------------------------------------------------------ registration

    def test_registered_with_what_is_known_of_the_customer(self):
        agreement = self._draft()
        self.assertEqual(agreement.office_id, self.office)
        self.assertEqual(agreement.payer_id, self.owner)
        self.assertEqual(agreement.settlement_mode, "monthly")
        self.assertEqual(agreement.phone, self.owner.phone)
        self.assertTrue(agreement.name.startswith("WT"))

    def test_the_agreement_says_how_it_is_settled(self):
        self.assertEqual(self._draft(settlement_mode="prepaid").settlement_mode, "prepaid")

    def test_a_tenant_pays_ahead(self):
        tenant = self._tenant()
        self.assertEqual(self._draft(**tenant).settlement_mode, "prepaid")
        with self.assertRaisesRegex(ValidationError, "pays ahead"):
            self._draft(settlement_mode="monthly", **tenant)

    def test_the_owner_pays_for_the_tenant_with_consent_only(self):
        unit, tenant = self._make_household("1", "101", "Tenant", role="tenant")
        asked = {"unit_id": unit.id, "partner_id": tenant.id, "payer_id": self.owner.id}
        with self.assertRaisesRegex(UserError, "consent"):
            self._draft(**asked)
        agreement = self._draft(**asked, payer_consent="By phone, 1 September")
        self.assertEqual(agreement.payer_id, self.owner)
        self.assertEqual(agreement.settlement_mode, "monthly")

    def test_a_stranger_cannot_order(self):
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        with self.assertRaisesRegex(UserError, "not registered"):
            self._draft(partner_id=stranger.id)

    def test_a_draft_can_be_deleted_and_what_is_signed_cannot(self):
        self._draft().unlink()
        with self.assertRaises(UserError):
            self._agreement().unlink()

    # ------------------------------------------------------------------ price

    def test_prices_are_the_tariffs(self):
        agreement = self._draft(self._prepare_line(), self._prepare_line(self.wash))
        garden, wash = agreement.line_ids
        self.assertEqual((garden.price_unit, wash.price_unit), (310.0, 20.0))
        self.assertEqual(garden.department_id, self.department)

    def test_a_price_given_with_the_line_is_ignored(self):
        line = self._draft(self._prepare_line(self.wash, price_unit=1.0, tax_ids=[])).line_ids
        self.assertEqual(line.price_unit, 20.0)
        self.assertTrue(line.tax_ids)

    def test_a_default_of_the_context_gives_no_price(self):
        agreement = self._draft()
        line = (
            self.env["convenience.agreement.line"]
            .with_user(self.clerk)
            .with_context(default_price_unit=1.0, default_settlement_mode="prepaid")
            .create({"agreement_id": agreement.id, **self._prepare_line(self.wash)})
        )
        self.assertEqual(line.price_unit, 20.0)
        self.assertFalse(line.settlement_mode)

    def test_a_month_without_a_price_by_the_month_waits_for_the_director(self):
        draft = self._draft(self._prepare_line(self.wash, price_basis="flat"))
        self.assertEqual(draft.line_ids.price_unit, 0.0)
        draft.write(SIGNED)
        with self.assertRaisesRegex(UserError, "no price yet"):
            draft.action_activate()
        with self.assertRaises(AccessError):
            draft.line_ids.with_user(self.service_manager).agree_price(70.0, "Four a month")
        with self.assertRaisesRegex(UserError, "why"):
            draft.line_ids.with_user(self.director).agree_price(70.0, " ")
        draft.line_ids.with_user(self.director).agree_price(70.0, "Four a month")
        draft.action_activate()
        self.assertEqual(draft.line_ids.price_unit, 70.0)

    def test_another_price_basis_in_a_draft_has_its_own_price(self):
        line = self._draft(self._prepare_line(self.wash)).line_ids
        line.with_user(self.director).agree_price(15.0, "Two cars")
        line.price_basis = "flat"
        self.assertEqual(line.price_unit, 0.0)
        self.assertFalse(line.price_reason)

    def test_an_item_without_a_price_is_refused_by_name(self):
        item = self._make_item("Piano Tuning", 6)
        with self.assertRaisesRegex(UserError, "Piano Tuning"):
            self._draft(self._prepare_line(item))

    # ------------------------------------------------------------------ activation

    def test_activation_needs_a_signature_and_a_service(self):
        draft = self._draft()
        with self.assertRaisesRegex(UserError, "have the customer sign"):
            draft.action_activate()
        draft.write({"signed_name": "Owner", "signed_on_paper": True})
        with self.assertRaisesRegex(UserError, "scan"):
            draft.action_activate()
        draft.write(SIGNED)
        draft.line_ids.unlink()
        with self.assertRaisesRegex(UserError, "no service"):
            draft.action_activate()

    def test_a_flat_month_is_not_settled_per_visit(self):
        draft = self._draft(settlement_mode="per_visit")
        draft.write(SIGNED)
        with self.assertRaisesRegex(UserError, "cannot be settled per visit"):
            draft.action_activate()

    def test_days_outside_the_agreement_are_refused(self):
        draft = self._draft(self._prepare_line(date_from=date(2026, 8, 15)))
        draft.write(SIGNED)
        with self.assertRaisesRegex(UserError, "outside the days"):
            draft.action_activate()

    def test_only_the_desk_of_the_office_registers_and_activates(self):
        draft = self._draft()
        draft.write(SIGNED)
        for user in (self.cashier, self.general_manager):
            self.assertTrue(draft.with_user(user).name)
            with self.assertRaises(AccessError):
                draft.with_user(user).action_activate()
            with self.assertRaises(AccessError):
                draft.with_user(user).write({"note": "x"})
        with self.assertRaises(AccessError):
            draft.with_user(self.worker_user).read(["name"])
        stranger = self._make_user("clerk2", self.company, "group_clerk")
        with self.assertRaises(AccessError):
            draft.with_user(stranger).action_activate()

    def test_services_of_a_draft_begin_with_it(self):
        draft = self._draft(self._prepare_line(), self._prepare_line(date_from=date(2026, 10, 1)))
        draft.date_from = date(2026, 9, 15)
        self.assertEqual(draft.line_ids.mapped("date_from"), [date(2026, 9, 15), date(2026, 10, 1)])

    def test_a_day_has_to_be_given(self):
        agreement = self._agreement()
        for attempt in (
            lambda: agreement.end(False, "Moves away"),
            lambda: agreement.line_ids.end(None, "Moves away"),
            lambda: agreement.change_line(agreement.line_ids, False, {"quantity": 2}),
            lambda: agreement.resume(False),
        ):
            with self.assertRaisesRegex(UserError, "enter the day"):
                attempt()

    # ------------------------------------------------------------------ what is signed stays

    def test_what_is_signed_cannot_be_written(self):
        agreement = self._agreement()
        for values in (
            {"state": "ended"},
            {"date_to": date(2026, 12, 31)},
            {"settlement_mode": "prepaid"},
            {"payer_id": self.users["clerk"].partner_id.id},
            {"signed_name": "Somebody Else"},
            {"end_reason": "x"},
            {"line_ids": [Command.create(self._prepare_line())]},
        ):
            with self.assertRaises(UserError):
                agreement.write(values)
        for values in (
            {"price_unit": 1.0},
            {"quantity": 2},
            {"date_to": date(2026, 9, 3)},
            {"tax_ids": [Command.clear()]},
            {"settlement_mode": "prepaid"},
        ):
            with self.assertRaises(AccessError):
                agreement.line_ids.with_user(self.director).write(values)
        with self.assertRaises(UserError):
            agreement.line_ids.unlink()

    def test_a_context_is_no_permission(self):
        agreement = self._agreement()
        forged = agreement.with_context(_convenience_permit={"model": agreement._name})
        with self.assertRaises(AccessError):
            forged.write({"date_to": date(2026, 12, 31)})

    def test_a_draft_keeps_its_price_and_its_customer(self):
        draft = self._draft()
        for values in ({"partner_id": 1}, {"unit_id": 1}, {"payer_id": 1}, {"name": "X"}):
            with self.assertRaises(AccessError):
                draft.write(values)
        with self.assertRaises(AccessError):
            draft.line_ids.write({"price_unit": 1.0})

    def test_suspensions_and_revisions_are_written_by_nobody(self):
        agreement = self._agreement()
        agreement.suspend(date(2026, 12, 1), date(2026, 12, 31), "On holiday")
        for user in (self.clerk, self.director):
            for record in (agreement.suspension_ids, agreement.change_ids[:1]):
                with self.assertRaises(AccessError):
                    record.with_user(user).write({"reason": "x"})
                with self.assertRaises(AccessError):
                    record.with_user(user).unlink()

    # ------------------------------------------------------------------ changes

    def test_a_change_ends_the_line_and_begins_its_successor(self):
        agreement = self._agreement(self._prepare_line(self.wash))
        line = agreement.line_ids
        successor = agreement.change_line(line, date(2026, 12, 1), {"quantity": 2})
        self.assertEqual(line.date_to, date(2026, 11, 30))
        self.assertEqual(successor.replaces_id, line)
        self.assertEqual((successor.quantity, successor.price_unit), (2, 20.0))
        self.assertEqual(successor.date_from, date(2026, 12, 1))
        self.assertEqual(successor.settlement_mode, "monthly")

    def test_a_change_from_the_first_day_leaves_no_day_to_the_old_line(self):
        agreement = self._agreement(self._prepare_line(self.wash), date_from=date(2026, 12, 1))
        line = agreement.line_ids
        agreement.change_line(line, date(2026, 12, 1), {"quantity": 2})
        self.assertLess(line.date_to, line.date_from)
        self.assertFalse(
            line.search([*line._domain_on(self.office, date(2026, 12, 1)), ("id", "=", line.id)])
        )

    def test_a_price_from_a_date_on_is_the_directors(self):
        agreement = self._agreement(self._prepare_line(self.wash))
        with self.assertRaises(AccessError):
            agreement.change_line(agreement.line_ids, date(2026, 12, 1), {"price_unit": 1.0}, "x")
        changed = agreement.with_user(self.director).change_line(
            agreement.line_ids, date(2026, 12, 1), {"price_unit": 18.0}, "Loyal customer"
        )
        self.assertEqual((changed.price_unit, changed.price_reason), (18.0, "Loyal customer"))

    def test_nothing_else_changes_from_a_date_on(self):
        agreement = self._agreement()
        for changes in ({"product_id": self.wash.id}, {"tax_ids": []}, {}):
            with self.assertRaisesRegex(UserError, "nothing else"):
                agreement.change_line(agreement.line_ids, date(2026, 12, 1), changes)

    def test_another_agreements_line_is_refused(self):
        other = self._agreement()
        with self.assertRaisesRegex(UserError, "no service of"):
            self._agreement().change_line(other.line_ids.id, date(2026, 12, 1), {"quantity": 2})

    def test_a_service_is_added_from_a_date_on(self):
        agreement = self._agreement()
        line = agreement.add_line(
            {**self._prepare_line(self.wash), "date_from": date(2026, 12, 1), "price_unit": 1.0}
        )
        self.assertEqual((line.price_unit, line.settlement_mode), (20.0, "monthly"))

    def test_the_cashier_changes_nothing(self):
        agreement = self._agreement().with_user(self.cashier)
        attempts = (
            lambda: agreement.change_line(agreement.line_ids, date(2026, 12, 1), {"quantity": 2}),
            lambda: agreement.end(date(2026, 12, 1), "x"),
            lambda: agreement.line_ids.end(date(2026, 12, 1), "x"),
            lambda: agreement.suspend(date(2026, 12, 1), date(2026, 12, 2), "x"),
            lambda: agreement.action_renew(date(2027, 12, 1)),
        )
        for attempt in attempts:
            with self.assertRaises(AccessError):
                attempt()

    # ------------------------------------------------------------------ ending

    def test_ending_cancels_visits_nobody_has_set_out_for(self):
        line = self._agreement(self._prepare_line(self.wash)).line_ids
        before, new, assigned = self._visits(
            line, date(2026, 11, 30), date(2026, 12, 7), date(2026, 12, 14)
        )
        assigned.worker_ids = self.worker.employee_id
        assigned.with_user(self.supervisor).action_assign()
        line.end(date(2026, 12, 1), "No longer wanted")
        self.assertEqual(
            (before | new | assigned).mapped("state"), ["new", "cancelled", "cancelled"]
        )
        self.assertEqual(line.end_reason, "No longer wanted")

    def test_ending_needs_a_reason(self):
        agreement = self._agreement()
        with self.assertRaisesRegex(UserError, "reason"):
            agreement.end(date(2026, 12, 1), "  ")
        with self.assertRaisesRegex(UserError, "reason"):
            agreement.line_ids.end(date(2026, 12, 1), False)

    def test_an_agreement_ends_today_or_by_itself_later(self):
        with freeze_time("2026-10-10 04:00:00"):
            now, later = self._agreement(), self._agreement()
            now.end(date(2026, 10, 10), "Moves away")
            later.end(date(2026, 10, 31), "Moves away")
            self.assertEqual((now.state, later.state), ("ended", "active"))
        with freeze_time("2026-11-01 04:00:00"):
            agreements = self.env["convenience.agreement"]
            agreements.search(agreements._expired())._end_expired()
        self.assertEqual(later.state, "ended")
        self.assertEqual(later.line_ids.date_to, date(2026, 10, 31))

    # ------------------------------------------------------------------ suspension

    def test_suspension_cancels_its_visits_only(self):
        agreement = self._agreement(self._prepare_line(self.wash))
        visits = self._visits(
            agreement.line_ids, date(2026, 11, 30), date(2026, 12, 7), date(2026, 12, 14)
        )
        agreement.suspend(date(2026, 12, 1), date(2026, 12, 10), "On holiday")
        self.assertEqual(visits.mapped("state"), ["new", "cancelled", "new"])

    def test_suspensions_do_not_overlap(self):
        agreement = self._agreement()
        agreement.suspend(date(2026, 12, 1), date(2026, 12, 10), "On holiday")
        with self.assertRaisesRegex(UserError, "already"):
            agreement.suspend(date(2026, 12, 10), date(2026, 12, 20), "On holiday")
        with self.assertRaisesRegex(UserError, "first and the last day"):
            agreement.suspend(date(2027, 1, 10), date(2027, 1, 1), "On holiday")

    def test_resuming_shortens_the_suspension(self):
        agreement = self._agreement()
        agreement.suspend(date(2026, 12, 1), date(2026, 12, 31), "On holiday")
        agreement.resume(date(2026, 12, 11))
        self.assertEqual(agreement.suspension_ids.date_to, date(2026, 12, 10))
        agreement.resume(date(2026, 12, 1))
        self.assertFalse(agreement.suspension_ids)
        with self.assertRaisesRegex(UserError, "not suspended"):
            agreement.resume(date(2026, 12, 1))

    # ------------------------------------------------------------------ renewal

    def test_the_service_manager_is_reminded_once(self):
        agreement = self._agreement(date_to=date(2026, 12, 31))
        due = self.env["convenience.agreement"]._renewal_due
        with freeze_time("2026-11-30 04:00:00"):
            self.assertNotIn(agreement.sudo(), self.env["convenience.agreement"].search(due()))
        with freeze_time("2026-12-01 04:00:00"):
            self.env["convenience.agreement"].search(due())._remind_of_renewal()
            self.env["convenience.agreement"].search(due())._remind_of_renewal()
        activity = agreement.sudo().activity_ids
        self.assertEqual(activity.user_id, self.service_manager)
        agreement.action_renew(date(2027, 12, 31))
        self.assertFalse(agreement.sudo().activity_ids)
        self.assertEqual(agreement.date_to, date(2027, 12, 31))
        with self.assertRaisesRegex(UserError, "later than"):
            agreement.action_renew(date(2027, 12, 31))

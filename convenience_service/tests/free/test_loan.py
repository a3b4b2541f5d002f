from datetime import timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.free.loan_due import REMINDER
from ..common import ConvenienceCommon


class LoanCommon(ConvenienceCommon):
    """A ladder to lend, and the ways a clerk writes things down."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.office._today()
        cls.office.service_manager_id = cls.service_manager
        cls.ladder = cls.env["convenience.loan.item"].create(
            {"name": "Ladder", "number": "L1", "office_id": cls.office.id}
        )
        cls.other_office = cls._make_office("Other Garden", cls.company, cls.env["res.users"])

    def _lend(self, days=3, user=None, **values):
        """Lend something that is due back after `days`, as the clerk does."""
        return (
            self.env["convenience.loan"]
            .with_user(user or self.clerk)
            .create(
                {
                    "unit_id": self.unit.id,
                    "resident_id": self.owner.id,
                    **({} if "item_id" in values else {"name": "Trolley"}),
                    "due_on": self.today + timedelta(days=days),
                    **values,
                }
            )
        )

    def _lend_late(self, days=1, **values):
        """Something that should have been back `days` ago."""
        loan = self._lend(days=0, **values)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE convenience_loan SET due_on = %s WHERE id = %s",
            (self.today - timedelta(days=days), loan.id),
        )
        loan.invalidate_recordset()
        return loan

    def _key(self, **values):
        return self._lend(kind="key", name="Front door", key_tag="K7", due_on=False, **values)

    def _consented_key(self, until=None):
        key = self._key()
        key.write(
            {
                "consent_text": "May enter to water the plants.",
                "consent_until": until,
                "consent_signed_by": "Owner One",
                "consent_on_paper": True,
            }
        )
        key.action_give_consent()
        return key

    def _hand_to_worker(self, key, user=None):
        return (
            self.env["convenience.key.movement"]
            .with_user(user or self.clerk)
            .create({"loan_id": key.id, "worker_id": self.worker.id, "purpose": "Plants"})
        )

    def _remind(self):
        with self.enter_registry_test_mode():
            self.env.ref("convenience_service.ir_cron_remind_loans").method_direct_trigger()
        self.env.invalidate_all()

    def _reminders(self, loan):
        return loan.sudo().activity_search([REMINDER])


@tagged("post_install", "-at_install")
class TestLoan(LoanCommon):
    def test_lending_records_who_when_and_where(self):
        loan = self._lend(item_id=self.ladder.id)
        self.assertEqual(loan.name, "Ladder")
        self.assertEqual(loan.handed_out_by_id, self.clerk)
        self.assertEqual(loan.office_id, self.office)
        self.assertTrue(loan.taken_on)
        self.assertEqual(self.ladder.current_loan_id, loan)

    def test_return_is_stamped_and_closes_the_record(self):
        loan = self._lend()
        loan.return_note = "A wheel is loose"
        loan.with_user(self.supervisor).action_return()
        self.assertEqual(loan.state, "returned")
        self.assertEqual(loan.taken_back_by_id, self.supervisor)
        self.assertTrue(loan.returned_at)
        with self.assertRaisesRegex(UserError, "Trolley is Returned"):
            loan.name = "Cart"

    def test_ladder_is_lent_once_until_it_is_back(self):
        loan = self._lend(item_id=self.ladder.id)
        with self.assertRaisesRegex(UserError, "with Owner One"):
            self._lend(item_id=self.ladder.id)
        loan.action_return()
        self._lend(item_id=self.ladder.id)
        self.assertTrue(self.ladder.is_out)

    @mute_logger("odoo.sql_db")
    def test_database_refuses_the_second_of_two_clerks(self):
        """Neither clerk saw the other's loan: the check finds nothing, the index does."""
        self._lend(item_id=self.ladder.id)
        items = type(self.env["convenience.loan.item"])
        with patch.object(items, "_refuse_out"), self.assertRaises(IntegrityError):
            self._lend(item_id=self.ladder.id)

    def test_lost_thing_is_not_lent_until_it_is_found(self):
        loan = self._lend(item_id=self.ladder.id)
        self.assertEqual(loan.action_lose()["res_model"], "convenience.reason.wizard")
        loan.action_lose(reason="Left on the roof")
        self.assertEqual((loan.state, loan.lost_reason), ("lost", "Left on the roof"))
        with self.assertRaises(UserError):
            self._lend(item_id=self.ladder.id)
        loan.action_return()
        self._lend(item_id=self.ladder.id)

    def test_loss_with_the_reason_asked_for(self):
        loan = self._lend()
        action = loan.action_lose()
        wizard = (
            self.env["convenience.reason.wizard"]
            .with_user(self.clerk)
            .with_context(**action["context"])
            .create({"reason": "Stolen"})
        )
        wizard.action_apply()
        self.assertEqual(loan.lost_reason, "Stolen")

    def test_found_things_of_other_offices_and_archived_ones_are_not_lent(self):
        self.ladder.active = False
        with self.assertRaisesRegex(ValidationError, "not among the things"):
            self._lend(item_id=self.ladder.id)
        foreign = self.env["convenience.loan.item"].create(
            {"name": "Ladder", "number": "L1", "office_id": self.other_office.id}
        )
        with self.assertRaises(AccessError):
            self._lend(item_id=foreign.id)

    def test_thing_that_is_out_is_not_taken_off_the_list(self):
        self._lend(item_id=self.ladder.id)
        with self.assertRaisesRegex(UserError, "with Owner One"):
            self.ladder.with_user(self.service_manager).active = False

    def test_loan_has_a_due_day_and_custody_need_not(self):
        with self.assertRaisesRegex(ValidationError, "due back"):
            self._lend(due_on=False)
        with self.assertRaisesRegex(ValidationError, "due back"):
            self._lend(days=-1)
        self.assertFalse(self._lend(kind="custody", due_on=False).due_on)

    @mute_logger("odoo.sql_db")
    def test_of_a_numbered_thing_there_is_one(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._lend(item_id=self.ladder.id, quantity=2)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._lend(quantity=0)

    def test_only_residents_of_the_unit_borrow(self):
        stranger = self.env["res.partner"].create({"name": "Passer-by"})
        with self.assertRaisesRegex(ValidationError, "Passer-by is not registered"):
            self._lend(resident_id=stranger.id)

    def test_what_is_out_and_overdue_is_found_by_the_local_day(self):
        due_today, late = self._lend(days=0), self._lend_late()
        self.assertFalse(due_today.is_overdue)
        self.assertTrue(late.is_overdue)
        loans = self.env["convenience.loan"].with_user(self.clerk)
        self.assertEqual(loans.search([("is_overdue", "=", True)]), late)
        late.action_return()
        self.assertFalse(late.is_overdue)
        self.assertFalse(loans.search([("is_overdue", "=", True)]))

    def test_service_file_shows_what_the_resident_still_has(self):
        held, back = self._lend(), self._lend()
        back.action_return()
        self.assertEqual(self.owner.with_user(self.clerk).convenience_loan_ids, held)

    # ------------------------------------------------------------------ roles

    def test_who_may_lend_and_who_only_reads(self):
        loan = self._lend()
        loan.with_user(self.general_manager).read(["name"])
        with self.assertRaises(AccessError):
            loan.with_user(self.general_manager).action_return()
        for role in ("worker_user", "cashier", "general_manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._lend(user=self.users[role])
        for role in ("worker_user", "cashier"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                loan.with_user(self.users[role]).read(["name"])
            with self.subTest(role=role), self.assertRaises(AccessError):
                loan.with_user(self.users[role]).action_return()

    def test_only_managers_list_things_to_lend(self):
        values = {"name": "Saw", "number": "S1", "office_id": self.office.id}
        items = self.env["convenience.loan.item"]
        with self.assertRaises(AccessError):
            items.with_user(self.supervisor).create(values)
        self.assertTrue(items.with_user(self.service_manager).create(values))

    def test_desk_of_another_office_neither_sees_nor_takes_back(self):
        loan = self._lend()
        stranger = self._make_user("stranger", self.company, "group_clerk", "group_general_manager")
        loan.with_user(stranger).read(["name"])
        with self.assertRaises(AccessError):
            loan.with_user(stranger).action_return()
        with self.assertRaises(AccessError):
            loan.with_user(stranger).write({"name": "Mine"})
        with self.assertRaises(AccessError):
            self._lend(user=stranger)

    def test_nobody_writes_past_the_buttons(self):
        loan = self._lend()
        for values in (
            {"state": "returned"},
            {"reminded_on": self.today},
            {"handed_out_by_id": self.director.id},
            {"resident_id": self.director.partner_id.id},
            {"kind": "key"},
            {"consent": True},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                loan.with_user(self.director).write(values)
        forged = self._lend(state="returned", consent=True, handed_out_by_id=self.director.id)
        self.assertEqual(forged.state, "out")
        self.assertFalse(forged.consent)
        self.assertEqual(forged.handed_out_by_id, self.clerk)

    def test_mistake_is_deleted_by_the_manager_and_history_by_nobody(self):
        loan = self._lend()
        with self.assertRaises(AccessError):
            loan.unlink()
        loan.action_return()
        with self.assertRaises(UserError):
            loan.with_user(self.service_manager).unlink()
        self._lend().with_user(self.service_manager).unlink()

    # ------------------------------------------------------------------ reminders

    def test_reminder_comes_once_on_the_due_day(self):
        due, later = self._lend(days=0), self._lend(days=1)
        self._remind()
        self._remind()
        self.assertEqual(len(self._reminders(due)), 1)
        self.assertEqual(self._reminders(due).user_id, self.clerk)
        self.assertEqual(self._reminders(due).date_deadline, self.today)
        self.assertFalse(self._reminders(later))

    def test_putting_off_reminds_again_on_the_new_day(self):
        loan = self._lend_late()
        self._remind()
        loan.due_on = self.today + timedelta(days=2)
        self._remind()
        self.assertFalse(self._reminders(loan))
        loan.due_on = self.today
        self._remind()
        self.assertEqual(len(self._reminders(loan)), 1)

    def test_saving_the_same_day_again_is_no_putting_off(self):
        loan = self._lend(days=0)
        self._remind()
        loan.due_on = fields.Date.to_string(self.today)
        self.assertEqual(loan.reminded_on, self.today)

    def test_return_ends_the_reminder_whoever_takes_it_back(self):
        loan = self._lend(days=0)
        self._remind()
        loan.with_user(self.supervisor).action_return()
        self._remind()
        self.assertFalse(self._reminders(loan))

    def test_clerk_who_left_is_not_the_one_reminded(self):
        loan = self._lend(days=0)
        self.office.user_ids -= self.clerk
        self._remind()
        self.assertEqual(self._reminders(loan).user_id, self.service_manager)

    @mute_logger("odoo.addons.convenience_service.models.guard.job")
    def test_loan_nobody_can_be_reminded_of_does_not_stop_the_others(self):
        self.office.service_manager_id = False
        broken = self._lend(days=0, user=self.supervisor).sudo()
        good = self._lend(days=0)
        self.office.user_ids -= self.supervisor
        self._remind()
        self.assertEqual(len(self._reminders(good)), 1)
        self.assertFalse(self._reminders(broken))
        self.assertIn("Name a service manager", broken.job_error)
        self.assertFalse(broken.reminded_on)


@tagged("post_install", "-at_install")
class TestKey(LoanCommon):
    """Keys go out to staff with a valid consent only, and to one at a time."""

    def test_key_goes_out_and_comes_back(self):
        key = self._consented_key()
        movement = self._hand_to_worker(key)
        self.assertEqual(key.key_holder_id, self.worker)
        self.assertEqual(movement.out_by_id, self.clerk)
        key.with_user(self.supervisor).action_key_back()
        self.assertFalse(key.key_holder_id)
        self.assertEqual(movement.back_by_id, self.supervisor)
        self._hand_to_worker(key)
        self.assertEqual(len(key.key_movement_ids), 2)

    def test_no_key_without_consent(self):
        with self.assertRaisesRegex(UserError, "Owner One has not consented"):
            self._hand_to_worker(self._key())

    def test_consent_holds_through_its_last_local_day(self):
        self._hand_to_worker(self._consented_key(until=self.today))
        with self.assertRaisesRegex(UserError, "consent has ended"):
            self._hand_to_worker(self._consented_key(until=self.today - timedelta(days=1)))

    def test_consent_needs_words_and_a_signature(self):
        key = self._key()
        for values in (
            {"consent_text": "May enter."},
            {"consent_text": " ", "consent_signed_by": "Owner", "consent_on_paper": True},
            {"consent_text": "May enter.", "consent_signed_by": "Owner", "consent_on_paper": False},
        ):
            key.write(values)
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "who signed"):
                key.action_give_consent()
        self.assertFalse(key.consent)

    def test_signed_consent_stays_until_withdrawn(self):
        key = self._consented_key(until=self.today)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            key.consent_until = self.today + timedelta(days=90)
        key.action_withdraw_consent()
        with self.assertRaises(UserError):
            self._hand_to_worker(key)
        self.assertIn("water the plants", key.message_ids[:1].body)

    def test_key_with_somebody_is_handed_to_nobody_else(self):
        key = self._consented_key()
        self._hand_to_worker(key)
        with self.assertRaisesRegex(UserError, "is with Worker W1"):
            self._hand_to_worker(key)
        with self.assertRaisesRegex(UserError, "Take it back from there first"):
            key.action_return()

    @mute_logger("odoo.sql_db")
    def test_database_refuses_the_second_of_two_clerks(self):
        key = self._consented_key()
        self._hand_to_worker(key)
        movements = type(self.env["convenience.key.movement"])
        with patch.object(movements, "_refuse_keys_out"), self.assertRaises(IntegrityError):
            self._hand_to_worker(key)

    def test_key_goes_to_the_offices_own_staff(self):
        key = self._consented_key()
        outsider = self._make_worker("X1", None, self.other_office)
        with self.assertRaisesRegex(ValidationError, "not among the staff"):
            self.env["convenience.key.movement"].create(
                {"loan_id": key.id, "worker_id": outsider.id, "purpose": "Look"}
            )

    def test_ladder_is_no_key(self):
        with self.assertRaisesRegex(ValidationError, "no key in our custody"):
            self._hand_to_worker(self._lend())

    def test_log_of_keys_is_written_by_the_desk_and_changed_by_nobody(self):
        key = self._consented_key()
        for role in ("worker_user", "cashier", "general_manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._hand_to_worker(key, self.users[role])
        movement = self._hand_to_worker(key).with_user(self.director)
        with self.assertRaises(AccessError):
            movement.back_at = fields.Datetime.now()
        with self.assertRaises(AccessError):
            movement.unlink()
        with self.assertRaises(AccessError):
            movement.with_user(self.worker_user).action_back()


@tagged("post_install", "-at_install")
class TestRequestLoan(LoanCommon):
    """A request that orders a loan leads to it, and shows what is still out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lending = cls._make_item(
            "Ladder Lending", 0, convenience_charging="free", convenience_kind="loan"
        )
        tomorrow = cls.today + timedelta(days=1)
        tariff = cls._make_tariff(
            cls.office, cls.today, [(cls.lending, 0.0, {"deposit": 50.0})], kind="amendment"
        )
        cls._approve(tariff)
        cls.tomorrow = tomorrow

    def _order(self):
        """A request for the ladder; the director knows the customer."""
        request = self._request(items=[(self.lending, 1)])
        request.with_user(self.director).action_waive_deposit(reason="Known for years")
        return request

    def _hand_out(self, request):
        action = request.with_user(self.clerk).action_hand_out()
        return (
            self.env["convenience.loan"]
            .with_user(self.clerk)
            .with_context(**action["context"])
            .create({"due_on": self.tomorrow})
        )

    def test_button_fills_the_loan_in(self):
        request = self._order()
        loan = self._hand_out(request)
        self.assertEqual(loan.request_id, request)
        self.assertEqual((loan.unit_id, loan.resident_id), (self.unit, self.owner))
        self.assertEqual((loan.kind, loan.name, loan.phone), ("loan", "Ladder Lending", "120101"))
        self.assertEqual(request.with_user(self.clerk).loans_out_count, 1)
        loan.action_return()
        self.assertEqual(request.with_user(self.clerk).loans_out_count, 0)

    def test_nothing_to_lend_no_loan(self):
        request = self._request()
        with self.assertRaisesRegex(UserError, "does not order"):
            request.with_user(self.clerk).action_hand_out()
        with self.assertRaisesRegex(ValidationError, "does not order"):
            self._lend(request_line_id=request.line_ids.id)

    def test_loan_that_is_out_does_not_hold_up_the_review(self):
        request = self._order()
        self._hand_out(request)
        self._advance(request, "done").with_user(self.supervisor).action_review()
        self.assertEqual(request.state, "reviewed")

    def test_free_service_is_counted_and_costed_but_never_billed(self):
        request = self._order()
        self._advance(request, "done").with_user(self.supervisor).action_review()
        paid = self._advance(self._request(), "reviewed")
        period_end = self.office._period(self.today)[1]
        settlement = self._settlement(period_end)
        billed = settlement.statement_ids.line_ids.request_line_id
        self.assertEqual(billed, paid.line_ids)
        self.assertEqual(request.billing_state, "none")
        self.assertEqual(request.line_ids.deposit, 50.0)
        action = self.env.ref("convenience_service.action_convenience_free_services")
        domain = [("product_id.convenience_charging", "=", "free"), ("amount", "=", 0)]
        self.assertEqual(action.domain, str(domain))
        lines = self.env["convenience.request.line"].with_user(self.service_manager)
        self.assertEqual(lines.search(domain), request.line_ids)
        with self.assertRaises(AccessError):
            request.line_ids.with_user(self.supervisor).read(["expected_cost"])

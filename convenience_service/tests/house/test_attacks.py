"""Ways round the guards that were tried once and have to stay closed."""

from datetime import date, datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..common import ConvenienceCommon, signed_paper


@tagged("post_install", "-at_install")
class TestInvoiceAttacks(ConvenienceCommon):
    """What the cashier's accounting rights could be used for."""

    def setUp(self):
        super().setUp()
        self.request = self._october(items=[(self.drain, 2)])
        self.statement = self._invoice(self._settlement()).statement_ids
        self.invoice = self.statement.invoice_id.with_user(self.cashier)

    def _credit(self, amount=None, **values):
        note = self.invoice._reverse_moves([{"invoice_date": date(2026, 11, 1), **values}])
        if amount:
            note.invoice_line_ids.write({"quantity": 1, "price_unit": amount})
        return note

    def test_cancelled_invoice_is_not_posted_by_a_write(self):
        self.invoice.button_cancel()
        with self.assertRaisesRegex(UserError, "cannot be posted again"):
            self.invoice.write({"state": "posted"})
        self.invoice.button_draft()
        with self.assertRaisesRegex(UserError, "billed from statement"):
            self.invoice.invoice_line_ids.write({"price_unit": 1.0})

    def test_amounts_of_items_and_taxes_are_not_typed_over(self):
        self.invoice.button_draft()
        item = self.invoice.invoice_line_ids
        tax = self.invoice.line_ids.filtered("tax_line_id")
        for line in (item, tax):
            with self.subTest(line=line.name), self.assertRaisesRegex(UserError, "from statement"):
                line.write({"balance": line.balance + 1})

    def test_cash_rounding_and_discount_terms_do_not_change_what_is_due(self):
        rounding = self.env["account.cash.rounding"].create(
            {"name": "Hundreds", "rounding": 100.0, "strategy": "biggest_tax"}
        )
        self.invoice.button_draft()
        self.invoice.invoice_cash_rounding_id = rounding
        with self.assertRaisesRegex(UserError, "says ¥.160"):
            self.invoice.action_post()

    def test_no_line_is_moved_in(self):
        other = (
            self.env["account.move"]
            .with_user(self.cashier)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.owner.id,
                    "journal_id": self.invoice.journal_id.id,
                    "invoice_line_ids": [Command.create({"name": "More", "price_unit": 5.0})],
                }
            )
        )
        self.invoice.button_draft()
        with self.assertRaises(UserError):
            other.invoice_line_ids.write({"move_id": self.invoice.id})

    def test_credited_invoice_is_not_cancelled_as_well(self):
        self._credit(80.0).action_post()
        for undo in (self.invoice.button_draft, self.invoice.button_cancel):
            with self.assertRaisesRegex(UserError, "is credited by"):
                undo()
        self.assertEqual(self.request.billing_state, "billed", "half of it is not all of it")
        self._credit(80.0).action_post()
        with self.assertRaisesRegex(UserError, "is credited by"):
            self.invoice.button_draft()
        self.assertEqual(self.request.billing_state, "to_bill")

    def test_nothing_is_credited_twice(self):
        self._credit().action_post()
        second = self._credit()
        with self.assertRaisesRegex(UserError, "nothing left"):
            second.action_post()

    def test_note_drafted_before_the_cancellation_is_not_posted_after_it(self):
        note = self._credit()
        self.invoice.button_cancel()
        with self.assertRaisesRegex(UserError, "nothing left"):
            note.action_post()

    def test_note_to_somebody_else_frees_nothing(self):
        note = self._credit()
        note.partner_id = self.cashier.partner_id
        with self.assertRaisesRegex(UserError, "somebody else"):
            note.action_post()
        self.assertEqual(self.request.billing_state, "billed")

    def test_reversing_a_credit_note_is_refused(self):
        note = self._credit()
        note.action_post()
        with self.assertRaisesRegex(UserError, "outside of any statement"):
            note._reverse_moves()

    def test_reverse_and_create_by_a_remote_call(self):
        wizard = (
            self.env["account.move.reversal"]
            .with_user(self.cashier)
            .with_context(active_model="account.move", active_ids=self.invoice.ids)
            .create({"journal_id": self.invoice.journal_id.id, "date": date(2026, 11, 1)})
        )
        with self.assertRaisesRegex(UserError, "corrected copy"):
            wizard.reverse_moves(is_modify=True)

    def test_invoice_does_not_repeat_itself(self):
        self.invoice.button_draft()
        with self.assertRaises(UserError):
            self.invoice.write({"auto_post": "monthly"})

    def test_old_statement_keeps_the_name_of_the_unit(self):
        self.unit.number = "999"
        self.assertEqual(self.statement.line_ids.unit_name, "1-101")


@tagged("post_install", "-at_install")
class TestDeskAttacks(ConvenienceCommon):
    """What desk, field and directors could reach beyond their duty."""

    def test_a_lone_bad_statement_keeps_its_error(self):
        account = self.owner.with_company(self.company).property_account_receivable_id.copy()
        self.owner.with_company(self.company).property_account_receivable_id = account
        account.active = False
        self._october()
        statement = self._invoice(self._settlement()).statement_ids
        self.assertEqual((statement.state, statement.attempts), ("confirmed", 1))
        self.assertTrue(statement.error and statement.next_try)

    def test_archived_tax_stays_on_registered_work(self):
        request = self._october()
        tax = self.drain.taxes_id
        tax.active = False
        invoice = self._invoice(self._settlement()).statement_ids.invoice_id
        self.assertEqual(request.line_ids.tax_ids, tax)
        self.assertEqual(invoice.invoice_line_ids.tax_ids, tax)
        self.assertEqual(invoice.amount_tax, 4.53)

    def test_tax_of_registered_work_is_used(self):
        self._request()
        self.assertTrue(self.drain.taxes_id.is_used)

    def test_work_by_quotation_is_priced_before_the_review(self):
        painting = self._make_item("Painting", 6)
        tariff = self._make_tariff(
            self.office,
            date(2026, 1, 2),
            [(painting, 0.0, {"price_rule": "quotation"})],
            kind="amendment",
        )
        with freeze_time("2025-12-01"):
            self._approve(tariff)
        row = {"registered": datetime(2026, 10, 2, 1), "done": datetime(2026, 10, 2, 3)}
        request = self._past_requests([{**row, "items": [(painting, 1)]}], state="signed")
        with self.assertRaisesRegex(UserError, "no price yet"):
            request.with_user(self.supervisor).action_review()
        request.line_ids.with_user(self.director).correct_price(300.0, "Quotation 12")
        request.with_user(self.supervisor).action_review()
        self.assertEqual((request.amount_total, request.billing_state), (300.0, "to_bill"))

    def test_who_started_the_job_cannot_review_it(self):
        foreman = self._make_user("foreman", self.company, "group_supervisor", "group_worker")
        self.office.user_ids |= foreman
        employee = self._make_worker("W9", foreman).employee_id
        request = self._request(worker_ids=[Command.set(employee.ids)])
        request.with_user(self.supervisor).action_assign()
        request.with_user(foreman).action_start()
        request.with_user(foreman).write({"worker_ids": [Command.set(self.worker.employee_id.ids)]})
        request.with_user(self.clerk).action_done()
        with self.assertRaisesRegex(UserError, "who did it stays"):
            request.with_user(foreman).write({"worker_ids": [Command.set(employee.ids)]})
        request.with_user(self.clerk).write(signed_paper())
        request.with_user(self.clerk).action_sign()
        with self.assertRaisesRegex(AccessError, "yourself"):
            request.with_user(foreman).action_review()

    def test_a_repeated_step_by_somebody_else_hides_nobody(self):
        both = self._make_user("both", self.company, "group_service_manager", "group_cashier")
        self.office.user_ids |= both
        self._october()
        settlement = self._settlement().with_user(both)
        settlement.action_compile()
        settlement.with_user(self.service_manager).action_compile()
        settlement.with_user(self.service_manager).action_review()
        with self.assertRaisesRegex(AccessError, "yourself"):
            settlement.action_confirm()

    def test_nothing_moves_to_where_the_user_may_not_write(self):
        annex = self._make_office("Annex", self.company, self.env["res.users"])
        tariff = self._make_tariff(self.office, date(2027, 1, 1), [(self.drain, 1.0)])
        empty = self.env["convenience.unit"].create(
            {
                "office_id": self.office.id,
                "building": "8",
                "number": "1",
                "customer_type_id": self.shop.id,
            }
        )
        for record, user in (
            (tariff, self.director),
            (empty, self.clerk),
            (self.worker, self.service_manager),
        ):
            with self.subTest(record=record._name), self.assertRaises(AccessError):
                record.with_user(user).write({"office_id": annex.id})
        with self.assertRaisesRegex(UserError, "has residents"):
            self.unit.with_user(self.clerk).write({"office_id": annex.id})

    def test_partners_and_staff_of_another_company_stay_unseen(self):
        other = self._make_company("Elsewhere")
        stranger = self.env["res.partner"].create(
            {"name": "Hidden", "phone": "1", "company_id": other.id}
        )
        with self.assertRaises(UserError):
            self.env["convenience.occupancy"].with_user(self.clerk).create(
                {"unit_id": self.unit.id, "partner_id": stranger.id, "role": "tenant"}
            )
        employee = self.env["hr.employee"].create({"name": "Theirs", "company_id": other.id})
        with self.assertRaises(UserError):
            self._request(worker_ids=[Command.set(employee.ids)])

    def test_only_staff_of_the_office_are_sent(self):
        employee = self.env["hr.employee"].create(
            {"name": "Not listed", "company_id": self.company.id}
        )
        with self.assertRaisesRegex(ValidationError, "not among the staff"):
            self._request(worker_ids=[Command.set(employee.ids)])

    def test_free_work_is_not_priced_afterwards(self):
        request = self._advance(self._request(items=[(self.taxi, 1)]), "done")
        with self.assertRaisesRegex(UserError, "is free"):
            request.line_ids.with_user(self.director).correct_price(50.0, "now paid")

    def test_prices_are_numbers(self):
        line = self._october().line_ids.with_user(self.director)
        for price in (float("inf"), float("nan"), -1, "x", None, 1e9):
            with self.subTest(price=price), self.assertRaisesRegex(UserError, "enter a price"):
                line.correct_price(price, "because")

    def test_an_approved_item_does_not_become_free(self):
        with self.assertRaisesRegex(UserError, "approved tariff"):
            self.drain.product_tmpl_id.with_user(self.director).convenience_charging = "free"

    def test_directors_change_service_items_only(self):
        product = self.env["product.template"].create({"name": "Desk", "list_price": 5.0})
        with self.assertRaises(AccessError):
            product.with_user(self.director).list_price = 1.0
        self.drain.product_tmpl_id.with_user(self.director).convenience_finish_hours = 9

    def test_a_second_role_does_not_open_other_offices(self):
        both = self._make_user("wide", self.company, "group_director", "group_general_manager")
        self.office.user_ids -= both
        request = self._october()
        for act in (
            lambda: request.with_user(both).action_waive_billing(reason="mine"),
            lambda: request.line_ids.with_user(both).correct_price(1.0, "mine"),
        ):
            with self.assertRaisesRegex(AccessError, "do not work"):
                act()

    def test_blanks_are_no_reason(self):
        request = self._october()
        action = request.with_user(self.director).action_waive_billing(reason="  ")
        self.assertEqual(action["res_model"], "convenience.reason.wizard")
        self.assertEqual(request.billing_state, "to_bill")

    def test_whom_an_item_is_for_binds(self):
        self.bulb.convenience_customer_type_ids = self.office_type
        with self.assertRaisesRegex(UserError, "does not offer Bulb Change"):
            self._request(items=[(self.bulb, 1)])

    def test_two_backdated_tariffs_at_once_are_not_both_the_first(self):
        annex = self._make_office("Annex", self.company, self.director | self.general_manager)
        tariffs = self.env["convenience.tariff"]
        for day in (date(2026, 1, 1), date(2026, 2, 1)):
            tariffs |= self._make_tariff(annex, day, [(self.drain, 80.0)])
        tariffs.with_user(self.director).action_review()
        tariffs.with_user(self.director).action_submit()
        with self.assertRaisesRegex(UserError, "before today"):
            tariffs.with_user(self.general_manager).action_approve()

    def test_opening_balance_counts_what_the_job_has_not_invoiced_yet(self):
        self._october()
        self._confirm(self._settlement())
        self._past_requests(
            [{"registered": datetime(2026, 11, 5, 2), "done": datetime(2026, 11, 5, 4)}]
        )
        november = self._confirm(self._settlement(date(2026, 11, 30))).statement_ids
        self.assertEqual(november.opening_balance, 80.0)

    def test_history_is_not_deleted(self):
        request = self._advance(self._request(), "assigned")
        request.with_user(self.supervisor).action_unassign()
        with self.assertRaisesRegex(UserError, "history"):
            request.with_user(self.clerk).unlink()

    def test_one_main_payer_a_day(self):
        self.owner_occupancy.date_to = date(2027, 6, 30)
        self.env.flush_all()
        second = self.env["res.partner"].create({"name": "Second"})
        values = {"unit_id": self.unit.id, "partner_id": second.id, "role": "owner"}
        with (
            self.assertRaisesRegex(ValidationError, "main payer in that time"),
            self.env.cr.savepoint(),
        ):
            self.env["convenience.occupancy"].create({**values, "date_from": date(2026, 1, 1)})
        self.env["convenience.occupancy"].create({**values, "date_from": date(2027, 7, 1)})

    def test_a_worker_changes_quantity_and_no_description(self):
        line = self._advance(self._request(), "in_progress").line_ids.with_user(self.worker_user)
        line.quantity = 2
        with self.assertRaises(AccessError):
            line.name = "Something else"

    def test_files_on_lines_of_signed_work_are_evidence(self):
        line = self._advance(self._request(), "signed").line_ids
        with self.assertRaisesRegex(UserError, "stay as they are"):
            self.env["ir.attachment"].with_user(self.clerk).create(
                {"name": "x", "raw": b"x", "res_model": line._name, "res_id": line.id}
            )

    def test_terms_that_change_the_invoice_are_refused_on_the_office(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Mixed",
                "early_discount": True,
                "early_pay_discount_computation": "mixed",
                "discount_percentage": 2,
                "line_ids": [Command.create({"value": "percent", "value_amount": 100})],
            }
        )
        with self.assertRaisesRegex(ValidationError, "takes its discount"):
            self.office.payment_term_id = term

from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import ConvenienceCommon


@tagged("post_install", "-at_install")
class TestSettlement(ConvenienceCommon):
    def _reverse(self, invoice, method="refund_moves"):
        wizard = (
            self.env["account.move.reversal"]
            .with_user(self.cashier)
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id, "date": invoice.invoice_date})
        )
        getattr(wizard, method)()
        return wizard.new_move_ids

    # ------------------------------------------------------------------ what is settled

    def test_late_requests_come_along(self):
        rows = [
            {"registered": datetime(2026, 9, 20, 2), "done": datetime(2026, 9, 21, 2)},
            {"registered": datetime(2026, 10, 31, 14), "done": datetime(2026, 10, 31, 15, 30)},
            {"registered": datetime(2026, 10, 31, 15), "done": datetime(2026, 10, 31, 16, 30)},
        ]
        september, october, november = self._past_requests(rows)
        settlement = self._settlement()
        claimed = settlement.statement_ids.line_ids.request_line_id.request_id
        self.assertEqual(claimed, september | october)
        self.assertEqual(settlement.amount_total, 160.0)
        self.assertEqual(november.billing_state, "to_bill")

    def test_what_is_left_out_says_why(self):
        _unit, per_visit = self._make_household(
            "1", "102", "Per Visit", settlement_mode="per_visit"
        )
        _unit, tenant = self._make_household("1", "103", "Tenant", role="tenant")
        day = {"registered": datetime(2026, 10, 5, 2), "done": datetime(2026, 10, 5, 4)}
        units = self.env["convenience.unit"].search(
            [("number", "in", ("102", "103"))], order="number"
        )
        self._past_requests(
            [
                {**day, "unit": units[0], "customer": per_visit},
                {**day, "unit": units[1], "customer": tenant},
            ]
        )
        self._past_requests([day], state="signed")
        self._past_requests([day], state="done")
        settlement = self._settlement()
        reasons = {waiting.reason: waiting.amount for waiting in settlement.waiting_ids}
        self.assertEqual(
            reasons, {"per_visit": 80.0, "prepaid": 80.0, "not_reviewed": 80.0, "unsigned": 80.0}
        )
        self.assertFalse(settlement.statement_ids)

    def test_compiling_again_adds_what_came_since(self):
        self._october(3)
        settlement = self._settlement()
        self._october(4)
        settlement.with_user(self.service_manager).action_compile()
        settlement.with_user(self.service_manager).action_compile()
        self.assertEqual((len(settlement.statement_ids), settlement.amount_total), (1, 160.0))

    def test_deleting_a_draft_frees_its_requests(self):
        request = self._october()
        settlement = self._settlement()
        self.assertEqual(request.billing_state, "billed")
        settlement.with_user(self.service_manager).unlink()
        self.assertEqual(request.billing_state, "to_bill")
        self.assertEqual(self._settlement().amount_total, 80.0)

    def test_cutoff_day(self):
        self.office.cutoff_day = 25
        settlement = self._settlement(date(2026, 10, 3))
        self.assertEqual(
            (settlement.date_from, settlement.date_to), (date(2026, 9, 26), date(2026, 10, 25))
        )

    # ------------------------------------------------------------------ duties

    def test_who_compiled_cannot_accept(self):
        both = self._make_user("both", self.company, "group_service_manager", "group_cashier")
        self.office.user_ids |= both
        self._october()
        settlement = (
            self.env["convenience.settlement"]
            .with_user(both)
            .create({"office_id": self.office.id, "date_to": date(2026, 10, 31)})
        )
        settlement.action_compile()
        settlement.with_user(self.service_manager).action_review()
        with self.assertRaisesRegex(AccessError, "compiled .* yourself"):
            settlement.action_confirm()
        settlement.with_user(self.cashier).action_confirm()
        self.assertEqual(settlement.state, "confirmed")

    def test_cashier_cannot_confirm_a_statement_before_its_settlement(self):
        self._october()
        statement = self._settlement().statement_ids
        with self.assertRaisesRegex(UserError, "not accepted yet"):
            statement.with_user(self.cashier)._move_to("confirmed")

    # ------------------------------------------------------------------ money

    def test_invoice_says_what_the_statement_says(self):
        self._october(3, items=[(self.drain, 1), (self.bulb, 3)])
        self._october(9, items=[(self.drain, 2)])
        statement = self._invoice(self._settlement()).statement_ids
        invoice = statement.invoice_id
        self.assertEqual(invoice.state, "posted", statement.error)
        self.assertEqual(invoice.invoice_date, date(2026, 10, 31))
        self.assertEqual(invoice.invoice_date_due, self.office._today(), "due at once")
        self.assertEqual(invoice.amount_total, 270.0)
        lines = {line.product_id: line.quantity for line in invoice.invoice_line_ids}
        self.assertEqual(lines, {self.drain: 3.0, self.bulb: 3.0}, "one line an item")
        self.assertEqual(statement.line_ids.move_line_id, invoice.invoice_line_ids)
        taxes = {
            line.tax_line_id.amount: line.credit
            for line in invoice.line_ids.filtered("tax_line_id")
        }
        self.assertEqual(taxes, {6.0: 13.58, 13.0: 3.45})

    def test_opening_balance_is_what_is_still_owed(self):
        self._october()
        october = self._invoice(self._settlement()).statement_ids
        self._past_requests(
            [{"registered": datetime(2026, 11, 5, 2), "done": datetime(2026, 11, 5, 4)}]
        )
        november = self._invoice(self._settlement(date(2026, 11, 30))).statement_ids
        self.assertEqual((october.opening_balance, november.opening_balance), (0.0, 80.0))
        self.assertEqual(november.amount_due, 160.0)
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=october.invoice_id.ids
        ).create({})._create_payments()
        self.assertEqual(
            (november.opening_balance, october.amount_residual),
            (80.0, 0.0),
            "stored when confirmed",
        )

    def test_a_statement_that_cannot_be_invoiced_stops_no_other(self):
        unit, broken = self._make_household("1", "102", "No Account")
        self._past_requests(
            [
                {"registered": datetime(2026, 10, 5, 2), "done": datetime(2026, 10, 5, 4)},
                {
                    "registered": datetime(2026, 10, 5, 2),
                    "done": datetime(2026, 10, 5, 4),
                    "unit": unit,
                    "customer": broken,
                },
            ]
        )
        account = broken.with_company(self.company).property_account_receivable_id.copy()
        broken.with_company(self.company).property_account_receivable_id = account
        account.active = False
        settlement = self._invoice(self._settlement())
        good = settlement.statement_ids.filtered(
            lambda statement: statement.partner_id == self.owner
        )
        bad = settlement.statement_ids - good
        self.assertEqual(
            (good.state, bad.state, settlement.state), ("invoiced", "confirmed", "confirmed")
        )
        self.assertTrue(bad.error)
        self.assertTrue(bad.next_try)
        self.assertFalse(bad.invoice_id)
        account.active = True
        bad.with_user(self.cashier).action_retry()
        with self.enter_registry_test_mode():
            self.env.ref("convenience_service.ir_cron_invoice_statements_2").method_direct_trigger()
        settlement.invalidate_recordset()
        self.assertEqual((bad.state, bad.error, settlement.state), ("invoiced", False, "done"))

    def test_jobs_run_twice_bill_once(self):
        self._october()
        settlement = self._invoice(self._settlement())
        with self.enter_registry_test_mode():
            self.env.ref("convenience_service.ir_cron_invoice_statements").method_direct_trigger()
        self.assertEqual(
            self.env["account.move"].search_count(
                [("convenience_statement_id", "in", settlement.statement_ids.ids)]
            ),
            1,
        )

    def test_first_open_day_when_the_period_is_locked(self):
        self.office.invoice_date_rule = "first_open"
        self._october()
        self.company.sudo().fiscalyear_lock_date = date(2026, 11, 3)
        invoice = self._invoice(self._settlement()).statement_ids.invoice_id
        self.assertEqual(invoice.invoice_date, date(2026, 11, 4))

    # ------------------------------------------------------------------ claims

    def test_cashier_cannot_change_a_claimed_line(self):
        self._october()
        invoice = self._invoice(self._settlement()).statement_ids.invoice_id.with_user(self.cashier)
        invoice.button_draft()
        line = invoice.invoice_line_ids
        for values in (
            {"quantity": 2},
            {"price_unit": 1.0},
            {"discount": 50.0},
            {"tax_ids": [Command.clear()]},
            {"product_id": self.bulb.id},
        ):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(UserError, "billed from statement"),
            ):
                line.write(values)
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(UserError, "billed from statement"),
            ):
                invoice.write({"invoice_line_ids": [Command.update(line.id, values)]})
        with self.assertRaisesRegex(UserError, "billed from statement"):
            invoice.write({"invoice_line_ids": [Command.delete(line.id)]})
        with self.assertRaisesRegex(UserError, "billed from statement"):
            invoice.write(
                {"invoice_line_ids": [Command.create({"name": "More", "price_unit": 5.0})]}
            )
        with self.assertRaisesRegex(UserError, "does not change"):
            invoice.write({"partner_id": self.cashier.partner_id.id})
        with self.assertRaisesRegex(UserError, "from statement|Cancel it"):
            invoice.unlink()
        invoice.action_post()
        self.assertEqual((invoice.state, invoice.amount_total), ("posted", 80.0))

    def test_cancel_frees_and_the_next_settlement_bills_once(self):
        request = self._october()
        october = self._invoice(self._settlement())
        statement = october.statement_ids
        printed = statement.line_ids.read(["name", "quantity", "amount", "date"])
        invoice = statement.invoice_id
        invoice.with_user(self.cashier).button_cancel()
        self.assertEqual((statement.state, request.billing_state), ("cancelled", "to_bill"))
        self.assertEqual(statement.line_ids.read(["name", "quantity", "amount", "date"]), printed)
        self.assertEqual((statement.amount_total, statement.amount_due), (80.0, 80.0))
        november = self._invoice(self._settlement(date(2026, 11, 30)))
        self.assertEqual(november.amount_total, 80.0)
        self.assertEqual(request.billing_state, "billed")
        invoice.with_user(self.cashier).button_draft()
        with self.assertRaisesRegex(UserError, "cannot be posted again"):
            invoice.with_user(self.cashier).action_post()

    def test_cancelling_by_a_plain_write_frees_as_well(self):
        request = self._october()
        invoice = self._invoice(self._settlement()).statement_ids.invoice_id
        invoice.with_user(self.cashier).button_draft()
        invoice.with_user(self.cashier).write({"state": "cancel"})
        self.assertEqual(request.billing_state, "to_bill")

    def test_full_credit_frees_partial_does_not(self):
        request = self._october(items=[(self.drain, 2)])
        invoice = self._invoice(self._settlement()).statement_ids.invoice_id
        partial = self._reverse(invoice)
        partial.invoice_line_ids.quantity = 1
        partial.with_user(self.cashier).action_post()
        self.assertEqual(request.billing_state, "billed")
        rest = self._reverse(invoice)
        rest.invoice_line_ids.quantity = 1
        rest.with_user(self.cashier).action_post()
        self.assertEqual(request.billing_state, "to_bill")
        with self.assertRaisesRegex(UserError, "the credit note stays"):
            rest.with_user(self.cashier).button_draft()

    def test_reverse_and_create_is_refused(self):
        self._october()
        invoice = self._invoice(self._settlement()).statement_ids.invoice_id
        with self.assertRaisesRegex(UserError, "corrected copy"):
            self._reverse(invoice, "modify_moves")
        self.assertEqual(invoice.payment_state, "not_paid")

    def test_a_copy_of_the_invoice_claims_nothing(self):
        self._october()
        invoice = self._invoice(self._settlement()).statement_ids.invoice_id
        copy = invoice.with_user(self.cashier).copy()
        self.assertFalse(
            copy.convenience_statement_id or copy.invoice_line_ids.convenience_line_ids
        )

    def test_statement_given_back_before_invoicing(self):
        request = self._october()
        settlement = self._confirm(self._settlement())
        statement = settlement.statement_ids
        statement.with_user(self.cashier).action_cancel(reason="Wrong payer")
        self.assertEqual((statement.state, request.billing_state), ("cancelled", "to_bill"))
        self.assertEqual(settlement.state, "done")

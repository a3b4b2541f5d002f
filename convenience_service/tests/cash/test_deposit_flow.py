from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from ..common import ConvenienceCommon
from .common_deposit import DEPOSIT, DepositCommon
from .common_money import MoneyCommon

OWNER = "Owner One"


@tagged("post_install", "-at_install")
class TestDepositFlow(DepositCommon, MoneyCommon, ConvenienceCommon):
    """What is booked at each step, and that the list is what the ledger says at every one."""

    def _owed_by_ledger(self):
        """What the payer owes by the ERP: receivables, as reminders and ageing take them."""
        self.owner.invalidate_recordset()
        return self.owner.with_company(self.company).credit

    def _analysed(self):
        """Revenue in the ERP's analysis of invoices."""
        self.env.flush_all()
        rows = self.env["account.invoice.report"].search([("partner_id", "=", self.owner.id)])
        return round(sum(rows.mapped("price_subtotal")), 2)

    def test_every_step_account_by_account(self):
        deposit = self._deposit()
        self._assert_list_is_ledger(0.0)

        receipt = self._as_cashier(deposit)._receive(200.0, self.cash)
        self.assertEqual(
            self._entry(receipt.sudo().payment_id.move_id),
            {("1001", OWNER): 200.0, ("2241", OWNER): -200.0},
        )
        self._assert_list_is_ledger(200.0)
        self._as_cashier(deposit)._receive(100.0, self.bank)
        self._assert_list_is_ledger(300.0)
        self.assertEqual((self._owed_by_ledger(), self._analysed()), (0.0, 0.0))

        statement = self._bill_of_today()
        owed, revenue = self._owed_by_ledger(), self._analysed()
        self.assertEqual((owed, revenue), (80.0, 75.47))
        entry = self._as_cashier(deposit)._apply(statement, 50.0, reason="Asked by the customer")
        self.assertEqual(self._entry(entry), {("2241", OWNER): 50.0, ("1122", OWNER): -50.0})
        self.assertEqual(statement.amount_residual, 30.0)
        self._assert_list_is_ledger(250.0)

        kept = self._as_director(deposit)._keep(106.0, reason="Carpet burnt")
        invoice = kept.sudo().invoice_id
        self.assertEqual(
            self._entry(invoice),
            {("1122", OWNER): 106.0, ("5001", OWNER): -100.0, ("2221", OWNER): -6.0},
        )
        movement = deposit.movement_ids.filtered(lambda one: one.kind == "kept")
        self.assertEqual(
            self._entry(movement.entry_id), {("2241", OWNER): 106.0, ("1122", OWNER): -106.0}
        )
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(self._analysed(), revenue + 100.0)
        self._assert_list_is_ledger(144.0)

        refund = self._as_cashier(deposit)._refund(44.0, self.bank, reason="Work is finished")
        self.assertEqual(
            self._entry(refund.sudo().payment_id.move_id),
            {("1002", OWNER): -44.0, ("2241", OWNER): 44.0},
        )
        self._assert_list_is_ledger(100.0)
        self._as_cashier(deposit)._refund(None, self.cash, reason="Work is finished")
        self.assertEqual((deposit.state, deposit.amount_held), ("settled", 0.0))
        self._assert_list_is_ledger(0.0)
        self.assertEqual(self._owed_by_ledger(), 30.0, "the deposit was never a debt")

    def test_journal_items_of_a_settled_deposit_are_reconciled(self):
        deposit = self._held()
        self._as_cashier(deposit)._apply(self._bill_of_today(), reason="Asked")
        self._as_cashier(deposit)._refund(None, self.cash, reason="Finished")
        account = self.company.convenience_deposit_account_id
        lines = self.env["account.move.line"].search([("account_id", "=", account.id)])
        self.assertEqual(set(lines.mapped("reconciled")), {True})

    def test_applied_as_far_as_is_owed(self):
        deposit = self._held()
        statement = self._bill_of_today(2)
        self._as_cashier(deposit)._apply(statement, reason="Asked")
        self.assertEqual(statement.invoice_id.payment_state, "paid")
        self.assertEqual((deposit.amount_applied, deposit.amount_held), (160.0, 140.0))
        with self.assertRaises(UserError):
            self._as_cashier(deposit)._apply(statement, reason="Asked")

    def test_somebody_elses_bill_is_not_paid(self):
        deposit = self._held()
        unit, neighbour = self._make_household("1", "102", "Owner Two")
        request = self._october(unit=unit, customer=neighbour)
        statement = self.env["convenience.statement"]._bill(
            "per_visit", self.office, {neighbour: [request.line_ids._prepare_claim()]}
        )
        statement._invoice_now()
        with self.assertRaisesRegex(UserError, "choose a bill of Owner One"):
            self._as_cashier(deposit)._apply(statement, 10.0, reason="Asked")

    def test_several_at_once(self):
        first, second = self._held(), self._held()
        both = first | second
        self._as_cashier(both)._refund(400.0, self.cash, reason="Moves out")
        self.assertEqual((first.amount_held, second.amount_held), (0.0, 200.0))
        refunded = both.movement_ids.filtered(lambda one: one.kind == "refunded")
        self.assertEqual(len(refunded.receipt_id), 1, "one paper for both")
        self._as_cashier(both.filtered("amount_held"))._apply(
            self._bill_of_today(), reason="Moves out"
        )
        self._assert_list_is_ledger(120.0)

    # ------------------------------------------------------------------ taken back

    def test_receipt_cancelled_while_all_is_held(self):
        deposit = self._held()
        receipt = deposit.movement_ids.receipt_id
        receipt.with_user(self.cashier).action_cancel(reason="Wrong customer")
        self.assertEqual((deposit.state, deposit.amount_open), ("due", DEPOSIT))
        self._assert_list_is_ledger(0.0)

    def test_receipt_of_money_that_was_used_stays(self):
        deposit = self._held()
        receipt = deposit.movement_ids.receipt_id
        self._as_cashier(deposit)._apply(self._bill_of_today(), reason="Asked")
        with self.assertRaisesRegex(UserError, "only ¥.220.00"):
            receipt.with_user(self.cashier).action_cancel(reason="Wrong customer")
        self._assert_list_is_ledger(220.0)

    def test_refund_cancelled_is_held_again(self):
        deposit = self._held()
        refund = self._as_cashier(deposit)._refund(100.0, self.cash, reason="Finished")
        self._assert_list_is_ledger(200.0)
        refund.action_cancel(reason="Never fetched")
        self.assertEqual((deposit.amount_refunded, deposit.state), (0.0, "held"))
        self._assert_list_is_ledger(300.0)

    def test_entries_stay_as_they_are(self):
        deposit = self._held()
        statement = self._bill_of_today()
        entry = self._as_cashier(deposit)._apply(statement, reason="Asked")
        kept = self._as_director(deposit)._keep(106.0, reason="Burnt").sudo().invoice_id
        for undo in (
            entry.with_user(self.cashier).button_draft,
            entry.with_user(self.cashier)._reverse_moves,
            kept.with_user(self.cashier).button_draft,
            kept.with_user(self.cashier).button_cancel,
            statement.sudo().invoice_id.with_user(self.cashier).button_draft,
        ):
            with self.subTest(undo=undo), self.assertRaisesRegex(UserError, "stays as it is"):
                undo()
        self._assert_list_is_ledger(114.0)

    def test_credit_note_on_what_was_kept_holds_it_again(self):
        deposit = self._held()
        statement = self._as_director(deposit)._keep(106.0, reason="Burnt")
        invoice = statement.sudo().invoice_id.with_user(self.cashier)
        note = invoice._reverse_moves([{"invoice_date": self.office._today()}], cancel=True)
        self.assertEqual(statement.state, "cancelled")
        self.assertEqual((deposit.amount_kept, deposit.amount_held), (0.0, DEPOSIT))
        back = deposit.movement_ids.filtered(lambda one: one.kind == "kept" and one.amount < 0)
        self.assertEqual(
            self._entry(back.entry_id), {("2241", OWNER): -106.0, ("1122", OWNER): 106.0}
        )
        self.assertEqual(note.amount_residual, 0.0)
        self.assertEqual((self._owed_by_ledger(), self._analysed()), (0.0, 0.0))
        self._assert_list_is_ledger(DEPOSIT)
        with self.assertRaisesRegex(UserError, "so the credit note stays"):
            note.button_draft()
        self._as_director(deposit)._keep(53.0, reason="Half of it after all")
        self._as_cashier(deposit)._refund(None, self.cash, reason="Finished")
        self._assert_list_is_ledger(0.0)

    def test_part_credited(self):
        deposit = self._held()
        statement = self._as_director(deposit)._keep(106.0, reason="Burnt")
        invoice = statement.sudo().invoice_id.with_user(self.cashier)
        note = invoice._reverse_moves([{"invoice_date": self.office._today()}])
        note.invoice_line_ids.write({"price_unit": 6.0})
        note.action_post()
        self.assertEqual((statement.state, deposit.amount_kept), ("invoiced", 100.0))
        self.assertEqual((note.amount_residual, statement._refundable()), (0.0, 0.0))
        with self.assertRaisesRegex(UserError, "stays as it is"):
            note.button_draft()
        self._assert_list_is_ledger(200.0)

    # ------------------------------------------------------------------ other cases

    def test_free_item_is_kept_with_the_companys_tax(self):
        self.carpet.taxes_id = False
        deposit = self._held()
        statement = self._as_director(deposit)._keep(113.0, reason="Burnt")
        tax = statement.line_ids.tax_ids
        self.assertEqual(tax.price_include_override, "tax_included")
        self.assertTrue(statement.sudo().invoice_id.amount_tax)
        self._assert_list_is_ledger(187.0)

    def test_list_of_a_past_day(self):
        today = self.office._today()
        deposit = self._held()
        with freeze_time(self.office._day_start(today + timedelta(days=3))):
            self._as_cashier(deposit)._refund(100.0, self.cash, reason="Finished")
            self._as_director(deposit)._keep(50.0, reason="Burnt")
            for day, amount in ((-1, 0.0), (0, 300.0), (2, 300.0), (3, 150.0)):
                with self.subTest(day=day):
                    then = today + timedelta(days=day)
                    self.assertEqual((self._listed(then), self._booked(then)), (amount, amount))

    def test_no_statement_of_the_month_counts_it(self):
        deposit = self._held()
        self._advance(deposit.request_id, "reviewed")
        settlement = self._invoice(self._settlement(self.office._period(self.office._today())[1]))
        statement = settlement.statement_ids
        self.assertEqual(statement.amount_total, 120.0, "the service, not its deposit")
        self.assertEqual(statement.amount_residual, 120.0, "nobody applied the deposit")
        self.assertEqual(self.owner.with_user(self.cashier).convenience_balance, 120.0)

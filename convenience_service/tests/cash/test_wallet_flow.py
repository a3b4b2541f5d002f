from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_wallet import WalletCase


@tagged("post_install", "-at_install")
class TestWalletFlow(WalletCase):
    """What is paid ahead is reserved before somebody is sent, and used when it is billed."""

    def _credit(self, invoice, amount=None):
        """The cashier's credit note on an invoice, whole or of a part."""
        wizard = (
            self.env["account.move.reversal"]
            .with_user(self.cashier)
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id, "date": invoice.invoice_date})
        )
        wizard.refund_moves()
        note = wizard.new_move_ids
        if amount:
            note.invoice_line_ids.with_user(self.env.user).price_unit = amount
        note.action_post()
        self.env.invalidate_all()
        return note

    def _served(self, item=None, **values):
        """A request done, reviewed and invoiced."""
        request = self._advance(self._order(item or self.sixty, **values), "reviewed")
        self._billing()
        return request

    # ------------------------------------------------------------------ reserved

    def test_the_second_waits_for_what_is_missing(self):
        self._at_the_desk(100.0)
        first, second = self._order(self.sixty), self._order(self.fifty)
        self.assertEqual((first.prepayment_reserved, second.prepayment_reserved), (60.0, 0.0))
        with self._refused(
            r"needs .*50\.00, .*40\.00 are available of the prepayment of Tenant: .*10\.00 are "
            "missing. Take it at the cash desk or ask the director to waive it",
        ):
            second.with_user(self.supervisor).action_assign()
        first.with_user(self.supervisor).action_assign()
        self.assertEqual(self._figures(), (100.0, 60.0, 0.0, 0.0, 40.0))
        desk = second.with_user(self.clerk)
        self.assertEqual((desk.prepayment_missing, desk.prepayment_available), (50.0, 40.0))
        self._at_the_desk(10.0)
        self.assertEqual(second.prepayment_reserved, 50.0)
        second.with_user(self.supervisor).action_assign()
        self.assertEqual(self._figures(), (110.0, 110.0, 0.0, 0.0, 0.0))
        self.assertLedger()

    def test_money_serves_the_oldest_first(self):
        first, second = self._order(self.fifty), self._order(self.fifty)
        self._at_the_desk(50.0)
        self.assertEqual((first.prepayment_reserved, second.prepayment_reserved), (50.0, 0.0))
        first.with_user(self.clerk).action_cancel(reason="Not wanted")
        self.assertEqual((first.prepayment_reserved, second.prepayment_reserved), (0.0, 50.0))
        self.assertLedger()

    def test_in_turn_it_waits_and_says_why(self):
        self.worker.department_id = self.department
        self.worker._write_guarded({"present_on": self.office._today()})
        self.env["convenience.dispatch.rule"].create(
            {"office_id": self.office.id, "department_id": self.department.id, "mode": "turn"}
        )
        request = self._order(self.sixty, worker_ids=False)
        self.assertEqual((request.state, request.waiting_for), ("new", "prepayment"))
        self._at_the_desk(60.0)
        request._dispatch_in_turn()
        self.assertEqual((request.state, request.waiting_for), ("assigned", False))

    def test_a_worker_does_not_claim_it_nor_learns_sums(self):
        self.worker.department_id = self.department
        self.env["convenience.dispatch.rule"].create(
            {"office_id": self.office.id, "department_id": self.department.id, "mode": "claim"}
        )
        request = self._order(self.sixty, worker_ids=False)
        with self._refused(r"^\S+ is not paid ahead yet\. The desk takes care of that first\.$"):
            request.with_user(self.worker_user)._claim()
        self._at_the_desk(60.0)
        request.with_user(self.worker_user)._claim()
        self.assertEqual(request.state, "assigned")

    def test_only_the_director_waives_with_a_reason(self):
        request = self._order(self.sixty)
        for role, user in self.users.items():
            if role != "director":
                with self.subTest(role=role), self.assertRaises(AccessError):
                    request.with_user(user).action_waive_prepayment(reason="Known")
        decided = request.with_user(self.director)
        self.assertEqual(
            decided.action_waive_prepayment(reason="  ")["res_model"], "convenience.reason.wizard"
        )
        decided.action_waive_prepayment(reason="Known for years")
        self.assertEqual(request.prepayment_waived_by_id, self.director)
        self.assertIn("Known for years", "".join(request.message_ids.mapped("body")))
        request.with_user(self.supervisor).action_assign()
        with self._refused("nothing to waive"):
            decided.action_waive_prepayment(reason="Again")

    def test_nobody_writes_what_is_reserved(self):
        request = self._order(self.sixty)
        for role, user in self.users.items():
            for values in (
                {"prepayment_reserved": 60.0},
                {"prepayment_waived": True},
                {"prepayment_waived_reason": "x"},
            ):
                with self.subTest(role=role, values=values), self.assertRaises(AccessError):
                    request.with_user(user).write(values)
        made = self._order(self.sixty, prepayment_reserved=60.0, prepayment_waived=True)
        self.assertEqual((made.prepayment_reserved, made.prepayment_waived), (0.0, False))

    # ------------------------------------------------------------------ follows the amount

    def test_follows_quantity_price_and_responsibility(self):
        self._at_the_desk(100.0)
        request = self._order(self.fifty)
        line = request.line_ids
        line.with_user(self.clerk).quantity = 2
        self.assertEqual(request.prepayment_reserved, 100.0)
        line.with_user(self.clerk).quantity = 3
        self.assertEqual(request.prepayment_reserved, 100.0, "left short, not refused")
        line.with_user(self.director).correct_price(20.0, "Agreed")
        self.assertEqual(self._figures(), (100.0, 60.0, 0.0, 0.0, 40.0))
        request.with_user(self.supervisor).set_responsibility("common", "Main pipe")
        self.assertEqual(self.wallet.reserved, 0.0)
        request.with_user(self.supervisor).set_responsibility("paid", "After all")
        self.assertEqual(request.prepayment_reserved, 100.0 if line.amount == 100 else 0.0)
        self.assertLedger()

    def test_follows_services_added_and_removed(self):
        self._at_the_desk(110.0)
        request = self._order(self.fifty)
        request.with_user(self.clerk).line_ids = [Command.create({"product_id": self.sixty.id})]
        self.assertEqual(request.prepayment_reserved, 110.0)
        request.line_ids[0].with_user(self.clerk).unlink()
        self.assertEqual(request.prepayment_reserved, 60.0)
        self.assertLedger()

    def test_in_the_field_it_is_not_stopped_by_money(self):
        self._at_the_desk(50.0)
        request = self._advance(self._order(self.fifty), "in_progress")
        request.line_ids.with_user(self.worker_user).quantity = 1.1
        self._accept_raise(request)
        self.assertEqual(request.prepayment_reserved, 50.0)
        request.with_user(self.worker_user).action_done()
        self.assertEqual(request.state, "done")

    def test_not_billed_after_all(self):
        self._at_the_desk(60.0)
        request = self._order(self.sixty)
        request.with_user(self.director).action_waive_billing(reason="Our fault")
        self.assertEqual(self._figures(), (60.0, 0.0, 0.0, 0.0, 60.0))

    def test_what_was_reserved_for_is_cancelled_not_deleted(self):
        self._at_the_desk(60.0)
        request = self._order(self.sixty)
        with self._refused("Prepaid money was reserved for BM.* Cancel it instead"):
            request.unlink()
        self.assertLedger()

    def test_an_owners_work_needs_no_prepayment(self):
        request = self._request(items=[(self.sixty, 1)])
        request.with_user(self.supervisor).action_assign()
        self.assertEqual(request.prepayment_reserved, 0.0)

    # ------------------------------------------------------------------ billed and used

    def test_billed_after_review_and_turned_against_the_wallet(self):
        self._at_the_desk(100.0)
        request = self._served()
        statement = self._bill_of(request)
        self.assertEqual((statement.kind, statement.state), ("prepaid", "invoiced"))
        self.assertFalse(statement.settlement_id)
        self.assertEqual(statement.invoice_id.payment_state, "paid")
        used = self.wallet.movement_ids.filtered(lambda one: one.kind == "used")
        self.assertEqual(
            self._entry(used.entry_id), {("2203", "Tenant"): 60.0, ("1122", "Tenant"): -60.0}
        )
        self.assertTrue(all(used.entry_id.line_ids.mapped("reconciled")))
        self.assertEqual(self._figures(), (100.0, 0.0, 60.0, 0.0, 40.0))
        self.assertEqual(
            self.wallet.movement_ids.sorted("id").mapped("kind"),
            ["received", "reserved", "released", "used"],
        )
        self.assertLedger()

    def test_waived_work_takes_what_is_there_when_it_is_billed(self):
        request = self._order(self.sixty)
        request.with_user(self.director).action_waive_prepayment(reason="Known")
        self._at_the_desk(40.0)
        self._advance(request, "reviewed")
        self._billing()
        self.assertEqual(self._bill_of(request).amount_residual, 20.0)
        self.assertEqual(self._figures(), (40.0, 0.0, 40.0, 0.0, 0.0))
        self.assertLedger()

    def test_work_of_the_past_waits_for_its_money(self):
        request = self._october(
            unit=self.tenant_unit, customer=self.tenant, items=[(self.sixty, 1)]
        )
        self._billing()
        self.assertEqual((request.billing_state, request.prepayment_missing), ("to_bill", 60.0))
        waiting = self._settlement().waiting_ids
        self.assertEqual((waiting.reason, waiting.payer_id), ("prepaid", self.tenant))
        self._at_the_desk(60.0)
        self._billing()
        self.assertEqual(self._bill_of(request).invoice_id.payment_state, "paid")
        self.assertLedger()

    def test_bills_of_several_payers_are_paid_in_one_go(self):
        requests = self.env["convenience.request"]
        for number in ("701", "702", "703"):
            unit, tenant = self._make_household("7", number, f"Tenant {number}", role="tenant")
            requests |= self._october(unit=unit, customer=tenant, items=[(self.sixty, 1)])
            self._at_the_desk(100.0, partner_id=tenant.id)
        moves, batches = self.env.registry["account.move"], []
        book = moves._book_convenience_transfers

        def _book_convenience_transfers(self, vals_list):
            batches.append(len(vals_list))
            return book(self, vals_list)

        with patch.object(moves, "_book_convenience_transfers", _book_convenience_transfers):
            self._billing()
        self.assertEqual(batches, [3], "one batch, no entry by itself")
        for request in requests:
            wallet = self.env["convenience.wallet"]._find(self.company, request.payer_id)
            self.assertEqual((wallet.used, wallet.balance), (60.0, 40.0))
            self.assertEqual(wallet.movement_ids[:1].balance_after, 40.0)
            self.assertEqual(self._bill_of(request).invoice_id.payment_state, "paid")
        self.assertLedger()

    def test_billed_once_however_often_the_job_runs(self):
        self._at_the_desk(60.0)
        request = self._advance(self._order(self.sixty), "reviewed")
        first = self._bill_of(request)
        first.with_user(self.cashier).action_cancel(reason="By mistake")
        self.assertEqual((request.billing_state, request.prepayment_reserved), ("to_bill", 60.0))
        for _run in range(2):
            self._billing()
        self.assertEqual(len(self._bill_of(request) - first), 1)
        self.assertFalse(request._bill_prepaid())
        self.assertEqual(self._figures(), (60.0, 0.0, 60.0, 0.0, 0.0))
        self.assertLedger()

    def test_what_is_not_to_be_billed_is_not(self):
        request = self._order(self.sixty)
        request.with_user(self.director).action_waive_prepayment(reason="Known")
        self._advance(request, "signed")
        request.with_user(self.director).action_waive_billing(reason="Our fault")
        request.with_user(self.supervisor).action_review()
        self._billing()
        self.assertFalse(self._bill_of(request))

    # ------------------------------------------------------------------ credited

    def test_a_full_credit_goes_back_and_is_billed_again(self):
        self._at_the_desk(100.0)
        request = self._served()
        statement = self._bill_of(request)
        note = self._credit(statement.invoice_id)
        self.assertEqual((note.amount_residual, statement.state), (0.0, "cancelled"))
        self.assertEqual(self._figures(), (100.0, 60.0, 0.0, 0.0, 40.0))
        returned = self.wallet.movement_ids.filtered(lambda one: one.kind == "returned")
        self.assertEqual(
            self._entry(returned.entry_id), {("2203", "Tenant"): -60.0, ("1122", "Tenant"): 60.0}
        )
        self.assertLedger()
        self._billing()
        self.assertEqual(self._figures(), (100.0, 0.0, 60.0, 0.0, 40.0))
        self.assertLedger()

    def test_a_partial_credit_goes_back(self):
        self._at_the_desk(60.0)
        statement = self._bill_of(self._served())
        note = self._credit(statement.invoice_id, 25.0)
        self.assertEqual((note.amount_total, note.amount_residual), (25.0, 0.0))
        self.assertEqual(self._figures(), (60.0, 0.0, 35.0, 0.0, 25.0))
        self.assertLedger()

    def test_only_what_the_wallet_paid_goes_back(self):
        request = self._order(self.sixty)
        request.with_user(self.director).action_waive_prepayment(reason="Known")
        self._at_the_desk(40.0)
        self._advance(request, "reviewed")
        self._billing()
        statement = self._bill_of(request)
        self._take_payment(statement, 20.0)
        note = self._credit(statement.invoice_id)
        self.assertEqual(note.amount_residual, 20.0)
        self.assertEqual(self.wallet.used, 0.0)
        self.assertLedger()

    def test_what_the_wallet_settled_is_not_undone_behind_it(self):
        self._at_the_desk(60.0)
        invoice = self._bill_of(self._served()).invoice_id.with_user(self.cashier)
        entry = self.wallet.movement_ids.entry_id.filtered("convenience_purpose")
        for undo in (
            invoice.button_draft,
            invoice.button_cancel,
            entry.with_user(self.cashier).button_draft,
            entry.with_user(self.cashier)._reverse_moves,
        ):
            with self.subTest(undo=undo), self.assertRaises(UserError):
                undo()
        note = self._credit(invoice.with_user(self.env.user))
        with self.assertRaises(UserError):
            note.with_user(self.cashier).button_draft()
        self.assertLedger()

    # ------------------------------------------------------------------ other bills

    def test_an_owners_bill_paid_from_what_was_paid_ahead(self):
        self._october()
        statement = self._invoice(self._settlement()).statement_ids
        with self._refused("Owner One has paid nothing ahead"):
            statement.with_user(self.cashier).action_pay_from_wallet()
        self._at_the_desk(50.0, partner_id=self.owner.id)
        self.assertEqual(statement.amount_residual, 80.0, "not by itself")
        for role, user in self.users.items():
            if role != "cashier":
                with self.subTest(role=role), self.assertRaises(AccessError):
                    statement.with_user(user).action_pay_from_wallet()
        statement.with_user(self.cashier).action_pay_from_wallet()
        self.assertEqual(statement.amount_residual, 30.0)
        self.assertLedger()
        with self._refused("and .*0.00 are available"):
            statement.with_user(self.cashier).action_pay_from_wallet()
        self._at_the_desk(50.0, partner_id=self.owner.id)
        with self._refused("30.00 left to pay"):
            statement._pay_from_wallet(30.01)
        statement._pay_from_wallet(30.0)
        self.assertEqual(statement.invoice_id.payment_state, "paid")
        self.assertLedger()

    def test_a_receipt_spent_already_is_matched_anew(self):
        first = self._at_the_desk(60.0)
        self._at_the_desk(60.0)
        self._served()
        first.with_user(self.cashier).action_cancel(reason="Bounced")
        self.assertEqual(self._figures(), (60.0, 0.0, 60.0, 0.0, 0.0))
        account = self.company._convenience_fund_account("prepayment")
        lines = self.env["account.move.line"].search(
            [("account_id", "=", account.id), ("parent_state", "=", "posted")]
        )
        self.assertTrue(all(lines.mapped("reconciled")))
        self.assertLedger()

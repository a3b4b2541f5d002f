from datetime import date, datetime

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.modules.migration import load_script
from odoo.tests import tagged
from odoo.tools.misc import file_path

from ..billing.common_bills import BillCommon
from ..common import ConvenienceCommon
from ..drawn import outside_soak_only

SCRIPT = "convenience_service/migrations/19.0.4.0.0/post-owed.py"


class SideMoneyCommon(BillCommon):
    """Money that the accountant enters in the ERP's own screens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls._make_accountant()

    def _register_as(self, bill, amount, user=None):
        """Somebody registers a payment of a bill in the ERP; what is too much stays open."""
        wizard = self.env["account.payment.register"].with_user(user or self.accountant)
        context = {"active_model": "account.move", "active_ids": bill.invoice_id.ids}
        values = {"journal_id": self.bank.id, "amount": amount}
        return wizard.with_context(**context).create(values)._create_payments()

    def _enter_without_bill(self, payer, amount):
        """The accountant enters a payment of a customer, for nothing in particular."""
        payment = (
            self.env["account.payment"]
            .with_user(self.accountant)
            .create(
                {
                    "payment_type": "inbound",
                    "partner_type": "customer",
                    "partner_id": payer.id,
                    "journal_id": self.bank.id,
                    "amount": amount,
                    "date": date(2026, 11, 3),
                }
            )
        )
        payment.action_post()
        return payment.with_user(self.env.user)

    def _owed(self, payer=None):
        """What the one function says that a payer owes the office."""
        payer = payer or self.visitor
        return payer._convenience_owed(self.office).get((self.office.id, payer.id), 0.0)

    def _month(self, month, payer_row=None):
        """An accepted statement of the owner for one visit in a month, 80.00."""
        day = {"registered": datetime(2026, month, 10, 1), "done": datetime(2026, month, 10, 3)}
        self._past_requests([{**day, **(payer_row or {})}])
        last = self.office._period(date(2026, month, 10))[1]
        return self._confirm(self._settlement(last)).statement_ids

    def _credits(self, payer=None, **values):
        """The cashier's dialog for what is over."""
        payer = payer or self.visitor
        return (
            self.env["convenience.credit"]
            .with_user(self.cashier)
            .create({"partner_id": payer.id, "office_id": self.office.id, **values})
        )


class PaidBills:
    """A bill is not cancelled under the money that paid it, and money is not taken for nothing."""

    allow_inherited_tests_method = True  # Odoo's loader leaves out inherited tests otherwise

    def _undoing(self, invoice):
        reversal = self.env["account.move.reversal"].with_user(invoice.env.user)
        context = {"active_model": "account.move", "active_ids": invoice.ids}
        reason = {"journal_id": invoice.journal_id.id, "reason": "Wrong"}
        return {
            "button_draft": invoice.button_draft,
            "button_cancel": invoice.button_cancel,
            "written draft": lambda: invoice.write({"state": "draft"}),
            "written cancelled": lambda: invoice.write({"state": "cancel"}),
            "deleted": invoice.unlink,
            "deleted by force": invoice.with_context(force_delete=True).unlink,
            "corrected copy": lambda: (
                reversal.with_context(**context).create(reason).modify_moves()
            ),
        }

    def test_not_undone_whoever_paid_and_whoever_asks(self):
        whole, part = self._bill(paid=80.0), self._bill(day=16, paid=30.0)
        collected, entered = self._bill(day=17), self._bill(day=18)
        self._give(statements=collected)
        self._accept(self._hand_over())
        self._register_as(entered, 80.0)
        for bill, left in ((whole, 0.0), (part, 50.0), (collected, 0.0), (entered, 0.0)):
            receipt = self._receipts_of(bill)
            for user in (self.cashier, self.accountant):
                for name, undo in self._undoing(bill.invoice_id.with_user(user)).items():
                    with self.subTest(paid=receipt.name, user=user.login, undo=name):
                        words = f"{receipt.name}|(bills|from) statement {bill.name}"
                        with self._refuses(words):
                            undo()
            self.assertEqual((bill.state, receipt.state), ("invoiced", "posted"))
            self.assertEqual(bill.amount_residual, left)
        self.assertEqual((self._owed(), self._ledger_of(self.visitor)), (50.0, 50.0))

    def test_first_the_receipt_then_the_bill(self):
        bill = self._bill(paid=80.0)
        self._cancel(self._receipts_of(bill))
        bill.invoice_id.with_user(self.accountant).button_cancel()
        self.assertEqual((bill.state, self._owed()), ("cancelled", 0.0))
        self.assertEqual(self._ledger_of(self.visitor), 0.0)

    def test_no_money_is_taken_while_its_invoice_is_reset(self):
        bill = self._bill()
        bill.invoice_id.with_user(self.accountant).button_draft()
        self.assertEqual((bill.amount_residual, self._owed()), (0.0, 0.0), "not in the ledger")
        given = {"statements": bill, "amount": 80.0}
        for take in (lambda: self._pay(bill, 80.0), lambda: self._give(**given)):
            with self._refuses("was reset in accounting and is not booked"):
                take()
        bill.invoice_id.with_user(self.accountant).action_post()
        self._pay(bill)
        self.assertEqual(self._ledger_of(self.visitor), 0.0)

    def test_a_plain_credit_note_is_possible_and_followed(self):
        bill = self._bill(paid=80.0)
        reversal = self.env["account.move.reversal"].with_user(self.accountant)
        context = {"active_model": "account.move", "active_ids": bill.invoice_id.ids}
        reason = {"journal_id": bill.invoice_id.journal_id.id, "reason": "Done badly"}
        reversal.with_context(**context).create(reason).refund_moves()
        bill.invoice_id.reversal_move_ids.with_user(self.accountant).action_post()
        self.assertEqual((self._owed(), bill._refundable()), (-80.0, 80.0))
        self._credits(memo="Done badly").action_pay_back()
        self.assertEqual((self._owed(), bill._refundable()), (0.0, 0.0))
        self.assertEqual(self._ledger_of(self.visitor), 0.0)


class SideMoney:
    """What the accountant or the bank brings too much is seen, used and paid back."""

    allow_inherited_tests_method = True  # Odoo's loader leaves out inherited tests otherwise

    def test_paid_too_much_lowers_the_next_statement(self):
        first = self._month(9)
        first._invoice_now()
        self._register_as(first, 130.0)
        self.assertEqual(self._owed(self.owner), -50.0)
        second = self._month(10)
        self.assertEqual((second.opening_balance, second.amount_due), (-50.0, 30.0))
        second._invoice_now()
        self.assertEqual((second.amount_residual, self._owed(self.owner)), (30.0, 30.0))
        self.assertEqual(sum(self._receipts_of(first | second).mapped("amount")), 130.0)
        self.assertEqual(second.opening_balance, -50.0, "the paper stays")

    def test_paid_too_much_is_used_at_the_till(self):
        self._register_as(self._bill(), 130.0)
        bill = self._bill(day=16)
        till = (
            self.env["convenience.statement.payment"]
            .with_user(self.cashier)
            .create({"statement_ids": [Command.set(bill.ids)]})
        )
        self.assertEqual((till.amount_owed, till.amount_over, till.amount), (80.0, 50.0, 30.0))
        till.action_pay()
        self.assertEqual(sorted(self._receipts_of(bill).mapped("amount")), [30.0, 50.0])
        self.assertEqual((self._owed(), self._ledger_of(self.visitor)), (0.0, 0.0))

    def test_paid_too_much_is_paid_back_once(self):
        payment = self._register_as(self._bill(), 130.0)
        dialog = self._credits(memo="Paid twice")
        self.assertEqual((dialog.amount_over, dialog.amount_owed), (50.0, 0.0))
        dialog.action_pay_back()
        self.assertEqual((self._owed(), self._ledger_of(self.visitor)), (0.0, 0.0))
        self.assertTrue(all(payment.move_id.line_ids.mapped("reconciled")[-1:]))
        with self._refuses("Nothing is over"):
            self._credits(memo="Again").action_pay_back()

    def test_what_was_paid_back_stays_until_its_receipt_is_cancelled(self):
        """The accountant resets, takes off, or deletes what the till paid back already."""
        payment = self._enter_without_bill(self.visitor, 50.0)
        item = payment.move_id.line_ids.filtered(lambda line: line.amount_residual < 0)
        self._credits(unassigned_ids=[Command.set(item.ids)]).action_assign()
        self._credits(memo="Paid twice").action_pay_back()
        receipt = self.env["convenience.receipt"].search([("line_ids.credit_id", "=", item.id)])
        theirs = payment.with_user(self.accountant)
        for undo in (theirs.action_draft, theirs.action_cancel):
            with self._refuses("was paid back on"):
                undo()
        with self._refuses("was paid back on"):
            item.with_user(self.accountant).remove_move_reconcile()
        self.assertEqual((self._owed(), self._ledger_of(self.visitor)), (0.0, 0.0))
        receipt.with_user(self.cashier).action_cancel("Not paid out after all")
        self.assertEqual(self._ledger_of(self.visitor), -50.0)
        theirs.action_draft()
        theirs.action_cancel()
        self.assertEqual((self._owed(), self._ledger_of(self.visitor)), (0.0, 0.0))
        self.assertEqual((receipt.state, receipt.line_ids.amount), ("cancelled", 50.0))

    def test_what_no_office_has_is_shown_and_lowers_nothing(self):
        payment = self._enter_without_bill(self.visitor, 50.0)
        bill = self._bill()
        self.assertEqual(self._owed(), 80.0)
        dialog = self._credits()
        self.assertEqual((dialog.amount_over, dialog.amount_unassigned), (0.0, 50.0))
        self.assertEqual(self.visitor.with_user(self.cashier).convenience_unassigned, 50.0)
        item = payment.move_id.line_ids.filtered(lambda line: line.amount_residual < 0)
        dialog.unassigned_ids = item
        dialog.action_assign()
        self.assertEqual(self._owed(), 30.0)
        self._credits().action_set_against()
        self.assertEqual((bill.amount_residual, self._owed()), (30.0, 30.0))
        self.assertEqual(self._receipts_of(bill).amount, 50.0, "told to the payer as well")

    def test_taken_off_the_bill_it_is_the_companys_own_again(self):
        bill = self._bill()
        payment = self._register_as(bill, 130.0)
        partial = bill.receipt_line_ids.partial_id
        bill.invoice_id.with_user(self.accountant).js_remove_outstanding_partial(partial.id)
        self.assertEqual(self._owed(), 80.0)
        self.assertFalse(payment.move_id.line_ids.convenience_office_id)
        self.assertEqual(self._credits().amount_unassigned, 130.0)


@tagged("post_install", "-at_install")
class TestPaidBills(PaidBills, SideMoneyCommon, ConvenienceCommon):
    """小企业会计准则."""


@outside_soak_only("test_a_plain_credit_note_is_possible_and_followed")
@tagged("post_install", "-at_install")
class TestPaidBillsGenericChart(PaidBills, SideMoneyCommon, ConvenienceCommon):
    """A chart of another country."""

    chart = "generic_coa"
    rates = {6: 15, 13: 15}


@outside_soak_only("test_paid_too_much_is_used_at_the_till")
@tagged("post_install", "-at_install")
class TestSideMoneyGenericChart(SideMoney, SideMoneyCommon, ConvenienceCommon):
    """A chart of another country."""

    chart = "generic_coa"
    rates = {6: 15, 13: 15}


@tagged("post_install", "-at_install")
class TestSideMoney(SideMoney, SideMoneyCommon, ConvenienceCommon):
    """小企业会计准则, and who may do what."""

    def test_only_the_cashier_assigns(self):
        payment = self._enter_without_bill(self.visitor, 50.0)
        item = payment.move_id.line_ids.filtered(lambda line: line.amount_residual < 0)
        for user in (self.clerk, self.director, self.accountant):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                item.with_user(user)._assign_to_office(self.office.with_user(user))
        for name in ("convenience_office_id", "convenience_assigned_id"):
            with self._refuses("follows from the bill or the payment"):
                item.with_user(self.accountant).write({name: self.office.id})
        self.assertEqual(self._owed(), 0.0)

    def test_booked_money_does_not_come_to_an_office_by_a_mark(self):
        """Neither what no office has, nor what is over of a bill of another one."""
        other = self._make_office("Other Office", self.company, self.clerk)
        payments = self._enter_without_bill(self.visitor, 50.0)
        payments |= self._register_as(self._bill(), 130.0)
        for payment in payments.with_user(self.accountant):
            for office in (self.office, other):
                with self._refuses("The cashier assigns it"):
                    payment.write({"convenience_office_id": office.id})
        self.assertEqual(self._owed(), -50.0)

    def test_a_dialog_decides_on_the_money_of_its_payer(self):
        payment = self._enter_without_bill(self.owner, 50.0)
        item = payment.move_id.line_ids.filtered(lambda line: line.amount_residual < 0)
        with self._refuses("is not money of Visitor"):
            self._credits(unassigned_ids=[Command.set(item.ids)]).action_assign()
        self.assertEqual(self._owed(self.owner), 0.0)

    def test_a_bill_stays_booked_on_who_owes_it(self):
        item = self._bill().invoice_id.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        other = self._other_receivable(self.owner)
        for name, value in (("partner_id", self.owner), ("account_id", other)):
            with self._refuses("follows from the books"):
                item.with_user(self.accountant).write({name: value.id})
        self.assertEqual(self._ledger_of(self.visitor), 80.0)

    def test_bills_money_is_not_assigned_to_another_office(self):
        item = self._register_as(self._bill(), 130.0).move_id.line_ids.filtered(
            "convenience_office_id"
        )
        other = self._make_office("Other Office", self.company, self.clerk)
        with self._refuses("waits to be assigned"):
            item._assign_to_office(other.with_user(self.cashier))

    def test_one_answer_for_many_in_the_same_queries(self):
        self._register_as(self._bill(), 130.0)
        payers = self.visitor | self.owner
        payers._convenience_owed(self.office)
        for group in (self.visitor, payers, payers | self.env["res.partner"].search([], limit=40)):
            self.env.invalidate_all()
            with self.assertQueryCount(6):
                group._convenience_owed(self.office)

    def test_what_a_collector_holds_and_the_bank_paid_is_kept_as_a_prepayment(self):
        bill = self._bill()
        held = self._give(statements=bill)
        self._register_as(bill, 50.0)
        handover = self._hand_over()
        with self._refuses("may keep what is too much as a prepayment"):
            self._accept(handover)
        with self.assertRaises(AccessError):
            held.with_user(self.clerk).action_keep_as_prepayment(reason="By bank")
        held.with_user(self.cashier).action_keep_as_prepayment(reason="By bank")
        self.assertEqual((held.state, handover.amount_total), ("cancelled", 80.0))
        self._accept(handover)
        self.assertEqual((bill.amount_residual, self._owed()), (0.0, 0.0))
        wallet = self.env["convenience.wallet"]._find(self.company, self.visitor)
        self.assertEqual(wallet.balance, 50.0)
        self.assertEqual(self._ledger_of(self.visitor), -50.0)

    def test_an_update_finds_what_is_the_offices(self):
        """The script fills in what the rule says, on books that were kept before it."""
        self._note(self._bill(day=16, paid=80.0), 30.0)
        self._register_as(self._bill(), 130.0)
        self._enter_without_bill(self.visitor, 20.0)
        items = self.env["account.move.line"].search([("partner_id", "=", self.visitor.id)])
        said = {item: (item.convenience_office_id, item.convenience_payer_id) for item in items}
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move_line SET convenience_office_id = NULL, convenience_payer_id = NULL"
        )
        load_script(file_path(SCRIPT), "post_owed").migrate(self.env.cr, "19.0.3.0.0")
        self.env.invalidate_all()
        found = {item: (item.convenience_office_id, item.convenience_payer_id) for item in items}
        self.assertEqual(found, said)
        self.assertIn((self.office, self.visitor), said.values())

    def test_the_residents_own_page_says_so(self):
        self._register_as(self._bill(), 130.0)
        self.assertEqual(
            [(row["owed"], row["over"]) for row in self.visitor._convenience_portal_balances()],
            [(0.0, 50.0)],
        )

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import ConvenienceCommon
from .common_deposit import DEPOSIT, DepositCommon
from .common_till import TillCommon
from .test_entrusted import EntrustedCommon


@tagged("post_install", "-at_install")
class TestTillAttacks(DepositCommon, TillCommon, ConvenienceCommon):
    """Money goes where money lies, to whom it belongs, and once."""

    def _wrong_journals(self):
        """Journals that a remote caller may name and that hold no money of the company."""
        journals = self.env["account.journal"]
        company = ("company_id", "=", self.company.id)
        other = self._make_company("Other Company")
        self.cashier.company_ids |= other
        return [
            journals.search([company, ("type", "=", "general")], limit=1),
            journals.search([company, ("type", "=", "sale")], limit=1),
            journals.search([("company_id", "=", other.id), ("type", "=", "cash")], limit=1),
        ]

    def test_deposit_is_taken_into_till_or_bank_only(self):
        deposit = self._deposit()
        for journal in self._wrong_journals():
            wizard = self.env["convenience.deposit.wizard"].with_user(self.cashier)
            asked = wizard.with_context(
                allowed_company_ids=(self.company | journal.company_id).ids
            ).create(
                {
                    "deposit_ids": [Command.set(deposit.ids)],
                    "kind": "received",
                    "amount": DEPOSIT,
                    "journal_id": journal.id,
                }
            )
            refused = self.assertRaisesRegex(UserError, "JK Garden goes: cash, bank")
            with self.subTest(journal=journal.name), refused, self.env.cr.savepoint():
                asked.action_apply()
        self._assert_list_is_ledger(0.0)

    def test_prepayment_is_paid_back_from_till_or_bank_only(self):
        self._prepay(self.visitor, 50.0)
        for journal in self._wrong_journals()[:2]:
            wizard = self.env["convenience.prepayment.wizard"].with_user(self.cashier)
            asked = wizard.create(
                {
                    "partner_id": self.visitor.id,
                    "office_id": self.office.id,
                    "direction": "out",
                    "amount": 50.0,
                    "journal_id": journal.id,
                }
            )
            refused = self.assertRaisesRegex(UserError, "JK Garden goes: cash, bank")
            with self.subTest(journal=journal.name), refused, self.env.cr.savepoint():
                asked.action_apply()
        self.assertEqual(
            self.env["convenience.wallet"]._find(self.company, self.visitor).balance, 50
        )

    def test_collector_takes_no_prepayment_of_a_stranger(self):
        stranger = self.env["res.partner"].create({"name": "Passer-by"})
        for who in (stranger, self.director.partner_id):
            with self.subTest(who=who.name), self.assertRaisesRegex(UserError, "not registered at"):
                self._give(partner_id=who.id, kind="prepayment", amount=50.0)
        self.assertEqual(self._give(kind="prepayment", amount=50.0).state, "collected")

    def test_receipt_whose_money_was_paid_back_is_not_cancelled(self):
        """Else the same money would leave the till twice."""
        receipt = self._collect(self._visit())
        statement = receipt.line_ids.statement_id
        self.env["account.move"].browse(self._credit(statement.invoice_id)["res_id"]).with_user(
            self.cashier
        ).action_post()
        self.env["convenience.statement.refund"].with_user(self.cashier).create(
            {"statement_id": statement.id, "amount": 80.0, "memo": "Done badly"}
        ).action_pay_out()
        refund = statement.receipt_line_ids.receipt_id - receipt
        with self.assertRaisesRegex(UserError, "Cancel the receipt it was paid back on"):
            receipt.with_user(self.cashier).action_cancel(reason="Wrong")
        refund.with_user(self.cashier).action_cancel(reason="Never fetched")
        receipt.with_user(self.cashier).action_cancel(reason="Wrong")
        self.assertEqual((receipt.state, refund.state), ("cancelled", "cancelled"))

    def _prepay(self, payer, amount):
        wizard = self.env["convenience.prepayment.wizard"].with_user(self.cashier)
        wizard.create(
            {"partner_id": payer.id, "office_id": self.office.id, "amount": amount}
        ).action_apply()


@tagged("post_install", "-at_install")
class TestEntrustedAttacks(EntrustedCommon):
    """Vouchers are paid as the cashier saw them, and as who laid the money out entered them."""

    def _till(self, vouchers):
        action = vouchers.with_user(self.cashier).action_book()
        wizard = self.env[action["res_model"]].with_user(self.cashier)
        with Form(wizard.with_context(**action["context"])) as form:
            form.journal_id = self.cash
        return form.record

    def test_voucher_raised_behind_the_cashiers_back_is_not_paid(self):
        voucher = self._voucher(35.0)
        till = self._till(voucher)
        voucher.with_user(self.worker_user).amount = 350.0
        with self.assertRaisesRegex(UserError, "¥.35.00 was shown"):
            till.action_apply()
        self.assertEqual(voucher.state, "entered")
        self._till(voucher).action_apply()
        self._assert_list_is_ledger(-350.0)

    def test_nobody_raises_the_voucher_of_another_and_pays_it_out(self):
        both = self._make_user("both", self.company, "group_cashier", "group_director")
        self.office.user_ids |= both
        voucher = self._voucher(35.0)
        for values in ({"amount": 350.0}, {"number": "T-2"}, {"payee": "Me"}):
            with self.subTest(values=values), self.assertRaisesRegex(AccessError, "entered by"):
                voucher.with_user(both).write(values)
        with self.assertRaisesRegex(AccessError, "entered by"):
            voucher.with_user(self.clerk).unlink()
        voucher.with_user(both)._book(self.cash)
        self.assertEqual(self.entrusted.balance, -35.0)

    def test_nobody_moves_out_with_entrusted_money(self):
        self._advance_errand()
        self.entrusted._receive(100.0, self.cash)
        move_out = (
            self.env["convenience.move.out"]
            .with_user(self.clerk)
            .create({"occupancy_id": self.owner_occupancy.id, "date": self.office._today()})
        )
        with self.assertRaisesRegex(UserError, rf"{self.entrusted.name} of .*100\.00"):
            move_out.action_prepare()
        voucher = self._voucher(100.0)
        self.entrusted._refund(None, self.cash, reason="Errand done")
        with self.assertRaisesRegex(UserError, "1 vouchers are to be booked"):
            move_out.action_prepare()
        voucher.action_reject(reason="Nothing was laid out")
        move_out.action_prepare()
        self.assertEqual(move_out.state, "prepared")

    def _advance_errand(self):
        self.errand.with_user(self.worker_user).outcome = "Seat 5A"
        self.errand.with_user(self.worker_user).action_done()
        self.errand.with_user(self.supervisor).action_review()

    def test_unsaved_form_tells_strangers_nothing(self):
        """Neither the desk of another office nor another company's cashier learns what is open."""
        self.errand.with_user(self.clerk).read(["name"])
        values = {"occupancy_id": self.owner_occupancy.id, "date": self.office._today()}
        move_outs = self.env["convenience.move.out"]
        self.assertIn(self.errand.name, move_outs.with_user(self.clerk).new(values).obstacles)
        other = self._make_office("Other Garden", self.company, self.env["res.users"])
        stranger = self._make_user("stranger", self.company, "group_clerk")
        other.user_ids = stranger
        self.assertFalse(move_outs.with_user(stranger).new(values).obstacles)
        move_out = move_outs.with_user(self.clerk).create(values)
        company = self._make_company("Other Company")
        cashier = self._make_user("other_cashier", company, "group_cashier")
        settling = self.env["convenience.move.out.settling"].with_user(cashier)
        with self.assertRaises(AccessError):
            settling.new({"move_out_id": move_out.id}).mapped("to_pay")

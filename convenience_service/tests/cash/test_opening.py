"""Balances of before the product, brought in by sheets: exact in every list, and once."""

from datetime import date

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..common import ROLES
from ..parties.common_import import PLACE, ImportCommon
from .common_wallet import WalletCase

OPENING = date(2026, 1, 1)
ARREARS = ("姓名", "楼栋", "单元", "房号", "欠费月份", "项目", "金额")
PREPAYMENTS = ("Name", "Phone", *PLACE, "Amount")
DEPOSITS = ("Name", *PLACE, "Item", "Old Receipt", "Amount")
OWED = [
    ("Owner One", "1", "", "101", "2025-11", "换锁", "80.00"),
    ("Owner One", "1", "", "101", "2025年12月", "Drain Unblocking", "45.50"),
    ("Tenant", "2", "", "201", "2025-12-15", "Cleaning", "30"),
]
AHEAD = [("Tenant", "120201", "2", "", "201", "250.00")]
HELD = [
    ("Tenant", "2", "", "201", "装修押金", "0001", "2000"),
    ("Tenant", "2", "", "201", "装修押金", "0002", "500"),
]
SHEETS = {
    "arrears": (ARREARS, OWED),
    "prepayments": (PREPAYMENTS, AHEAD),
    "deposits": (DEPOSITS, HELD),
    "receipts": (("首张收据号",), [("1001",)]),
}


class OpeningCase(ImportCommon, WalletCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.loader = cls._make_user("loader", cls.company, "group_service_manager", "group_cashier")
        cls.office.user_ids |= cls.loader
        cls.company.convenience_opening_date = OPENING

    def _bring(self, kind, rows=None, **options):
        headers, usual = SHEETS[kind]
        rows = usual if rows is None else rows
        return self._load_rows(kind, headers, rows, **{"user": self.loader, **options})

    def _on_opening_account(self):
        account = self.company._convenience_opening_account()
        lines = self.env["account.move.line"].search(
            [("account_id", "=", account.id), ("company_id", "=", self.company.id)]
        )
        self.assertEqual(set(lines.mapped("parent_state")), {"posted"})
        self.assertEqual(set(lines.mapped("date")), {OPENING})
        return self.company.currency_id.round(sum(lines.mapped("balance")))


@freeze_time("2026-11-10 02:00:00")
@tagged("post_install", "-at_install")
class TestOpening(OpeningCase):
    def test_arrears(self):
        outcome = self._bring("arrears")
        self.assertEqual(self._counts(outcome), (3, 0, 0, 0), outcome["problems"])
        statements = self.owner.convenience_statement_ids.sorted("date_to")
        self.assertEqual(
            [(s.date_to, s.state, s.amount_total, s.opening_balance) for s in statements],
            [
                (date(2025, 11, 30), "invoiced", 80.0, 0.0),
                (date(2025, 12, 31), "invoiced", 45.5, 80.0),
            ],
        )
        self.assertEqual(self.owner.convenience_balance, 125.5)
        invoice = statements[1].invoice_id
        self.assertEqual(invoice.invoice_date_due, date(2025, 12, 31))
        self.assertFalse(invoice.invoice_line_ids.tax_ids)
        self.assertEqual(self._on_opening_account(), -155.5)

    def test_arrears_show_in_the_opening_balance_and_are_paid_like_any_bill(self):
        self._bring("arrears")
        self._october()
        statement = self._invoice(self._settlement()).statement_ids
        self.assertEqual((statement.opening_balance, statement.amount_due), (125.5, 205.5))
        old = self.owner.convenience_statement_ids.sorted("date_to")[0]
        self._take_payment(old, 80.0)
        self.assertEqual(old.amount_residual, 0.0)
        self.assertEqual(self.owner.convenience_balance, 125.5)

    def test_prepayments(self):
        outcome = self._bring("prepayments")
        self.assertEqual(self._counts(outcome), (1, 0, 0, 0), outcome["problems"])
        self.assertEqual(self._figures(), (250.0, 0.0, 0.0, 0.0, 250.0))
        self.assertEqual(self.wallet.movement_ids.date, OPENING)
        self.assertEqual(self._on_opening_account(), 250.0)
        self.assertLedger()
        self._at_the_desk(50.0, direction="out")
        self.assertEqual(self._figures()[-1], 200.0)
        self.assertLedger()

    def test_deposits(self):
        outcome = self._bring("deposits")
        self.assertEqual(self._counts(outcome), (2, 0, 0, 0), outcome["problems"])
        deposits = self.env["convenience.deposit"].search([("partner_id", "=", self.tenant.id)])
        self.assertEqual(deposits.mapped("state"), ["held", "held"])
        self.assertEqual(deposits.mapped("date_received"), [OPENING, OPENING])
        self.assertEqual(self._on_opening_account(), 2500.0)
        deposits = deposits.with_user(self.cashier)
        deposits._refund(600.0, self.cash, reason="Moved")
        self._compare_deposits(OPENING, 2500.0)
        self._compare_deposits(date(2026, 11, 10), 1900.0)

    def _compare_deposits(self, day, held):
        """The list of a day is what the ledger says of that day."""
        deposits = self.env["convenience.deposit"]
        self.assertEqual(sum(deposits._held_on(self.company, day).values()), held)
        self.assertEqual(deposits._ledger_balance(self.company, day), held)

    def test_first_receipt_number(self):
        self._bring("receipts")
        self.assertEqual(self._counts(self._bring("receipts")), (0, 0, 1, 0))
        receipt = self._at_the_desk(20.0)
        self.assertTrue(receipt.name.endswith("-01001"), receipt.name)
        later = self._bring("receipts", [("5000",)])
        self.assertEqual(self._where(later), [(2, "首张收据号")])
        self._bring("receipts", [("7",)])
        self.assertTrue(self._at_the_desk(20.0).name.endswith("-01002"))
        two = self._at_the_desk(20.0) | self._at_the_desk(20.0)
        self.assertEqual(two._first_number(), 1001, "many are numbered at once")
        paid_out = self._at_the_desk(5.0, direction="out")
        self.assertTrue(paid_out.name.endswith("-00001"), "vouchers have a series of their own")
        with freeze_time("2027-01-04 02:00:00"):
            self.assertTrue(self._at_the_desk(20.0).name.endswith("-00001"), "each year anew")

    def test_a_receipt_number_that_is_none(self):
        for number in ("0", "-3", "100000001"):
            with self.subTest(number=number):
                outcome = self._bring("receipts", [(number,)])
                self.assertEqual(self._where(outcome), [(2, "首张收据号")])
        self.assertTrue(self._at_the_desk(20.0).name.endswith("-00001"))

    def test_loaded_twice_adds_nothing(self):
        for kind in ("arrears", "prepayments", "deposits"):
            first, second = self._bring(kind), self._bring(kind)
            with self.subTest(kind=kind):
                self.assertEqual(self._counts(second), (0, 0, first["created"], 0))
        self.assertEqual(self._on_opening_account(), 2594.5)
        self.assertLedger()

    def test_what_is_booked_stays(self):
        for kind, (_headers, rows) in SHEETS.items():
            if kind != "receipts":
                self._bring(kind)
                changed = self._bring(kind, [(*rows[0][:-1], "9.99")])
                with self.subTest(kind=kind):
                    self.assertEqual(changed["rejected"], 1)
                    self.assertIn("are booked already", changed["problems"][0][3])
        self.assertEqual(self._on_opening_account(), 2594.5)

    def test_all_or_nothing(self):
        bad = [
            (OWED[0], None),
            (("Nobody", *OWED[0][1:]), "姓名"),
            ((*OWED[0][:3], "999", *OWED[0][4:]), "房号"),
            ((*OWED[0][:-1], "0"), "金额"),
            ((*OWED[0][:-1], "1.005"), "金额"),
            ((*OWED[0][:4], "2026-01", *OWED[0][5:]), "欠费月份"),
            ((*OWED[0][:4], "2025-13", *OWED[0][5:]), "欠费月份"),
            (OWED[0], "姓名"),
        ]
        outcome = self._bring("arrears", [row for row, _column in bad])
        self.assertFalse(outcome["loaded"])
        self.assertEqual(
            self._where(outcome),
            [(number, column) for number, (_row, column) in enumerate(bad, 2) if column],
        )
        self.assertFalse(self.owner.convenience_statement_ids)

    def test_namesakes_are_told_apart_by_phone(self):
        self._make_household("2", "201", "Tenant", role="tenant", is_main_payer=False)
        other = self.env["res.partner"].search([("name", "=", "Tenant")], order="id desc", limit=1)
        other.phone = "12099999999"
        asked = self._bring("prepayments", [("Tenant", "", "2", "", "201", "5")])
        self.assertEqual(self._where(asked), [(2, "Phone")])
        self._bring("prepayments", [("Tenant", "12099999999", "2", "", "201", "5")])
        self.assertEqual(self.wallet._find(self.company, other).balance, 5.0)

    # ------------------------------------------------------------------ who

    def test_every_role(self):
        """Loading sheets and accounting come together in one person, or nothing is booked."""
        for role in (*ROLES, "importer"):
            for kind in SHEETS:
                with self.subTest(role=role, kind=kind), self.assertRaises(AccessError):
                    self._bring(kind, user=getattr(self, role))
        accountant = self._make_accountant()
        accountant.group_ids |= self.env.ref("convenience_service.group_clerk")
        self.office.user_ids |= accountant
        with self.assertRaisesRegex(AccessError, "Service Manager"):
            self._bring("prepayments", user=accountant)
        accountant.group_ids |= self.env.ref("convenience_service.group_sheet_import")
        self.assertTrue(self._bring("prepayments", user=accountant)["loaded"])

    def test_nobody_books_an_opening_by_hand(self):
        """Only the sheets get past the guard of residents' money."""
        fund = self.company._convenience_fund_account("prepayment")
        other = self.company._convenience_opening_account()
        entry = (
            self.env["account.move"]
            .with_user(self.loader)
            .create(
                {
                    "move_type": "entry",
                    "convenience_purpose": "opening",
                    "line_ids": [
                        Command.create({"account_id": fund.id, "balance": -9.0}),
                        Command.create({"account_id": other.id, "balance": 9.0}),
                    ],
                }
            )
        )
        with self._refused("booked by receipts only"):
            entry.action_post()
        with self._refused("not by hand"):
            self.env["convenience.statement"].with_user(self.loader).create(
                {"kind": "opening", "office_id": self.office.id, "partner_id": self.owner.id}
            )

    def test_what_was_brought_in_is_not_undone_by_hand(self):
        self._bring("prepayments")
        entry = self.wallet.movement_ids.entry_id.with_user(self.loader)
        with self._refused("stays as it is"):
            entry.button_draft()

    def test_the_account_is_the_charts_or_chosen(self):
        account = self.company._convenience_opening_account()
        self.assertEqual(account.account_type, "equity_unaffected")
        self.assertEqual(self.company.convenience_opening_account_id, account)

    def test_templates_have_an_example(self):
        for kind in SHEETS:
            wizard = self.env["convenience.import"].with_context(lang="zh_CN")
            wizard = wizard.with_user(self.loader).create(
                {"office_id": self.office.id, "kind": kind}
            )
            with self.subTest(kind=kind):
                self.assertTrue(wizard.template_file)
                self.assertTrue(wizard.columns)

import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import ConvenienceCommon
from .common_till import TillCommon


class TakingsCase(TillCommon, ConvenienceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.office._today()

    def _wizard(self, user=None):
        return (
            self.env["convenience.takings"]
            .with_user(user or self.cashier)
            .create({"office_id": self.office.id, "date_from": self.today, "date_to": self.today})
        )

    def _tables(self, user=None):
        report = self.env["report.convenience_service.report_takings"].with_user(
            user or self.cashier
        )
        span = report._spans(self._wizard(user)._prepare_data())[0]
        return {table.title: table for table in report._takings_tables(span)}


@tagged("post_install", "-at_install")
class TestTakings(TakingsCase):
    """The takings of a day (收款日报) say what the receipts and the ledger say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kept = cls._once(cls._day)

    def _day(self):
        """Cash 80, bank 10, cash 80 cancelled, 80 in a collector's hands, 80 cash paid out."""
        kept = self._collect(self._visit(day=1))
        self._collect(self._visit(self.bulb, day=2), journal_id=self.bank.id)
        self._collect(self._visit(day=3)).with_user(self.cashier).action_cancel(reason="Wrong")
        self._give(requests=self._visit(day=4))
        credited = self._collect(self._visit(day=5))
        statement = credited.line_ids.statement_id
        note = self.env["account.move"].browse(self._credit(statement.invoice_id)["res_id"])
        note.with_user(self.cashier).action_post()
        self.env["convenience.statement.refund"].with_user(self.cashier).create(
            {"statement_id": statement.id, "amount": 80.0, "memo": "Done badly"}
        ).action_pay_out()
        return kept

    def test_sums(self):
        tables = self._tables()
        cash, bank = self.cash.name, self.bank.name
        by_journal = {row[0]: row[1:] for row in tables["By Journal"].rows}
        self.assertEqual(by_journal, {cash: [3, 160.0, 80.0, 80.0], bank: [1, 10.0, 0, 10.0]})
        self.assertEqual(tables["By Kind"].rows, [["Bills", 4, 170.0, 80.0, 90.0]])
        people = tables["By Cashier and Journal"]
        self.assertEqual(
            {row[0] for row in people.rows},
            {f"{self.cashier.name} · {journal}" for journal in (cash, bank)},
        )
        self.assertEqual(people.total[1:], [4, 170.0, 80.0, 90.0])

    def test_in_a_collectors_hands_stands_apart(self):
        held = self._tables()["Collected, Not Handed Over"]
        self.assertEqual(held.rows, [[self.clerk.name, 1, 80.0, 0, 80.0]])

    def test_cancelled_are_listed_and_count_nothing(self):
        receipts = self._tables()["Receipts"]
        self.assertEqual(len(receipts.rows), 6)
        cancelled = [row for row in receipts.rows if row[4] == "Cancelled"]
        self.assertEqual([row[5] for row in cancelled], [0.0])

    def test_equal_the_ledger(self):
        by_journal = {row[0]: row[4] for row in self._tables()["By Journal"].rows}
        for journal in (self.cash, self.bank):
            moved = self.env["account.move.line"].search(
                [
                    ("account_id", "=", journal.default_account_id.id),
                    ("parent_state", "=", "posted"),
                    ("date", "=", self.today),
                ]
            )
            with self.subTest(journal=journal.name):
                self.assertEqual(by_journal[journal.name], sum(moved.mapped("balance")))

    def test_readers(self):
        for role in ("service_manager", "director", "general_manager"):
            with self.subTest(role=role):
                self.assertIn("By Journal", self._tables(self.users[role]))
        for role in ("clerk", "supervisor", "worker_user"):
            report = self.env["report.convenience_service.report_takings"]
            with self.subTest(role=role), self.assertRaises(AccessError):
                report.with_user(self.users[role])._spans({})

    def test_paper_and_spreadsheet(self):
        wizard = self._wizard()
        data = wizard._prepare_data()
        html = (
            self.env["ir.actions.report"]
            .with_user(self.cashier)
            ._render_qweb_html("convenience_service.report_takings", [], data=data)[0]
            .decode()
        )
        for text in ("Daily Takings", self.kept.name, "Reviewed by"):
            self.assertIn(text, html)
        book = load_workbook(io.BytesIO(wizard._xlsx()))
        self.assertIn("By Journal", book.sheetnames)

    def test_screen_opens_the_same_receipts(self):
        action = self._wizard().action_open_receipts()
        found = self.env["convenience.receipt"].with_user(self.cashier).search(action["domain"])
        self.assertIn(self.kept.id, found.ids)
        self.assertEqual(len(found), 6)
        self.assertEqual(sum(found.mapped("amount_signed")), 170.0)


@tagged("post_install", "-at_install")
class TestTakingsOfTheErp(TakingsCase):
    """What was entered in the ERP's own screens is among them."""

    def test_money_entered_in_the_erp_counts_once(self):
        request = self._visit()
        self._till(request).action_bill()
        statement = request.line_ids.statement_line_ids.statement_id
        self._register_in_erp(statement.invoice_id, payment_date=self.today)
        self.assertEqual(self._tables()["By Journal"].rows, [[self.bank.name, 1, 80.0, 0, 80.0]])

import base64
from datetime import timedelta
from io import BytesIO

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from ..billing.test_reports_statement import ReportCase
from .common_deposit import DepositCommon
from .common_money import MoneyCommon

REPORT = "convenience_service.report_held"


@tagged("post_install", "-at_install")
class TestHeldReport(DepositCommon, MoneyCommon, ReportCase):
    """The list of deposits on screen and paper, today and on any past day."""

    def setUp(self):
        super().setUp()
        self.today = self.office._today()
        self.deposit = self._held()
        later = self.office._day_start(self.today + timedelta(days=3))
        with freeze_time(later):
            self._as_cashier(self.deposit)._refund(100.0, self.cash, reason="Finished")

    def _wizard(self, role="cashier", days=0, **values):
        return (
            self.env["convenience.held.report"]
            .with_user(self.users[role])
            .create(
                {
                    "day": self.today + timedelta(days=days),
                    "company_id": self.company.id,
                    **values,
                }
            )
        )

    def _printed(self, wizard):
        report = self.env["ir.actions.report"].with_user(wizard.env.user)
        content = report._render_qweb_html(REPORT, [], data=wizard._prepare_data())[0]
        return " ".join(content.decode().split())

    def test_as_of_a_day(self):
        for days, amount in ((-1, 0.0), (0, 300.0), (2, 300.0), (3, 200.0)):
            wizard = self._wizard(days=days)
            with self.subTest(days=days):
                self.assertEqual(wizard.amount_listed, amount)
                self.assertEqual(wizard.amount_booked, amount)
                self.assertEqual(wizard.difference, 0.0)

    def test_paper_lists_them_with_total_and_account(self):
        page = self._printed(self._wizard(days=3))
        for text in (
            self.deposit.name,
            "Owner One",
            "1-101",
            "Carpet Cleaning",
            '<td class="o_cs_number">3</td>',
            "200.00",
        ):
            self.assertIn(text, page)
        self.assertNotIn("differ. Have this", page)

    def test_a_difference_is_said(self):
        self.env.cr.execute(
            "UPDATE account_move_line SET balance = balance - 5"
            " WHERE account_id = %s AND balance < 0",
            [self.company.convenience_deposit_account_id.id],
        )
        self.env.invalidate_all()
        wizard = self._wizard()
        self.assertEqual(wizard.difference, -5.0)
        self.assertIn("differ. Have this", self._printed(wizard))

    def test_spreadsheet(self):
        wizard = self._wizard()
        wizard.action_download()
        book = load_workbook(BytesIO(base64.b64decode(wizard.file)))
        rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        (row,) = [row for row in rows if row[0] == self.deposit.name]
        self.assertEqual((row[2], row[-1]), ("Owner One", 300.0))
        (account,) = [row for row in rows if row[0] == "Balance of the account"]
        self.assertEqual(account[-1], 300.0)

    def test_who_reads_it(self):
        for role in ("service_manager", "director", "cashier", "general_manager"):
            with self.subTest(role=role):
                self.assertIn(self.deposit.name, self._printed(self._wizard(role)))
        data = self._wizard()._prepare_data()
        for role in ("clerk", "supervisor", "worker_user"):
            report = self.env[f"report.{REPORT}"].with_user(self.users[role])
            with self.subTest(role=role), self.assertRaises(AccessError):
                report._get_report_values([], data)

    def test_managers_of_another_office_see_their_own(self):
        stranger = self._make_user("stranger", self.company, "group_service_manager")
        self._make_office("Other Garden", self.company, stranger)
        report = self.env[f"report.{REPORT}"].with_user(stranger)
        values = report._get_report_values([], self._wizard()._prepare_data())["report"]
        self.assertEqual(values["table"]["sheets"], [[]])

    def test_entrusted_money(self):
        self.taxi.convenience_kind = "errand"
        errand = self._request(items=[(self.taxi, 1)])
        entrusted = self.env["convenience.entrusted"].with_user(self.cashier)._open_for(errand)
        entrusted._receive(40.0, self.cash)
        wizard = self._wizard(purpose="entrusted")
        self.assertEqual((wizard.amount_listed, wizard.difference), (40.0, 0.0))
        self.assertIn(errand.name, self._printed(wizard))

    def test_service_file_shows_the_sums(self):
        for role, user in self.users.items():
            if role != "worker_user":
                with self.subTest(role=role):
                    self.assertEqual(self.owner.with_user(user).convenience_deposit_held, 200.0)

from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import Form, freeze_time, tagged

from ..billing.common_bills import BillCommon
from ..billing.test_reports_statement import ReportCase
from .common_deposit import DepositCommon

REPORT = "convenience_service.report_payer_account"
SPAN = (date(2026, 10, 1), date(2026, 12, 31))


@tagged("post_install", "-at_install")
class TestPayerAccount(BillCommon, DepositCommon, ReportCase):
    """The account of a payer over any days: it is the ledger, and what is held stands apart."""

    def _account(self, user=None, payer=None, span=SPAN):
        dialog = self.env["convenience.payer.account"].with_user(user or self.cashier)
        return dialog.create(
            {
                "partner_id": (payer or self.visitor).id,
                "company_id": self.company.id,
                "date_from": span[0],
                "date_to": span[1],
            }
        )

    def _said(self, dialog):
        report = self.env[f"report.{REPORT}"].with_user(dialog.env.user)
        return report._account(dialog._prepare_data())

    def _owed(self):
        return self.visitor._convenience_owed(self.office).get(
            (self.office.id, self.visitor.id), 0.0
        )

    def test_closing_is_what_is_owed(self):
        with freeze_time("2026-11-10 02:00:00"):
            first = self._bill(paid=30.0)
            second = self._bill(day=20)
            self._note(second, 20.0)
            self._prepay(self.visitor, 100.0)
        account = self._said(self._account())
        kinds = [what for _day, _number, what, _amount in account["events"]]
        amounts = [amount for *_names, amount in account["events"]]
        self.assertCountEqual(kinds, ["Bill", "Bill", "Paid in", "Credit note"])
        self.assertCountEqual(amounts, [80.0, 80.0, -30.0, -20.0])
        self.assertEqual(account["closing"], 110.0)
        self.assertEqual(self._owed(), 110.0)
        self.assertEqual(account["held"], [("Prepayment", "", 100.0)])
        self.assertIn(first.name, [number for _day, number, *_rest in account["events"]])

    def test_a_prepayment_used_is_a_line(self):
        with freeze_time("2026-11-10 02:00:00"):
            self._prepay(self.visitor, 100.0)
            bill = self._bill()
            wallet = self.env["convenience.wallet"].search([("partner_id", "=", self.visitor.id)])
            before = self._said(self._account())
            self.assertEqual(before["closing"], self._owed())
            if wallet.available and bill.amount_residual:
                bill.with_user(self.cashier).action_pay_from_wallet()
        account = self._said(self._account())
        self.assertEqual(account["closing"], self._owed())
        self.assertIn("Prepayment Used", [what for _d, _n, what, _a in account["events"]])

    def test_a_later_span_opens_with_what_the_earlier_closed(self):
        with freeze_time("2026-11-10 02:00:00"):
            self._bill(paid=30.0)
        earlier = self._said(self._account(span=(date(2026, 10, 1), date(2026, 10, 31))))
        later = self._said(self._account(span=(date(2026, 11, 1), date(2026, 11, 30))))
        self.assertEqual(later["opening"], earlier["closing"])
        self.assertEqual(later["closing"], 50.0)

    def test_paper_and_sheet(self):
        with freeze_time("2026-11-10 02:00:00"):
            self._bill(paid=30.0)
        dialog = self._account()
        reports = self.env["ir.actions.report"].with_user(self.cashier)
        page = reports._render_qweb_html(REPORT, [], data=dialog._prepare_data())[0].decode()
        for said in ("Visitor", "80.00", "30.00", "50.00", "人民币伍拾元整", "Opening Balance"):
            self.assertIn(said, page)
        book = load_workbook(BytesIO(dialog._xlsx()))
        rows = [list(row) for row in book.active.iter_rows(values_only=True)]
        self.assertEqual(rows[-1][2:], ["Closing Balance", 80, 30, 50])

    def test_who_reads_it(self):
        accountant = self._make_accountant()
        for user in (self.cashier, self.general_manager, accountant):
            self.assertEqual(self._said(self._account(user))["closing"], 0.0)
        data = self._account()._prepare_data()
        for role in ("clerk", "service_manager", "director"):
            report = self.env[f"report.{REPORT}"].with_user(self.users[role])
            with self.subTest(role=role), self.assertRaisesRegex(AccessError, "none of these"):
                report._account(data)
        other = self._make_company("Other Property")
        stranger = self._make_user("stranger", other, "group_cashier")
        with self.assertRaises(AccessError):
            self.env[f"report.{REPORT}"].with_user(stranger)._account(data)

    def test_the_button_on_the_contact_knows_the_payer(self):
        form = Form(
            self.env["convenience.payer.account"]
            .with_user(self.cashier)
            .with_context(default_partner_id=self.visitor.id)
        )
        self.assertEqual(form.partner_id, self.visitor)

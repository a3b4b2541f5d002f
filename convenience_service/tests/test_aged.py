from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import ConvenienceCommon

REPORT = "report.convenience_service.report_aged"
BUCKETS = ("not_due", "days_30", "days_60", "days_90", "older")


@tagged("post_install", "-at_install")
@freeze_time("2026-11-20 02:00:00")
class TestAged(ConvenienceCommon):
    """What is still to pay, by how long it is overdue; its sums are those of the statements."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second_unit, cls.second = cls._make_household("1", "102", "Owner Two")

    def _bill(self):
        """Two invoiced statements: the owner's of 80, the second owner's of 20."""
        self._october()
        self._october(unit=self.second_unit, customer=self.second, items=[(self.bulb, 2)])
        return self._invoice(self._settlement()).statement_ids

    def _aged(self, user=None):
        self.env.invalidate_all()
        return self.env["convenience.aged.statement"].with_user(user or self.cashier).search([])

    def test_each_statement_is_in_the_column_of_its_age(self):
        statement = self._bill().filtered(lambda one: one.partner_id == self.owner)
        edges = {
            date(2026, 11, 20): "not_due",
            date(2026, 11, 19): "days_30",
            date(2026, 10, 21): "days_30",
            date(2026, 10, 20): "days_60",
            date(2026, 9, 21): "days_60",
            date(2026, 9, 20): "days_90",
            date(2026, 8, 22): "days_90",
            date(2026, 8, 21): "older",
        }
        for day, column in edges.items():
            statement.invoice_id.invoice_date_due = day
            row = self._aged().filtered(lambda one: one.statement_id == statement)
            with self.subTest(day=day):
                self.assertEqual({name: row[name] for name in BUCKETS if row[name]}, {column: 80.0})

    def test_today_is_the_office_s(self):
        statements = self._bill()
        statements.invoice_id.invoice_date_due = date(2026, 11, 20)
        with freeze_time("2026-11-20 16:30:00"):
            self.assertEqual(set(self._aged().mapped("days_overdue")), {1})

    def test_sums_are_the_residuals_of_the_statements(self):
        statements = self._bill()
        self._october(day=17)
        waiting = self._confirm(self._settlement(date(2026, 11, 30))).statement_ids
        paid = statements.filtered(lambda one: one.partner_id == self.second)
        payment = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=paid.invoice_id.ids
        ).create({"amount": 5.0, "payment_difference_handling": "open"})  # fmt: skip
        payment._create_payments()
        rows = self._aged()
        self.assertEqual(rows.statement_id, statements | waiting)
        for row in rows:
            self.assertEqual(row.amount_residual, row.statement_id.amount_residual)
            self.assertEqual(sum(row[name] for name in BUCKETS), row.amount_residual)
        self.assertEqual(sum(rows.mapped("amount_residual")), 175.0)

    def test_paid_statement_is_not_listed(self):
        statements = self._bill()
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=statements[0].invoice_id.ids
        ).create({})._create_payments()
        self.assertEqual(self._aged().statement_id, statements[1:])

    def test_it_takes_no_query_a_row(self):
        self._bill()
        fields = ["partner_id", "unit_names", "phone", *BUCKETS]
        self._aged().read(fields)
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._aged()[:1].read(fields)
        one = self.env.cr.sql_log_count - before
        before = self.env.cr.sql_log_count
        self._aged().read(fields)
        self.assertEqual(self.env.cr.sql_log_count - before, one)

    def test_who_reads_it(self):
        self._bill()
        for role in ("service_manager", "director", "cashier", "general_manager"):
            with self.subTest(role=role):
                self.assertEqual(len(self._aged(self.users[role])), 2)
        for role in ("clerk", "supervisor", "worker_user"):
            user = self.users[role]
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._aged(user)
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.env[REPORT].with_user(user)._xlsx([], {})
        outsider = self._make_user("outsider", self.company, "group_service_manager")
        self.assertFalse(self._aged(outsider))

    def test_paper_and_sheet_say_the_same(self):
        self._bill()
        data = {"office_ids": self.office.ids}
        html = self.env["ir.actions.report"].with_user(self.service_manager)._render_qweb_html(
            "convenience_service.report_aged", [], data=data
        )[0].decode()  # fmt: skip
        for text in ("Owner One", "Owner Two", "80.00", "20.00", "100.00", "1-102", "Reviewed by"):
            self.assertIn(text, html)
        content = self.env[REPORT].with_user(self.service_manager)._xlsx([], data)
        cells = [
            list(row) for row in load_workbook(BytesIO(content)).active.iter_rows(values_only=True)
        ]
        total = next(row for row in cells if row[0] == "Total")
        self.assertEqual(total[8], 100)
        self.assertIn("Owner One", [row[0] for row in cells])

    def test_other_company_is_not_in_it(self):
        self._bill()
        other = self._make_company("Other Property")
        stranger = self._make_user("stranger", other, "group_cashier")
        self.assertFalse(self._aged(stranger))

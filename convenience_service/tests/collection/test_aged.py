from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ..common import ConvenienceCommon

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
        cls.bills = cls._once(cls._bill)

    def _bill(self):
        """Two invoiced statements: the owner's of 80, the second owner's of 20."""
        self._october()
        self._october(unit=self.second_unit, customer=self.second, items=[(self.bulb, 2)])
        return self._invoice(self._settlement()).statement_ids

    def _aged(self, user=None):
        self.env.invalidate_all()
        return self.env["convenience.aged.statement"].with_user(user or self.cashier).search([])

    def test_each_statement_is_in_the_column_of_its_age(self):
        statement = self.bills.filtered(lambda one: one.partner_id == self.owner)
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
        statements = self.bills
        statements.invoice_id.invoice_date_due = date(2026, 11, 20)
        with freeze_time("2026-11-20 16:30:00"):
            self.assertEqual(set(self._aged().mapped("days_overdue")), {1})

    def test_sums_are_the_residuals_of_the_statements(self):
        statements = self.bills
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
        statements = self.bills
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=statements[0].invoice_id.ids
        ).create({})._create_payments()
        self.assertEqual(self._aged().statement_id, statements[1:])

    def test_it_takes_no_query_a_row(self):
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
        other = self._make_company("Other Property")
        stranger = self._make_user("stranger", other, "group_cashier")
        self.assertFalse(self._aged(stranger))

    # ------------------------------------------------------------------ as of a day

    def _as_of(self, day, user=None):
        aged = self.env["convenience.aged.statement"].with_user(user or self.cashier)
        return aged._as_of(day).search([])

    def _ledger(self, day):
        """What the two owners owe by the ledger at the end of a day."""
        ((balance,),) = self.env["account.move.line"]._read_group(
            [
                ("account_id.account_type", "=", "asset_receivable"),
                ("partner_id", "in", (self.owner | self.second).ids),
                ("parent_state", "=", "posted"),
                ("date", "<=", day),
            ],
            aggregates=["balance:sum"],
        )
        return balance or 0.0

    def _eventful_bills(self):
        """80 billed on 31 October and paid on 5 and 15 November; 20 credited on the 10th."""
        statements = self.bills
        statements.invoice_id.invoice_date_due = date(2026, 10, 31)
        bill = statements.filtered(lambda one: one.partner_id == self.owner)
        for day, amount in ((5, 30.0), (15, 50.0)):
            self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=bill.invoice_id.ids
            ).create({"amount": amount, "payment_date": date(2026, 11, day)})._create_payments()
        credited = (statements - bill).invoice_id
        day = date(2026, 11, 10)
        credited._reverse_moves([{"date": day, "invoice_date": day}], cancel=True)
        return statements

    def test_list_of_a_day_is_the_ledger_of_that_day(self):
        self._eventful_bills()
        self._october(day=17)
        self._confirm(self._settlement(date(2026, 11, 30)))
        owed = {
            date(2026, 10, 30): 0, date(2026, 10, 31): 100, date(2026, 11, 4): 100,
            date(2026, 11, 5): 70, date(2026, 11, 9): 70, date(2026, 11, 10): 50,
            date(2026, 11, 14): 50, date(2026, 11, 15): 0, date(2026, 12, 31): 0,
        }  # fmt: skip
        for day, amount in owed.items():
            with self.subTest(day=day):
                self.assertEqual(sum(self._as_of(day).mapped("amount_residual")), amount)
                self.assertEqual(self._ledger(day), amount)
        waiting = sum(self._aged().mapped("amount_residual"))
        self.assertEqual(waiting, 100, "80 new and 20 billed anew, accepted and not invoiced yet")

    def test_age_is_counted_to_the_day(self):
        bill = self._eventful_bills().filtered(lambda one: one.partner_id == self.owner)
        for day, column in (
            (date(2026, 10, 31), "not_due"),
            (date(2026, 11, 1), "days_30"),
            (date(2026, 11, 4), "days_30"),
        ):
            row = self._as_of(day).filtered(lambda one: one.statement_id == bill)
            with self.subTest(day=day):
                self.assertEqual({name: row[name] for name in BUCKETS if row[name]}, {column: 80.0})

    def test_payment_taken_back_was_never_there(self):
        """As the ledger has it: the entry is cancelled, whatever the day."""
        bill = self.bills.filtered(lambda one: one.partner_id == self.owner)
        wizard = self.env["convenience.statement.payment"].with_user(self.cashier)
        wizard.create({"statement_ids": [(6, 0, bill.ids)]}).action_pay()
        self.assertEqual(sum(self._as_of(date(2026, 11, 20)).mapped("amount_residual")), 20)
        bill.receipt_line_ids.receipt_id.with_user(self.cashier).action_cancel("Wrong sum")
        self.assertEqual(sum(self._as_of(date(2026, 11, 20)).mapped("amount_residual")), 100)

    def test_later_reminders_are_not_known_yet(self):
        bill = self.bills.filtered(lambda one: one.partner_id == self.owner)
        steps = self.env["convenience.reminder.step"]
        letter, call = (
            self.env.ref(f"convenience_service.reminder_step_{channel}")
            for channel in ("letter", "call")
        )
        for day, step in (("2026-11-05", letter), ("2026-11-12", call)):
            with freeze_time(f"{day} 02:00:00"):
                task = self.env["convenience.reminder"]._make({bill: steps | step})
        task.with_user(self.clerk).write(
            {"result": "promise", "promised_on": date(2026, 11, 30), "promised_amount": 80}
        )
        task.with_user(self.clerk).action_done()
        known = {
            date(2026, 11, 4): (False, False),
            date(2026, 11, 5): (date(2026, 11, 5), False),
            date(2026, 11, 19): (date(2026, 11, 12), False),
            date(2026, 11, 20): (date(2026, 11, 12), date(2026, 11, 30)),
        }
        for day, reminded_and_promised in known.items():
            row = self._as_of(day).filtered(lambda one: one.statement_id == bill)
            with self.subTest(day=day):
                self.assertEqual((row.reminded_on, row.promised_on), reminded_and_promised)

    def test_screen_paper_and_sheet_of_a_day(self):
        self._eventful_bills()
        wizard = (
            self.env["convenience.aged.report"]
            .with_user(self.cashier)
            .create({"office_id": self.office.id, "day": date(2026, 11, 5)})
        )
        action = wizard.action_show()
        rows = (
            self.env[action["res_model"]]
            .with_user(self.cashier)
            .with_context(**action["context"])
            .search(action["domain"])
        )
        self.assertEqual(sorted(rows.mapped("amount_residual")), [20, 50])
        self.assertIn("11/05/2026", action["name"])
        data = wizard._prepare_data()
        html = self.env["ir.actions.report"].with_user(self.cashier)._render_qweb_html(
            "convenience_service.report_aged", [], data=data
        )[0].decode()  # fmt: skip
        for text in ("11/05/2026", "By the ledger", "50.00", "20.00", "70.00"):
            self.assertIn(text, html)
        book = load_workbook(BytesIO(self.env[REPORT].with_user(self.cashier)._xlsx([], data)))
        cells = [list(row) for row in book.active.iter_rows(values_only=True)]
        self.assertEqual(next(row for row in cells if row[0] == "Total")[8], 70)
        self.assertIn("2026-11-05", str(cells[:3]))
        self.assertIn("2026-11-05", wizard.file_name)

    def test_list_of_a_day_is_for_whom_the_list_is(self):
        self._eventful_bills()
        day = date(2026, 11, 5)
        self.assertEqual(len(self._as_of(day, self.general_manager)), 2)
        self.assertFalse(
            self._as_of(day, self._make_user("outsider", self.company, "group_service_manager"))
        )
        with self.assertRaises(AccessError):
            self._as_of(day, self.clerk)
        aged = self.env["convenience.aged.statement"].with_user(self.cashier)
        for nonsense in ("x'; --", "2026-13-01", [1]):
            with self.subTest(day=nonsense), self.assertRaisesRegex(UserError, "day"):
                aged.with_context(convenience_as_of=nonsense).search([])

    def test_what_is_over_is_taken_off(self):
        """Paid too much in the ERP: today, and on a day before and after."""
        bill = self.bills.filtered(lambda one: one.partner_id == self.owner)
        with freeze_time("2026-11-10 02:00:00"):
            self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=bill.invoice_id.ids
            ).create({"amount": 130.0})._create_payments()
        rows = self._aged()
        self.assertEqual(sorted(rows.mapped("amount_residual")), [-50, 20])
        self.assertEqual(sum(rows.mapped("over")), -50)
        for day, owed in ((date(2026, 11, 9), [20, 80]), (date(2026, 11, 10), [-50, 20])):
            with self.subTest(day=day):
                listed = self.env["convenience.aged.statement"]._as_of(day).search([])
                self.assertEqual(sorted(listed.mapped("amount_residual")), owed)

import base64
from datetime import date, datetime
from io import BytesIO

from openpyxl import load_workbook
from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_reports_statement import ReportCase, of_class, texts

STATISTICS = "convenience_service.report_month_statistics"
RECORD = "convenience_service.report_service_record"


class MonthCase(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.per_visit_unit, cls.per_visit = cls._make_household(
            "1", "102", "Per Visit", settlement_mode="per_visit"
        )
        cls.tenant_unit, cls.tenant = cls._make_household("1", "103", "=1+1", role="tenant")

    def setUp(self):
        super().setUp()
        day = {"registered": datetime(2026, 10, 5, 2), "done": datetime(2026, 10, 5, 4)}
        self.late = self._past_requests(
            [{"registered": datetime(2026, 9, 5, 1), "done": datetime(2026, 9, 5, 3)}]
        )
        self.monthly = self._past_requests(
            [
                {**day, "items": [(self.drain, 1), (self.bulb, 2.5)]},
                {**day, "items": [(self.bulb, 3)]},
                # 23:30 of the last day in Shanghai, and an hour later
                {**day, "done": datetime(2026, 10, 31, 15, 30), "items": [(self.bulb, 1)]},
                {**day, "done": datetime(2026, 10, 31, 16, 30), "items": [(self.bulb, 100)]},
                {**day, "items": [(self.taxi, 1)]},
            ]
        )
        self.other = self._past_requests(
            [
                {**day, "unit": self.per_visit_unit, "customer": self.per_visit},
                {**day, "unit": self.tenant_unit, "customer": self.tenant},
            ]
        )
        self.unsigned = self._past_requests([{**day, "items": [(self.bulb, 7)]}], state="done")
        self.unreviewed = self._past_requests([{**day, "items": [(self.bulb, 11)]}], state="signed")
        self.waived = self._past_requests([{**day, "items": [(self.bulb, 20)]}])
        self.waived.with_user(self.director).action_waive_billing("Our own fault")
        self.settlement = self._settlement()

    def _wizard(self, user=None, **values):
        return (
            self.env["convenience.month.report"]
            .with_user(user or self.service_manager)
            .create({"office_id": self.office.id, "day": date(2026, 10, 9), **values})
        )

    def _model(self, report, user=None):
        return self.env[f"report.{report}"].with_user(user or self.service_manager)


@tagged("post_install", "-at_install")
class TestReportStatistics(MonthCase):
    def _statistics(self, user=None, **context):
        model = self._model(STATISTICS, user).with_context(**context)
        (period,) = model._periods(self.settlement.ids)
        return model._statistics(period)

    def test_figures_are_those_of_the_lines(self):
        statistics = self._statistics()
        figures = {row.item: row.figures for row in statistics["rows"]}
        drains, bulbs = figures[self.drain], figures[self.bulb]
        self.assertEqual((drains.times, drains.quantity, drains.amount), (3, 3.0, 240.0))
        self.assertEqual((drains.billed, drains.waiting, drains.unsigned), (80.0, 160.0, 0.0))
        self.assertEqual((bulbs.times, bulbs.quantity, bulbs.amount), (6, 44.5, 445.0))
        self.assertEqual((bulbs.billed, bulbs.waiting), (65.0, 110.0))
        self.assertEqual((bulbs.unsigned, bulbs.waived), (70.0, 200.0))
        self.assertEqual(statistics["free_times"], 1)
        lines = self.env["convenience.request.line"].search(
            [("date_done", ">=", "2026-10-01"), ("date_done", "<=", "2026-10-31")]
        )
        total = statistics["total"]
        self.assertEqual(total.amount, sum(lines.mapped("amount")))
        self.assertEqual(total.times, len(lines) - 1)
        self.assertEqual(sum(total.amounts[1:]), total.amount)

    def test_what_is_billed_is_what_the_statements_say(self):
        statistics = self._statistics()
        (late,) = statistics["earlier"]
        self.assertEqual(late.figures.billed, 80.0)
        billed = statistics["total"].billed + late.figures.billed
        self.assertEqual(billed, self.settlement.amount_total)
        self.assertEqual(statistics["settled"], [("Draft", 1, billed)])

    def test_left_out_and_accrual(self):
        statistics = self._statistics()
        self.assertEqual(
            set(statistics["left_out"]),
            {
                ("Not signed by the customer", 1, 70.0),
                ("Not reviewed", 1, 110.0),
                ("Settled per visit", 1, 80.0),
                ("Prepaid", 1, 80.0),
            },
        )
        self.assertEqual(
            statistics["accrual"],
            [
                ("Monthly", 1, 110.0, 0.0, 110.0),
                ("Per Visit", 1, 80.0, 0.0, 80.0),
                ("Prepaid", 1, 80.0, 0.0, 80.0),
            ],
        )

    def test_accrual_counts_earlier_months_apart(self):
        november = self._model(STATISTICS)
        (period,) = november._periods(
            [], {"office_id": self.office.id, "date_from": "2026-11-01", "date_to": "2026-11-30"}
        )
        sums = {label: amounts for label, *amounts in november._accrual(period)}
        self.assertEqual(sums["Monthly"], [2, 1000.0, 110.0, 1110.0])
        self.assertEqual(sums["Prepaid"], [1, 0.0, 80.0, 80.0])

    def test_the_same_whoever_looks_from_wherever(self):
        expected = self._statistics()["total"]
        for role in ("cashier", "general_manager", "director"):
            for zone in ("America/Los_Angeles", "Pacific/Auckland"):
                self.assertEqual(self._statistics(self.users[role], tz=zone)["total"], expected)

    def test_paper_says_it_all(self):
        page = self._page(STATISTICS, self.settlement, self.cashier)
        self.assertEqual(len(page.xpath(of_class("article"))), 1)
        rows = {cells[0]: cells[1:] for cells in self._lines(page)}
        self.assertEqual(
            rows["Bulb Change"],
            [self.department.name, "Units", "6", "44.5", "445.00", "65.00", "110.00", "70.00"]
            + ["200.00"],
        )
        whole = page.text_content()
        for said in ("Not signed by the customer", "free services", "Prepared by", "Cashier"):
            self.assertIn(said, whole)
        headings = texts(page, "//h2")
        self.assertIn("Finished in earlier months, on the statements of this settlement", headings)
        self.assertIn("Finished but not yet billed", headings)

    def test_column_of_what_is_not_billed_only_where_there_is_something(self):
        waived = [("request_id", "in", self.waived.ids)]
        self.env["convenience.request.line"].search(waived)._write_guarded({"price_unit": 0.0})
        page = self._page(STATISTICS, self.settlement)
        self.assertNotIn("Not to Be Billed", page.text_content())

    def test_pdf(self):
        pages = self._pdf_pages(STATISTICS, self.settlement)
        self.assertIn("Monthly Statistics", pages[0])
        self.assertIn("Prepared by", pages[-1])

    def test_sheet_has_the_same_figures_as_numbers(self):
        book = load_workbook(BytesIO(self.settlement.with_user(self.cashier)._statistics_xlsx()))
        self.assertEqual(
            book.sheetnames,
            ["Statistics", "Departments", "Earlier Months", "Statements", "Left Out"]
            + ["Finished, Not Billed"],
        )
        rows = {row[2].value: row[4:] for row in book["Statistics"].iter_rows(min_row=6)}
        self.assertEqual(
            [cell.value for cell in rows["Bulb Change"]], [6, 44.5, 445, 65, 110, 70, 200]
        )
        self.assertEqual({cell.data_type for cell in rows["Bulb Change"]}, {"n"})
        total = [row for row in book["Statistics"].iter_rows(values_only=True) if "Total" in row]
        self.assertEqual(total[0][4:], (9, "", 685, 145, 270, 70, 200))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        self.assertNotIn("f", {cell.data_type for cell in cells})


@tagged("post_install", "-at_install")
class TestReportRecord(MonthCase):
    def test_every_service_of_the_month_free_or_paid(self):
        page = self._record_page(self.service_manager)
        rows = self._lines(page)
        self.assertEqual([row[0] for row in rows], [str(number) for number in range(1, 11)])
        requests = (self.monthly - self.monthly[3]) | self.other | self.unsigned
        requests |= self.unreviewed | self.waived
        self.assertEqual({row[2] for row in rows}, set(requests.mapped("name")))
        free = next(row for row in rows if row[5] == "Taxi Booking")
        self.assertEqual(free[8], "Free")
        unsigned = next(row for row in rows if row[2] == self.unsigned.name)
        self.assertEqual(unsigned[9:], ["Worker W1", "Not signed"])
        self.assertEqual(rows[-1][1], "10/31/2026")
        self.assertIn(
            "Services: 10, of which free 1 and paid 9. Amount: 685.00 CNY", self._sums(page)
        )
        self.assertIn("Customer's Signature", page.text_content())

    def _record_page(self, user):
        return self._page(
            RECORD,
            self.settlement.browse(),
            user,
            office_id=self.office.id,
            date_from="2026-10-01",
            date_to="2026-10-31",
        )

    def _sums(self, page):
        return " ".join(page.text_content().split())

    def test_cashier_and_general_manager_read_the_same(self):
        expected = self._lines(self._record_page(self.service_manager))
        for user in (self.cashier, self.general_manager, self.director):
            self.assertEqual(self._lines(self._record_page(user)), expected)

    def test_sheet(self):
        wizard = self._wizard(self.cashier, document="record")
        sheet = load_workbook(BytesIO(wizard._xlsx())).active
        rows = list(sheet.iter_rows(min_row=6, max_row=15))
        customers = [row[4] for row in rows]
        self.assertIn(("=1+1", "s"), {(cell.value, cell.data_type) for cell in customers})
        self.assertEqual({row[8].data_type for row in rows}, {"n"})
        self.assertEqual(sum(row[8].value for row in rows), 685)
        self.assertEqual(rows[-1][1].value.date(), date(2026, 10, 31))
        self.assertEqual(sheet.cell(16, 9).value, 685)
        self.assertEqual(sheet.freeze_panes, "A6")

    def test_as_many_queries_for_many_as_for_few(self):
        few = self._count_queries()
        self._october_payers(20)
        self.assertLessEqual(self._count_queries(), few + 3)

    def _count_queries(self):
        self._record_page(None)
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._record_page(None)
        return self.env.cr.sql_log_count - before

    def test_long_record_fits_its_sheets(self):
        self._october_payers(60)
        wizard = self._wizard(document="record").with_context(force_report_rendering=True)
        with self.allow_pdf_render():
            pages = PdfReader(BytesIO(wizard._pdf())).pages
        heads = self._record_page(None).xpath("//thead")
        self.assertEqual(len(pages), len(heads))
        self.assertGreater(len(pages), 3)
        self.assertGreater(pages[0].mediabox.width, pages[0].mediabox.height)


@tagged("post_install", "-at_install")
class TestMonthReportWizard(MonthCase):
    def test_the_month_is_the_offices_period(self):
        self.assertEqual(self._wizard().date_from, date(2026, 10, 1))
        self.office.cutoff_day = 25
        wizard = self._wizard()
        self.assertEqual(wizard.date_from, date(2026, 9, 26))
        self.assertEqual(wizard.date_to, date(2026, 10, 25))
        wizard.day = date(2026, 10, 26)
        self.assertEqual(wizard.date_to, date(2026, 11, 25))

    def test_opened_from_a_settlement(self):
        wizard = (
            self.env["convenience.month.report"]
            .with_user(self.cashier)
            .with_context(active_model="convenience.settlement", active_id=self.settlement.id)
            .create({})
        )
        self.assertEqual((wizard.office_id, wizard.date_to), (self.office, date(2026, 10, 31)))

    def test_what_it_prints_and_hands_out(self):
        wizard = self._wizard(self.cashier)
        action = wizard.action_print()
        self.assertEqual(action["report_name"], STATISTICS)
        page = self._page(STATISTICS, self.settlement.browse(), self.cashier, **action["data"])
        self.assertEqual(
            self._lines(page), self._lines(self._page(STATISTICS, self.settlement, self.cashier))
        )
        action = wizard.action_download()
        self.assertIn(f"/{wizard.id}/file?", action["url"])
        self.assertEqual(
            wizard.file_name, "JK Garden 2026-10 Monthly Statistics of Paid Services.xlsx"
        )
        book = load_workbook(BytesIO(base64.b64decode(wizard.file)))
        self.assertIn("Statistics", book.sheetnames)

    def test_not_for_clerks_workers_or_other_offices(self):
        data = self._wizard()._prepare_data()
        stranger = self._make_user("manager_elsewhere", self.company, "group_service_manager")
        self._make_office("Elsewhere", self.company, stranger)
        for user in (self.clerk, self.supervisor, self.worker_user, stranger):
            for report in (STATISTICS, RECORD):
                with self.assertRaises(AccessError):
                    self._model(report, user)._get_report_values([], data)
                with self.assertRaises(AccessError):
                    self._model(report, user)._xlsx(self.settlement.ids)
        for user in (self.clerk, self.worker_user):
            with self.assertRaises(AccessError):
                self._wizard(user)

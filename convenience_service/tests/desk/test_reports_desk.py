import base64
from datetime import date, datetime
from io import BytesIO

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from ..billing.test_reports_statement import ReportCase, of_class, texts

DESK = "convenience_service.report_desk"
# Monday 12 to Sunday 18 October 2026.
WEEK = {"date_from": "2026-10-12", "date_to": "2026-10-18"}


def utc(day, hour, minute=0):
    return datetime(2026, 10, day, hour, minute)


class DeskCase(ReportCase):
    """A handful of requests around the week of 12 October; midnight in Shanghai is 16:00 UTC."""

    def setUp(self):
        super().setUp()
        self.helper = self._make_worker("W2", None)
        both = [(6, 0, (self.worker | self.helper).employee_id.ids)]
        self.week = self._past_requests(
            [
                {"registered": utc(12, 1), "done": utc(12, 4), "items": [(self.drain, 2)]},
                {"registered": utc(13, 1), "done": utc(13, 2), "items": [(self.taxi, 1)]},
                {"registered": utc(14, 1), "done": utc(14, 3), "worker_ids": both},
                # 23:30 of Sunday, and 0:30 of the Monday after
                {"registered": utc(18, 14), "done": utc(18, 15, 30), "channel": "desk"},
                {"registered": utc(18, 15), "done": utc(18, 16, 30)},
                # 0:30 of Monday
                {"registered": utc(11, 16, 30), "done": utc(20, 2), "channel": "desk"},
            ]
        )
        self._set_stamps(self.week[0], started_on=utc(12, 2))
        self._set_stamps(self.week[2], started_on=utc(14, 2, 30))
        for request in self.week:
            self._set_stamps(request, signed_at=request.done_at, reviewed_on=request.done_at)

    def _set_stamps(self, requests, **values):
        requests._write_guarded(values)

    def _model(self, user=None):
        return self.env[f"report.{DESK}"].with_user(user or self.supervisor)

    def _figures(self, user=None, **data):
        """{figure: (total, free, paid, amount)} of the office."""
        model = self._model(user)
        (span,) = model._spans({"office_ids": self.office.ids, **WEEK, **data})
        rows = model._summary_table(model._counts(span)).rows
        return {label: tuple(figures) for label, *figures in rows}

    def _table(self, title, **data):
        model = self._model()
        (span,) = model._spans({"office_ids": self.office.ids, **WEEK, **data})
        tables = model._tables(span, model._finished(span))
        return next(table for table in tables if table.title == title)


@tagged("post_install", "-at_install")
class TestReportDesk(DeskCase):
    def test_week_by_local_days_free_and_paid_apart(self):
        figures = self._figures()
        self.assertEqual(figures["Orders Taken"], (6, 1, 5, 160.0 + 4 * 80.0))
        self.assertEqual(figures["Done"], (4, 1, 3, 160.0 + 2 * 80.0))
        self.assertEqual(figures["Signed"], (4, 1, 3, 320.0))
        self.assertEqual(figures["Reviewed"], (4, 1, 3, 320.0))
        self.assertEqual(figures["Cancelled"], (0, 0, 0, 0.0))

    def test_open_at_the_end_is_told_from_the_stamps(self):
        """Both were finished since; on Sunday night they were open."""
        self.assertEqual(self._figures()["Open at the End"], (2, 0, 2, 160.0))
        self.assertEqual(self._figures()["Overdue at the End"], (0, 0, 0, 0.0))
        self._set_stamps(self.week[5], finish_by=utc(15, 1))
        self.assertEqual(self._figures()["Overdue at the End"], (1, 0, 1, 80.0))
        self._set_stamps(self.week[5], finish_by=utc(19, 1))
        self.assertEqual(self._figures()["Overdue at the End"], (0, 0, 0, 0.0))

    def test_a_day_begins_and_ends_at_local_midnight(self):
        sunday = {"date_from": "2026-10-18", "date_to": "2026-10-18"}
        monday = {"date_from": "2026-10-19", "date_to": "2026-10-19"}
        self.assertEqual(self._figures(**sunday)["Done"][0], 1)
        self.assertEqual(self._figures(**sunday)["Signed"][0], 1)
        self.assertEqual(self._figures(**monday)["Done"][0], 1)
        self.assertEqual(self._figures(**monday)["Signed"][0], 1)
        self.assertEqual(self._figures(**sunday)["Orders Taken"][0], 2)
        self.assertEqual(self._figures(**sunday)["Open at the End"][0], 2)

    @freeze_time("2026-10-14 02:00:00")
    def test_today_what_is_not_due_yet_is_not_overdue(self):
        request = self._request()
        self._set_stamps(request, finish_by=utc(14, 1))
        other = self._request()
        self._set_stamps(other, finish_by=utc(14, 9))
        today = {"date_from": "2026-10-14", "date_to": "2026-10-14"}
        late = self._table("Open and Overdue", **today)
        self.assertEqual([row[0] for row in late.rows], [request.name])
        self.assertEqual(late.rows[0][1:3], ["1-101", "Owner One"])
        self.assertEqual(late.rows[0][4], "10/14/2026 09:00")
        other.with_user(self.clerk).action_cancel("Not wanted")
        self.assertEqual(self._figures(**today)["Cancelled"][0], 1)

    def test_channels_categories_departments_and_staff(self):
        self.assertEqual(
            dict(self._table("Channels").rows) | {"sum": self._table("Channels").total[1]},
            {"Phone": 4, "Front Desk": 2, "sum": 6},
        )
        (category,) = self._table("Categories").rows
        self.assertEqual(category[1:], [6, 4, 320.0])
        (department,) = self._table("Departments").rows
        self.assertEqual(department, ["Engineering", 6, 4, 2.5, 320.0])
        self.assertEqual(
            self._table("Service Staff").rows, [["Worker W1", 4, 2.5], ["Worker W2", 1, 0.5]]
        )

    def test_average_hours(self):
        model = self._model()
        (span,) = model._spans({"office_ids": self.office.ids, **WEEK})
        finished = model._finished(span)
        self.assertEqual(model._average_hours(finished, "started_on"), (1 + 1.5) / 2)
        self.assertEqual(model._average_hours(finished, "done_at"), (3 + 1 + 2 + 1.5) / 4)
        self.assertIsNone(model._average_hours(finished.browse(), "done_at"))

    def test_the_same_whoever_looks_from_wherever(self):
        expected = self._figures()
        for role in ("service_manager", "director", "general_manager"):
            self.users[role].tz = "America/Los_Angeles"
            self.assertEqual(self._figures(self.users[role]), expected)

    def test_not_for_clerk_worker_cashier_or_other_offices(self):
        stranger = self._make_user("supervisor_elsewhere", self.company, "group_supervisor")
        self._make_office("Elsewhere", self.company, stranger)
        data = {"office_ids": self.office.ids, **WEEK}
        for user in (self.clerk, self.worker_user, self.cashier, stranger):
            with self.assertRaises(AccessError):
                self._model(user)._get_report_values([], data)
            with self.assertRaises(AccessError):
                self._model(user)._xlsx([], data)
        for user in (self.clerk, self.worker_user, self.cashier):
            with self.assertRaises(AccessError):
                self.env["convenience.desk.report"].with_user(user).create({})

    def test_offices_side_by_side_each_by_its_own_days(self):
        far = self._make_office("Far West", self.company, self.supervisor | self.clerk)
        far.tz = "Asia/Urumqi"
        (report,) = self._model()._get_report_values([], WEEK)["reports"]
        offices = next(table for table in report["tables"] if table["title"] == "Offices")
        rows = [row["values"] for sheet in offices["sheets"] for row in sheet]
        self.assertIn([self.office.name, "6", "4", "4", "4", "0", "2", "0"], rows)
        self.assertIn(["Far West", *["0"] * 7], rows)
        self.assertEqual(offices["total"], ["Total", "6", "4", "4", "4", "0", "2", "0"])

    def test_as_many_queries_for_many_as_for_few(self):
        few = self._queries_of(self._read_week)
        self._past_requests(
            [
                {**self._household(number), "registered": utc(14, 1), "done": utc(15, 1)}
                for number in range(20)
            ]
        )
        self.assertEqual(self._queries_of(self._read_week), few)

    def _read_week(self):
        return self._model()._get_report_values([], WEEK)

    def _household(self, number):
        unit, owner = self._make_household(f"{number}栋", "201", f"Owner {number}")
        worker = self._make_worker(f"Q{number}", None)
        return {
            "unit": unit,
            "customer": owner,
            "worker_ids": [(6, 0, worker.employee_id.ids)],
        }

    def test_paper(self):
        self._set_stamps(self.week[5], finish_by=utc(15, 1))
        page = self._page(DESK, self.office.browse(), self.supervisor, **WEEK)
        self.assertEqual(texts(page, "//h1"), ["Weekly Report"])
        self.assertIn("10/12/2026 – 10/18/2026", texts(page, of_class("o_cs_subtitle"))[0])
        rows = {cells[0]: cells[1:] for cells in self._lines(page)}
        self.assertEqual(rows["Done"], ["4", "1", "3", "320.00"])
        self.assertEqual(rows["Worker W2"], ["1", "0.5"])
        self.assertEqual(rows[self.week[5].name][3], "10/15/2026 09:00")
        whole = " ".join(page.text_content().split())
        self.assertIn("Average hours from registration to arrival 1.2", whole)

    def test_sheet_is_numbers_and_never_a_formula(self):
        self.helper.employee_id.name = "=1+1"
        wizard = (
            self.env["convenience.desk.report"]
            .with_user(self.supervisor)
            .create({"office_id": self.office.id, "day": date(2026, 10, 15), "span": "week"})
        )
        self.assertEqual(wizard.date_from, date(2026, 10, 12))
        self.assertEqual(wizard.date_to, date(2026, 10, 18))
        wizard.action_download()
        self.assertEqual(wizard.file_name, "JK Garden 2026-10-12 Weekly Report.xlsx")
        book = load_workbook(BytesIO(base64.b64decode(wizard.file)))
        rows = {row[0].value: row[1:] for row in book["Totals"].iter_rows()}
        self.assertEqual([cell.value for cell in rows["Done"]], [4, 1, 3, 320])
        self.assertEqual({cell.data_type for cell in rows["Done"]}, {"n"})
        names = {row[0].value for row in book["Service Staff"].iter_rows()}
        self.assertIn("=1+1", names)
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        self.assertNotIn("f", {cell.data_type for cell in cells})

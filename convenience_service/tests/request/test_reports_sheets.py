import base64
from datetime import datetime

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from ..billing.test_reports_statement import ReportCase, of_class, texts

SERVICE_SHEET = "convenience_service.report_service_sheet"
DAY_SHEET = "convenience_service.report_day_sheet"
# One black pixel.
PIXEL = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJg"
        "gg=="
    )
)


@freeze_time("2026-10-14 01:30:00")
@tagged("post_install", "-at_install")
class TestServiceSheet(ReportCase):
    def _text(self, requests, user=None):
        page = self._page(SERVICE_SHEET, requests, user or self.clerk)
        return " ".join(page.text_content().split())

    def test_before_the_work_it_says_where_whom_and_what(self):
        request = self._request(
            items=[(self.drain, 2), (self.taxi, 1)],
            wanted_on=datetime(2026, 10, 14, 16, 30),
            note="Ring twice",
        )
        self._advance(request, "assigned")
        page = self._page(SERVICE_SHEET, request, self.worker_user)
        drain, taxi, total = self._lines(page)
        self.assertEqual(drain, ["Drain Unblocking", "2", "Units", "80.00", "160.00"])
        self.assertEqual(taxi[-2:], ["Free", "Free"])
        self.assertEqual(total[-1], "160.00")
        whole = " ".join(page.text_content().split())
        for said in (request.name, "1-101", "Owner One", "120101", "Ring twice", "Worker W1"):
            self.assertIn(said, whole)
        self.assertIn("10/14/2026 09:30", whole)
        self.assertIn("10/15/2026 00:30", whole)
        for blank in ("Arrived", "Left", "Found and Done", "Customer", "Supervisor"):
            self.assertIn(blank, texts(page, of_class("o_cs_label")))
        self.assertFalse(page.xpath("//img"))

    def test_times_are_the_offices_whoever_prints(self):
        request = self._request()
        self.clerk.tz = "America/Los_Angeles"
        self.assertIn("10/14/2026 09:30", self._text(request))

    def test_afterwards_it_says_what_was_done_and_who_signed(self):
        request = self._advance(self._request(), "done")
        request.with_user(self.worker_user).write(
            {
                "work_note": "Removed a toy",
                "signature": PIXEL,
                "signed_name": "Mrs. Owner",
                "signed_relation": "family",
            }
        )
        request.with_user(self.worker_user).action_sign()
        request.with_user(self.supervisor).action_review()
        page = self._page(SERVICE_SHEET, request, self.clerk)
        whole = " ".join(page.text_content().split())
        for said in ("Removed a toy", "Mrs. Owner (Family)", self.supervisor.name):
            self.assertIn(said, whole)
        self.assertEqual(whole.count("10/14/2026 09:30"), 5)
        (image,) = page.xpath("//img/@src")
        self.assertTrue(image.startswith("data:image/png;base64,"))

    def test_what_is_still_to_be_quoted_has_no_price(self):
        quoted = self._make_item("Renovation", 6)
        line = {"price_rule": "quotation"}
        self._approve(
            self._make_tariff(
                self.office, datetime(2026, 10, 14).date(), [(quoted, 0.0, line)], kind="amendment"
            )
        )
        page = self._page(SERVICE_SHEET, self._request(items=[(quoted, 1)]), self.clerk)
        row, total = self._lines(page)
        self.assertEqual(row[-2:], ["By quotation", ""])
        self.assertEqual(total[-1], "")

    def test_several_are_one_document_with_a_sheet_each(self):
        requests = self._request() | self._request()
        pages = self._pdf_pages(SERVICE_SHEET, requests)
        self.assertEqual(len(pages), 2)
        for request in requests:
            self.assertEqual(sum(request.name in page for page in pages), 1)

    def test_many_items_go_on_a_second_sheet_with_the_signatures(self):
        request = self._request(items=[(self.drain, 1), (self.bulb, 1)] * 16)
        pages = self._pdf_pages(SERVICE_SHEET, request)
        self.assertEqual(len(pages), 2)
        self.assertIn("Found and Done", pages[1])

    def test_a_worker_prints_only_their_own(self):
        other = self._make_worker("W2", None)
        request = self._request(worker_ids=[(6, 0, other.employee_id.ids)])
        with self.assertRaises(AccessError):
            self._page(SERVICE_SHEET, request, self.worker_user)


@freeze_time("2026-10-14 01:30:00")
@tagged("post_install", "-at_install")
class TestDaySheet(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.helper = cls._make_worker("W2", None)

    def _job(self, wanted_on=False, workers=None, **values):
        workers = workers or self.worker
        request = self._request(
            wanted_on=wanted_on, worker_ids=[(6, 0, workers.employee_id.ids)], **values
        )
        return self._advance(request, "assigned")

    def _papers(self, user=None, staff=None, **data):
        model = self.env[f"report.{DAY_SHEET}"].with_user(user or self.supervisor)
        data = {"office_id": self.office.id, **data}
        papers = model._get_report_values((staff or self.helper.browse()).ids, data)["papers"]
        return {
            paper["worker"].number: [
                row["request"].name for sheet in paper["sheets"] for row in sheet
            ]
            for paper in papers
        }

    def test_jobs_of_the_local_day_in_their_order(self):
        late = self._job(datetime(2026, 10, 14, 15, 30))  # 23:30
        early = self._job(datetime(2026, 10, 14, 0, 30))
        tomorrow = self._job(datetime(2026, 10, 14, 16, 30))  # 0:30 of the 15th
        any_time = self._job()
        together = self._job(datetime(2026, 10, 14, 5), self.worker | self.helper)
        new = self._request(wanted_on=datetime(2026, 10, 14, 5))
        papers = self._papers()
        self.assertEqual(papers["W1"], [early.name, together.name, late.name, any_time.name])
        self.assertEqual(papers["W2"], [together.name])
        tomorrows = self._papers(day="2026-10-15")["W1"]
        self.assertIn(tomorrow.name, tomorrows)
        self.assertNotIn(new.name, papers["W1"] + tomorrows)

    def test_what_was_finished_stays_on_its_day_only(self):
        request = self._advance(self._request(), "done")
        self.assertEqual(self._papers()["W1"], [request.name])
        self.assertEqual(self._papers(day="2026-10-15"), {})

    def test_by_department_or_by_name(self):
        self._job(workers=self.worker | self.helper)
        self.helper.department_id = self.department
        self.assertEqual(set(self._papers(department_ids=self.department.ids)), {"W2"})
        idle = self._make_worker("W3", None)
        self.assertEqual(self._papers(staff=idle), {"W3": []})

    def test_paper(self):
        request = self._job(datetime(2026, 10, 14, 5), note="Ring twice")
        page = self._page(DAY_SHEET, self.worker, self.supervisor)
        (row,) = self._lines(page)
        self.assertEqual(row[:2], ["1", "10/14/2026 13:00"])
        self.assertEqual(row[2], f"1-101 {request.name}")
        self.assertIn("120101", row[3])
        self.assertEqual(row[4], "Drain Unblocking × 1 Units Ring twice")
        self.assertEqual(row[5:], ["", "", ""])

    def test_pdf_has_a_page_for_each(self):
        self._job(workers=self.worker | self.helper)
        pages = self._pdf_pages(DAY_SHEET, self.worker | self.helper)
        self.assertEqual(len(pages), 2)
        self.assertIn("Worker W2", pages[1])

    def test_as_many_queries_for_many_staff_as_for_few(self):
        self._job()
        few = self._queries_of(self._papers)
        for number in range(8):
            worker = self._make_worker(f"Q{number}", None)
            unit, owner = self._make_household(f"{number}栋", "201", f"Owner {number}")
            self._job(workers=worker, unit=unit, customer=owner)
        self.assertEqual(self._queries_of(self._papers), few)

    def test_wizard_asks_for_the_offices_day(self):
        self.office.tz = "America/Los_Angeles"
        wizard = self.env["convenience.day.sheet"].with_user(self.supervisor).create({})
        self.assertEqual((wizard.office_id, str(wizard.day)), (self.office, "2026-10-13"))
        self._job()
        wizard.day = "2026-10-14"
        action = wizard.action_print()
        self.assertEqual(action["report_name"], DAY_SHEET)
        self.assertEqual(list(self._papers(**action["data"])), ["W1"])

    def test_for_supervisors_and_general_managers_alone(self):
        self._job()
        self.assertEqual(list(self._papers(self.general_manager)), ["W1"])
        for user in (self.clerk, self.worker_user, self.cashier):
            with self.assertRaises(AccessError):
                self._papers(user)
            with self.assertRaises(AccessError):
                self.env["convenience.day.sheet"].with_user(user).create({})

import time
from datetime import date, datetime

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..common import signed_paper
from ..drawn import in_soak
from ..parties.common_import import DEMO, PLACE, ImportCommon, as_csv, as_xlsx, demo_table

HEADERS = (
    "Number", "Registered", *PLACE, "Customer", "Phone", "Service", "Quantity", "Channel",
    "Workers", "Finished", "Signed", "Note",
)  # fmt: skip
CHINESE = (
    "单号", "登记时间", "楼栋", "单元", "房号", "客户", "电话", "服务项目", "数量", "受理方式",
    "服务人员", "完成时间", "客户签字", "备注",
)  # fmt: skip


@tagged("post_install", "-at_install")
class TestImportServices(ImportCommon):
    """Work that was kept on paper becomes requests: done, signed, at the tariff's price."""

    def _row(self, name="A1", **more):
        values = {
            "registered": "2026-10-01 08:26", "building": "1", "entrance": "", "number": "101",
            "customer": "Owner One", "phone": "120101", "item": self.drain.name, "quantity": "2",
            "channel": "Phone", "workers": "W1", "done": "2026-10-01 11:18", "signed": "Yes",
            "note": "", **more,
        }  # fmt: skip
        return (name, *values.values())

    def _load_services(self, *rows, **options):
        return self._load_rows("services", HEADERS, rows, **options)

    def _request(self, name="A1"):
        return self.env["convenience.request"].search(
            [("office_id", "=", self.office.id), ("name", "=", name)]
        )

    def _refused(self, **values):
        """Row and column of the problems of one row."""
        outcome = self._load_services(self._row(**values))
        self.assertFalse(outcome["loaded"])
        self.assertFalse(self._request())
        return self._where(outcome)

    def test_a_signed_request_at_the_tariffs_price(self):
        outcome = self._load_services(self._row())
        self.assertEqual(self._counts(outcome), (1, 0, 0, 0), outcome["problems"])
        request = self._request()
        self.assertEqual(request.state, "signed")
        self.assertEqual((request.unit_id, request.customer_id), (self.unit, self.owner))
        self.assertEqual(request.payer_id, self.owner)
        self.assertEqual(request.line_ids.product_id, self.drain)
        self.assertEqual(request.line_ids.tariff_line_id.tariff_id, self.tariff)
        self.assertEqual((request.amount_total, request.line_ids.price_unit), (160, 80))
        self.assertEqual(request.line_ids.tax_ids, self.drain.taxes_id)
        self.assertEqual(request.department_id, self.department)
        self.assertEqual(request.worker_ids, self.worker.employee_id)
        self.assertEqual((request.channel, request.note), ("phone", False))
        self.assertEqual((request.signed_name, request.signed_relation), ("Owner One", "self"))
        self.assertTrue(request.signed_on_paper)
        self.assertEqual(request.done_by_id, self.importer)

    def test_times_are_local_whoever_loads_from_whatever_zone(self):
        self.importer.tz = "America/New_York"
        self._load_services(
            self._row(registered="2026-10-31 22:50", done="2026-10-31 23:30"),
            self._row("A2", registered="2026-10-31 23:40", done="2026-11-01 00:30"),
        )
        request = self._request()
        self.assertEqual(request.registered_at, datetime(2026, 10, 31, 14, 50))
        self.assertEqual(request.done_at, datetime(2026, 10, 31, 15, 30))
        self.assertEqual(request.signed_at, request.done_at)
        self.assertEqual(request.date_done, date(2026, 10, 31))
        self.assertEqual(self._request("A2").date_done, date(2026, 11, 1))

    def test_unsigned_stays_done_and_unfinished_stays_new(self):
        self._load_services(
            self._row(signed="No"),
            self._row("A2", done="", signed="", workers=""),
            self._row("A3", done="", signed="No"),
        )
        self.assertEqual(self._request().state, "done")
        self.assertEqual(self._request("A2").state, "new")
        self.assertEqual(self._request("A3").state, "new")

    def test_chinese_xlsx_with_native_cells_is_the_same_request(self):
        self._load_services(self._row())
        row = [
            "A1", datetime(2026, 10, 1, 8, 26), "1", None, 101, "Owner One", 120101,
            self.drain.name, 2, "电话", "Worker W1", datetime(2026, 10, 1, 11, 18), "是", None,
        ]  # fmt: skip
        outcome = self._load("services", as_xlsx(CHINESE, [row]), filename="sheet.xlsx")
        self.assertEqual(self._counts(outcome), (0, 0, 1, 0), outcome["problems"])

    def test_known_numbers_are_left_or_refused(self):
        self._load_services(self._row(), self._row("A2", signed="No"))
        self.assertEqual(self._counts(self._load_services(self._row())), (0, 0, 1, 0))
        # it went on since the sheet was written
        self._request("A2").write(signed_paper())
        self._request("A2").with_user(self.clerk).action_sign()
        outcome = self._load_services(self._row("A2", signed="No"))
        self.assertEqual(self._counts(outcome), (0, 0, 1, 0))
        for changed, header in (
            ({"quantity": "3"}, "Quantity"),
            ({"item": self.bulb.name}, "Service"),
            ({"registered": "2026-10-01 08:27"}, "Registered"),
            ({"done": "2026-10-01 11:19"}, "Finished"),
            ({"channel": "Online"}, "Channel"),
            ({"note": "Hurry"}, "Note"),
        ):
            with self.subTest(header):
                outcome = self._load_services(self._row(**changed))
                self.assertEqual(self._where(outcome), [(2, "Number")])
                self.assertIn(header, outcome["problems"][0][3])
        self.assertEqual(self._request().line_ids.quantity, 2)

    def test_a_number_of_another_office_is_free_here(self):
        self._load_services(self._row())
        users = self.env["res.users"].concat(*self.users.values()) | self.importer
        other = self._make_office("Other", self.company, users)
        self._make_household("1", "101", "Owner One", office=other)
        self._make_worker("X1", None, other)
        self._approve(self._make_tariff(other, date(2026, 1, 1), [(self.drain, 70.0)]))
        outcome = self._load_services(self._row(workers="X1"), office=other)
        self.assertEqual(self._counts(outcome), (1, 0, 0, 0), outcome["problems"])
        self.assertEqual(self._request().amount_total, 160)

    def test_quantities_that_are_none(self):
        for quantity in ("-2", "0", "两个", "nan", "inf", "1e308", "100001", "0.001", "1.005"):
            with self.subTest(quantity):
                self.assertEqual(self._refused(quantity=quantity), [(2, "Quantity")])

    def test_cells_that_are_wrong(self):
        for column, values in (
            ("Registered", {"registered": "2026-13-40 10:00:00"}),
            ("Finished", {"done": "2026-09-01 08:00"}),
            ("Room", {"number": "999"}),
            ("Customer", {"customer": "Nobody"}),
            ("Phone", {"phone": "999"}),
            ("Service", {"item": "Lottery"}),
            ("Channel", {"channel": "Pigeon"}),
            ("Workers", {"workers": "Nobody"}),
            ("Workers", {"workers": ""}),
            ("Signed", {"signed": "Perhaps"}),
            ("Signed", {"signed": ""}),
            ("Signed", {"done": "", "signed": "Yes"}),
            ("Number", {"name": ""}),
        ):
            with self.subTest(column, **values):
                self.assertEqual(self._refused(**values), [(2, column)])

    def test_items_without_a_price_that_holds_are_refused(self):
        unpriced = self._make_item("Unpriced", 6)
        self.assertEqual(self._refused(item=unpriced.name), [(2, "Service")])
        early = {"registered": "2025-12-31 23:59", "done": "2026-01-02 08:00"}
        outcome = self._load_services(self._row(**early))
        self.assertEqual(self._where(outcome), [(2, "Service")])
        self.assertIn("no approved price", outcome["problems"][0][3])

    def test_a_time_in_the_future_is_a_warning(self):
        with freeze_time("2026-10-01 02:00:00"):
            outcome = self._load_services(self._row())
        self.assertTrue(outcome["loaded"], outcome["problems"])
        self.assertEqual([warning[:2] for warning in outcome["warnings"]], [(2, "Finished")])

    def test_who_has_moved_out_is_no_customer(self):
        self.owner_occupancy.date_to = date(2026, 9, 30)
        self.assertEqual(self._refused(), [(2, "Customer")])
        outcome = self._load_services(
            self._row(registered="2026-09-30 23:50", done="2026-10-01 08:00")
        )
        self.assertTrue(outcome["loaded"], outcome["problems"])

    def test_workers_by_name_or_number_and_namesakes(self):
        second = self._make_worker("W2", None)
        outcome = self._load_services(self._row(workers="Worker W1、W2"))
        self.assertTrue(outcome["loaded"], outcome["problems"])
        self.assertEqual(self._request().worker_ids, self.worker.employee_id | second.employee_id)
        second.employee_id.name = "Worker W1"
        outcome = self._load_services(self._row("A2", workers="Worker W1"))
        self.assertEqual(self._where(outcome), [(2, "Workers")])
        second.active = False
        self.assertTrue(self._load_services(self._row("A2", workers="Worker W1"))["loaded"])

    def test_the_phone_may_be_missing_where_the_name_is_enough(self):
        self.assertTrue(self._load_services(self._row(phone=""))["loaded"])
        namesake = self.env["res.partner"].create({"name": "Owner One", "phone": "777"})
        self.unit.occupancy_ids = [
            Command.create(
                {"partner_id": namesake.id, "is_main_payer": False, "date_from": "2020-01-01"}
            )
        ]
        outcome = self._load_services(self._row("A2", phone=""))
        self.assertEqual(self._where(outcome), [(2, "Phone")])
        self.assertTrue(self._load_services(self._row("A2", phone="777"))["loaded"])
        self.assertEqual(self._request("A2").customer_id, namesake)

    def test_nothing_is_half_loaded(self):
        requests = self.env.registry["convenience.request"]
        move = requests._move_to

        reason = "The server stops here."

        def fail(records, state, **options):
            if state == "signed":
                raise UserError(reason)
            return move(records, state, **options)

        self.patch(requests, "_move_to", fail)
        said = self._refusal(lambda: self._load_services(self._row(), self._row("A2")))
        self.assertEqual(said, "Nothing was loaded. The server stops here.")
        self.assertFalse(self._request() | self._request("A2"))


@tagged("post_install", "-at_install")
class TestImportDemoServices(ImportCommon):
    """The month of the demo community, clean and dirty."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.demo_office = cls._demo_office()

    def _requests(self):
        return self.env["convenience.request"].search([("office_id", "=", self.demo_office.id)])

    def test_the_dirty_sheet(self):
        expected = demo_table("services_2026_10_dirty_expected.csv")
        wanted = [(int(row["行"]), row["列"], row["值"]) for row in expected]
        name = "services_2026_10_dirty.csv"
        outcome = self._load_demo("services", name, office=self.demo_office)
        self.assertEqual([problem[:3] for problem in outcome["problems"]], wanted)
        reasons = [problem[3] for problem in outcome["problems"]]
        self.assertEqual(reasons[0], "The office has no such unit.")
        self.assertEqual(len(set(reasons)), len({row["原因"] for row in expected}))
        self.assertFalse(outcome["loaded"])
        self.assertFalse(self._requests())
        outcome = self._load_demo("services", name, office=self.demo_office, partial=True)
        self.assertEqual(self._counts(outcome), (49, 0, 0, 11))
        rejected = {number for number, _column, _value in wanted}
        rows = enumerate(demo_table(name), start=2)
        bad = {row["单号"] for number, row in rows if number in rejected}
        names = set(self._requests().mapped("name"))
        self.assertEqual(len(names), 49)
        # of the number that stands twice, the first row is good
        self.assertEqual(names & bad, {"BM20261000031"})

    def test_the_reasons_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.importer.lang = "zh_CN"
        name = "services_2026_10_dirty.csv"
        wizard = self.env(context={"lang": None})["convenience.import"].with_user(self.importer)
        content = (DEMO / name).read_bytes()
        outcome = wizard._load_file(self.demo_office, "services", content, name)
        expected = demo_table("services_2026_10_dirty_expected.csv")
        reasons = [problem[3] for problem in outcome["problems"]]
        self.assertEqual(reasons, [row["原因"] for row in expected])

    @in_soak
    def test_the_clean_month_in_under_a_minute(self):
        start = time.process_time()  # ours, whatever else the machine has to do
        outcome = self._load_demo("services", "services_2026_10.csv", office=self.demo_office)
        self.env.flush_all()
        elapsed = time.process_time() - start
        self.assertEqual(self._counts(outcome), (1402, 0, 0, 0), outcome["problems"][:3])
        self.assertLess(elapsed, 60)
        requests = self._requests()
        self.assertEqual(len(requests.filtered(lambda one: one.date_done > date(2026, 10, 31))), 1)
        unsigned = requests.filtered(lambda one: one.state == "done")
        paid = unsigned.filtered("signature_required")
        self.assertEqual((len(paid), len(unsigned - paid)), (30, 14))
        self.assertEqual(sum(paid.mapped("amount_total")), 2028)
        outcome = self._load_demo("services", "services_2026_10.csv", office=self.demo_office)
        self.assertEqual(self._counts(outcome), (0, 0, 1402, 0), outcome["problems"][:3])

    def test_rows_are_never_queried_one_by_one(self):
        rows = demo_table("services_2026_10.csv")
        headers = list(rows[0])

        def queries(some):
            self.env.invalidate_all()
            content = as_csv(headers, [list(row.values()) for row in some])
            before = self.env.cr.sql_log_count
            outcome = self._load("services", content, office=self.demo_office)
            self.env.flush_all()
            self.assertTrue(outcome["loaded"], outcome["problems"][:3])
            return self.env.cr.sql_log_count - before

        queries(rows[:5])  # warms the caches
        few, many = queries(rows[5:25]), queries(rows[25:225])
        # ten times the rows; batches of the ORM add a few
        self.assertLess(many, few + 60)

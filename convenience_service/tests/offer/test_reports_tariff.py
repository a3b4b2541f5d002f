from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..billing.test_reports_statement import ReportCase, of_class, texts

TARIFF = "convenience_service.report_tariff"


@tagged("post_install", "-at_install")
class TestReportTariff(ReportCase):
    def _rows(self, tariff, user=None):
        """{item: its cells} of the printed list."""
        rows = self._lines(self._page(TARIFF, tariff, user))
        return {cells[0]: cells[1:] for cells in rows if len(cells) > 1}

    def test_items_prices_and_who_approved(self):
        self.office.tariff_title = "Services and Prices"
        page = self._page(TARIFF, self.tariff, self.clerk)
        self.assertEqual(texts(page, "//h1"), ["Services and Prices 2026"])
        self.assertFalse(page.xpath(of_class("o_cs_notice")))
        rows = self._rows(self.tariff)
        self.assertEqual(rows["Drain Unblocking"], ["Units", "80.00", "All", self.department.name])
        self.assertEqual(rows["Taxi Booking"][1], "Free")
        self.assertIn(self.general_manager.name, page.text_content())
        self.assertNotIn("72.0", page.text_content(), "the expected cost is nobody's to read")

    def test_types_at_one_price_share_a_row(self):
        tariff = self._make_tariff(
            self.office,
            date(2027, 1, 1),
            [
                (self.drain, 80.0, {"customer_type_id": self.residence.id}),
                (self.drain, 80.0, {"customer_type_id": self.shop.id}),
                (self.drain, 95.0, {"customer_type_id": self.office_type.id, "deposit": 50.0}),
                (self.bulb, 10.0, {"price_rule": "from", "prepaid": True}),
            ],
        )
        lines = self._lines(self._page(TARIFF, tariff))
        drains = [cells[2:5] for cells in lines if cells[0] == "Drain Unblocking"]
        both = f"{self.residence.name} / {self.shop.name}"
        self.assertEqual(
            drains,
            [["80.00", both, ""], ["95.00", self.office_type.name, "Deposit 50.00"]],
        )
        self.assertEqual(self._rows(tariff)["Bulb Change"][1], "from 10.00")
        self.assertEqual(self._rows(tariff)["Bulb Change"][3], "Prepaid")

    def test_an_amendment_shows_its_own_lines_and_stops(self):
        amendment = self._make_tariff(
            self.office,
            date(2027, 2, 1),
            [
                (self.drain, 12.5, {"operation": "reprice", "price_rule": "percentage"}),
                (self.bulb, 0.0, {"operation": "stop"}),
                (self.taxi, 0.0, {"price_rule": "quotation"}),
            ],
            kind="amendment",
        )
        page = self._page(TARIFF, amendment)
        self.assertIn("(Amendment)", texts(page, "//h1")[0])
        self.assertIn("Not approved", texts(page, of_class("o_cs_notice"))[0])
        rows = self._rows(amendment)
        self.assertEqual(len(rows), 3)
        self.assertEqual(rows["Drain Unblocking"][0::2], ["Reprice", "12.5 %", "Engineering"])
        self.assertEqual(rows["Bulb Change"], ["Stop", "", "Stopped", "All", ""])

    def test_a_long_list_fits_its_pages(self):
        items = [self._make_item(f"Item {number:02d}", 6) for number in range(60)]
        tariff = self._make_tariff(self.office, date(2027, 1, 1), [(item, 20.0) for item in items])
        page = self._page(TARIFF, tariff)
        pages = self._pdf_pages(TARIFF, tariff)
        self.assertEqual(len(pages), len(page.xpath("//thead")))
        self.assertEqual(len(pages), 2)
        for text in pages:
            self.assertIn("Price", text)

    def test_not_for_workers_nor_for_other_offices(self):
        stranger = self._make_user("clerk_elsewhere", self.company, "group_clerk")
        self._make_office("Elsewhere", self.company, stranger)
        for user in (stranger, self.worker_user):
            with self.assertRaises(AccessError):
                self._page(TARIFF, self.tariff, user)

    def test_typed_text_is_only_text(self):
        self.office.tariff_title = "<script>alert(1)</script>"
        page = self._page(TARIFF, self.tariff)
        self.assertEqual(texts(page, "//h1"), ["<script>alert(1)</script> 2026"])

from odoo.tests import tagged

from ..billing.test_reports_statement import ReportCase, of_class, texts
from .common_till import TillCommon

RECEIPT = "convenience_service.report_receipt"


@tagged("post_install", "-at_install")
class TestReceiptPaper(TillCommon, ReportCase):
    """The receipt says what it pays and what is left; its copies say whose they are."""

    def _receipt(self, amount=50.0):
        bill = self._invoice(self._settled()).statement_ids
        return self._take_payment(bill, amount)

    def _settled(self):
        self._october(5)
        return self._settlement()

    def _pages(self, receipts):
        return self._page(RECEIPT, receipts, self.cashier)

    def test_what_it_pays_and_what_is_left(self):
        receipt = self._receipt()
        (line,) = self._lines(self._pages(receipt))
        bill = receipt.line_ids.statement_id
        self.assertEqual(
            line,
            [bill.name, "10/01/2026 – 10/31/2026", "Drain Unblocking", "1-101", "50.00"],
        )
        said = self._pages(receipt).text_content().replace("\xa0", " ")
        self.assertIn("人民币伍拾元整", said)
        self.assertIn("¥ 30.00", said)

    def test_nothing_is_left(self):
        said = " ".join(self._pages(self._receipt(80.0)).text_content().split())
        self.assertIn("Still Owed ¥", said)
        self.assertIn("0.00", said)

    def test_copies_are_marked(self):
        receipt = self._receipt()
        self.assertFalse(self._pages(receipt).xpath(of_class("o_cs_copy")))
        marks = ["Stub Copy", "Customer Copy", "Accounts Copy"]
        for copies in (2, 3):
            self.office.receipt_copies = str(copies)
            page = self._pages(receipt)
            self.assertEqual(texts(page, of_class("o_cs_copy")), marks[:copies])
            self.assertEqual(len(page.xpath(of_class("o_cs_new_sheet"))), copies - 1)

    def test_two_halves_stand_on_a_sheet(self):
        receipt = self._receipt()
        self.office.write({"receipt_copies": "3", "receipt_size": "half"})
        page = self._pages(receipt)
        self.assertEqual(len(page.xpath(of_class("o_cs_half"))), 3)
        self.assertEqual(len(page.xpath(of_class("o_cs_new_sheet"))), 1)

    def test_two_hundred_take_no_more_queries_than_a_few(self):
        receipts = self._receipt(10.0)
        bill = receipts.line_ids.statement_id
        for _more in range(5):
            receipts |= self._take_payment(bill, 10.0)
        report = self.env[f"report.{RECEIPT}"]
        few = self._queries_of(lambda: report._get_report_values(receipts[:2].ids))
        many = self._queries_of(lambda: report._get_report_values(receipts.ids))
        self.assertLessEqual(many, few)
        self.office.receipt_size = "half"
        papers = report._get_report_values(receipts.ids)["sheets"]
        self.assertEqual([len(sheet) for sheet in papers], [2, 2, 2])

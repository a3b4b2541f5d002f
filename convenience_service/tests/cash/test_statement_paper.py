from datetime import datetime

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..billing.test_reports_statement import STATEMENT, ReportCase, of_class, texts
from .common_money import MoneyCommon

# The smallest picture there is.
CODE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
    "rkJggg=="
)


@tagged("post_install", "-at_install")
class TestStatementPaper(MoneyCommon, ReportCase):
    """What a payment notice asks for is what the till offers under it."""

    def _bills(self, visits=1):
        """October's statement after an unpaid one of September, 80.00 a visit."""
        september = {"registered": datetime(2026, 9, 5, 1), "done": datetime(2026, 9, 5, 3)}
        october = {"registered": datetime(2026, 10, 5, 1), "done": datetime(2026, 10, 5, 3)}
        self._past_requests([september])
        first = self._invoice(self._settlement(datetime(2026, 9, 30).date())).statement_ids
        self._past_requests([october] * visits)
        return first, self._invoice(self._settlement()).statement_ids

    def _offered(self, *bills):
        """What the cashier's dialog proposes for these bills."""
        dialog = self.env["convenience.statement.payment"].with_user(self.cashier)
        return dialog.create({"statement_ids": [Command.set([bill.id for bill in bills])]}).amount

    def _sums(self, statement):
        page = self._page(STATEMENT, statement, self.clerk)
        return " ".join(texts(page, of_class("o_cs_sums"))).replace("\xa0", " ")

    def test_amount_is_what_the_till_offers(self):
        first, second = self._bills()
        sums = self._sums(second)
        self.assertIn("Amount due ¥ 160.00 In words 人民币壹佰陆拾元整", sums)
        self.assertNotIn("Still to pay on", sums)
        self.assertEqual(self._offered(first, second), 160.0)
        self._take_payment(first, 35.0)
        sums = self._sums(second)
        self.assertIn("Amount due ¥ 160.00", sums)
        self.assertIn("Already paid or set against it 35.00", sums)
        self.assertIn("¥ 125.00 In words 人民币壹佰贰拾伍元整", sums)
        self.assertEqual(self._offered(first, second), 125.0)
        self.assertIn("¥ 45.00", self._sums(first), "the earlier one asks for its own only")

    def test_paid_and_over(self):
        first, second = self._bills()
        for bill in (first, second):
            self._take_payment(bill, 80.0)
        sums = self._sums(second)
        self.assertIn("set against it 160.00", sums)
        self.assertIn("¥ 0.00 In words 人民币零元整", sums)

    def test_the_months_of_the_opening_balance(self):
        first, second = self._bills()
        self.assertEqual(second.opening_parts, [[first.name, "2026-09-01", "2026-09-30", 80.0]])
        self._take_payment(first, 80.0)
        (part,) = texts(self._page(STATEMENT, second, self.clerk), of_class("o_cs_part"))
        self.assertEqual(part, f"09/01/2026 – 09/30/2026 {first.name} 80.00")

    def test_nobody_writes_the_parts_of_a_balance(self):
        _first, second = self._bills()
        with self.assertRaises(AccessError):
            second.with_user(self.cashier).opening_parts = []

    def test_forty_eight_visits_carry_their_sum_over(self):
        _first, second = self._bills(48)
        page = self._page(STATEMENT, second, self.clerk)
        sheets = page.xpath("//thead")
        carried = texts(page, of_class("o_cs_carried"))
        brought = texts(page, of_class("o_cs_brought"))
        self.assertGreater(len(sheets), 1)
        self.assertEqual(len(carried), len(sheets))
        self.assertEqual(
            [text.split()[-1] for text in carried[:-1]], [text.split()[-1] for text in brought]
        )
        self.assertEqual(carried[-1], "Sum of all sheets 3,840.00")
        self.assertIn("人民币叁仟玖佰贰拾元整", self._sums(second))

    def test_one_visit_needs_no_subtotal(self):
        _first, second = self._bills()
        page = self._page(STATEMENT, second, self.clerk)
        self.assertFalse(page.xpath(of_class("o_cs_subtotal")))

    def test_how_to_pay(self):
        _first, statement = self._bills()
        holder = self.company.partner_id
        bank = self.env["res.bank"].create({"name": "Bank of Gardens"})
        self.env["res.partner.bank"].create(
            {"acc_number": "6222 0001", "partner_id": holder.id, "bank_id": bank.id}
        )
        self.office.payment_code = CODE
        page = self._page(STATEMENT, statement, self.clerk)
        (box,) = texts(page, of_class("o_cs_box"))
        for said in ("Bank of Gardens", "6222 0001", holder.name, statement.name):
            self.assertIn(said, box)
        self.assertTrue(page.xpath("//img[starts-with(@src, 'data:image/png;base64,')]"))

    def test_each_paper_counts_its_own_sheets(self):
        first, second = self._bills(48)
        pages = self._pdf_pages(STATEMENT, first | second)
        labels = [text[-5:] for text in pages]
        self.assertIn("1 / 1", labels)
        self.assertEqual(labels[-1][-1], labels[-1][0], labels)

from datetime import date, datetime
from io import BytesIO

from lxml import html
from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import ConvenienceCommon

STATEMENT = "convenience_service.report_statement"
BOOK = "convenience_service.report_settlement_book"


def texts(node, path):
    """The text of every node at the path, without needless spaces."""
    return [" ".join(found.text_content().split()) for found in node.xpath(path)]


def of_class(name):
    return f"//*[contains(concat(' ', @class, ' '), ' {name} ')]"


class ReportCase(ConvenienceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner.lang = "en_US"

    def _page(self, report, records, user=None, **data):
        """The report as the parsed page it is printed from."""
        reports = self.env["ir.actions.report"].with_user(user or self.env.user)
        content = reports._render_qweb_html(report, records.ids, data=data)[0]
        return html.fromstring(content.decode())

    def _pdf_pages(self, report, records):
        """The text of each page of a real PDF."""
        reports = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        with self.allow_pdf_render():
            content = reports._render_qweb_pdf(report, records.ids)[0]
        pages = PdfReader(BytesIO(content)).pages
        return [" ".join(page.extract_text().split()) for page in pages]

    def _queries_of(self, function):
        """How many queries a call takes with cold records and warm rules."""
        for _run in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            function()
        return self.env.cr.sql_log_count - before

    def _lines(self, page):
        """The cells of every line of the tables, but for sums over sheets."""
        rows = page.xpath(
            of_class("o_cs_lines") + "/tbody/tr[not(contains(@class, 'o_cs_subtotal'))]"
        )
        return [texts(row, "./td") for row in rows]

    def _october_payers(self, count, first=1):
        """A request of each of `count` owners, one a building."""
        rows = []
        for number in range(first, first + count):
            unit, owner = self._make_household(f"{number}栋", "201", f"Payer {number:02d}")
            owner.lang = "en_US"
            rows.append(
                {
                    "unit": unit,
                    "customer": owner,
                    "items": [(self.drain, 1), (self.bulb, number)],
                    "registered": datetime(2026, 10, 5, 2),
                    "done": datetime(2026, 10, 5, 4),
                }
            )
        return self._past_requests(rows)


@tagged("post_install", "-at_install")
class TestReportStatement(ReportCase):
    def test_it_says_each_visit_and_what_is_due(self):
        self._october(5, items=[(self.drain, 2)])
        self._october(20, items=[(self.bulb, 1.5)])
        self.office.payment_note = "At the desk, 8:30 to 18:00"
        settlement = self._invoice(self._settlement())
        page = self._page(STATEMENT, settlement.statement_ids, self.clerk)
        drain, bulb = self._lines(page)
        self.assertEqual(drain[:4], ["10/05/2026", "P00001", "1-101", "Drain Unblocking"])
        self.assertEqual(drain[4:], ["2", "Units", "80.00", "160.00"])
        self.assertEqual(bulb[:4], ["10/20/2026", "P00002", "1-101", "Bulb Change"])
        self.assertEqual(bulb[4:], ["1.5", "Units", "10.00", "15.00"])
        sums = " ".join(texts(page, of_class("o_cs_sums")))
        self.assertIn("175.00 Still owed from earlier statements 0.00", sums)
        self.assertIn("Amount due ¥ 175.00", sums.replace("\xa0", " "))
        whole = page.text_content()
        for said in ("Payment Notice", "Owner One", "JK Garden", "8:30 to 18:00"):
            self.assertIn(said, whole)
        self.assertIn(settlement.statement_ids.name, whole)
        self.assertNotIn("Please pay by", whole)

    def test_opening_balance_and_due_day(self):
        self._past_requests(
            [{"registered": datetime(2026, 9, 5, 1), "done": datetime(2026, 9, 5, 3)}]
        )
        self._invoice(self._settlement(date(2026, 9, 30)))
        self.office.payment_term_id = self.env["account.payment.term"].create(
            {"name": "15 days", "line_ids": [Command.create({"value_amount": 100, "nb_days": 15})]}
        )
        self._october(items=[(self.bulb, 1)])
        settlement = self._invoice(self._settlement())
        page = self._page(STATEMENT, settlement.statement_ids, self.clerk)
        sums = " ".join(texts(page, of_class("o_cs_sums"))).replace("\xa0", " ")
        self.assertIn("earlier statements 80.00 09/01/2026 – 09/30/2026", sums)
        self.assertIn("80.00 Amount due ¥ 90.00 In words 人民币玖拾元整", sums)
        self.assertIn("Please pay by 11/15/2026", sums)

    def test_it_prints_as_it_was_after_its_invoice_was_cancelled(self):
        self._october(items=[(self.drain, 2), (self.bulb, 1)])
        statement = self._invoice(self._settlement()).statement_ids
        before = self._page(STATEMENT, statement, self.clerk)
        self.assertFalse(before.xpath(of_class("o_cs_notice")))
        invoice = statement.invoice_id.with_user(self.cashier)
        invoice.button_draft()
        invoice.button_cancel()
        again = self._invoice(self._settlement(date(2026, 11, 30))).statement_ids
        self.drain.name = "Renamed since"
        statement.invalidate_recordset()
        after = self._page(STATEMENT, statement, self.clerk)
        for part in ("o_cs_facts", "o_cs_lines", "o_cs_sums"):
            self.assertEqual(texts(after, of_class(part)), texts(before, of_class(part)))
            self.assertTrue(texts(after, of_class(part)))
        (notice,) = texts(after, of_class("o_cs_notice"))
        self.assertIn("Cancelled on", notice)
        self.assertEqual(again.amount_total, 170.0)

    def test_each_payer_reads_their_own_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self._october_payers(2)
        settlement = self._settlement()
        statements = settlement.statement_ids.sorted(lambda statement: statement.partner_id.name)
        statements[0].partner_id.lang = "zh_CN"
        statements[1].partner_id.lang = "en_US"
        self._translate("report_statement_document", "Payment Notice", "缴费通知单")
        self._translate("report_statement_lines", "Item", "服务项目")
        page = self._page(STATEMENT, statements)
        days = [row[0] for row in self._lines(page)]
        self.assertEqual(days, ["2026/10/05"] * 2 + ["10/05/2026"] * 2)
        self.assertEqual(texts(page, "//h1"), ["缴费通知单", "Payment Notice"])
        self.assertEqual([head[3] for head in self._heads(page)], ["服务项目", "Item"])

    def _translate(self, template, source, translation):
        view = self.env.ref(f"convenience_service.{template}")
        view.update_field_translations("arch_db", {"zh_CN": {source: translation}})

    def _heads(self, page):
        return [texts(head, ".//th") for head in page.xpath("//thead")]

    def test_firms_get_a_statement_of_account(self):
        self.owner.write({"is_company": True, "vat": "91000000MA8AHE6319"})
        self._october()
        page = self._page(STATEMENT, self._settlement().statement_ids)
        self.assertIn("Statement of Account", texts(page, "//h1"))
        self.assertIn("91000000MA8AHE6319", page.text_content())
        self.assertIn("Draft", texts(page, of_class("o_cs_notice"))[0])

    def test_a_long_one_repeats_the_head_on_every_page(self):
        rows = [
            {"registered": datetime(2026, 10, 5, 1), "done": datetime(2026, 10, 5, 3)}
            for _visit in range(100)
        ]
        self._past_requests(rows)
        statement = self._settlement().statement_ids
        page = self._page(STATEMENT, statement)
        numbers = [row[1] for row in self._lines(page)]
        self.assertEqual(len(set(numbers)), 100)
        self.assertEqual(len(numbers), 100)
        pages = self._pdf_pages(STATEMENT, statement)
        self.assertEqual(len(pages), len(page.xpath("//thead")))
        for number, text in enumerate(pages):
            self.assertIn("Request", text, f"page {number + 1} has no head")
        self.assertIn("Amount due", pages[-1])

    def test_several_are_one_document(self):
        self._october_payers(3)
        statements = self._settlement().statement_ids
        self.assertEqual(len(self._page(STATEMENT, statements).xpath(of_class("article"))), 1)
        pages = self._pdf_pages(STATEMENT, statements)
        self.assertEqual(len(pages), 3)
        for statement, text in zip(statements, pages, strict=True):
            self.assertIn(statement.name, text)

    def test_nobody_prints_beyond_their_rights(self):
        self._october()
        statement = self._settlement().statement_ids
        stranger = self._make_user("clerk_elsewhere", self.company, "group_clerk")
        self._make_office("Elsewhere", self.company, stranger)
        for user in (stranger, self.worker_user):
            with self.assertRaises(AccessError):
                self._page(STATEMENT, statement, user)
            with self.assertRaises(AccessError):
                self._page(STATEMENT, statement.browse(), user, record_ids=statement.ids)
        for role in ("clerk", "service_manager", "director", "cashier", "general_manager"):
            page = self._page(STATEMENT, statement, self.users[role])
            self.assertIn(statement.name, page.text_content(), role)


@tagged("post_install", "-at_install")
class TestReportSettlementBook(ReportCase):
    def test_every_statement_once_in_one_article_by_house(self):
        self._october_payers(11)
        settlement = self._settlement()
        page = self._page(BOOK, settlement, self.service_manager)
        self.assertEqual(len(page.xpath(of_class("article"))), 1)
        self.assertEqual(len(page.xpath("//h1")), 12)
        whole = page.text_content()
        for name in settlement.statement_ids.mapped("name"):
            self.assertEqual(whole.count(name), 1)
        houses = [row[2].partition("栋")[0] for row in self._lines(page)[::2]]
        self.assertEqual(houses, [str(number) for number in range(1, 12)])

    def test_cover_says_totals_and_who(self):
        self._october_payers(3)
        settlement = self._invoice(self._settlement())
        invoice = settlement.statement_ids[0].invoice_id.with_user(self.cashier)
        invoice.button_draft()
        invoice.button_cancel()
        page = self._page(BOOK, settlement, self.cashier)
        cover = " ".join(texts(page, of_class("o_cs_lines"))[0].split()).replace("\xa0", " ")
        self.assertIn("Statements 3", cover)
        self.assertIn(f"Amount due ¥ {settlement.amount_total:.2f}", cover)
        self.assertIn("cancelled since: 1", cover)
        people = texts(page, of_class("o_cs_facts"))[0]
        self.assertIn(f"Compiled by {self.service_manager.name}", people)
        self.assertIn(f"Accepted by {self.cashier.name}", people)

    def test_pdf_is_the_cover_and_a_page_a_statement(self):
        self._october_payers(4)
        pages = self._pdf_pages(BOOK, self._settlement())
        self.assertEqual(len(pages), 5)
        self.assertIn("Book of Statements", pages[0])

    def test_as_many_queries_for_many_as_for_few(self):
        few = self._count_queries(self._october_payers(3), date(2026, 10, 31))
        many = self._count_queries(self._october_payers(12, first=4), date(2026, 11, 30))
        self.assertLessEqual(many, few + 3)

    def _count_queries(self, requests, day):
        settlement = self._settlement(day)
        self.assertEqual(len(settlement.statement_ids.line_ids), len(requests.line_ids))
        self._page(BOOK, settlement)
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._page(BOOK, settlement)
        return self.env.cr.sql_log_count - before

    def test_not_for_another_office_nor_for_clerks(self):
        self._october()
        settlement = self._settlement()
        stranger = self._make_user("manager_elsewhere", self.company, "group_service_manager")
        self._make_office("Elsewhere", self.company, stranger)
        for user in (stranger, self.clerk, self.worker_user):
            with self.assertRaises(AccessError):
                self._page(BOOK, settlement, user)

import io

import openpyxl
from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools.pdf import PdfFileReader

from .common_survey import NOW, SurveyCommon

SHEET = "convenience_service_survey.report_survey_sheet"
ANALYSIS = "convenience_service_survey.report_survey_analysis"
ANSWERS = "convenience_service_survey.report_opinion_answers"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestSurveyPapers(SurveyCommon):
    """Sheet, analysis and answers, on paper and as a spreadsheet."""

    def _html(self, report, user, ids, data=None):
        reports = self.env["ir.actions.report"].with_user(user)
        return html.fromstring(reports._render_qweb_html(report, ids, data=data)[0])

    def _many_items(self):
        catalogue = self.env["product.template"].search(
            [("is_convenience", "=", True), ("company_id", "=", False)], order="id", limit=16
        )
        items = (catalogue.product_variant_id - self.drain - self.bulb - self.taxi)[:14]
        return self.drain | items

    def test_a_sheet_of_15_items_is_one_a4(self):
        """With a price for each, the longest it can be; its code and its unit are on it."""
        asked = self._round("demand", self._many_items())
        asked.with_user(self.director).item_ids.price = 125.0
        asked.with_user(self.service_manager).action_open()
        action = asked.with_user(self.clerk).action_print_sheets()
        self.assertEqual(set(asked.invitation_ids.mapped("state")), {"out"})
        reports = self.env["ir.actions.report"].with_user(self.clerk)
        with self.allow_pdf_render():
            content, _kind = reports.with_context(force_report_rendering=True)._render_qweb_pdf(
                SHEET, data=action["data"]
            )
        pages = PdfFileReader(io.BytesIO(content)).pages
        self.assertEqual(len(pages), len(asked.invitation_ids))
        text = pages[0].extract_text()
        self.assertIn(self.unit.name, text)

    def test_sixteen_items_are_refused(self):
        asked = self._round("demand", self._many_items())
        item = self.bulb
        with self.assertRaisesRegex(UserError, "one A4 holds 15 items, 16 are picked"):
            self.env["convenience.survey.item"].with_user(self.director).create(
                {"round_id": asked.id, "product_id": item.id}
            )

    def test_items_are_proposed_by_what_is_asked_for_most(self):
        self.env["convenience.demand"].with_user(self.clerk).create(
            {"wish": "Piano", "product_id": self.taxi.id, "office_id": self.office.id}
        )
        self._october(items=[(self.bulb, 1)])
        asked = self._round("demand", self.env["product.product"])
        asked.with_user(self.director).action_propose_items()
        asked.with_user(self.director).action_propose_items()
        proposed = asked.item_ids.sorted().product_id
        self.assertEqual(list(proposed), [self.taxi, self.bulb, self.drain])
        self.assertEqual(asked.item_ids.sorted().mapped("price"), [0.0, 10.0, 80.0])

    def test_only_ticks_are_asked_for_on_paper(self):
        asked = self._open("demand", self.drain | self.taxi)
        data = {"invitation_ids": asked.invitation_ids.ids}
        page = self._html(SHEET, self.clerk, asked.ids, data)
        boxes = page.text_content().count("□")
        self.assertEqual(boxes, 4 + 5 + 4, "a free item has no price")
        self.assertEqual(len(page.xpath("//img[@alt='Link to the sheet']")), 1)

    def _analysed(self):
        asked = self._open(loose=6, items=self.drain)
        words = ("=1+1", "Bicycles", "Bicycles", "", "", "")
        self._take(
            asked,
            [
                (one, self._grades(grade), said)
                for one, grade, said in zip(
                    asked.invitation_ids, (1, 2, 3, 4, 1, 1), words, strict=False
                )
            ],
        )
        return self._close(asked)

    def test_the_analysis_on_paper_and_as_a_spreadsheet(self):
        asked = self._analysed()
        dialog = self.env["convenience.survey.analysis"].with_user(self.service_manager)
        dialog = dialog.create({"round_id": asked.id})
        data = dialog.action_print()["data"]
        text = self._html(ANALYSIS, self.service_manager, [], data).text_content()
        for said in ("Satisfaction Rate %–83.3", "Strict Rate %–66.7", "Bicycles"):
            self.assertIn(said, text)
        book = openpyxl.load_workbook(io.BytesIO(dialog._xlsx()))
        grades = book.worksheets[1]
        whole = [row for row in grades.iter_rows(values_only=True) if row[0] == "On the Whole"]
        self.assertEqual(whole[0][2:7], (6, 3, 1, 1, 1))
        cells = [cell for row in book.worksheets[2].iter_rows() for cell in row]
        formulas = [cell.value for cell in cells if cell.data_type == "f"]
        self.assertFalse(formulas, "what was typed is text")
        self.assertIn("=1+1", [cell.value for cell in cells])
        self.assertTrue(dialog.action_download()["url"])

    def test_answers_are_posted_without_who_asked(self):
        asked = self._analysed()
        opinions = self.env["convenience.survey.opinion"].search(
            [("round_id", "=", asked.id), ("words", "=", "Bicycles")]
        )
        action = opinions.with_user(self.service_manager).action_group()
        group = self.env[action["res_model"]].with_user(self.service_manager)
        group = group.browse(action["res_id"])
        with self.assertRaisesRegex(UserError, "Choose answered groups"):
            group.action_print_answers()
        group.write({"decision": "not_taken_up", "why": "No room <b>yet</b>"})
        group.action_answer()
        group.action_print_answers()
        page = self._html(ANSWERS, self.clerk, group.ids)
        text = " ".join(page.text_content().split())
        for said in ("1. Bicycles", "Opinions: 2", "Not Taken Up", "No room <b>yet</b>"):
            self.assertIn(said, text)

    def test_papers_are_for_the_desk(self):
        asked = self._analysed()
        for user in (self.worker_user, self.cashier):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._html(ANALYSIS, user, [], {"round_id": asked.id})
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._html(SHEET, user, asked.ids)

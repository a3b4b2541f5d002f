"""Posters, letters, the list to sign, and the handbook."""

import base64
import re
import time
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from odoo.exceptions import UserError
from odoo.tests import BaseCase, freeze_time, tagged
from odoo.tools.pdf import PdfFileReader

from ...reports.offer.letters import addressed
from ..billing.test_reports_statement import ReportCase
from ..drawn import SOAK
from .common_notice import NOW, NoticeCommon

UNITS = 2000 if SOAK else 30
MOST_BYTES, MOST_SECONDS = 8_000_000, 300


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestNoticePapers(ReportCase, NoticeCommon):
    def _text(self, name, record, user=None):
        report = f"convenience_service.{name}"
        return self._page(report, record, user).text_content()

    def test_a_poster_tells_the_change(self):
        notice = self._amend(self._later(30), [(self.drain, 90.0)]).notice_ids
        for report in ("report_notice", "report_notice_poster"):
            text = self._text(report, notice, self.clerk)
            for part in ("80.00", "90.00", "12315", notice.name):
                self.assertIn(part, text)
            self.assertNotIn("72.0", text)

    def test_a_draft_says_that_it_is_one(self):
        notice = self._notice()
        drafted = self._page("convenience_service.report_notice", notice)
        self.assertTrue(drafted.xpath("//*[@class='o_cs_notice']"))
        self._publish(notice)
        published = self._page("convenience_service.report_notice", notice)
        self.assertFalse(published.xpath("//*[@class='o_cs_notice']"))

    def test_a_poster_has_the_code_of_the_price_page(self):
        notice = self._publish(self._notice())
        self.assertFalse(self._page("convenience_service.report_notice", notice).xpath("//img"))
        self.office.with_user(self.director).action_renew_price_link()
        self.assertTrue(self._page("convenience_service.report_notice", notice).xpath("//img"))

    def test_letters_are_for_what_is_published(self):
        notice = self._notice()
        with self.assertRaisesRegex(UserError, "only what is published"):
            notice.with_user(self.clerk).action_print_letters()
        with self.assertRaisesRegex(UserError, "only what is published"):
            self._text("report_notice_letter", notice)

    def test_no_resident_is_named_on_a_door(self):
        notice = self._publish(self._notice())
        for report in ("report_notice_letter", "report_notice_signing"):
            self.assertNotIn(self.owner.name, self._text(report, notice))
        self.assertIn(self.unit.name, self._text("report_notice_signing", notice))

    def test_the_list_has_the_units_that_it_is_for(self):
        shop = self._make_household("9", "1", "Shop", customer_type=self.shop)[0]
        notice = self._publish(self._notice(customer_type_ids=self.shop.ids))
        text = self._text("report_notice_signing", notice)
        self.assertIn(shop.name, text)
        self.assertNotIn(self.unit.name, text)

    def test_the_handbook_has_what_the_office_adds(self):
        self.env["convenience.handbook.chapter"].with_user(self.service_manager).create(
            {"office_id": self.office.id, "name": "Parking", "text": "Visitors park at the gate."}
        )
        self.office.write({"public_note": "Built in 2001.", "complaint_phone": "110"})
        text = self._text("report_handbook", self.office, self.clerk)
        for part in ("12. Parking", "park at the gate", "Built in 2001.", "80.00", "12315"):
            self.assertIn(part, re.sub(r"\s+", " ", text))
        self.assertNotIn("72.0", text)


class TestAddressed(BaseCase):
    """Names drawn on copies of one letter, apart from what prints them."""

    def _pdf(self, *texts):
        file = BytesIO()
        canvas = Canvas(file)
        for text in texts:
            # a browser paints the whole sheet white first
            canvas.setFillGray(1)
            canvas.rect(0, 0, 600, 900, stroke=0, fill=1)
            canvas.setFillGray(0)
            canvas.drawString(72, 72, text)
            canvas.showPage()
        canvas.save()
        return file.getvalue()

    def test_each_name_has_all_sheets_of_the_letter(self):
        letter = self._pdf("First sheet", "Second sheet")
        content = addressed(letter, [self._pdf("Unit 1", "Unit 2"), self._pdf("Unit 3")])
        pages = PdfFileReader(BytesIO(content)).pages
        said = [page.extract_text().strip().split("\n") for page in pages]
        first = [lines for number, lines in enumerate(said) if number % 2 == 0]
        self.assertEqual(first, [["First sheet", f"Unit {number}"] for number in (1, 2, 3)])
        self.assertEqual(said[1::2], [["Second sheet"]] * 3)

    def test_a_white_sheet_leaves_the_letter(self):
        content = addressed(self._pdf("Letter"), [self._pdf("Unit 1")])
        page = PdfFileReader(BytesIO(content)).pages[0]
        states = page["/Resources"]["/ExtGState"]
        self.assertEqual(states["/CsBlend"]["/BM"], "/Multiply")

    def test_the_letter_is_in_the_file_once(self):
        letter = self._pdf("A long text " * 200)
        few, many = (addressed(letter, [self._pdf(*("Unit",) * count)]) for count in (1, 101))
        self.assertLess((len(many) - len(few)) / 100, 1500)


@tagged("post_install", "-at_install")
class TestLetters(NoticeCommon):
    """One PDF for all units: by a job, part after part, each once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["convenience.unit"].create(
            [
                {
                    "office_id": cls.office.id,
                    "building": str(number // 20 + 2),
                    "entrance": "1",
                    "number": f"{number % 20 + 101}",
                    "customer_type_id": cls.residence.id,
                }
                for number in range(UNITS - 1)
            ]
        )

    def _job(self):
        with self.allow_pdf_render():
            self.env.ref("convenience_service.ir_cron_print_letters").method_direct_trigger()
        self.env.invalidate_all()

    def test_a_letter_a_unit(self):
        started = time.monotonic()
        self.patch_part_size()
        notice = self._publish(self._notice(text="The lift rests on Friday.\n" * 3))
        own = notice.with_user(self.clerk).with_context(force_report_rendering=True)
        own.action_print_letters()
        own.action_print_letters()  # a second click adds none
        self.assertEqual((own.letter_count, own.letter_done_count), (UNITS, 0))
        with self.assertRaisesRegex(UserError, f"0 of {UNITS} letters"):
            own.action_download_letters()
        self._job()
        self._job()
        self.assertEqual(own.letter_done_count, UNITS)
        content = base64.b64decode(own.letters_file)
        reader = PdfFileReader(BytesIO(content))
        self.assertEqual(len(reader.pages), UNITS)
        said = [reader.pages[at].extract_text() for at in (0, UNITS // 2, UNITS - 1)]
        units = own._addressed_units().mapped("name")
        for text, at in zip(said, (0, UNITS // 2, UNITS - 1), strict=True):
            self.assertIn(units[at].replace("-", ""), re.sub(r"[\s-]", "", text))
        self.assertLess(len(content), MOST_BYTES)
        self.assertLess(time.monotonic() - started, MOST_SECONDS)
        self.assertIn("/letters_file", own.action_download_letters()["url"])

    def patch_part_size(self):
        """Two parts and a rest, whatever the number of units."""
        self.patch(
            self.env.registry["convenience.notice"],
            "_letters_a_part",
            lambda notices: UNITS // 2 - 1,
        )

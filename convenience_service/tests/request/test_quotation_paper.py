from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from ..billing.test_reports_statement import ReportCase, of_class, texts
from .common_quotation import QuotationCase

QUOTATION = "convenience_service.report_quotation"


@tagged("post_install", "-at_install")
class TestQuotationPaper(QuotationCase, ReportCase):
    """The quotation on the screen of each role, and on paper."""

    def setUp(self):
        super().setUp()
        self.request = self._request(items=[(self.painting, 2)])
        self.request.with_user(self.supervisor).action_quote_on_site()
        self._advance(self.request, "in_progress")
        self.quotation = self._quotation(
            self.request,
            [
                {"name": "Two coats", "quantity": 1.5, "price": 100.0},
                {"name": "Paint of the customer", "kind": "own", "quantity": 3},
            ],
        )

    def test_paper_for_the_customers_signature(self):
        self.quotation.note = "Two days"
        draft = self._page(QUOTATION, self.quotation, self.clerk)
        self.assertIn("not offered yet", texts(draft, of_class("o_cs_notice"))[0])
        self.quotation.action_offer()
        page = self._page(QUOTATION, self.quotation, self.worker_user)
        self.assertFalse(page.xpath(of_class("o_cs_notice")))
        self.assertEqual(
            self._lines(page),
            [
                ["Painting", "150.00"],
                ["Two coats", "Labour", "1.5", "Units", "100.00", "150.00"],
                ["Paint of the customer", "Customer's Own Part", "3", "Units", "–", "0.00"],
            ],
        )
        words = page.text_content()
        for part in (
            self.office.name, self.owner.name, self.unit.name, self.quotation.name,
            self.request.name, "Two days", "150.00", "Customer's Signature",
        ):  # fmt: skip
            self.assertIn(part, words)

    def test_accepted_paper_says_who_signed(self):
        self.quotation.action_offer()
        self._accept(self.quotation)
        page = self._page(QUOTATION, self.quotation, self.clerk)
        self.assertIn("Owner One", page.text_content())
        self.assertTrue(page.xpath("//img[@alt='Signature']"))

    def test_real_pdf(self):
        pages = self._pdf_pages(QUOTATION, self.quotation)
        self.assertEqual(len(pages), 1)
        self.assertIn("Two coats", pages[0])

    def test_strangers_print_nothing(self):
        other = self._make_user("other_worker", self.company, "group_worker")
        self.office.user_ids |= other
        with self.assertRaises(AccessError):
            self._page(QUOTATION, self.quotation, other)

    def test_screen_of_who_drafts_and_of_who_prices(self):
        with Form(self.quotation.with_user(self.worker_user)) as form, form.line_ids.new() as line:
            line.request_line_id = self.request.line_ids
            line.name = "Putty"
            line.kind = "material"
            with self.assertRaises(AssertionError):
                line.price = 5.0
        putty = self.quotation.line_ids.filtered(lambda line: line.name == "Putty")
        self.assertEqual(putty.price, 0.0)
        with Form(self.quotation.with_user(self.supervisor)) as form, form.line_ids.edit(2) as line:
            line.price = 8.0
            self.assertEqual(line.amount, 8.0)
        self.assertEqual(self.quotation.amount_total, 158.0)

    def test_screen_shows_what_per_cent_come_to(self):
        request = self._request(items=[(self.agency, 1)])
        quotation = self._quotation(request, [{}])
        with Form(quotation) as form, form.line_ids.edit(0) as line:
            line.base_amount = 200.0
            self.assertEqual(line.price, 25.0)
        self.assertEqual(quotation.amount_total, 25.0)

    def test_signing_as_the_customer_fills_in_the_name(self):
        self.quotation.action_offer()
        form = Form(self.quotation.with_user(self.worker_user))
        form.signed_relation = "self"
        self.assertEqual(form.signed_name, self.owner.name)

    def test_desk_finds_what_is_to_be_quoted(self):
        view = self.env.ref("convenience_service.convenience_request_view_search_quotation")
        self.assertIn("to_quote", view.arch)
        requests = self.env["convenience.request"].with_user(self.clerk)
        arch = requests.get_view(view_type="search")["arch"]
        domain = arch.split('name="to_quote"')[1].split('domain="')[1].split('"')[0]
        office = Domain("office_id", "=", self.office.id)
        self.assertEqual(requests.search(office & Domain(safe_eval(domain))), self.request)
        self.quotation.action_offer()
        self._accept(self.quotation)
        self.assertFalse(requests.search(office & Domain(safe_eval(domain))))

    def test_worker_opens_the_job_with_its_price_and_materials(self):
        view = self.env.ref("convenience_service.convenience_request_view_form_worker")
        job = self.request.with_user(self.worker_user)
        with Form(job, view) as form, form.material_ids.new() as material:
            material.name = "Tape"
            material.source = "bought"
        self.assertEqual(job.material_ids.name, "Tape")

import io
from datetime import date

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_agreement import AgreementCommon

REPORT = "report.convenience_service.report_agreement_list"


@tagged("post_install", "-at_install")
class TestAgreementList(AgreementCommon):
    """The list of a day, its revision and what changed in the month (接受长期服务业主名单)."""

    def _data(self, day, office=None):
        return {"office_id": (office or self.office).id, "day": str(day)}

    def _values(self, day, user=None):
        report = self.env[REPORT].with_user(user or self.clerk)
        return report._get_report_values([], self._data(day))

    def _listed(self, day):
        """[(item, until)] of the list."""
        rows = [row for sheet in self._values(day)["sheets"] for row in sheet]
        return [(row["line"].product_id, row["last"]) for row in rows]

    def _paper(self, report, docids, data=None):
        with self.allow_pdf_render():
            html, _kind = self.env["ir.actions.report"]._render_qweb_html(report, docids, data)
        return html.decode()

    # ------------------------------------------------------------------ who is on it

    def test_the_list_is_that_of_the_day(self):
        agreement = self._agreement(
            self._prepare_line(), self._prepare_line(self.wash, date_from=date(2026, 10, 15))
        )
        agreement.line_ids[0].end(date(2026, 10, 31), "No longer wanted")
        self.assertEqual(self._listed(date(2026, 8, 31)), [])
        self.assertEqual([item for item, _last in self._listed(date(2026, 10, 14))], [self.garden])
        self.assertEqual(
            [item for item, _last in self._listed(date(2026, 10, 31))], [self.garden, self.wash]
        )
        self.assertEqual([item for item, _last in self._listed(date(2026, 11, 1))], [self.wash])

    def test_a_draft_is_not_on_it(self):
        self._draft()
        self.assertEqual(self._listed(date(2026, 10, 1)), [])

    def test_the_end_of_the_agreement_is_the_end_of_the_service(self):
        self._agreement(date_to=date(2026, 12, 31))
        [(_item, last)] = self._listed(date(2026, 12, 31))
        self.assertEqual(last, "12/31/2026")
        self.assertEqual(self._listed(date(2027, 1, 1)), [])

    def test_another_office_has_its_own_list(self):
        self._agreement()
        other = self._make_office("Other", self.company, self.clerk)
        values = (
            self.env[REPORT]
            .with_user(self.clerk)
            ._get_report_values([], self._data(date(2026, 10, 1), other))
        )
        self.assertEqual(values["count"], 0)
        self.assertEqual(values["revision"], 0)

    # ------------------------------------------------------------------ revisions

    def test_each_step_is_one_revision_of_the_office(self):
        agreement = self._agreement(self._prepare_line(), self._prepare_line(self.wash))
        agreement.suspend(date(2026, 12, 1), date(2026, 12, 31), "On holiday")
        agreement.line_ids[:1].end(date(2027, 1, 10), "No longer wanted")
        changes = agreement.change_ids.sorted("id")
        self.assertEqual(changes.mapped("kind"), ["added", "added", "suspended", "ended"])
        self.assertEqual(changes.mapped("revision"), [1, 1, 2, 3])
        self.assertEqual(changes.user_id, self.clerk)
        self.assertIn("Garden Care", changes[0].text)
        self.assertEqual(changes[3].reason, "No longer wanted")

    def test_the_paper_says_what_changed_in_its_month(self):
        with freeze_time("2026-09-30 04:00:00"):
            agreement = self._agreement()
        with freeze_time("2026-10-05 04:00:00"):
            agreement.change_line(agreement.line_ids, date(2026, 11, 1), {"quantity": 2})
        with freeze_time("2026-11-02 04:00:00"):
            agreement.end(date(2026, 12, 31), "Moves away")
        values = self._values(date(2026, 10, 31))
        changed = [row for sheet in values["changed"] for row in sheet]
        self.assertEqual([(row["revision"], row["kind"]) for row in changed], [(2, "Changed")])
        self.assertEqual(values["revision"], 2)
        self.assertEqual(self._values(date(2026, 9, 30))["revision"], 1)
        self.assertEqual(self._values(date(2026, 11, 30))["revision"], 3)

    def test_the_number_cannot_be_set_back(self):
        self._agreement()
        with self.assertRaises(AccessError):
            self.office.with_user(self.director).write({"agreement_revision": 0})

    # ------------------------------------------------------------------ readers, papers

    def test_workers_do_not_read_it(self):
        self._agreement()
        for user in (self.clerk, self.cashier, self.general_manager):
            self.assertEqual(self._values(date(2026, 10, 1), user)["count"], 1)
        with self.assertRaises(AccessError):
            self._values(date(2026, 10, 1), self.worker_user)

    def test_a_stranger_to_the_office_does_not_read_it(self):
        stranger = self._make_user("clerk2", self.company, "group_clerk")
        with self.assertRaises(AccessError):
            self._values(date(2026, 10, 1), stranger)

    def test_the_list_on_paper(self):
        self._agreement()
        html = self._paper(
            "convenience_service.report_agreement_list", [], self._data(date(2026, 10, 1))
        )
        for text in ("Garden Care", "Owner One", self.unit.name, "310.00"):
            self.assertIn(text, html)

    def test_the_list_in_a_spreadsheet(self):
        self._agreement()
        wizard = (
            self.env["convenience.agreement.list.wizard"]
            .with_user(self.clerk)
            .create({"office_id": self.office.id, "day": date(2026, 10, 1)})
        )
        book = load_workbook(io.BytesIO(wizard._xlsx()))
        cells = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
        self.assertIn("Garden Care", cells)
        self.assertIn(310, cells)
        self.assertEqual(len(book.worksheets), 2)

    def test_the_list_on_screen(self):
        agreement = self._agreement()
        wizard = (
            self.env["convenience.agreement.list.wizard"]
            .with_user(self.clerk)
            .create({"office_id": self.office.id, "day": date(2026, 10, 1)})
        )
        action = wizard.action_open_list()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, agreement.sudo().line_ids)

    def test_the_agreement_on_paper(self):
        agreement = self._agreement(
            self._prepare_line(quantity=2), self._prepare_line(self.wash), note="Gate code 12"
        )
        html = self._paper("convenience_service.report_agreement", agreement.ids)
        for text in (agreement.name, "Garden Care", "Car Wash", "Owner One", "Gate code 12"):
            self.assertIn(text, html)

    def test_the_statement_says_which_days_of_a_month_it_bills(self):
        self.owner.lang = "en_US"
        self._agreement(date_from=date(2026, 10, 22))
        statement = self._settlement(date(2026, 10, 31)).statement_ids
        html = self._paper("convenience_service.report_statement", statement.ids)
        [row] = [row for row in html.split("<tr") if "Garden Care" in row]
        self.assertIn("10/22/2026 – 10/31/2026", row)

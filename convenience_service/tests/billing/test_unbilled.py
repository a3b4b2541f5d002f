"""Finished, not billed: what a month's end knew, whenever the list is printed."""

from datetime import date, datetime

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from ..agreement.common_agreement import AgreementCommon
from ..common import ConvenienceCommon

REPORT = "report.convenience_service.report_unbilled"
OCTOBER, NOVEMBER = date(2026, 10, 31), date(2026, 11, 30)


@freeze_time("2026-11-10 02:00:00")
@tagged("post_install", "-at_install")
class TestUnbilled(ConvenienceCommon):
    def _at(self, day, office=None):
        return self.env["convenience.unbilled"]._unbilled_lines(office or self.office, day)

    def _wizard(self, user):
        return (
            self.env["convenience.month.report"]
            .with_user(user)
            .create({"office_id": self.office.id, "day": OCTOBER, "document": "unbilled"})
        )

    def _tables(self, user):
        report = self.env[REPORT].with_user(user)
        (period,) = report._periods([], self._wizard(user)._prepare_data())
        return report._tables(period)

    def _statements(self):
        return self.env["convenience.statement"].search([("office_id", "=", self.office.id)])

    def test_by_the_day_it_was_done(self):
        lines = self._october(day=15).line_ids
        self.assertEqual(self._at(date(2026, 10, 14)), lines.browse())
        self.assertEqual(self._at(date(2026, 10, 15)), lines)
        self.assertEqual(self._at(OCTOBER), lines)

    def test_billed_in_the_month_is_not_listed(self):
        self._october()
        self._invoice(self._settlement())
        self.assertFalse(self._at(OCTOBER))
        self.assertFalse(self._at(NOVEMBER))

    def test_invoiced_later_is_listed_for_the_month_only(self):
        lines = self._october().line_ids
        before = self._at(OCTOBER)
        self._invoice(self._settlement(NOVEMBER))
        self.assertEqual(self._at(OCTOBER), before)
        self.assertEqual(before, lines)
        self.assertFalse(self._at(NOVEMBER))

    def test_draft_statement_bills_nothing(self):
        lines = self._october().line_ids
        self._settlement()
        self.assertEqual(self._at(OCTOBER), lines)

    def test_credit_counts_by_its_day(self):
        lines = self._october().line_ids
        self._invoice(self._settlement())
        move = self._statements().sudo().invoice_id
        move._reverse_moves([{"invoice_date": date(2026, 11, 5)}], cancel=True)
        self.assertFalse(self._at(OCTOBER), "the credit is of November")
        self.assertFalse(self._at(date(2026, 11, 4)))
        self.assertEqual(self._at(date(2026, 11, 5)), lines)

    def test_cancelled_invoice_never_was(self):
        lines = self._october().line_ids
        self._invoice(self._settlement())
        move = self._statements().sudo().invoice_id
        move.button_draft()
        move.button_cancel()
        self.assertEqual(self._at(OCTOBER), lines)

    def test_waived_and_free_are_not_listed(self):
        waived = self._october()
        waived.with_user(self.director).action_waive_billing(reason="goodwill")
        self._october(items=[(self.taxi, 1)])
        self.assertFalse(self._at(OCTOBER))

    def test_other_offices_are_not_listed(self):
        self._october()
        office = self._make_office("Other", self.company, self.director)
        self.assertFalse(self._at(OCTOBER, office))

    def test_sums_by_reason_with_and_without_tax(self):
        self._october()
        self._past_requests(
            [{"registered": datetime(2026, 10, 20, 1), "done": datetime(2026, 10, 20, 2)}],
            state="signed",
        )
        sums, details = self._tables(self.cashier)
        self.assertEqual(len(sums.rows), 2)
        self.assertEqual(
            {row[2] for row in sums.rows}, {"Signed, not reviewed", "To bill: Monthly"}
        )
        self.assertEqual([round(value, 2) for value in sums.total[3:]], [2, 150.94, 9.06, 160.0])
        self.assertEqual([round(value, 2) for value in details.rows[0][6:]], [75.47, 4.53, 80.0])

    def test_readers(self):
        self._october()
        for role, user in self.users.items():
            with self.subTest(role=role):
                allowed = role in ("service_manager", "director", "cashier", "general_manager")
                if allowed:
                    self.assertEqual(self._tables(user)[0].total[3], 1)
                else:
                    with self.assertRaises(AccessError):
                        self.env[REPORT].with_user(user)._periods([], {})

    def test_screen_paper_and_spreadsheet(self):
        request = self._october()
        wizard = self._wizard(self.service_manager)
        action = wizard.action_open_unbilled()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), request.line_ids)
        html = (
            self.env["ir.actions.report"]
            .with_user(self.service_manager)
            ._render_qweb_html(wizard._report_name(), [], data=wizard._prepare_data())[0]
            .decode()
        )
        for text in (request.name, "75.47", "Prepared by", "Reviewed by"):
            self.assertIn(text, html)
        self.assertTrue(wizard._xlsx().startswith(b"PK"))


@freeze_time("2026-11-10 02:00:00")
@tagged("post_install", "-at_install")
class TestUnbilledMonths(AgreementCommon):
    """Flat months are served by their last day, whether or not a visit is listed."""

    def _months(self, day):
        return [
            (values["period_from"], values["period_to"], values["amount"])
            for _line, values in self.env["convenience.unbilled"]._unbilled_months(self.office, day)
        ]

    def _details(self, day=OCTOBER):
        report = self.env[REPORT].with_user(self.cashier)
        wizard = (
            self.env["convenience.month.report"]
            .with_user(self.cashier)
            .create({"office_id": self.office.id, "day": day, "document": "unbilled"})
        )
        (period,) = report._periods([], wizard._prepare_data())
        sums, details = report._tables(period)
        return sums.total[6], [(row[0], row[5], row[8]) for row in details.rows]

    def test_months_served_wait_until_they_are_invoiced(self):
        agreement = self._agreement(date_from=date(2026, 10, 31))
        part = (OCTOBER, OCTOBER, 10.0)
        self.assertEqual(self._months(date(2026, 9, 30)), [])
        self.assertEqual(self._months(OCTOBER), [part])
        self.assertEqual(self._months(NOVEMBER), [part, (date(2026, 11, 1), NOVEMBER, 310.0)])
        self.assertEqual(self._details(), (10.0, [(agreement.name, "To bill: Monthly", 10.0)]))
        self._settlement(OCTOBER)
        reason = "On a statement, not invoiced"
        self.assertEqual(self._details(), (10.0, [(agreement.name, reason, 10.0)]))

    def test_invoiced_in_the_month_or_later(self):
        self._agreement(date_from=date(2026, 9, 1))
        self._invoice(self._settlement(OCTOBER))
        self.assertEqual(self._months(OCTOBER), [])
        september = (date(2026, 9, 1), date(2026, 9, 30), 310.0)
        self.assertEqual(self._months(date(2026, 9, 30)), [september])
        ((_document, reason, _amount),) = self._details(date(2026, 9, 30))[1]
        self.assertEqual(reason, "Invoiced later")

    def test_credit_counts_by_its_day(self):
        self._agreement(date_from=date(2026, 10, 1))
        settlement = self._invoice(self._settlement(OCTOBER))
        move = settlement.statement_ids.sudo().invoice_id
        move._reverse_moves([{"invoice_date": date(2026, 11, 5)}], cancel=True)
        october = (date(2026, 10, 1), OCTOBER, 310.0)
        self.assertEqual(self._months(OCTOBER), [])
        self.assertEqual(self._months(date(2026, 11, 5)), [october])

    def test_with_the_services_and_their_tax(self):
        self._agreement(date_from=date(2026, 10, 1))
        self._october()
        total, rows = self._details()
        self.assertEqual((total, len(rows)), (390.0, 2))

    def test_months_of_other_offices_are_not_listed(self):
        self._agreement(date_from=date(2026, 10, 1))
        office = self._make_office("Other", self.company, self.director)
        months = self.env["convenience.unbilled"]._unbilled_months(office, OCTOBER)
        self.assertEqual(months, [])

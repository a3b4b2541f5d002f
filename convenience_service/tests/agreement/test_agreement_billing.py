from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_agreement import AgreementCommon

SEPTEMBER, OCTOBER = date(2026, 9, 30), date(2026, 10, 31)


@tagged("post_install", "-at_install")
class TestAgreementBilling(AgreementCommon):
    def _billed(self, settlement):
        """{(first day, last day): amount} of the flat months on the settlement."""
        lines = settlement.statement_ids.line_ids.filtered("agreement_line_id")
        return {(line.period_from, line.period_to): line.amount for line in lines}

    # ------------------------------------------------------------------ whole and part

    def test_whole_months_are_one_line_each_however_late_they_are_found(self):
        self._agreement()
        settlement = self._settlement(OCTOBER)
        self.assertEqual(
            self._billed(settlement),
            {
                (date(2026, 9, 1), SEPTEMBER): 310.0,
                (date(2026, 10, 1), OCTOBER): 310.0,
            },
        )
        self.assertEqual(settlement.statement_ids.partner_id, self.owner)

    def test_requests_and_months_of_a_payer_are_on_one_statement(self):
        self._agreement(date_from=date(2026, 10, 1))
        self._october()
        settlement = self._settlement(OCTOBER)
        self.assertEqual(settlement.statement_count, 1)
        self.assertEqual(settlement.amount_total, 390.0)

    def test_start_on_the_31st_pays_one_day(self):
        self._agreement(date_from=date(2026, 10, 31))
        self.assertEqual(
            self._billed(self._settlement(OCTOBER)), {(date(2026, 10, 31), OCTOBER): 10.0}
        )

    def test_end_on_the_10th_pays_ten_days(self):
        agreement = self._agreement(date_from=date(2026, 10, 1))
        agreement.end(date(2026, 10, 10), "Moves away")
        self.assertEqual(
            self._billed(self._settlement(OCTOBER)),
            {(date(2026, 10, 1), date(2026, 10, 10)): 100.0},
        )

    def test_suspension_across_the_end_of_the_month(self):
        agreement = self._agreement(date_from=date(2026, 9, 1))
        agreement.suspend(date(2026, 9, 16), date(2026, 10, 15), "On holiday")
        billed = self._billed(self._settlement(OCTOBER))
        self.assertEqual(
            billed,
            {
                (date(2026, 9, 1), date(2026, 9, 15)): 155.0,
                (date(2026, 10, 16), OCTOBER): 160.0,
            },
        )

    def test_a_month_suspended_whole_is_not_billed(self):
        agreement = self._agreement(date_from=date(2026, 10, 1))
        agreement.suspend(date(2026, 10, 1), OCTOBER, "On holiday")
        self.assertFalse(self._settlement(OCTOBER).statement_ids)

    def test_parts_of_a_split_month_add_up_to_the_whole(self):
        price = 100.01
        draft = self._draft(date_from=date(2026, 10, 1))
        draft.line_ids.with_user(self.director).agree_price(price, "Small garden")
        draft.write({"signed_name": "Owner", "signature": "c2lnbmVk"})
        draft.action_activate()
        for day in (3, 11, 23):
            line = draft.line_ids.filtered(lambda line: not line.date_to)
            draft.change_line(line, date(2026, 10, day), {"visit_time": float(day)})
        billed = self._billed(self._settlement(OCTOBER))
        self.assertEqual(len(billed), 4)
        self.assertAlmostEqual(sum(billed.values()), price, places=2)

    def test_a_cut_off_day_moves_the_period(self):
        self.office.cutoff_day = 25
        self._agreement(date_from=date(2026, 9, 26))
        billed = self._billed(self._settlement(date(2026, 10, 25)))
        self.assertEqual(billed, {(date(2026, 9, 26), date(2026, 10, 25)): 310.0})

    def test_a_cut_off_day_set_later_bills_no_day_twice(self):
        self._agreement(date_from=date(2026, 9, 1))
        self._settlement(SEPTEMBER)
        self.office.cutoff_day = 25
        billed = self._billed(self._settlement(date(2026, 10, 25)))
        self.assertEqual(list(billed), [(date(2026, 10, 1), date(2026, 10, 25))])

    # ------------------------------------------------------------------ once

    def test_compiling_twice_bills_once(self):
        self._agreement(date_from=date(2026, 10, 1))
        settlement = self._settlement(OCTOBER)
        settlement.with_user(self.service_manager).action_compile()
        self.assertEqual(len(settlement.statement_ids.line_ids), 1)
        self.assertEqual(settlement.amount_total, 310.0)

    def test_a_cancelled_invoice_frees_the_month(self):
        self._agreement(date_from=date(2026, 9, 1))
        september = self._invoice(self._settlement(SEPTEMBER))
        invoice = september.statement_ids.invoice_id
        self.assertEqual(invoice.amount_total, 310.0)
        invoice.with_user(self.cashier).button_draft()
        invoice.with_user(self.cashier).button_cancel()
        billed = self._billed(self._settlement(OCTOBER))
        self.assertEqual(
            sorted(billed), [(date(2026, 9, 1), SEPTEMBER), (date(2026, 10, 1), OCTOBER)]
        )

    def test_parts_and_whole_months_reach_the_invoice_to_the_fen(self):
        self._agreement(
            self._prepare_line(quantity=3), self._prepare_line(), date_from=date(2026, 9, 15)
        )
        invoice = self._invoice(self._settlement(OCTOBER)).statement_ids.invoice_id
        self.assertEqual(invoice.amount_total, 496.0 + 930.0 + 165.33 + 310.0)

    def test_prepaid_months_are_billed_once_when_they_are_over_not_with_the_month(self):
        _unit, tenant = self._make_household("1", "301", "Tenant", role="tenant")
        unit = self.env["convenience.unit"].search([("number", "=", "301")])
        agreement = self._agreement(
            unit_id=unit.id, partner_id=tenant.id, date_from=date(2026, 10, 1)
        )
        self.assertFalse(self._settlement(OCTOBER).statement_ids)
        statements = self.env["convenience.statement"]
        with freeze_time("2026-10-31 04:00:00"):
            self.assertFalse(statements._bill_prepaid_flat_months(), "October is not over")
        with freeze_time("2026-11-01 04:00:00"):
            bill = statements._bill_prepaid_flat_months()
            self.assertFalse(statements._bill_prepaid_flat_months(), "a month is billed once")
        self.assertEqual((bill.kind, bill.partner_id, bill.state), ("prepaid", tenant, "confirmed"))
        self.assertEqual(
            (bill.line_ids.agreement_line_id, bill.amount_total), (agreement.line_ids, 310.0)
        )

    def test_the_months_statistics_show_flat_months(self):
        self._agreement(date_from=date(2026, 9, 1))
        settlement = self._settlement(OCTOBER)
        report = self.env["report.convenience_service.report_month_statistics"]
        report = report.with_user(self.service_manager)
        [period] = report._periods(settlement.ids)
        statistics = report._statistics(period)
        for rows in (statistics["rows"], statistics["earlier"]):
            self.assertEqual(
                [(row.item, row.figures.billed) for row in rows], [(self.garden, 310.0)]
            )
            self.assertEqual(rows[0].department, self.department)

    def test_a_draft_agreement_is_not_billed(self):
        self._draft(date_from=date(2026, 10, 1))
        self.assertFalse(self._settlement(OCTOBER).statement_ids)

    # ------------------------------------------------------------------ what is billed stays

    def test_nothing_reaches_back_into_an_accepted_month(self):
        agreement = self._agreement(date_from=date(2026, 10, 1))
        statement = self._confirm(self._settlement(OCTOBER)).statement_ids
        line = agreement.line_ids
        attempts = (
            lambda: agreement.change_line(line, date(2026, 10, 20), {"quantity": 2}),
            lambda: line.end(date(2026, 10, 20), "No longer wanted"),
            lambda: agreement.end(date(2026, 10, 20), "Moves away"),
            lambda: agreement.suspend(date(2026, 10, 20), date(2026, 11, 5), "On holiday"),
        )
        for attempt in attempts:
            with self.assertRaisesRegex(UserError, statement.name):
                attempt()
        agreement.change_line(line, date(2026, 11, 1), {"quantity": 2})

    def test_a_draft_settlement_gives_the_month_up(self):
        agreement = self._agreement(date_from=date(2026, 10, 1))
        settlement = self._settlement(OCTOBER)
        agreement.line_ids.end(date(2026, 10, 10), "No longer wanted")
        self.assertFalse(settlement.statement_ids.line_ids)
        settlement.with_user(self.service_manager).action_compile()
        self.assertEqual(settlement.amount_total, 100.0)

    # ------------------------------------------------------------------ visits

    def test_visits_of_a_flat_month_cost_nothing_and_are_signed(self):
        line = self._agreement(date_from=date(2026, 9, 1)).line_ids
        visit = self._visits(line, date(2026, 10, 5))
        self.assertEqual(visit.amount_total, 0.0)
        self.assertTrue(visit.signature_required)
        self.assertEqual(visit.billing_state, "none")

    def test_visits_cost_what_was_agreed_though_the_tariff_changed(self):
        draft = self._draft(self._prepare_line(self.wash))
        draft.line_ids.with_user(self.director).agree_price(15.0, "Two cars")
        draft.write({"signed_name": "Owner", "signature": "c2lnbmVk"})
        draft.action_activate()
        visit = self._visits(draft.line_ids, date(2026, 10, 5))
        self.assertEqual(visit.amount_total, 15.0)
        self.assertEqual(visit.line_ids.settlement_mode, "monthly")
        visit.with_user(self.supervisor).set_responsibility("common", "Pipe of the building")
        visit.with_user(self.supervisor).set_responsibility("paid", "Own pipe after all")
        self.assertEqual(visit.amount_total, 15.0)

    def test_more_of_the_same_costs_what_the_tariff_says(self):
        line = self._agreement(date_from=date(2026, 9, 1)).line_ids
        visit = self._visits(line, date(2026, 10, 5))
        more = (
            self.env["convenience.request.line"]
            .with_user(self.clerk)
            .create({"request_id": visit.id, "product_id": self.garden.id})
        )
        self.assertEqual(more.price_unit, 310.0)

"""A January: last year's figures, meeting, selection, prices, approval, notice, and what it costs
whom on which day; played by the roles.
"""

from datetime import date

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..agreement.common_agreement import AgreementCommon
from ..offer.common_notice import NoticeCommon

IN_FORCE = date(2027, 2, 12)


@tagged("post_install", "-at_install")
class TestJanuary(NoticeCommon, AgreementCommon):
    def test_unblocking_becomes_dearer(self):
        with freeze_time("2026-12-01 02:00:00"):
            agreement = self._yearly_unblocking()
        with freeze_time("2027-01-05 02:00:00"):
            tariff = self._planned()
        with freeze_time("2027-01-12 02:00:00"):
            self._approved_on_the_phone(tariff)
        with freeze_time("2027-01-13 02:00:00"):
            notice = self._posted(tariff)
        with freeze_time("2027-01-20 02:00:00"):
            self._read_by_residents(notice)
        with freeze_time("2027-02-11 02:00:00"):
            self.assertEqual(self._request().amount_total, 80.0)
        with freeze_time("2027-02-12 02:00:00"):
            self.assertEqual(self._request().amount_total, 90.0)
            visit = self._visits(agreement.line_ids, date(2027, 3, 1))
            self.assertEqual(visit.amount_total, 80.0, "an agreement stays at its price")

    def _yearly_unblocking(self):
        line = self._prepare_line(self.drain, price_basis="per_visit")
        agreement = self._agreement(line, date_from=date(2026, 12, 7), date_to=date(2027, 6, 30))
        self.assertEqual(agreement.line_ids.price_unit, 80.0)
        return agreement

    def _planned(self):
        """The director's round, which the service manager selects from; the tariff it makes."""
        one = (
            self.env["convenience.annual.round"]
            .with_user(self.director)
            .create(
                {
                    "office_id": self.office.id,
                    "year": 2027,
                    "meeting_date": date(2027, 1, 5),
                    "meeting_partner_ids": [Command.set(self.director.partner_id.ids)],
                    "surveyor_ids": [Command.set(self.clerk.ids)],
                    "necessity": "508 valid sheets",
                    "feasibility": "Two plumbers",
                    "date_start": IN_FORCE,
                }
            )
        )
        one.action_discuss()
        drain = one.line_ids.filtered(lambda line: line.product_id == self.drain)
        drain.with_user(self.service_manager).write(
            {"decision": "reprice", "decision_reason": "Wages"}
        )
        (one.line_ids - drain).with_user(self.service_manager).decision = "keep"
        one.with_user(self.service_manager).action_select()
        drain.write({"price": 90.0, "expected_cost": 66.0})
        one.action_propose()
        return one.tariff_id

    def _approved_on_the_phone(self, tariff):
        line = tariff.line_ids.filtered(lambda line: line.product_id == self.drain)
        self.assertEqual(round(line.margin_rate * 100, 1), 26.7)
        self.assertEqual(round(line.markup_rate * 100, 1), 36.4)
        tariff.action_review()
        tariff.action_submit()
        decided = tariff.with_user(self.general_manager)
        shown = decided.changes_shown
        for said in ("80.00", "90.00", "10.00", "+12%", "66.00", "26.7%", "36.4%"):
            self.assertIn(said, shown)
        decided.action_approve()
        self.assertEqual(tariff.practice_ids.product_id, self.drain)

    def _posted(self, tariff):
        notice = tariff.notice_ids
        self._publish(notice)
        for posting in self._boards(notice):
            self._post(posting)
        change = notice.change_ids.filtered(lambda change: change.product_id == self.drain)
        self.assertEqual((change.days_public, change.is_short), (30, False))
        return notice

    def _read_by_residents(self, notice):
        """The price page has both prices with their days."""
        offer = self.office._public_offer()
        rows = [row for _category, rows in offer["paid"] for row in rows]
        (now,) = (row for row in rows if row["name"] == self.drain.name)
        self.assertIn("80.00", now["price"])
        said = str(offer["changes"])
        for part in ("90.00", "02/12/2027"):
            self.assertIn(part, said)
        self.assertEqual(notice.state, "published")

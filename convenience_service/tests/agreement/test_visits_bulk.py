"""Visits by the thousand: what is given with them is what would be computed, in few queries."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError

from ...models.agreement.request_visit import GIVEN, GIVEN_OF_LINE
from .test_visits import NOW, VisitCommon


@freeze_time(NOW)
class TestVisitsBulk(VisitCommon):
    def _stored(self, records, names):
        """What the database has in the columns, row by row."""
        records.flush_recordset()
        records.invalidate_recordset()
        return [[record[name] for name in names] for record in records]

    def _assert_as_computed(self, records, names):
        given = self._stored(records, names)
        for name in names:
            self.env.add_to_compute(records._fields[name], records)
        records._recompute_recordset(names)
        self.assertEqual(given, self._stored(records, names))

    def test_what_is_given_is_what_would_be_computed(self):
        """By the visit, by the month, and free; in a company's own currency."""
        free = self._make_item("Tool Check", 6, convenience_charging="free")
        with freeze_time("2026-07-31 04:00:00"):
            self._approve(
                self._make_tariff(self.office, date(2026, 8, 1), [(free, 0.0)], kind="amendment")
            )
        lines = self._active(
            self._wash(quantity=2.0), self._prepare_line(), self._prepare_line(free)
        )
        self._run()
        visits = self.env["convenience.request"].search([("agreement_line_id", "in", lines.ids)])
        self.assertEqual(len(visits), 6)
        self.assertEqual(visits.currency_id, self.company.currency_id)
        self.assertEqual(set(visits.mapped("billing_state")), {"pending", "none"})
        self.assertEqual(set(visits.mapped("signature_required")), {True, False})
        self._assert_as_computed(visits, GIVEN)
        self._assert_as_computed(visits.line_ids, GIVEN_OF_LINE)

    def test_nothing_is_asked_for_each_visit(self):
        """Sixty visits take as many queries as ten, and each row is written once."""
        self._queries(1)
        ten = self._queries(10)
        self.assertLessEqual(self._queries(60), ten)

    def _queries(self, count):
        """How many queries it takes to register so many visits of a service."""
        unit, owner = self._make_household("7", str(700 + count), f"Owner {count}")
        line = self._active(self._wash(frequency="daily"), unit_id=unit.id, partner_id=owner.id)
        self.office.visit_days_ahead = count - 1
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        line._make_visits()
        self.env.flush_all()
        self.assertEqual(len(line.visit_ids), count)
        return self.env.cr.sql_log_count - before - 1

    def test_one_of_many_of_another_company_is_refused(self):
        """That what is alike is checked once lets nothing through."""
        other = self.env["res.company"].create({"name": "Other Company"})
        foreign = self.env["hr.department"].create({"name": "Foreign", "company_id": other.id})
        line = self._active(self._wash(frequency="daily"))
        self._run()
        visits = line.visit_ids
        self.assertGreater(len(visits), 10)
        visits._check_company()
        self.env.cr.execute(
            "UPDATE convenience_request SET department_id = %s WHERE id = %s",
            [foreign.id, visits[7].id],
        )
        visits.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "Foreign"):
            visits._check_company()

"""A tariff goes out as a sheet and comes in again: unchanged it changes nothing."""

import base64
import io
from datetime import date

import openpyxl

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from ..parties.common_import import ImportCommon, as_xlsx


@freeze_time("2026-11-10 02:00:00")
@tagged("post_install", "-at_install")
class TestTariffSheet(ImportCommon):
    def _out(self, tariff, lang="zh_CN"):
        """The sheet of a tariff: headers and rows, as its director downloads it."""
        tariff = tariff.with_user(self.director).with_context(lang=lang)
        tariff.invalidate_recordset(["sheet_file"])
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(tariff.sheet_file)))
        headers, *rows = book.active.iter_rows(values_only=True)
        return headers, [list(row) for row in rows]

    def _in(self, kind, headers, rows):
        content = as_xlsx(headers, rows)
        return self._load(kind, content, filename="tariff.xlsx", user=self.director)

    def _next_year(self):
        return self._make_tariff(
            self.office,
            date(2027, 1, 1),
            [
                (self.drain, 90.0),
                (self.drain, 70.0, {"customer_type_id": self.shop.id}),
                (self.bulb, 10.0, {"deposit": 5.0, "prepaid": True}),
                (self.taxi, 0.0, {"expected_cost": 1.0}),
            ],
            year=2027,
        )

    def _content(self, tariff):
        names = (
            "operation", "price", "deposit", "prepaid", "expected_cost", "price_rule",
            "margin_reason",
        )  # fmt: skip
        return {
            (line.product_id, line.customer_type_id): [
                line.uom_id,
                line.department_id,
                *(line[name] for name in names),
            ]
            for line in tariff.line_ids
        }

    def test_unchanged_it_changes_nothing(self):
        tariff = self._next_year()
        before, written = self._content(tariff), tariff.line_ids.mapped("write_date")
        for lang in ("zh_CN", "en_US"):
            with self.subTest(lang=lang):
                headers, rows = self._out(tariff, lang)
                self.assertEqual(len(rows), 4)
                outcome = self._in("tariff", headers, rows)
                self.assertEqual(self._counts(outcome), (0, 0, 4, 0), outcome["problems"])
                self.assertEqual(self._content(tariff), before)
                self.assertEqual(tariff.line_ids.mapped("write_date"), written)

    def test_what_is_changed_in_the_sheet_changes(self):
        tariff = self._next_year()
        headers, rows = self._out(tariff)
        price, types = headers.index("单价"), headers.index("适用客户")
        shop = next(row for row in rows if row[types])
        shop[price] = 75.0
        outcome = self._in("tariff", headers, rows)
        self.assertEqual(self._counts(outcome), (0, 1, 3, 0), outcome["problems"])
        self.assertEqual(
            {line.price for line in tariff.line_ids if line.product_id == self.drain}, {90.0, 75.0}
        )
        self._in("tariff", headers, [row for row in rows if row is not shop])
        self.assertEqual(
            [line.price for line in tariff.line_ids if line.product_id == self.drain], [90.0]
        )

    def test_an_approved_list_is_the_same_again(self):
        headers, rows = self._out(self.tariff)
        outcome = self._in("tariff", headers, rows)
        self.assertEqual(outcome["created"] + outcome["updated"] + outcome["rejected"], 0)

    def test_a_row_for_each_type_and_not_two_for_one(self):
        headers, rows = self._out(self._next_year())
        outcome = self._in("tariff", headers, [*rows, rows[0]])
        self.assertEqual(self._where(outcome), [(6, "服务项目")])

    def test_an_amendment_goes_out_and_in(self):
        amendment = self._make_tariff(
            self.office,
            date(2026, 12, 20),
            [
                (self.drain, 95.0, {"operation": "reprice"}),
                (self.bulb, 0.0, {"operation": "stop"}),
            ],
            kind="amendment",
        )
        headers, rows = self._out(amendment)
        self.assertEqual([row[headers.index("变更")] for row in rows], ["调价", "停办"])
        outcome = self._in("amendment", headers, rows)
        self.assertEqual(self._counts(outcome), (0, 0, 2, 0), outcome["problems"])
        amendment.unlink()
        outcome = self._in("amendment", headers, rows)
        self.assertEqual(self._counts(outcome), (2, 0, 0, 0), outcome["problems"])
        made = self.env["convenience.tariff"].search(
            [("kind", "=", "amendment"), ("date_start", "=", date(2026, 12, 20))]
        )
        self.assertEqual(made.state, "draft")
        self.assertEqual(
            {line.product_id: line.operation for line in made.line_ids},
            {self.drain: "reprice", self.bulb: "stop"},
        )

    def test_the_sheet_is_the_directors(self):
        for user in (self.clerk, self.service_manager, self.cashier):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.tariff.with_user(user).read(["sheet_file"])

from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from ..parties.common_import import ImportCommon, as_csv, as_xlsx

CHINESE = (
    "服务项目", "分类", "收费性质", "计价单位", "单价", "押金", "适用客户", "责任部门", "预计成本",
    "税率", "须预交", "响应时限", "完成时限", "有噪音", "保本户数", "生效日期",
)  # fmt: skip
ENGLISH = (
    "Service", "Category", "Charging", "Unit of Measure", "Price", "Deposit", "Customer Types",
    "Department", "Expected Cost", "Tax Rate", "Prepaid", "Hours to Respond", "Hours to Finish",
    "Noisy", "Subscribers That Carry It", "In Force From",
)  # fmt: skip


@tagged("post_install", "-at_install")
class TestImportTariff(ImportCommon):
    """One draft tariff from one sheet; items nobody knows are made, known ones recognised."""

    def _row(self, item="Lamp Polishing", types="", **more):
        values = {
            "category": "Polishing", "charging": "Paid", "uom": "Lamp", "price": "12.50",
            "deposit": "5", "types": types, "department": "Polishers", "cost": "11", "rate": "6",
            "prepaid": "Yes", "respond": "0.5", "finish": "24", "noisy": "No", "carry": "20",
            "day": "2027-01-01", **more,
        }  # fmt: skip
        return (item, *values.values())

    def _load_tariff(self, *rows, **options):
        return self._load_rows("tariff", ENGLISH, rows, **options)

    def _tariff(self, year=2027):
        domain = [("office_id", "=", self.office.id), ("year", "=", year)]
        return self.env["convenience.tariff"].search(domain)

    def _item(self, name="Lamp Polishing"):
        return self.env["product.template"].search([("name", "=", name)])

    def test_a_draft_with_its_item_is_made_from_nothing(self):
        outcome = self._load_tariff(self._row(), user=self.director)
        self.assertEqual(self._counts(outcome), (1, 0, 0, 0), outcome["problems"])
        tariff, item = self._tariff(), self._item()
        self.assertEqual((tariff.state, tariff.kind), ("draft", "annual"))
        self.assertEqual(tariff.date_start, date(2027, 1, 1))
        line = tariff.line_ids
        self.assertEqual(line.product_id, item.product_variant_id)
        self.assertEqual(
            (line.price, line.deposit, line.expected_cost, line.prepaid, line.uom_id.name),
            (12.5, 5, 11, True, "Lamp"),
        )
        self.assertFalse(line.customer_type_id)
        self.assertEqual(line.department_id.name, "Polishers")
        root = self.env.ref("convenience_service.product_category_convenience")
        self.assertEqual((item.categ_id.name, item.categ_id.parent_id), ("Polishing", root))
        self.assertEqual((item.convenience_respond_hours, item.convenience_finish_hours), (0.5, 24))
        self.assertEqual(item.convenience_min_subscribers, 20)
        self.assertTrue(item.convenience_signature_required)
        self.assertEqual((item.taxes_id.amount, item.taxes_id.company_id), (6, self.company))
        self.assertEqual(item.taxes_id.price_include_override, "tax_included")

    def test_both_languages_and_formats_load_the_same_and_twice_is_once(self):
        chinese = [
            "Lamp Polishing", "Polishing", "有偿", "Lamp", 12.5, 5, "居住/办公/商铺", "Polishers",
            11, "6%", "是", 0.5, 24, "否", 20, "2027年1月1日",
        ]  # fmt: skip
        self._load_tariff(self._row())
        for write in (as_csv, as_xlsx):
            outcome = self._load("tariff", write(CHINESE, [chinese]))
            self.assertEqual(self._counts(outcome), (0, 0, 1, 0), outcome["problems"])
        self.assertEqual(len(self._tariff()), 1)
        self.assertEqual(len(self._item()), 1)

    def test_lines_follow_the_customer_types_and_prices_of_the_sheet(self):
        self._load_tariff(self._row(types="Residence、Shop"))
        lines = self._tariff().line_ids
        self.assertEqual(lines.customer_type_id, self.residence | self.shop)
        outcome = self._load_tariff(self._row(types="商铺", price="15"))
        self.assertEqual(self._counts(outcome), (0, 1, 0, 0))
        line = self._tariff().line_ids
        self.assertEqual((line.customer_type_id, line.price), (self.shop, 15))
        self.assertIn(line, lines)
        self._load_tariff(self._row(types="all"))
        self.assertFalse(self._tariff().line_ids.customer_type_id)

    def test_lines_the_sheet_does_not_name_stay_and_are_named(self):
        self._load_tariff(self._row())
        outcome = self._load_tariff(self._row("Mirror Polishing"))
        self.assertEqual(len(self._tariff().line_ids), 2)
        self.assertIn("Lamp Polishing", outcome["warnings"][0][3])

    def test_a_decided_tariff_is_left_or_needs_an_amendment(self):
        self._load_tariff(self._row(), self._row("Mirror Polishing"))
        tariff = self._meet(self._tariff())
        self._approve(tariff)
        outcome = self._load_tariff(self._row(), self._row("Mirror Polishing"))
        self.assertEqual(self._counts(outcome), (0, 0, 2, 0))
        self.assertIn("nothing to do", outcome["warnings"][0][3])
        outcome = self._load_tariff(self._row(price="13"), self._row("Mirror Polishing"))
        self.assertEqual(self._where(outcome), [(2, "Service")])
        self.assertIn("Make an amendment", outcome["problems"][0][3])
        outcome = self._load_tariff(self._row(day="2027-02-01"), partial=True)
        self.assertEqual(self._where(outcome), [(2, "In Force From")])
        self.assertEqual(self._tariff(), tariff)
        self.assertEqual(tariff.line_ids.mapped("price"), [12.5, 12.5])

    def test_items_are_known_by_their_name_in_any_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.drain.product_tmpl_id.with_context(lang="zh_CN").name = "疏通下水"
        category = self.drain.categ_id.name
        row = self._row("疏通下水", category=category, finish="4")
        outcome = self._load_tariff(row)
        self.assertTrue(outcome["loaded"], outcome["problems"])
        self.assertEqual(self._tariff().line_ids.product_id, self.drain)
        self.assertEqual(self.drain.convenience_finish_hours, 4)
        self.assertEqual(outcome["warnings"], [])
        self.assertEqual(self._counts(self._load_tariff(row)), (0, 0, 1, 0))

    def test_changes_of_what_other_offices_offer_are_named(self):
        other = self._make_office("Other", self.company, self.importer)
        self._make_tariff(other, date(2026, 1, 1), [(self.drain, 70.0)])
        row = self._row(self.drain.name, category=self.drain.categ_id.name)
        outcome = self._load_tariff(row, user=self.director)
        self.assertTrue(outcome["loaded"], outcome["problems"])
        self.assertIn("Hours to Finish", outcome["warnings"][0][3])

    def test_of_namesakes_the_one_in_the_tariff_is_meant(self):
        category = self.drain.categ_id.name
        self._make_item(self.drain.name, 6)
        outcome = self._load_tariff(self._row(self.drain.name, category=category))
        self.assertTrue(outcome["loaded"], outcome["problems"])
        self.assertEqual(self._tariff().line_ids.product_id, self.drain)
        self._make_item("Twin", 6)
        self._make_item("Twin", 6)
        outcome = self._load_tariff(self._row("Twin"))
        self.assertEqual(self._where(outcome), [(2, "Service")])

    def test_the_tax_of_another_company_stays_on_the_item(self):
        other = self._make_company("Other Property Management")
        foreign = self.env["account.tax"]._convenience_included_tax(other, 9)
        item = self.drain.product_tmpl_id
        item.taxes_id = [Command.link(foreign.id)]
        category = self.drain.categ_id.name
        for rate in ("13", "0", "6"):
            row = self._row(self.drain.name, category=category, rate=rate)
            outcome = self._load_tariff(row, user=self.director)
            self.assertTrue(outcome["loaded"], outcome["problems"])
            own = item.sudo().taxes_id - foreign
            self.assertIn(foreign, item.sudo().taxes_id)
            self.assertEqual(own.mapped("amount"), [float(rate)] if rate != "0" else [])
            self.assertLessEqual(own.company_id, self.company)

    def test_a_free_item_needs_no_signature_and_has_no_price(self):
        free = {"charging": "Free", "price": "0", "deposit": "", "prepaid": "No", "rate": "0"}
        outcome = self._load_tariff(self._row(**free))
        self.assertTrue(outcome["loaded"], outcome["problems"])
        self.assertFalse(self._item().convenience_signature_required)
        outcome = self._load_tariff(self._row("X", **{**free, "price": "1", "prepaid": "Yes"}))
        self.assertEqual(self._where(outcome), [(2, "Price"), (2, "Prepaid")])

    def test_what_is_free_elsewhere_does_not_become_paid(self):
        outcome = self._load_tariff(self._row(self.taxi.name))
        self.assertEqual(self._where(outcome), [(2, "Charging")])

    def test_problems_are_named_and_nothing_is_written(self):
        outcome = self._load_tariff(
            self._row("A"),
            self._row("A"),
            self._row("B", types="Castles"),
            self._row("C", rate="7.7"),
            self._row("D", price="1.005"),
            self._row("E", price="0"),
            self._row("F", day="2027-03-01"),
            self._row("G", carry="2.5"),
            self._row("", charging="Perhaps"),
        )
        self.assertEqual(
            self._where(outcome),
            [
                (3, "Service"),
                (4, "Customer Types"),
                (5, "Tax Rate"),
                (6, "Price"),
                (7, "Price"),
                (8, "In Force From"),
                (9, "Subscribers That Carry It"),
                (10, "Service"),
                (10, "Charging"),
            ],
        )
        self.assertFalse(self._tariff())
        self.assertFalse(self.env["product.category"].search([("name", "=", "Polishing")]))

    def test_the_demo_tariff(self):
        office = self._make_office("Demo Office", self.company, self.director | self.importer)
        for counts in ((37, 0, 0, 0), (0, 0, 37, 0)):
            outcome = self._load_demo(
                "tariff", "tariff_2026.csv", office=office, user=self.director
            )
            self.assertEqual(self._counts(outcome), counts, outcome["problems"])
        tariff = self.env["convenience.tariff"].search([("office_id", "=", office.id)])
        self.assertEqual((tariff.item_count, tariff.date_start), (37, date(2026, 1, 1)))
        items = {item.name: item for item in tariff.line_ids.product_id}
        for name, rate in (("疏通下水管道", 6), ("更换灯泡日光灯", 13), ("安装挂式空调", 9)):
            taxes = items[name].taxes_id
            own = taxes.filtered_domain(taxes._check_company_domain(self.company))
            self.assertEqual(own.mapped("amount"), [rate])
        self.assertTrue(items["安装修理门锁"].convenience_noisy)
        # an item of the catalogue, known by its Chinese name
        lines = tariff.line_ids.with_context(lang="zh_CN")
        conference = lines.filtered(lambda line: line.product_id.name == "会务管理")
        self.assertEqual(conference.customer_type_id, self.office_type)

from datetime import date

from odoo.tests import tagged

from ..drawn import in_soak
from .common_import import PLACE, ImportCommon, as_csv, as_xlsx, demo_table

PEOPLE = ("Name", "Phone", *PLACE, "Role", "Main Payer", "Moved In", "Settlement")
STAFF = ("工号", "姓名", "部门", "岗位", "电话")


@tagged("post_install", "-at_install")
class TestImportUnits(ImportCommon):
    """Units are known by building, entrance and room."""

    def _units(self):
        return self.env["convenience.unit"].search([("office_id", "=", self.office.id)])

    def test_both_languages_and_both_formats_are_the_same_units(self):
        chinese = (
            ("楼栋", "单元", "房号", "用途", "建筑面积"),
            [("2栋", "1单元", "201", "居住", "89.0")],
        )
        english = ((*PLACE, "Used For", "Area (m²)"), [("2栋", "1单元", 201, "Residence", 89)])
        code = ((*PLACE, "Used For"), [("2栋", "1单元", "201", "residence")])
        self.assertEqual(self._counts(self._load("units", as_csv(*chinese))), (1, 0, 0, 0))
        unit = self._units() - self.unit
        self.assertEqual((unit.name, unit.area), ("2栋-1单元-201", 89.0))
        self.assertEqual(unit.customer_type_id, self.residence)
        for headers, rows in (chinese, english, code):
            for write in (as_csv, as_xlsx):
                outcome = self._load("units", write(headers, rows))
                self.assertEqual(self._counts(outcome), (0, 0, 1, 0), outcome["problems"])

    def test_known_units_are_updated_and_archived_ones_come_back(self):
        self.unit.active = False
        outcome = self._load_rows(
            "units", (*PLACE, "Used For", "Area"), [("1", "", "101", "Shop", "50.5")]
        )
        self.assertEqual(self._counts(outcome), (0, 1, 0, 0))
        self.assertTrue(self.unit.active)
        self.assertEqual((self.unit.customer_type_id, self.unit.area), (self.shop, 50.5))

    def test_a_missing_column_or_an_empty_cell_leaves_what_is_known(self):
        self.unit.area = 77
        for headers, row in (
            ((*PLACE, "Used For"), ("1", "", "101", "Residence")),
            ((*PLACE, "Used For", "Area"), ("1", "", "101", "Residence", "")),
        ):
            self.assertEqual(self._counts(self._load_rows("units", headers, [row])), (0, 0, 1, 0))
        self.assertEqual(self.unit.area, 77)

    def test_problems_are_named_and_nothing_is_written(self):
        outcome = self._load_rows(
            "units",
            (*PLACE, "Used For", "Area"),
            [
                ("9", "", "1", "Residence", ""),
                ("9", "", "１", "Residence", ""),
                ("9", "", "2", "Castle", ""),
                ("9", "", "3", "Shop", "-1"),
                ("", "", "4", "Shop", "1e9"),
            ],
        )
        self.assertEqual(
            self._where(outcome),
            [(3, "Room"), (4, "Used For"), (5, "Area"), (6, "Building"), (6, "Area")],
        )
        self.assertFalse(outcome["loaded"])
        self.assertEqual(self._units(), self.unit)

    def test_the_demo_units(self):
        outcome = self._load_demo("units", "units.csv")
        self.assertEqual(self._counts(outcome), (790, 0, 0, 0))
        self.assertEqual(self._counts(self._load_demo("units", "units.csv")), (0, 0, 790, 0))
        self.assertEqual(len(self._units() - self.unit), 790)

    def test_another_office_has_units_of_its_own(self):
        other = self._make_office("Other", self.company, self.importer)
        row = [("1", "", "101", "Residence")]
        outcome = self._load_rows("units", (*PLACE, "Used For"), row, office=other)
        self.assertEqual(self._counts(outcome), (1, 0, 0, 0))
        self.assertEqual(len(other.unit_ids), 1)


@tagged("post_install", "-at_install")
class TestImportPeople(ImportCommon):
    """Persons are known by name and phone, occupancies by unit and role as well."""

    def _row(self, name="New One", phone="13800000001", room="101", **more):
        values = {
            "role": "Tenant", "main": "Yes", "day": "2026-01-01", "mode": "Prepaid", **more
        }  # fmt: skip
        return (name, phone, "1", "", room, *values.values())

    def _load_people(self, *rows, **options):
        return self._load_rows("people", PEOPLE, rows, **options)

    def _partner(self, name="New One"):
        return self.env["res.partner"].search([("name", "=", name), ("parent_id", "=", False)])

    def test_a_person_is_made_once_for_several_units(self):
        self._make_household("1", "102", "Owner Two")
        outcome = self._load_people(self._row(), self._row(room="102"))
        self.assertEqual(self._counts(outcome), (2, 0, 0, 0))
        partner = self._partner()
        self.assertEqual(len(partner), 1)
        self.assertEqual((partner.phone, partner.company_id), ("13800000001", self.company))
        occupancies = partner.convenience_occupancy_ids
        self.assertEqual(occupancies.mapped("settlement_mode"), ["prepaid", "prepaid"])
        self.assertEqual(occupancies.mapped("date_from"), [date(2026, 1, 1)] * 2)
        again = self._load_people(self._row(), self._row(room="102"))
        self.assertEqual(self._counts(again), (0, 0, 2, 0))

    def test_namesakes_with_other_phones_are_other_people(self):
        self._load_people(self._row(), self._row(phone="13800000002", main="No"))
        self.assertEqual(len(self._partner()), 2)

    def test_a_phone_is_the_same_however_it_is_written(self):
        self._load_people(self._row())
        for phone in ("+86 138 0000 0001", "0086-13800000001", "138-0000-0001"):
            self._partner().phone = phone
            outcome = self._load_people(self._row())
            self.assertEqual(self._counts(outcome), (0, 0, 1, 0), phone)

    def test_firms_have_a_tax_number_and_a_contact(self):
        headers = (*PEOPLE, "税号", "联系人")
        row = (*self._row("Big Firm"), "91000000MA56164AB3", "Ms Tang")
        for counts in ((1, 0, 0, 0), (0, 0, 1, 0)):
            outcome = self._load_rows("people", headers, [row])
            self.assertEqual(self._counts(outcome), counts, outcome["problems"])
        firm = self._partner("Big Firm")
        self.assertTrue(firm.is_company)
        self.assertEqual(firm.vat, "91000000MA56164AB3")
        self.assertEqual(firm.child_ids.mapped("name"), ["Ms Tang"])
        changed = (*self._row("Big Firm"), "not a number any check takes", "Mr Li")
        self.assertEqual(self._counts(self._load_rows("people", headers, [changed])), (0, 1, 0, 0))
        self.assertEqual(set(firm.child_ids.mapped("name")), {"Ms Tang", "Mr Li"})

    def test_known_occupancies_are_updated(self):
        row = self._row("Owner One", "120101", role="Owner", mode="Per Visit", day="2019-05-01")
        self.assertEqual(self._counts(self._load_people(row)), (0, 1, 0, 0))
        self.assertEqual(self.owner_occupancy.settlement_mode, "per_visit")
        self.assertEqual(self.owner_occupancy.date_from, date(2019, 5, 1))

    def test_the_main_payer_can_change_within_a_sheet(self):
        rows = (
            self._row("Owner Two", role="Owner", mode="Monthly"),
            self._row("Owner One", "120101", role="Owner", main="No", mode="Monthly"),
        )
        outcome = self._load_people(*rows)
        self.assertEqual(self._counts(outcome), (1, 1, 0, 0), outcome["problems"])
        payer = self.unit.occupancy_ids.filtered("is_main_payer")
        self.assertEqual(payer.partner_id.name, "Owner Two")

    def test_a_second_main_payer_is_refused(self):
        outcome = self._load_people(self._row("Owner Two", role="Owner", mode="Monthly"))
        self.assertEqual(self._where(outcome), [(2, "Main Payer")])
        self.assertIn("Owner One", outcome["problems"][0][3])
        outcome = self._load_people(self._row("A"), self._row("B", "13800000002"))
        self.assertEqual(self._where(outcome), [(3, "Main Payer")])
        self.assertFalse(self._partner("A"))

    def test_who_moved_out_may_come_back_later_only(self):
        self.owner_occupancy.date_to = date(2025, 12, 31)
        row = self._row("Owner One", "120101", role="Owner", mode="Monthly", day="2025-12-31")
        self.assertEqual(self._where(self._load_people(row)), [(2, "Moved In")])
        row = self._row("Owner One", "120101", role="Owner", mode="Monthly", day="2026-01-01")
        self.assertEqual(self._counts(self._load_people(row)), (1, 0, 0, 0))
        self.assertEqual(len(self.unit.occupancy_ids), 2)

    def test_problems(self):
        outcome = self._load_people(
            self._row(room="999"),
            self._row("A", mode="Monthly"),
            self._row("B", role="Guest"),
            self._row("C", day="2026-02-30"),
            self._row(phone=""),
            self._row("Twice"),
            self._row("Twice", main="No"),
        )
        self.assertEqual(
            self._where(outcome),
            [
                (2, "Room"),
                (3, "Settlement"),
                (4, "Role"),
                (5, "Moved In"),
                (6, "Phone"),
                (8, "Name"),
            ],
        )

    @in_soak
    def test_the_demo_people(self):
        self._load_demo("units", "units.csv")
        for counts in ((1052, 0, 0, 0), (0, 0, 1052, 0)):
            outcome = self._load_demo("people", "people.csv")
            self.assertEqual(self._counts(outcome), counts, outcome["problems"][:3])
        rows = demo_table("people.csv")
        occupancies = self.office.unit_ids.occupancy_ids - self.owner_occupancy
        self.assertEqual(len(occupancies), len(rows))
        self.assertEqual(len(occupancies.partner_id), 990)
        firms = {row["姓名"] for row in rows if row["税号"]}
        self.assertEqual(set(occupancies.partner_id.filtered("is_company").mapped("name")), firms)


@tagged("post_install", "-at_install")
class TestImportStaff(ImportCommon):
    """Staff are known by their number; nobody at the desk has personnel rights."""

    def _workers(self):
        return self.env["convenience.worker"].search([("office_id", "=", self.office.id)])

    def test_employees_and_departments_are_made_and_updated(self):
        self.office.department_id = self.department
        rows = [("G1", "甲", "家政组", "服务人员", 12000000001), ("G2", "乙", "", "", "")]
        service_manager = {"user": self.service_manager}
        for write, counts in ((as_xlsx, (2, 0, 0, 0)), (as_csv, (0, 0, 2, 0))):
            outcome = self._load("staff", write(STAFF, rows), **service_manager)
            self.assertEqual(self._counts(outcome), counts, outcome["problems"])
        worker = self._workers().filtered(lambda worker: worker.number == "G1")
        employee = worker.employee_id
        self.assertEqual((employee.name, employee.work_phone), ("甲", "12000000001"))
        self.assertEqual((employee.job_title, worker.job_title), ("服务人员", "服务人员"))
        self.assertEqual(employee.department_id.parent_id, self.department)
        self.assertEqual(employee.department_id, worker.department_id)
        moved = [("G1", "甲", "绿化组", "部门主管", "12000000001")]
        outcome = self._load_rows("staff", STAFF, moved, **service_manager)
        self.assertEqual(self._counts(outcome), (0, 1, 0, 0))
        self.assertEqual((worker.job_title, employee.department_id.name), ("部门主管", "绿化组"))

    def test_an_employee_the_company_has_is_not_doubled(self):
        employee = self.env["hr.employee"].create(
            {"name": "丙", "work_phone": "12000000003", "company_id": self.company.id}
        )
        outcome = self._load_rows("staff", STAFF, [("G3", "丙", "", "", "12000000003")])
        self.assertEqual(self._counts(outcome), (1, 0, 0, 0))
        self.assertIn(employee, self._workers().employee_id)

    def test_a_number_belongs_to_one_person(self):
        other = self._make_office("Other", self.company, self.director)
        self._make_worker("T1", None, other)
        rows = [
            ("W1", "Somebody Else", "", "", ""),
            ("T1", "Worker T1", "", "", ""),
            ("G4", "丁", "", "", ""),
            ("G4", "戊", "", "", ""),
        ]
        outcome = self._load_rows("staff", STAFF, rows)
        self.assertEqual(self._where(outcome), [(2, "姓名"), (3, "工号"), (5, "工号")])
        self.assertIn("Other", outcome["problems"][1][3])

    def test_the_demo_staff(self):
        for counts in ((26, 0, 0, 0), (0, 0, 26, 0)):
            self.assertEqual(self._counts(self._load_demo("staff", "staff.csv")), counts)
        self.assertEqual(len(self._workers() - self.worker), 26)

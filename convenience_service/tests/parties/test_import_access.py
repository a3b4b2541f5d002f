import base64

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import ROLES
from .common_import import PLACE, ImportCommon, as_csv

SHEETS = {
    "units": ((*PLACE, "Used For"), ("1", "", "102", "Shop")),
    "people": (
        ("Name", "Phone", *PLACE, "Role", "Main Payer", "Moved In"),
        ("A", "138", "1", "", "101", "Tenant", "Yes", "2026-01-01"),
    ),
    "staff": (("Staff Number", "Name"), ("S1", "A")),
    "tariff": (
        (
            "Service", "Category", "Charging", "Unit of Measure", "Price", "Department",
            "Tax Rate", "In Force From",
        ),
        ("X", "Y", "Paid", "Z", "1", "D", "6", "2027-01-01"),
    ),
    "services": (
        (
            "Number", "Registered", *PLACE, "Customer", "Phone", "Service", "Quantity", "Channel",
            "Workers", "Finished", "Signed",
        ),
        (
            "N1", "2026-10-01 08:00", "1", "", "101", "Owner One", "120101", "Drain Unblocking",
            "1", "Phone", "W1", "2026-10-01 09:00", "Yes",
        ),
    ),
}  # fmt: skip
MANAGERS = {"service_manager", "director", "importer"}
ALLOWED = {
    "units": MANAGERS,
    "people": MANAGERS,
    "staff": MANAGERS,
    "tariff": {"director", "importer"},
    "services": {"importer", "importing_clerk"},
}


@tagged("post_install", "-at_install")
class TestImportAccess(ImportCommon):
    """Who may load what, whatever channel the call takes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.importing_clerk = cls._make_user(
            "importing_clerk", cls.company, "group_sheet_import", "group_clerk"
        )
        cls.only_import = cls._make_user("only_import", cls.company, "group_sheet_import")
        cls.office.user_ids |= cls.importing_clerk | cls.only_import

    def test_every_role_and_sheet(self):
        for role in (*ROLES, "importer", "importing_clerk", "only_import"):
            for kind, (headers, row) in SHEETS.items():
                with self.subTest(role=role, kind=kind):
                    self._try(role, kind, as_csv(headers, [row]))

    def _try(self, role, kind, content):
        user = getattr(self, role)
        with self.env.cr.savepoint() as savepoint:
            if role in ALLOWED[kind]:
                outcome = self._load(kind, content, user=user)
                self.assertEqual(outcome["created"], 1, outcome["problems"])
            else:
                with self.assertRaises(AccessError):
                    self._load(kind, content, user=user)
            savepoint.rollback()
            self.env.invalidate_all()

    def test_each_step_checks_by_itself(self):
        headers, row = SHEETS["units"]
        wizard = self.env["convenience.import"].with_user(self.clerk)
        for action in ("action_check", "action_load_all", "action_load_good"):
            own = wizard.create(
                {
                    "office_id": self.office.id,
                    "kind": "units",
                    "file": base64.b64encode(as_csv(headers, [row])),
                    "state": "checked",
                }
            )
            with self.subTest(action), self.assertRaises(AccessError):
                getattr(own, action)()

    def test_nobody_reads_or_drives_the_import_of_another(self):
        wizard = self.env["convenience.import"].with_user(self.importer)
        wizard = wizard.create({"office_id": self.office.id, "kind": "units"})
        with self.assertRaises(AccessError):
            wizard.with_user(self.director).read(["kind"])
        with self.assertRaises(AccessError):
            wizard.with_user(self.director).action_check()

    def test_an_office_one_does_not_work_in_is_refused(self):
        other = self._make_office("Other", self.company, self.director)
        headers, row = SHEETS["units"]
        with self.assertRaises(AccessError):
            self._load_rows("units", headers, [row], user=self.service_manager, office=other)
        self.assertTrue(
            self._load_rows("units", headers, [row], user=self.director, office=other)["loaded"]
        )

    def test_another_company_is_refused(self):
        company = self._make_company("Other Property Management")
        office = self._make_office("Elsewhere", company, self.importer)
        headers, row = SHEETS["units"]
        with self.assertRaises(AccessError):
            self._load_rows("units", headers, [row], user=self.importer, office=office)

    def test_nobody_gets_personnel_rights_by_loading_staff(self):
        headers, row = SHEETS["staff"]
        self._load_rows("staff", headers, [row], user=self.service_manager)
        with self.assertRaises(AccessError):
            self.env["hr.employee"].with_user(self.service_manager).create({"name": "B"})

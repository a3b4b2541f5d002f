import json
from io import BytesIO

from openpyxl import load_workbook

from odoo import http
from odoo.tests import HttpCase, new_test_user, tagged

from ..common import ConvenienceCommon

NAMES = (
    '=HYPERLINK("http://example.com","Click")',
    "{=SUM(1,1)}",
    "+8613800000000",
    "-1",
    "@SUM(1,1)",
    "\t=1+1",
    "Wang =1",
)


@tagged("post_install", "-at_install")
class TestListExport(HttpCase, ConvenienceCommon):
    """What people typed is text in the lists that the ERP exports, however it begins."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        login = f"exporter_{cls.company.id}"
        cls.exporter = new_test_user(
            cls.env,
            login=login,
            password=login,
            groups="convenience_service.group_clerk,base.group_allow_export",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.office.user_ids |= cls.exporter
        cls.people = cls.env["res.partner"].create(
            [{"name": name, "function": name, "company_id": cls.company.id} for name in NAMES]
        )

    def _export(self, kind, records, names, **more):
        self.authenticate(self.exporter.login, self.exporter.login)
        labels = records.fields_get(names)
        data = {
            "model": records._name,
            "fields": [
                {"name": name, "label": labels[name]["string"], "type": labels[name]["type"]}
                for name in names
            ],
            "ids": records.ids,
            "domain": [],
            "import_compat": False,
            "context": {},
            **more,
        }
        response = self.url_open(
            f"/web/export/{kind}",
            data={"data": json.dumps(data), "csrf_token": http.Request.csrf_token(self)},
        )
        response.raise_for_status()
        return response

    def _cells(self, *args, **more):
        content = BytesIO(self._export("xlsx", *args, **more).content)
        return [cell for row in load_workbook(content).active for cell in row]

    def test_names_are_text_in_a_workbook(self):
        cells = self._cells(self.people, ["function"])[1:]
        self.assertEqual([cell.value for cell in cells], list(NAMES))
        self.assertEqual({cell.data_type for cell in cells}, {"s"})

    def test_names_of_groups_too(self):
        cells = self._cells(self.people, ["function", "phone"], groupby=["function"])
        self.assertNotIn("f", {cell.data_type for cell in cells})
        self.assertIn(f"{NAMES[0]} (1)", [cell.value for cell in cells])

    def test_our_own_lists(self):
        request = self._request(note=NAMES[0], wanted_on="2030-01-02 03:00:00")
        note, amount, wanted = self._cells(request, ["note", "amount_total", "wanted_on"])[3:]
        self.assertEqual((note.value, note.data_type), (NAMES[0], "s"))
        self.assertEqual((amount.value, amount.data_type), (80.0, "n"))
        self.assertTrue(wanted.is_date)

    def test_names_are_masked_in_a_csv(self):
        rows = self._export("csv", self.people, ["function"]).text.splitlines()[1:]
        starts = [row.lstrip('"')[0] for row in rows]
        self.assertEqual(starts, ["'", "{", "'", "'", "'", "'", "W"])

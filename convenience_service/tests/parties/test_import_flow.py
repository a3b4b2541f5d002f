import base64

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...sheets.reading import read_sheet
from .common_import import PLACE, ImportCommon, as_csv, as_xlsx


@tagged("post_install", "-at_install")
class TestImportFlow(ImportCommon):
    """Two steps: nothing is written by the first, all or nothing by the second."""

    headers = (*PLACE, "Used For")

    def _wizard(self, rows, user=None):
        wizard = self.env["convenience.import"].with_user(user or self.importer)
        return wizard.create(
            {
                "office_id": self.office.id,
                "kind": "units",
                "file": base64.b64encode(as_csv(self.headers, rows)),
                "filename": "C:\\sheets\\units.csv",
            }
        )

    def _rejects(self, wizard):
        return read_sheet(base64.b64decode(wizard.rejects_file))

    def test_check_writes_nothing_and_says_what_is_to_come(self):
        wizard = self._wizard([("1", "", "101", "Shop"), ("1", "", "102", "Shop")])
        wizard.action_check()
        self.assertEqual(wizard.state, "checked")
        self.assertEqual((wizard.create_count, wizard.update_count), (1, 1))
        self.assertEqual(self.unit.customer_type_id, self.residence)
        wizard.action_load_all()
        self.assertEqual(wizard.state, "loaded")
        self.assertEqual(self.unit.customer_type_id, self.shop)

    def test_load_all_loads_nothing_while_a_row_has_a_problem(self):
        wizard = self._wizard([("1", "", "102", "Shop"), ("1", "", "103", "Castle")])
        wizard.action_load_all()
        self.assertEqual(wizard.state, "checked")
        self.assertEqual(len(self.office.unit_ids), 1)
        self.assertEqual(wizard.problem_ids.mapped("row"), [3])

    def test_good_rows_are_loaded_and_the_others_come_back(self):
        wizard = self._wizard([("1", "", "102", "Shop"), ("=1+1", "", "103", "Castle")])
        wizard.action_check()
        wizard.action_load_good()
        self.assertEqual(wizard.state, "loaded")
        self.assertEqual(len(self.office.unit_ids), 2)
        self.assertEqual(wizard.rejects_name, "units rejected.xlsx")
        sheet = self._rejects(wizard)
        self.assertEqual(sheet.rows[0][1][0], "=1+1")
        self.assertIn("Used For: ", sheet.rows[0][1][4])
        # mended, the sheet loads as it is: its column of reasons is known
        wizard.action_restart()
        mended = as_xlsx(sheet.headers, [["1", "", "103", "Shop", sheet.rows[0][1][4]]])
        outcome = self._load("units", mended)
        self.assertEqual(self._counts(outcome), (1, 0, 0, 0))
        self.assertEqual(outcome["warnings"], [])

    def test_what_changed_since_the_check_is_checked_again(self):
        wizard = self._wizard([("1", "", "102", "Shop")])
        wizard.action_check()
        self._load_rows("units", self.headers, [("1", "", "102", "Office")])
        wizard.action_load_all()
        self.assertEqual((wizard.create_count, wizard.update_count), (0, 1))

    def test_a_reason_found_while_writing_undoes_everything(self):
        reason = "The disk is full."

        def fail(model, office, rows):
            model._write_plans(model.env["convenience.unit"], rows)
            raise UserError(reason)

        wizard = self._wizard([("1", "", "102", "Shop")])
        wizard.action_check()
        self.patch(self.env.registry["convenience.import.units"], "_write_rows", fail)
        said = self._refusal(wizard.action_load_all)
        self.assertEqual(said, "Nothing was loaded. The disk is full.")
        self.assertEqual(len(self.office.unit_ids), 1)
        self.assertEqual(wizard.state, "checked")

    def test_a_constraint_of_the_database_is_told_in_its_own_words(self):
        wizard = self._wizard([("1", "", "101", "Shop")])
        # as if somebody made the unit at the same moment
        self.patch(
            self.env.registry["convenience.import.units"], "_units_of", lambda model, office: {}
        )
        said = self._refusal(wizard.action_load_all)
        self.assertIn("Nothing was loaded. There is already a unit", said)

    def test_files_that_are_no_sheets_are_refused_in_a_sentence(self):
        for content, words in (
            (b"%PDF-1.4 \x00\x01", "neither an xlsx workbook nor a csv file"),
            (as_csv(self.headers, []), "no rows below"),
        ):
            with self.assertRaisesRegex(UserError, words):
                self._load("units", content)
        wizard = self._wizard([])
        wizard.file = False
        with self.assertRaisesRegex(UserError, "Choose the file first"):
            wizard.action_check()

    def test_missing_columns_stop_the_sheet(self):
        outcome = self._load_rows(
            "units", ("Building", "Room", "Colour"), [("1", "1", "red")], partial=True
        )
        self.assertEqual(self._where(outcome), [(1, "Used For")])
        self.assertEqual([warning[:2] for warning in outcome["warnings"]], [(1, "Colour")])
        self.assertEqual((outcome["loaded"], outcome["rejected"]), (False, 1))

    def test_a_template_and_the_rejected_rows_can_be_downloaded(self):
        wizard = self._wizard([("1", "", "103", "Castle")])
        wizard.action_check()
        for action, field in (
            ("action_template", "template_file"),
            ("action_rejects", "rejects_file"),
        ):
            url = getattr(wizard, action)()["url"]
            self.assertIn(f"/web/content/convenience.import/{wizard.id}/{field}", url)
            self.assertTrue(wizard[field].startswith(b"UEsD"), "a workbook")

    def test_a_sheet_handed_back_speaks_the_language_of_the_user(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.importer.lang = "zh_CN"
        wizard = self._wizard([("1", "", "103", "Castle")]).with_context(lang="zh_CN")
        self.assertIn("楼栋*", wizard.columns)
        wizard.action_check()
        self.assertEqual(self._rejects(wizard).headers[-1], "不能导入的原因")

import re
from collections import Counter

import polib

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import file_path
from odoo.tools.translate import TranslationModuleReader

MODULE = "convenience_service"
LANGUAGE = "zh_CN"
# What is written alike in Chinese.
ALIKE = {"ID", "object.name", "object._get_report_base_filename()"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%|%s|\{\{.*?\}\}|</?\w[^>]*>", re.DOTALL)
# Attributes that are translated themselves.
SPOKEN = re.compile(r'\b(title|placeholder|string|alt)="[^"]*"')


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    """Chinese is complete: `make terms` finds what is missing and drops what is gone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rows = TranslationModuleReader(cls.env.cr, [MODULE])
        cls.terms = {source for _module, _type, _name, _res, source, *_rest in rows}
        folder = file_path(f"{MODULE}/i18n")
        cls.file = polib.pofile(f"{folder}/{LANGUAGE}.po")
        cls.template = polib.pofile(f"{folder}/{MODULE}.pot")
        cls.chinese = {entry.msgid: entry.msgstr for entry in cls.file if not entry.obsolete}

    def _placeholders(self, text):
        return Counter(SPOKEN.sub("", found) for found in PLACEHOLDER.findall(text))

    def _is_english(self, text):
        return re.search("[A-Za-z]", PLACEHOLDER.sub("", text)) and not CHINESE.search(text)

    def test_every_term_is_translated(self):
        missing = [source for source in self.terms if not self.chinese.get(source)]
        self.assertFalse(missing, "terms without Chinese: run make terms")

    def test_nothing_obsolete_is_kept(self):
        """Odoo reads the file through the template: a term has to be in both."""
        self.assertFalse(self.chinese.keys() - self.terms, "terms that are gone: run make terms")
        self.assertFalse(self.file.obsolete_entries())
        self.assertEqual({entry.msgid for entry in self.template}, self.chinese.keys())

    def test_each_term_stands_once(self):
        counts = Counter(entry.msgid for entry in self.file)
        self.assertFalse([source for source, count in counts.items() if count > 1])

    def test_placeholders_and_tags_are_kept(self):
        differ = [
            (source, translation)
            for source, translation in self.chinese.items()
            if self._placeholders(source) != self._placeholders(translation)
        ]
        self.assertFalse(differ)

    def test_no_english_is_left(self):
        english = [
            source
            for source, translation in self.chinese.items()
            if source not in ALIKE and self._is_english(translation)
        ]
        self.assertFalse(english)

    def test_odoo_reads_them(self):
        self.env["res.lang"]._activate_lang(LANGUAGE)
        self.env["ir.module.module"]._load_module_terms([MODULE], [LANGUAGE])
        env = self.env(context={"lang": LANGUAGE})
        category = env.ref(f"{MODULE}.product_category_repair")
        occupancy = env["convenience.occupancy"]._fields
        self.assertEqual(category.display_name, "便民服务 / 室内维修安装")
        self.assertEqual(category.with_context(lang="en_US").name, "Indoor Repair and Installation")
        self.assertEqual(env.ref(f"{MODULE}.item_circuit_repair").name, "检修室内电路")
        self.assertEqual(env.ref(f"{MODULE}.customer_type_office").name, "办公")
        self.assertEqual(occupancy["is_main_payer"]._description_string(env), "主缴费人")
        self.assertIn(("tenant", "租户"), occupancy["role"]._description_selection(env))
        with self.assertRaisesRegex(UserError, "请先选择文件。"):
            env["convenience.import"].new({})._read()

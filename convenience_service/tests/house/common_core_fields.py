from lxml import etree

from odoo.tests import TransactionCase, new_test_user

# Who works with the ERP and has none of our roles.
STRANGERS = {
    "accountant": "account.group_account_manager,base.group_partner_manager",
    "product_manager": "base.group_user,product.group_product_manager",
    "hr_officer": "base.group_user,hr.group_hr_user",
    "administrator": "base.group_system",
    "employee": "base.group_user",
}
EXPORTING = "base.group_allow_export"
# What Odoo itself refuses to copy, or copies with the document it is a part of.
NEVER_COPIED = {"res.company", "account.move.line"}


class CoreFieldsCommon(TransactionCase):
    """What the ERP's users do with its records, done by people without a role of ours.

    `module` is the addon whose fields are looked at; `records` has some to do it with, by model.
    The class has a company to put the users in.
    """

    module = None
    strangers_groups = STRANGERS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.strangers = {
            role: new_test_user(
                cls.env,
                login=f"stranger_{role}",
                groups=f"{groups},{EXPORTING}",
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
                lang="en_US",
            )
            for role, groups in cls.strangers_groups.items()
        }
        cls.records = {}
        addon = cls.env["ir.module.module"].search([("name", "=", cls.module)])
        cls.known = {cls.module, *addon.upstream_dependencies(exclude_states=("",)).mapped("name")}

    @classmethod
    def _core_fields(cls):
        """Return {model of the ERP: names of our fields on it} for the models with records."""
        registry = cls.env.registry
        return {
            name: names
            for name, model in sorted(registry.items())
            if name.split(".")[0] not in ("convenience", "report")
            and not (model._abstract or model._transient)
            and (names := [n for n, f in model._fields.items() if cls.module in f._modules])
        }

    def _as_strangers(self, *acts):
        """Let everybody who may read the records do each act with them.

        :param acts: methods that get the records and the descriptions of our fields
        :return: the models that somebody may read
        """
        read = set()
        for model, names in self._core_fields().items():
            for role, user in self.strangers.items():
                records = self.records[model].with_user(user)
                if not records.has_access("read"):
                    continue
                read.add(model)
                described = records.fields_get(names)
                for act in acts:
                    with self.subTest(model=model, role=role, act=act.__name__):
                        records.invalidate_recordset()
                        act(records, described)
        return read

    def _is_known(self, records, name):
        """Whether the field belongs to an app that the addon builds on: others ask for rights of
        their own, such as those of the store on a product.
        """
        return bool(self.known & set(records._fields[name]._modules))

    # ------------------------------------------------------------------ what they do

    def _copy(self, records, _described):
        if records._name not in NEVER_COPIED and records.has_access("create"):
            for record in records:
                self.assertTrue(record.copy().exists())

    def _export(self, records, described):
        for name, field in described.items():
            if field.get("exportable", True):
                with self.subTest(field=name):
                    self.assertEqual(len(records.export_data([name])["datas"][0]), 1)

    def _open(self, records, described):
        """Read what is shown of ours, and the lists and forms, as the client does."""
        self.assertEqual(len(records.read(list(described))), len(records))
        for kind in ("list", "form"):
            arch = etree.fromstring(records.get_view(view_type=kind)["arch"])
            nodes = arch.xpath("//field[not(ancestor::field)]")
            fields = {
                name: {} for node in nodes if self._is_known(records, name := node.get("name"))
            }
            self.assertEqual(len(records.web_read(fields)), len(records))
            found = records.web_search_read([("id", "in", records.ids)], fields)
            self.assertEqual(found["length"], len(records))

    def _group(self, records, described):
        domain = [("id", "in", records.ids)]
        for name, field in described.items():
            with self.subTest(field=name):
                if field.get("groupable"):
                    by = f"{name}:month" if field["type"] in ("date", "datetime") else name
                    self.assertTrue(records.formatted_read_group(domain, [by], ["__count"]))
                if field.get("aggregator"):
                    measure = f"{name}:{field['aggregator']}"
                    self.assertIn(measure, records.formatted_read_group(domain, [], [measure])[0])

    def _search(self, records, described):
        for name, field in described.items():
            if field.get("searchable"):
                with self.subTest(field=name):
                    found = records.search([("id", "in", records.ids), (name, "!=", False)])
                    self.assertLessEqual(found, records)

    def _import_again(self, records, described):
        """What was exported for an import comes back by it and changes nothing."""
        names = [
            name
            for name, field in described.items()
            if not field["readonly"]
            and field.get("exportable", True)
            and field["type"] not in ("one2many", "binary")
        ]
        if not names or not records.has_access("write"):
            return
        before = records.read(names)
        rows = records.export_data(["id", *names])["datas"]
        sheet = [
            [str(cell) if isinstance(cell, (bool, float)) else cell for cell in row] for row in rows
        ]
        result = records.browse().load(["id", *names], sheet)
        self.assertFalse(result["messages"])
        self.assertEqual(result["ids"], records.ids)
        records.invalidate_recordset()
        self.assertEqual(records.read(names), before)

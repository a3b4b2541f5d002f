from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common_resident_data import ResidentDataCommon

ALL = (
    "clerk", "supervisor", "service_manager", "director", "cashier", "general_manager",
    "importer", "accountant", "administrator", "seller",
)  # fmt: skip


@tagged("post_install", "-at_install")
class TestResidentData(ResidentDataCommon):
    """Who sees residents, through every door of the ERP, with the switch on and off."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls._make_accountant()
        cls.sellers = cls.env["res.groups"].create({"name": "Sellers"})
        cls.seller = cls._make_login("seller", "base.group_user")
        cls.seller.group_ids |= cls.sellers
        # whether somebody exports at all is another question
        exporting = cls.env.ref("base.group_allow_export")
        exporting.user_ids |= cls.env["res.users"].concat(
            *(getattr(cls, role) for role in (*ALL, "bare", "worker_user"))
        )
        cls.portal_owner = new_test_user(
            cls.env,
            login=f"13912345678_{cls.company.id}",
            groups="base.group_portal",
            partner_id=cls.owner.id,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.env["res.partner.bank"].create(
            [
                {"acc_number": "6222000", "partner_id": cls.owner.id},
                {"acc_number": "6333000", "partner_id": cls.supplier.id},
            ]
        )

    def _tick(self):
        """What the settings do, without those of every other app."""
        ticked = self.env.ref("convenience_service.group_resident_data_ticked")
        self.sellers.implied_ids |= ticked

    # ------------------------------------------------------------------ off and on

    def test_off_until_somebody_switches_it_on(self):
        self.assertFalse(self.env["res.partner"]._is_resident_data_guarded())
        for role in ("bare", "worker_user", "clerk"):
            with self.subTest(role=role):
                self._sees(getattr(self, role), self.owner)

    def test_off_the_rule_of_contacts_is_the_erps(self):
        domains = self._domains()
        self.assertNotIn("is_resident", str(domains))
        self._guard()
        self.assertIn("is_resident", str(self._domains()))
        self._guard(False)
        self.assertEqual(self._domains(), domains)

    def test_on_who_works_with_residents_has_the_same_rule_as_before(self):
        self._tick()
        roles = [getattr(self, role) for role in ALL]
        before = [self._domains(user) for user in roles]
        self._guard()
        self.assertEqual([self._domains(user) for user in roles], before)

    def _domains(self, user=None):
        rules = self.env["ir.rule"].with_user(user or self.bare)
        return [
            rules._compute_domain(model, mode)
            for model in ("res.partner", "res.users", "res.partner.bank")
            for mode in ("read", "write", "create", "unlink")
        ]

    # ------------------------------------------------------------------ doors

    def test_who_works_with_residents_sees_them(self):
        self._tick()
        self._guard()
        for role in ALL:
            with self.subTest(role=role):
                user = getattr(self, role)
                self._sees(user, self.owner)

    def test_others_see_no_resident_by_any_door(self):
        self._guard()
        for role in ("bare", "worker_user", "seller"):
            with self.subTest(role=role):
                user = getattr(self, role)
                self._does_not_see(user, self.owner)
                self._sees(user, self.supplier)
                others = self.spouse | self.clerk.partner_id | user.partner_id
                seen = others.with_user(user).search([("id", "in", others.ids)])
                self.assertEqual(seen, others - self.spouse)

    def _doors(self, user, partner):
        """What each door gives to somebody who asks for the contact by its name."""
        partners = partner.with_user(user).with_context(allowed_company_ids=self.company.ids)
        named, name = [("name", "=", partner.name)], partner.name
        everybody = partners.browse()
        grouped = everybody.formatted_read_group(named, ["phone"], ["__count"])
        mentioned = everybody.get_mention_suggestions(name, limit=100)
        return {
            "search": partner.id in everybody.search(named).ids,
            "count": bool(everybody.search_count(named)),
            "list": bool(everybody.web_search_read(named, {"phone": {}})["records"]),
            "name_search": partner.id in dict(everybody.name_search(name, limit=100)),
            "name_create": partner.id in everybody.search([("phone", "=", partner.phone)]).ids
            if partner.phone
            else None,
            "group": bool(grouped),
            "mention": partner.id in [found["id"] for found in mentioned.get("res.partner", ())],
        }

    def _acts(self, partner):
        """What is done with a contact whose id is known."""
        return {
            "read": lambda: partner.read(["name", "phone"]),
            "open": lambda: partner.web_read({"name": {}, "child_ids": {"fields": {"name": {}}}}),
            "export": lambda: partner.export_data(["name", "phone"]),
            "copy": lambda: partner.copy_data(),
            "card": lambda: partner._get_vcard_file(),
            "attribute": lambda: partner.phone,
        }

    def _sees(self, user, partner):
        found = self._doors(user, partner)
        self.assertEqual({name for name, seen in found.items() if seen is False}, set())
        for act in self._acts(partner.with_user(user)).values():
            self.env.invalidate_all()
            act()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def _does_not_see(self, user, partner):
        found = self._doors(user, partner)
        self.assertEqual({name for name, seen in found.items() if seen}, set())
        acts = self._acts(partner.with_user(user))
        acts["write"] = lambda: partner.with_user(user).write({"comment": "x"})
        for name, act in acts.items():
            self.env.invalidate_all()
            with self.subTest(act=name), self.assertRaises(AccessError):
                act()

    def test_residents_online_are_not_told_by_their_login(self):
        users = self.env["res.users"].with_user(self.bare)
        named = [("login", "=", self.portal_owner.login)]
        self.assertTrue(users.with_context(allowed_company_ids=self.company.ids).search(named))
        self._guard()
        self.assertFalse(users.search(named))
        self.assertFalse(users.name_search(self.owner.name))
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            self.portal_owner.with_user(self.bare).read(["login"])
        self.assertTrue(users.search([("login", "=", self.clerk.login)]))

    def test_bank_accounts_of_residents(self):
        self._guard()
        accounts = self.env["res.partner.bank"]
        mine = [("partner_id", "in", (self.owner | self.supplier).ids)]
        seen = accounts.with_user(self.bare).search(mine)
        self.assertEqual(seen.mapped("acc_number"), ["6333000"])
        self.assertEqual(len(accounts.with_user(self.accountant).search(mine)), 2)

    def test_customers_online_see_themselves_as_before(self):
        self._guard()
        partners = self.env["res.partner"].with_user(self.portal_owner)
        self.assertEqual(partners.search([]), self.owner | self.spouse)

    def test_a_bare_login_makes_contacts_of_its_own_app(self):
        maker = self._make_login("maker", "base.group_user,base.group_partner_manager")
        self._guard()
        made = self.env["res.partner"].with_user(maker).create({"name": "Customer"})
        made.name = "Customer Two"
        made.copy()
        made.unlink()

    # ------------------------------------------------------------------ the switch

    def test_who_may_switch(self):
        for role in ("bare", "worker_user", "clerk", "director", "cashier", "general_manager"):
            user = getattr(self, role)
            office = self.office.with_user(user)
            with self.subTest(role=role):
                for act in (office.action_guard_resident_data, office.action_leave_resident_data):
                    with self.assertRaisesRegex(AccessError, "administrator|access"):
                        act()
        self.assertFalse(self.env["res.partner"]._is_resident_data_guarded())

    def test_the_office_asks_until_somebody_answers(self):
        administrator = self._make_login(
            "setter", "base.group_system,convenience_service.group_director"
        )
        self.office.user_ids |= administrator
        with Form(self.env["convenience.office"].with_user(administrator)) as office:
            self.assertTrue(office.is_resident_data_open)
            office.name = "New Office"
        office = self.office.with_user(administrator)
        office.action_leave_resident_data()
        self.env.invalidate_all()
        self.assertFalse(office.is_resident_data_open)
        self.assertFalse(self.env["res.partner"]._is_resident_data_guarded())
        office.action_guard_resident_data()
        self.assertTrue(self.env["res.partner"]._is_resident_data_guarded())

    def _save_settings(self, **values):
        settings = self.env["res.config.settings"].with_user(self.administrator)
        settings.create(values).execute()

    def test_the_settings_of_other_apps_decide_nothing(self):
        self._save_settings()
        self.assertFalse(self.env["res.partner"]._is_resident_data_decided())

    def test_the_settings_switch_and_tick(self):
        self._save_settings(
            convenience_resident_data_guarded=True,
            convenience_resident_group_ids=[Command.set(self.sellers.ids)],
        )
        self._does_not_see(self.bare, self.owner)
        self._sees(self.seller, self.owner)
        self._save_settings(convenience_resident_group_ids=[Command.clear()])
        self._does_not_see(self.seller, self.owner)

    def test_a_role_given_and_taken_counts_at_once(self):
        self._guard()
        self._does_not_see(self.bare, self.owner)
        self.bare.group_ids |= self.env.ref("convenience_service.group_clerk")
        self._sees(self.bare, self.owner)
        self.bare.group_ids -= self.env.ref("convenience_service.group_clerk")
        self._does_not_see(self.bare, self.owner)


@tagged("post_install", "-at_install")
class TestResidentDataOverHttp(HttpCase, ResidentDataCommon):
    """The same doors as a browser and other programs come through them."""

    def setUp(self):
        super().setUp()
        self._guard()
        self.authenticate(self.bare.login, self.bare.login)

    def _call(self, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/res.partner/{method}",
            {"model": "res.partner", "method": method, "args": args, "kwargs": kwargs},
        )

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_a_bare_login_gets_no_resident(self):
        both = [("id", "in", (self.owner | self.supplier).ids)]
        found = self._call("search_read", both, ["name"])
        self.assertEqual([partner["name"] for partner in found], [self.supplier.name])
        found = self._call("web_search_read", both, {"phone": {}})
        self.assertEqual(found["length"], 1)
        with self.assertRaisesRegex(Exception, "AccessError|top-secret|Odoo Server Error"):
            self._call("read", self.owner.ids, ["phone"])

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_neither_card_nor_picture(self):
        card = self.url_open(f"/web/partner/vcard?partner_ids={self.owner.id}")
        self.assertNotIn(self.owner.phone, card.text)
        self.assertNotIn(self.owner.name, card.text)
        mine = self.url_open(f"/web/partner/vcard?partner_ids={self.supplier.id}")
        self.assertIn(self.supplier.name, mine.text)
        picture = self.url_open(f"/web/image/res.partner/{self.owner.id}/avatar_128")
        nobody = self.url_open("/web/image/res.partner/0/avatar_128")
        self.assertEqual(picture.content, nobody.content)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_by_the_interface_for_programs(self):
        key = (
            self.env["res.users.apikeys"]
            .with_user(self.bare)
            ._generate("rpc", "test", self.env.cr.now() + timedelta(days=1))
        )
        response = self.url_open(
            "/json/2/res.partner/search_read",
            json={
                "domain": [("id", "in", (self.owner | self.supplier).ids)],
                "fields": ["name"],
            },
            headers={"Authorization": f"Bearer {key}"},
        )
        self.assertEqual([found["name"] for found in response.json()], [self.supplier.name])

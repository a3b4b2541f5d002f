import logging
from ast import literal_eval
from datetime import timedelta

from lxml import etree

from odoo.fields import Command, Domain
from odoo.tests import TransactionCase, freeze_time, tagged
from odoo.tools.safe_eval import safe_eval

from ..drawn import in_soak

ADDON = "convenience_service"
LOGGER = "odoo.addons.convenience_service.demo.convenience_office"
STATES = {"new", "assigned", "in_progress", "done", "signed", "reviewed", "cancelled"}
ROLES = (
    "clerk", "supervisor", "service_manager", "director", "worker", "cashier", "general_manager",
)  # fmt: skip
# what nobody wants to see anything in
# nothing failed, and nobody moved out long ago
EMPTY_MENUS = {
    *("menu_convenience_statement_error", "menu_convenience_erasure"),
    "menu_convenience_loss_case",
    "menu_convenience_evaluation_figure",  # nobody said yet how satisfied the customers are
}
# one's own tasks: of all who have the menu, somebody has some
PERSONAL_MENUS = {
    *("menu_convenience_my_receipts", "menu_convenience_reminder_task"),
    *("menu_convenience_confidential_slip", "menu_convenience_confidential_hearing"),
    *("menu_convenience_followup", "menu_convenience_problem", "menu_convenience_evaluation"),
}


class DemoCase(TransactionCase):
    """The main company, with the chart that the accounting's own demo data give it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.ref("base.main_company")
        if not cls.company.chart_template:
            charts = cls.env["account.chart.template"]
            charts.try_loading("generic_coa", cls.company, install_demo=False)
        cls._forget()

    @classmethod
    def _forget(cls):
        """In a database with demo data another community is made beside the one that is there."""
        names = [("module", "=", ADDON), ("name", "=like", "demo\\_%")]
        known = cls.env["ir.model.data"].search(names)
        for name in known.filtered(lambda name: name.model == "res.users"):
            cls.env["res.users"].browse(name.res_id).login += " before"
        for office in cls.env["convenience.office"].search([("company_id", "=", cls.company.id)]):
            office.name += " before"
            for worker in cls.env["convenience.worker"].search([("office_id", "=", office.id)]):
                worker.number += " before"
        known.unlink()
        cls.env.registry.clear_cache()

    @classmethod
    def _load(cls):
        cls.env["convenience.office"]._load_demo()
        cls.office = cls.env.ref(f"{ADDON}.demo_office")

    @classmethod
    def _own(cls, model):
        """The records of the demo's office."""
        return cls.env[model].search([("office_id", "=", cls.office.id)])

    def _booked(self, purpose):
        """What the ledger holds for residents."""
        account = self.company._convenience_fund_account(purpose)
        ((balance,),) = self.env["account.move.line"]._read_group(
            [("account_id", "=", account.id), ("parent_state", "=", "posted")],
            aggregates=["balance:sum"],
        )
        return round(-(balance or 0.0), 2)

    def _settled_and_waiting(self):
        """The settled month and the one on the cashier's desk."""
        settled, waiting = self._own("convenience.settlement").sorted("date_to")
        self.assertEqual((settled.state, waiting.state), ("done", "reviewed"))
        self.assertEqual(waiting.date_from, settled.date_to + timedelta(days=1))
        return settled, waiting

    def _assert_whole(self):
        """A request in every state, an invoiced month, and lists that are the ledger."""
        self.assertEqual(set(self._own("convenience.request").mapped("state")), STATES)
        settled, _waiting = self._settled_and_waiting()
        invoices = settled.statement_ids.invoice_id
        self.assertEqual(len(invoices), len(settled.statement_ids))
        self.assertEqual(set(invoices.mapped("state")), {"posted"})
        self.assertEqual(set(invoices.mapped("invoice_date")), {settled.date_to})
        self.assertEqual(
            invoices.mapped("amount_total"), settled.statement_ids.mapped("amount_total")
        )
        for purpose, model, held in (
            ("prepayment", "convenience.wallet", "balance"),
            ("deposit", "convenience.deposit", "amount_held"),
            ("entrusted", "convenience.entrusted", "amount_received"),
        ):
            records = self.env[model].search([("company_id", "=", self.company.id)])
            amount = round(sum(records.mapped(held)), 2)
            self.assertGreater(amount, 0.0)
            self.assertEqual(amount, self._booked(purpose))


@tagged("post_install", "-at_install")
class TestDemo(DemoCase):
    """The community that the addon brings along in databases with demo data."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._load()

    def test_whole(self):
        self._assert_whole()

    def test_free_and_paid(self):
        requests = self._own("convenience.request")
        for state in ("new", "done", "reviewed"):
            charged = requests.filtered(lambda request, state=state: request.state == state)
            charging = charged.line_ids.product_id.mapped("convenience_charging")
            self.assertEqual(set(charging), {"free", "paid"}, state)

    def test_one_bill_is_paid_with_a_receipt(self):
        settled, _waiting = self._settled_and_waiting()
        paid = settled.statement_ids.filtered(lambda bill: bill.amount_residual == 0)
        self.assertEqual(len(paid), 1)
        self.assertEqual(paid.invoice_id.payment_state, "paid")
        self.assertEqual(paid.receipt_line_ids.receipt_id.state, "posted")
        self.assertEqual(paid.receipt_line_ids.receipt_id.amount, paid.amount_total)

    def test_prepaid_work_is_paid_from_the_wallet(self):
        bill = self._own("convenience.statement").filtered(lambda bill: bill.kind == "prepaid")
        self.assertEqual((bill.state, bill.amount_residual), ("invoiced", 0.0))
        residents = self._own("convenience.occupancy").partner_id
        wallets = self.env["convenience.wallet"].search([("partner_id", "in", residents.ids)])
        self.assertEqual(sum(wallets.mapped("used")), bill.amount_total)
        self.assertGreater(sum(wallets.mapped("reserved")), 0.0)

    def test_visits_are_made_ahead(self):
        lines = self._own("convenience.agreement").line_ids
        active = lines.filtered(lambda line: line.state == "active")
        self.assertTrue(active)
        for line in active:
            self.assertTrue(line.visit_ids, line.display_name)

    def test_moves_are_those_of_the_roles(self):
        """Nobody made a move that their role does not have; the system made its own only."""
        names = {self.env.ref(f"{ADDON}.demo_user_{role}") for role in ROLES}
        for log in self._own("convenience.move.log"):
            moves = self.env[log.res_model]._workflow_moves()
            groups = [
                {*move.groups}
                for move in moves
                if (move.source, move.target) == (log.state_from, log.state_to)
            ]
            own = {
                group for group in set().union(*groups) if log.user_id.has_group(f"{ADDON}.{group}")
            }
            by_system = set() in groups or log.state_from == log.state_to
            self.assertTrue(log.user_id in names and own or by_system, log.name)

    def test_nobody_is_written_to(self):
        residents = self._own("convenience.occupancy").partner_id
        mails = self.env["mail.mail"].search([("recipient_ids", "in", residents.ids)])
        self.assertFalse(mails)

    def test_no_menu_is_empty(self):
        """Each role finds something in each of its menus, with the filters that are on."""
        found, empty = set(), []
        for role in ROLES:
            user = self.env.ref(f"{ADDON}.demo_user_{role}")
            env = self.env(user=user.id, su=False, context={"uid": user.id, "lang": "en_US"})
            for name, menu in self._menus(env).items():
                if self._first_records(env, menu.action):
                    found.add(name)
                else:
                    empty.append((role, name))
        missed = [
            (role, name) for role, name in empty if name not in found or name not in PERSONAL_MENUS
        ]
        self.assertEqual({name for _role, name in missed}, EMPTY_MENUS, missed)
        self.assertGreater(len(found), 40)

    def _menus(self, env):
        """Return {name: menu} of what a role opens records with; wizards ask first."""
        root = self.env.ref(f"{ADDON}.menu_convenience_root")
        menus = env["ir.ui.menu"].search([("id", "child_of", root.id)]).sudo()
        visible = env["ir.ui.menu"]._visible_menu_ids()
        return {
            menu.get_external_id()[menu.id].partition(".")[2]: menu
            for menu in menus
            # other addons of ours bring menus and no demo
            if menu.id in visible
            and menu.get_external_id()[menu.id].startswith(f"{ADDON}.")
            and menu.action
            and menu.action.type == "ir.actions.act_window"
            and not env[menu.action.res_model]._transient
        }

    def _first_records(self, env, action):
        """What the list of an action shows when it is opened."""
        context = safe_eval(action.context or "{}", {"uid": env.uid})
        domain = Domain(safe_eval(action.domain or "[]", {"uid": env.uid}))
        model = env[action.res_model].with_context(**context)
        view = model.get_view(action.search_view_id.id or None, "search")
        for node in etree.fromstring(view["arch"]).iter("filter"):
            if context.get(f"search_default_{node.get('name')}") and node.get("domain"):
                domain &= Domain(self._filter_domain(env, node.get("domain")))
        return model.search(domain, limit=1)

    def _filter_domain(self, env, text):
        try:
            return literal_eval(text)
        except ValueError:
            return safe_eval(text, {"uid": env.uid})

    def test_second_load_adds_nothing(self):
        before = self._counts()
        with self.assertLogs(LOGGER, logging.INFO) as logs:
            self._load()
        self.assertIn("its office is there already", "".join(logs.output))
        self.assertEqual(self._counts(), before)

    def _counts(self):
        kinds = ("account.move", "account.payment", "hr.employee", "res.partner", "res.users")
        own = [name for name in self.env if name.startswith("convenience.")]
        return {
            name: self.env[name].with_context(active_test=False).search_count([])
            for name in (*kinds, *own)
            if self.env[name]._auto and not self.env[name]._transient
        }

    def test_demo_of_the_accounting_leaves_items_alone(self):
        """It puts a tax on products that is added to their price, which items refuse."""
        charts = self.env["account.chart.template"].with_company(self.company)
        products = charts._get_demo_data_products(self.company)
        self.assertNotIn(f"{ADDON}.item_bulb_replacement", products["product.template"])
        exported = self.env.ref(f"{ADDON}.item_taxi_call").product_variant_id
        exported.export_data(["id"])
        products = charts._get_demo_data_products(self.company)
        names = exported._get_external_ids()[exported.id]
        self.assertTrue(names)
        self.assertFalse({*names} & products["product.product"].keys())


@tagged("post_install", "-at_install")
class TestDemoDays(DemoCase):
    """It is loaded on any day of the year, whatever the day of the month."""

    def _assert_loaded_on(self, settled_until):
        self._load()
        self._assert_whole()
        settled, _waiting = self._settled_and_waiting()
        self.assertEqual(str(settled.date_to), settled_until)
        prices = self._own("convenience.tariff").filtered(lambda tariff: tariff.kind == "annual")
        self.assertLessEqual(prices.date_start, settled.date_from)
        self.assertEqual(prices.state, "approved")

    @in_soak
    @freeze_time("2027-01-31 03:00:00")
    def test_last_of_january(self):
        self._assert_loaded_on("2026-11-30")

    @in_soak
    @freeze_time("2028-02-29 15:30:00")
    def test_leap_day_at_night(self):
        self._assert_loaded_on("2027-12-31")

    @freeze_time("2027-12-31 17:00:00")
    def test_new_year_at_the_office(self):
        """In Shanghai it is the first of January already."""
        self._assert_loaded_on("2027-11-30")


@tagged("post_install", "-at_install")
class TestDemoLeftOut(DemoCase):
    """It stays out of books that are somebody's."""

    def _assert_left_out(self, reason):
        before = self.env["convenience.office"].search_count([])
        with self.assertLogs(LOGGER, logging.INFO) as logs:
            self.env["convenience.office"]._load_demo()
        self.assertIn(reason, "".join(logs.output))
        self.assertEqual(self.env["convenience.office"].search_count([]), before)

    def test_no_chart(self):
        self.company.chart_template = False
        self._assert_left_out("no chart of accounts")

    def test_entries_on_another_chart(self):
        account = self.env["account.account"].search(
            [("company_ids", "in", self.company.ids), ("account_type", "=", "expense")], limit=1
        )
        line = {"account_id": account.id, "name": "Entry"}
        self.env["account.move"].with_company(self.company).create(
            {
                "move_type": "entry",
                "line_ids": [
                    Command.create({**line, "debit": 1.0}),
                    Command.create({**line, "credit": 1.0}),
                ],
            }
        )
        self.company.chart_template = "cn"
        self._assert_left_out("has entries on the chart cn")

from datetime import date, datetime, timedelta

from lxml import etree

from odoo import fields
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from ..common import ROLES, ConvenienceCommon

# Who sees which menu, the first of a role being where its day starts.
DESK = ("clerk", "supervisor", "service_manager", "director")
MANAGERS = ("service_manager", "director")
OFFICE = (*DESK, "cashier", "general_manager")
READERS = (*DESK, "general_manager")
MENUS = {
    "my_jobs": ("worker_user",),
    "job_offer": ("worker_user",),
    "worker_board": DESK,
    "dispatch_rule": ("supervisor", *MANAGERS),
    "certificate": ("supervisor", *MANAGERS),
    "to_approve": ("general_manager",),
    "notice": (*DESK, "general_manager"),
    "notice_posting": (*DESK, "general_manager"),
    "notice_place": (*MANAGERS, "general_manager"),
    "handbook_chapter": (*MANAGERS, "general_manager"),
    "to_accept": ("cashier",),
    "unpaid": ("cashier",),
    "to_collect": ("cashier",),
    "handover_to_accept": ("cashier",),
    "my_receipts": DESK,
    "handover": READERS,
    "receipt_held": (*MANAGERS, "cashier", "general_manager"),
    "takings": (*MANAGERS, "cashier", "general_manager"),
    "cash_book": (*MANAGERS, "cashier", "general_manager"),
    "till": ("director", "general_manager"),
    "payer_account": ("cashier", "general_manager"),
    "payer_account_accounting": ("cashier", "general_manager"),
    "overview": (*DESK, "general_manager"),
    "desk": (*DESK, "general_manager"),
    "enquiry": (*DESK, "general_manager"),
    "complaint": (*DESK, "general_manager"),
    "demand": (*DESK, "general_manager"),
    "duty": (*DESK, "general_manager"),
    "request": OFFICE,
    "agreements": OFFICE,
    "agreement": OFFICE,
    "agreement_line": OFFICE,
    "agreement_list": OFFICE,
    "merge_proposal": OFFICE,
    "erasure": ("director", "general_manager"),
    "merge_proposal_accounting": ("cashier",),
    "free": READERS,
    "loan": READERS,
    "key": READERS,
    "kit": READERS,
    "kit_line": READERS,
    "kit_move": (*MANAGERS, "general_manager"),
    "activity": READERS,
    "loan_item": (*MANAGERS, "general_manager"),
    "aftercare": (*READERS, "worker_user"),
    "office_quality": (*MANAGERS, "general_manager"),
    "complaint_category": ("director", "general_manager"),
    "complaint_term": ("director", "general_manager"),
    "fixed_cost": (*MANAGERS, "general_manager"),
    "followup": READERS,
    "followup_round": READERS,
    "followup_policy": ("director", "general_manager"),
    "loss_case": (*MANAGERS, "general_manager"),
    "problem": READERS,
    "evaluation": (*READERS, "worker_user"),
    "evaluation_figure": (*MANAGERS, "general_manager"),
    "evaluation_grade": ("director", "general_manager"),
    "rates": (*MANAGERS, "general_manager"),
    "rate_target": ("director", "general_manager"),
    "economics": (*MANAGERS, "general_manager"),
    "quotation": DESK,
    "billing": OFFICE,
    "settlement": (*MANAGERS, "cashier", "general_manager"),
    "statement": OFFICE,
    "receipt": OFFICE,
    "prepayment": (*DESK, "cashier"),
    "wallet": ("cashier", "general_manager"),
    "deposit": OFFICE,
    "entrusted": OFFICE,
    "held_report": (*MANAGERS, "cashier", "general_manager"),
    "take_over": MANAGERS,
    "settlement_waiting": (*MANAGERS, "cashier", "general_manager"),
    "statement_error": ("cashier",),
    "cash_desk": OFFICE,
    "collection": OFFICE,
    "reminder_task": DESK,
    "reminder": OFFICE,
    "reminder_stop": ("supervisor", *MANAGERS, "general_manager"),
    "reminder_step": ("director", "general_manager"),
    "aged_statement": (*MANAGERS, "cashier", "general_manager"),
    "aged_report": (*MANAGERS, "cashier", "general_manager"),
    "tax_invoice": OFFICE,
    "provider_bill": (*MANAGERS, "cashier", "general_manager"),
    "provider_billing": ("cashier",),
    "provider_rate": (*MANAGERS, "general_manager"),
    "commission_rule": (*MANAGERS, "general_manager"),
    "commission_sheet": (*MANAGERS, "general_manager"),
    "prices": OFFICE,
    "tariff_line": OFFICE,
    "tariff": (*MANAGERS, "general_manager"),
    "annual_round": (*MANAGERS, "general_manager"),
    "practice": ("supervisor", *MANAGERS, "general_manager"),
    "delegation": ("director", "general_manager"),
    "residents": OFFICE,
    "unit": OFFICE,
    "resident": OFFICE,
    "occupancy": (*DESK, "general_manager"),
    "move_out": OFFICE,
    "release": ("director", "general_manager"),
    "reporting": ("supervisor", *MANAGERS, "cashier", "general_manager"),
    "desk_report": ("supervisor", *MANAGERS, "general_manager"),
    "day_sheet": ("supervisor", *MANAGERS, "general_manager"),
    "month_report": (*MANAGERS, "cashier", "general_manager"),
    "service_analysis": ("supervisor", *MANAGERS, "cashier", "general_manager"),
    "free_services": ("supervisor", *MANAGERS, "general_manager"),
    "confidential": ("director", "general_manager"),
    "confidential_slip": DESK,
    "confidential_hearing": (*OFFICE, "worker_user"),
    "suspicion_word": ("director", "general_manager"),
    "handin": READERS,
    "praise": READERS,
    "round_finding": READERS,
    "office_document": (*OFFICE, "worker_user"),
    "configuration": (*DESK, "general_manager"),
    "office": ("director", "general_manager"),
    "worker": (*DESK, "general_manager"),
    "item": (*MANAGERS, "general_manager"),
    "customer_type": ("director",),
    "import": MANAGERS,
}
START = {
    "worker_user": "my_jobs",
    "general_manager": "to_approve",
    "cashier": "to_accept",
    **dict.fromkeys(DESK, "overview"),
}
MULTI_RECORD_VIEWS = ("list", "kanban")
ANALYSIS_VIEWS = ("pivot", "graph")


@tagged("post_install", "-at_install")
class TestViews(ConvenienceCommon):
    """Each role sees its menus and no others, and every screen behind them opens for it."""

    def _menus_of(self, user):
        """Return {name without prefix: menu} of the application, as the user sees it, in order."""
        Menu = self.env["ir.ui.menu"].with_user(user)
        menus = Menu.sudo().search([("id", "in", list(Menu._visible_menu_ids()))])
        names = menus.get_external_id()
        prefix = "convenience_service.menu_convenience_"
        return {
            names[menu.id].removeprefix(prefix): menu
            for menu in menus
            if names[menu.id].startswith(prefix)
        }

    def test_menus_by_role(self):
        for role, user in self.users.items():
            with self.subTest(role=role):
                expected = {menu for menu, roles in MENUS.items() if role in roles}
                self.assertEqual(self._menus_of(user).keys() - {"root"}, expected)

    def test_day_starts_where_it_should(self):
        for role, user in self.users.items():
            with self.subTest(role=role):
                menus = self._menus_of(user)
                top = [menu for menu in menus.values() if menu.parent_id == menus["root"]]
                self.assertEqual(min(top, key=lambda menu: menu.sequence), menus[START[role]])

    def test_table_names_every_role(self):
        self.assertEqual(set().union(*MENUS.values()), set(ROLES))

    def test_every_screen_opens(self):
        self._fill_office()
        for role, user in self.users.items():
            for name, menu in self._menus_of(user).items():
                if menu.action:
                    with self.subTest(role=role, menu=name):
                        self._open(menu.action.with_user(user).sudo(), user)

    def test_screens_behind_buttons_open(self):
        """Wizards and lists that no menu leads to."""
        self._fill_office()
        settlement = self.env["convenience.settlement"].search([], limit=1)
        request_line = self.env["convenience.request.line"].search([], limit=1)
        for role, action, active in (
            ("clerk", "request_new", self.office),
            ("director", "price_correction", request_line),
            ("cashier", "settlement_services", settlement),
            ("service_manager", "settlement_services", settlement),
            ("general_manager", "settlement_services", settlement),
        ):
            with self.subTest(role=role, action=action):
                record = self.env.ref(f"convenience_service.action_convenience_{action}")
                self._open(record, self.users[role], active_id=active.id)

    def test_overview_figures_open_their_requests(self):
        self._fill_office()
        figures = self.office._request_count_domains()
        for role in (*DESK, "general_manager"):
            office = self.office.with_user(self.users[role])
            for figure in figures:
                with self.subTest(role=role, figure=figure):
                    action = office.with_context(figure=figure).action_open_requests()
                    found = office.env["convenience.request"].search_count(action["domain"])
                    self.assertTrue(found)
                    self.assertEqual(found, office[figure])

    def test_invoice_shows_its_statement(self):
        self._october()
        invoice = self._invoice(self._settlement()).statement_ids.invoice_id
        for role in ("cashier", "general_manager"):
            with self.subTest(role=role):
                self._read_form(invoice.with_user(self.users[role]))
                action = invoice.with_user(self.users[role]).action_open_convenience_statement()
                self.assertEqual(action["res_id"], invoice.convenience_statement_id.id)

    def test_accountant_without_our_roles_opens_the_invoice(self):
        self._october()
        invoice = self._invoice(self._settlement()).statement_ids.invoice_id
        accountant = self._make_user("accountant", self.company, "group_cashier")
        accountant.group_ids = self.env.ref("account.group_account_manager")
        self._read_form(invoice.with_user(accountant))

    def test_worker_opens_own_job_on_the_desks_form(self):
        """A link in a message leads to the form of the desk, not to the worker's own."""
        job = self._advance(self._request(), "in_progress")
        self._read_form(job.with_user(self.worker_user))

    def test_signing_as_the_customer_fills_in_the_name(self):
        job = self._advance(self._request(), "done").with_user(self.worker_user)
        form = Form(job, "convenience_service.convenience_request_view_form_worker")
        form.signed_relation = "self"
        self.assertEqual(form.signed_name, self.owner.name)

    def test_price_correction_starts_at_the_price_that_is(self):
        line = self._request().line_ids
        wizard = (
            self.env["convenience.price.correction"]
            .with_user(self.director)
            .create({"line_id": line.id, "reason": "Looked at it"})
        )
        self.assertEqual(wizard.price, 80.0)

    def test_registering_shows_price_and_people_before_saving(self):
        values = self._onchange_of_unit(self.unit)
        self.assertEqual(values["customer_id"]["id"], self.owner.id)
        self.assertEqual(values["phone"], self.owner.phone)
        request = (
            self.env["convenience.request"]
            .with_user(self.clerk)
            .new({"unit_id": self.unit.id, "office_id": self.office.id})
        )
        self.assertEqual(request.offered_item_ids._origin, self.drain | self.bulb | self.taxi)
        self.assertEqual(request.staff_ids._origin, self.worker.employee_id)
        line = self.env["convenience.request.line"].new(
            {"request_id": request, "product_id": self.drain.id, "quantity": 2}
        )
        line._onchange_product_id()
        self.assertEqual(line.amount, 160.0)

    def test_of_several_residents_nobody_is_taken_for_the_caller(self):
        self._make_household("1", "101", "Tenant", role="tenant", settlement_mode="prepaid")
        self.assertFalse(self._onchange_of_unit(self.unit).get("customer_id"))

    def test_item_not_offered_to_the_type_is_not_proposed(self):
        shop = self._make_household("2", "1", "Shop", customer_type=self.shop)[0]
        car = self._make_item("Car Wash", 6)
        amendment = self._make_tariff(
            self.office,
            self.office._today(),
            [(car, 30.0, {"customer_type_id": self.residence.id})],
            kind="amendment",
        )
        self._approve(amendment)
        request = self.env["convenience.request"].with_user(self.clerk).new({"unit_id": shop.id})
        request._onchange_unit_id()
        self.assertNotIn(car, request.offered_item_ids._origin)
        request.unit_id = self.unit
        self.assertIn(car, request.offered_item_ids._origin)

    def test_price_list_shows_what_holds_today(self):
        today = self.office._today()
        later = self._make_tariff(
            self.office, today + timedelta(days=10), [(self.drain, 99.0)], kind="amendment"
        )
        now = self._make_tariff(self.office, today, [(self.bulb, 12.0)], kind="amendment")
        for tariff in (later, now):
            self._approve(tariff)
        lines = self.env["convenience.tariff.line"].with_user(self.clerk)
        in_force = lines.search([("is_in_force", "=", True), ("office_id", "=", self.office.id)])
        self.assertEqual(
            {line.product_id: line.price for line in in_force},
            {self.drain: 80.0, self.bulb: 12.0, self.taxi: 0.0},
        )
        self.assertEqual(later.line_ids.price_now, 80.0)

    def test_lists_cost_no_query_a_row(self):
        rows = 12
        self._past_requests(
            [
                {
                    "unit": unit,
                    "customer": owner,
                    "registered": datetime(2026, 10, 5, 1),
                    "done": datetime(2026, 10, 5, 3),
                }
                for unit, owner in (
                    self._make_household("7", str(number), f"Owner {number}")
                    for number in range(rows)
                )
            ]
        )
        self._invoice(self._settlement())
        for name in ("request", "statement", "resident", "unit", "occupancy", "service_analysis"):
            with self.subTest(action=name):
                action = self.env.ref(f"convenience_service.action_convenience_{name}")
                self._count_queries(action, rows)  # what is cached once is not the question
                few, many = self._count_queries(action, 1), self._count_queries(action, rows)
                self.assertLess(many - few, rows - 1)

    def test_units_sort_by_number(self):
        for building, number in (("10", "1"), ("2", "1001"), ("2", "101")):
            self._make_household(building, number, f"Owner {building}-{number}")
        units = self.env["convenience.unit"].search([("office_id", "=", self.office.id)])
        self.assertEqual(units.mapped("name"), ["1-101", "2-101", "2-1001", "10-1"])

    # ------------------------------------------------------------------ helpers

    def _fill_office(self):
        """Something in every state, so that every screen has what to read."""
        for state in ("new", "assigned", "in_progress", "done", "signed", "reviewed"):
            request = self._request()
            if state != "new":
                self._advance(request, state)
        self._advance(self._request(items=[(self.taxi, 1)]), "done")
        late = self._advance(self._request(), "assigned")
        late._write_guarded({"finish_by": fields.Datetime.now() - timedelta(days=1)})
        self._request().with_user(self.clerk).action_cancel(reason="No longer wanted")
        self._october()
        self._invoice(self._settlement())
        self._october(day=20)
        settlement = self._settlement(date(2026, 11, 30))
        self._confirm(settlement)
        settlement.statement_ids._write_guarded({"error": "No receivable account."})
        self._october(day=25)
        self._make_tariff(self.office, date(2027, 1, 1), [(self.drain, 90.0)])
        self._approve(
            self._make_tariff(self.office, date(2027, 2, 1), [(self.drain, 95.0)], kind="amendment")
        ).notice_ids.with_user(self.service_manager).action_publish()
        self.env["convenience.office.document"].create(
            {"name": "Rules", "office_id": self.office.id}
        ).with_user(self.worker_user).action_acknowledge()

    def _open(self, action, user, active_id=False):
        """Do what the client does when the user opens the action."""
        if action.type == "ir.actions.server":
            opened = action.with_user(user).run()
            action = self.env["ir.actions.act_window"].browse(opened["id"])
        context = {"uid": user.id, "active_id": active_id, "allowed_company_ids": self.company.ids}
        context.update(safe_eval(action.context or "{}", dict(context)))
        model = self.env[action.res_model].with_user(user).with_context(**context)
        domain = safe_eval(action.domain or "[]", dict(context))
        wanted = [(view_id, mode) for view_id, mode in action.views]
        views = model.get_views([*wanted, (action.search_view_id.id, "search")])["views"]
        self._search(model, domain, views["search"]["arch"])
        for _view_id, mode in wanted:
            arch = etree.fromstring(views[mode]["arch"])
            if mode in MULTI_RECORD_VIEWS:
                model.web_search_read(domain, self._specification(model, arch), limit=80)
            elif mode in ANALYSIS_VIEWS:
                self._analyse(model, domain, arch)
            else:
                self._fill_form(model, domain, arch)

    def _count_queries(self, action, limit):
        model = self.env[action.res_model].with_user(self.clerk)
        view_id = {mode: view_id for view_id, mode in action.views}["list"]
        arch = etree.fromstring(model.get_views([(view_id, "list")])["views"]["list"]["arch"])
        specification = self._specification(model, arch)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        found = model.web_search_read(safe_eval(action.domain or "[]"), specification, limit=limit)
        self.assertEqual(len(found["records"]), limit)
        return self.env.cr.sql_log_count - before

    def _search(self, model, domain, arch):
        """Press every filter and every grouping of the search view."""
        for node in etree.fromstring(arch).iter("filter"):
            if node.get("domain"):
                model.search_count(
                    domain + safe_eval(node.get("domain"), {"uid": model.env.uid}), limit=1
                )
            group_by = safe_eval(node.get("context") or "{}").get("group_by")
            if group_by:
                model.formatted_read_group(domain, [group_by], ["__count"])

    def _analyse(self, model, domain, arch):
        nodes = [node for node in arch if node.tag == "field" and not node.get("invisible")]
        measures = [f"{node.get('name')}:sum" for node in nodes if node.get("type") == "measure"]
        for node in nodes:
            if node.get("type") != "measure":
                interval = f":{node.get('interval')}" if node.get("interval") else ""
                model.formatted_read_group(
                    domain, [node.get("name") + interval], ["__count", *measures]
                )

    def _fill_form(self, model, domain, arch):
        specification = self._specification(model, arch)
        record = model.search(domain, limit=1)
        if record:
            record.web_read(specification)
        if model.has_access("create") and arch.get("create") not in ("0", "false"):
            model.onchange({}, [], specification)

    def _read_form(self, record):
        arch = etree.fromstring(record.get_views([(False, "form")])["views"]["form"]["arch"])
        record.web_read(self._specification(record, arch))

    def _specification(self, model, arch):
        """Return what the client asks for: the view's fields, and those of the views inside it."""
        result = {}
        for node in self._own_fields(arch):
            field = model._fields[node.get("name")]
            if field.type == "many2one":
                result[field.name] = {"fields": {"display_name": {}}}
            elif field.relational:
                comodel = model.env[field.comodel_name]
                views = [view for view in node if view.tag in ("list", "kanban", "form")]
                inner = {"display_name": {}}
                for view in views:
                    inner.update(self._specification(comodel, view))
                result[field.name] = {"fields": inner}
            else:
                result[field.name] = {}
        return result

    def _own_fields(self, arch):
        for node in arch:
            if node.tag == "field":
                yield node
            else:
                yield from self._own_fields(node)

    def _onchange_of_unit(self, unit):
        model = self.env["convenience.request"].with_user(self.clerk)
        arch = etree.fromstring(model.get_views([(False, "form")])["views"]["form"]["arch"])
        specification = self._specification(model, arch)
        return model.onchange({"unit_id": unit.id}, ["unit_id"], specification)["value"]

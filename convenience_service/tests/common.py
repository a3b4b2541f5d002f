from datetime import date, datetime

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

CHART = "cn"
ROLES = {
    "clerk": "group_clerk",
    "supervisor": "group_supervisor",
    "service_manager": "group_service_manager",
    "director": "group_director",
    "worker_user": "group_worker",
    "cashier": "group_cashier",
    "general_manager": "group_general_manager",
}

# charts of which a company is kept that has no books yet
SPARE_CHARTS = (CHART, "cn_large_bis", "generic_coa")

# module of the external ids by which a class finds what is made once for all, and their names
WORLD = "__convenience_test__"
NAMED = (
    *("company", *ROLES, "importer", "department", "office", "worker"),
    *("drain", "bulb", "taxi", "tariff", "unit", "owner"),
)

# one white pixel, as a photo
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/58BAwAI/AL+3YqXOwAAAABJRU5ErkJg"
    "gg=="
)


def signed_paper(name="Owner"):
    """What the desk enters from a signed paper: who signed, and the scan."""
    return {
        "signed_name": name,
        "signed_on_paper": True,
        "photo_ids": [Command.create({"kind": "paper", "image": PIXEL})],
    }


class ConvenienceCommon(TransactionCase):
    """One office of a Chinese company, with one user for each role and an approved tariff.

    `chart` is the chart of accounts; `rates` says what it has for the tax rates of the items.
    """

    chart = CHART
    rates = {}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._enter(cls.env)
        cls._find_world() or cls._make_world()
        cls.env.user.company_ids |= cls.company
        cls.env.user.company_id = cls.company
        cls.users = {role: getattr(cls, role) for role in ROLES}
        cls.residence = cls.env.ref("convenience_service.customer_type_residence")
        cls.office_type = cls.env.ref("convenience_service.customer_type_office")
        cls.shop = cls.env.ref("convenience_service.customer_type_shop")
        cls.owner_occupancy = cls.unit.occupancy_ids

    @classmethod
    def _enter(cls, env):
        # messages are not what these tests are about, and are slow
        cls.env = env(
            context={
                **env.context,
                "lang": "en_US",
                "tracking_disable": True,
                "mail_create_nolog": True,
            }
        )

    # ------------------------------------------------------------------ world

    @classmethod
    def keep_world(cls, env):
        """Make the world in a database for good, where every class with its chart finds it.

        The caller commits. Classes run as well, only slower, where this was never done.
        """
        cls._enter(env)
        companies, company = env.user.company_ids, env.user.company_id
        cls._make_world()
        kept = {name: getattr(cls, name) for name in NAMED}
        for chart in SPARE_CHARTS:
            kept[f"spare_{chart}"] = cls._load_company(f"Spare ({chart})", chart)
        # at the end of the transaction each company would be given the chart of its country
        env.cr.precommit.clear()
        # each class enters the company by itself
        env.user.write({"company_id": company.id, "company_ids": [Command.set(companies.ids)]})
        env["ir.model.data"].create(
            [
                {
                    "module": WORLD,
                    "name": name,
                    "model": record._name,
                    "res_id": record.id,
                    "noupdate": True,
                }
                for name, record in kept.items()
            ]
        )

    @classmethod
    def _find_world(cls):
        """Take what `keep_world` made; return whether it is there and what this class needs."""
        if cls.chart != CHART or cls.rates:
            return False
        found = {name: cls.env.ref(f"{WORLD}.{name}", raise_if_not_found=False) for name in NAMED}
        if not all(found.values()):
            return False
        for name, record in found.items():
            setattr(cls, name, record)
        return True

    @classmethod
    def _make_world(cls):
        # no two companies have the same name, and the one with CHART may be kept
        chart = "" if cls.chart == CHART else f" ({cls.chart})"
        cls.company = cls._make_company(f"Garden Property Management{chart}")
        cls.env.user.company_id = cls.company
        users = cls.env["res.users"]
        for role in ROLES:
            user = cls._make_user(role, cls.company)
            setattr(cls, role, user)
            users |= user
        cls.importer = cls._make_user(
            "importer", cls.company, "group_sheet_import", "group_director"
        )
        cls.department = cls.env["hr.department"].create(
            {"name": "Engineering", "company_id": cls.company.id}
        )
        cls.office = cls._make_office("JK Garden", cls.company, users | cls.importer)
        cls.worker = cls._make_worker("W1", cls.worker_user)
        cls.drain = cls._make_item("Drain Unblocking", 6)
        cls.bulb = cls._make_item("Bulb Change", 13)
        cls.taxi = cls._make_item("Taxi Booking", 0, convenience_charging="free")
        cls.tariff = cls._make_tariff(
            cls.office, date(2026, 1, 1), [(cls.drain, 80.0), (cls.bulb, 10.0), (cls.taxi, 0.0)]
        )
        cls._approve(cls.tariff)
        cls.unit, cls.owner = cls._make_household("1", "101", "Owner One")

    # ------------------------------------------------------------------ ground

    @classmethod
    def _make_company(cls, name):
        """A company with the class's chart: the one kept, as loading a chart takes seconds."""
        spare = cls.env.ref(f"{WORLD}.spare_{cls.chart}", raise_if_not_found=False)
        if spare and spare.name == f"Spare ({cls.chart})":
            cls.env.user.company_ids |= spare
            spare.name = name
            return spare
        return cls._load_company(name, cls.chart)

    @classmethod
    def _load_company(cls, name, chart):
        company = cls.env["res.company"].create(
            {
                "name": name,
                "country_id": cls.env.ref("base.cn").id,
                "currency_id": cls.env.ref("base.CNY").id,
            }
        )
        cls.env.user.company_ids |= company
        cls.env["account.chart.template"].try_loading(chart, company, install_demo=False)
        return company

    @classmethod
    def _make_user(cls, login, company, *groups):
        groups = groups or (ROLES[login],)
        return new_test_user(
            cls.env,
            login=f"{login}_{company.id}",
            groups=",".join(f"convenience_service.{group}" for group in groups),
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
            tz="Asia/Shanghai",
            lang="en_US",
        )

    @classmethod
    def _make_accountant(cls):
        """Somebody with the ERP's accounting rights and no role of ours."""
        return new_test_user(
            cls.env,
            login=f"accountant_{cls.company.id}",
            groups="account.group_account_manager",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def _make_office(cls, name, company, users):
        return cls.env["convenience.office"].create(
            {
                "name": name,
                "company_id": company.id,
                "user_ids": [Command.set(users.ids)],
                "tz": "Asia/Shanghai",
                "resource_calendar_id": company.resource_calendar_id.id,
            }
        )

    @classmethod
    def _make_worker(cls, number, user, office=None):
        office = office or cls.office
        employee = cls.env["hr.employee"].create(
            {
                "name": f"Worker {number}",
                "user_id": user.id if user else False,
                "company_id": office.company_id.id,
            }
        )
        return cls.env["convenience.worker"].create(
            {"employee_id": employee.id, "office_id": office.id, "number": number}
        )

    @classmethod
    def _make_item(cls, name, rate, company=None, **values):
        rate = cls.rates.get(rate, rate)
        tax = cls.env["account.tax"]._convenience_included_tax(company or cls.company, rate)
        return (
            cls.env["product.template"]
            .create(
                {
                    "name": name,
                    "is_convenience": True,
                    "type": "service",
                    "categ_id": cls.env.ref("convenience_service.product_category_repair").id,
                    "taxes_id": [Command.set(tax.ids)],
                    **values,
                }
            )
            .product_variant_id
        )

    @classmethod
    def _make_tariff(cls, office, day, prices, **values):
        """A draft tariff; `prices` are (item, price) or (item, price, more line values)."""
        return cls.env["convenience.tariff"].create(
            {
                "office_id": office.id,
                "date_start": day,
                "year": day.year,
                "meeting_date": day,
                "meeting_partner_ids": [Command.set(cls.director.partner_id.ids)],
                "necessity": "Residents ask for it.",
                "feasibility": "The staff is there.",
                "line_ids": [
                    Command.create(
                        {
                            "product_id": item.id,
                            "price": price,
                            "expected_cost": price * 0.9,
                            "department_id": cls.department.id,
                            **(more[0] if more else {}),
                        }
                    )
                    for item, price, *more in prices
                ],
                **values,
            }
        )

    @classmethod
    def _approve(cls, tariff, director=None, general_manager=None):
        director, general_manager = director or cls.director, general_manager or cls.general_manager
        tariff.with_user(director).action_review()
        tariff.with_user(director).action_submit()
        tariff.with_user(general_manager).action_approve()
        return tariff

    @classmethod
    def _make_household(
        cls, building, number, name, role="owner", office=None, customer_type=None, **values
    ):
        office = office or cls.office
        unit = cls.env["convenience.unit"].search(
            [("office_id", "=", office.id), ("building", "=", building), ("number", "=", number)]
        ) or cls.env["convenience.unit"].create(
            {
                "office_id": office.id,
                "building": building,
                "number": number,
                "customer_type_id": (
                    customer_type or cls.env.ref("convenience_service.customer_type_residence")
                ).id,
            }
        )
        partner = cls.env["res.partner"].create(
            {"name": name, "phone": f"120{number}", "company_id": office.company_id.id}
        )
        cls.env["convenience.occupancy"].create(
            {
                "unit_id": unit.id,
                "partner_id": partner.id,
                "role": role,
                "date_from": date(2020, 1, 1),
                **values,
            }
        )
        return unit, partner

    # ------------------------------------------------------------------ requests

    @classmethod
    def _prepare_request(cls, unit=None, customer=None, items=None, **values):
        return {
            "unit_id": (unit or cls.unit).id,
            "customer_id": (customer or cls.owner).id,
            "line_ids": [
                Command.create({"product_id": item.id, "quantity": quantity})
                for item, quantity in items or [(cls.drain, 1)]
            ],
            "worker_ids": [Command.set(cls.worker.employee_id.ids)],
            **values,
        }

    def _request(self, unit=None, customer=None, items=None, **values):
        """A request as the clerk registers it now."""
        values = self._prepare_request(unit, customer, items, **values)
        return (
            self.env["convenience.request"]
            .with_user(self.clerk)
            .create(values)
            .with_user(self.env.user)
        )

    def _advance(self, request, state):
        """Bring a new request to a state the way people do."""
        steps = [
            ("assigned", self.supervisor, "action_assign"),
            ("in_progress", self.worker_user, "action_start"),
            ("done", self.worker_user, "action_done"),
            ("signed", self.worker_user, "action_sign"),
            ("reviewed", self.supervisor, "action_review"),
        ]
        for target, user, action in steps:
            if target == "signed":
                request.with_user(user).write(signed_paper("The customer"))
            getattr(request.with_user(user), action)()
            if target == state:
                break
        return request

    def _accept_raise(self, request, user=None, **values):
        """The customer accepts, on the worker's phone, what became dearer."""
        action = request.with_user(user or self.worker_user).action_accept_raise()
        values = values or {"signed_name": "The customer", "signature": PIXEL}
        dialog = (
            self.env[action["res_model"]]
            .with_user(user or self.worker_user)
            .with_context(**action["context"])
            .create(values)
        )
        dialog.action_apply()
        return request.acceptance_ids[-1:]

    @classmethod
    def _once(cls, make):
        """What `make` makes of a case, made with the class: all its tests begin with it."""
        case = cls.__new__(cls)
        made = make(case)
        cls.serial = getattr(case, "serial", 0)
        return made

    def _past_requests(self, rows, state="reviewed"):
        """Finished work of past days, as a sheet brings it in and the supervisor reviews it.

        :param rows: dicts of `_prepare_request` arguments plus `registered` and `done` (UTC)
        """
        self.serial = getattr(self, "serial", 0)
        values, done = [], []
        for row in rows:
            self.serial += 1
            row = dict(row)
            registered, finished = row.pop("registered"), row.pop("done")
            values.append(
                {
                    **self._prepare_request(**row),
                    "name": f"P{self.serial:05d}",
                    "registered_at": registered,
                }
            )
            done.append(finished)
        requests = self.env["convenience.request"].with_user(self.importer)._register_many(values)
        stamps = {
            request.id: {"done_at": moment} for request, moment in zip(requests, done, strict=True)
        }
        requests._move_to("done", via="import", values=stamps)
        if state in ("signed", "reviewed"):
            requests.write({"signed_name": "The customer", "signed_on_paper": True})
            requests._move_to("signed", via="import")
        if state == "reviewed":
            requests.with_user(self.supervisor).action_review()
        return requests.with_user(self.env.user)

    def _october(self, day=15, **row):
        """One reviewed request, registered and done on a day of October 2026."""
        return self._past_requests(
            [{"registered": datetime(2026, 10, day, 1), "done": datetime(2026, 10, day, 3), **row}]
        )

    # ------------------------------------------------------------------ settlement

    def _settlement(self, day=date(2026, 10, 31), office=None):
        """A compiled settlement."""
        settlement = (
            self.env["convenience.settlement"]
            .with_user(self.service_manager)
            .create({"office_id": (office or self.office).id, "date_to": day})
        )
        settlement.action_compile()
        return settlement.with_user(self.env.user)

    def _confirm(self, settlement):
        settlement.with_user(self.service_manager).action_review()
        settlement.with_user(self.cashier).action_confirm()
        return settlement

    def _invoice(self, settlement):
        """Take a compiled settlement to posted invoices, with the job as it runs."""
        self._confirm(settlement)
        with self.enter_registry_test_mode():
            self.env.ref("convenience_service.ir_cron_invoice_statements").method_direct_trigger()
        settlement.invalidate_recordset()
        return settlement

    def _owe(self, months, **row):
        """Accepted statements of the owner for the first months of the year, not paid."""
        settlements = self.env["convenience.settlement"]
        for month in range(1, months + 1):
            day = {"registered": datetime(2026, month, 10, 1), "done": datetime(2026, month, 10, 3)}
            self._past_requests([{**day, **row}])
            last = date(2026, month + 1, 1).replace(day=1).toordinal() - 1
            settlement = self._settlement(date.fromordinal(last))
            settlements |= self._confirm(settlement)
        return settlements.statement_ids

"""The community of benchmarks and races: an office with items, an approved tariff and people."""

import time
from datetime import date, datetime, timedelta

ITEMS = 8
KEPT = "kept_community"  # external ids of the one that is kept to be copied, see copies.py


class Community:
    """An office with items, a tariff and households, and the requests of one month each.

    It is the one that its database was copied with, otherwise it is made now.
    """

    PRICES = [10.0 + number for number in range(ITEMS)]
    ROLES = ("director", "general_manager", "cashier", "supervisor", "service_manager")

    def __init__(self, env):
        self.env, self.root = env, env.user
        kept = self._kept("company")
        self.company = kept or self._company()
        self.env = env(context={**env.context, "allowed_company_ids": self.company.ids})
        if kept:
            self._find()
        else:
            self._make()

    def _make(self):
        self.people = {group: self._user(group) for group in self.ROLES}
        self.people["importer"] = self._user("director", "sheet_import")
        self.items = [self._item(number) for number in range(len(self.PRICES))]
        self.department = self.env["hr.department"].create(
            {"name": "Engineering", "company_id": self.company.id}
        )
        self.office = self.add_office("Bench Office")

    def _find(self):
        self.people = {group: self._kept(group) for group in (*self.ROLES, "importer")}
        self.items = [self._kept(f"item_{number}") for number in range(len(self.PRICES))]
        self.department, self.office = self._kept("department"), self._kept("office")

    def _kept(self, name):
        return self.env.ref(f"{KEPT}.{name}", raise_if_not_found=False)

    def keep(self):
        """Have it found in copies of the database."""
        parts = {
            **{name: getattr(self, name) for name in ("company", "department", "office")},
            **self.people,
            **{f"item_{number}": item for number, item in enumerate(self.items)},
        }
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": f"{KEPT}.{name}", "record": part} for name, part in parts.items()]
        )

    def _company(self):
        env = self.env
        company = env["res.company"].create(
            {
                "name": f"Bench {datetime.now():%H%M%S}",
                "country_id": env.ref("base.cn").id,
                "currency_id": env.ref("base.CNY").id,
            }
        )
        env.user.company_ids |= company
        env["account.chart.template"].try_loading("cn", company, install_demo=False)
        return company

    def _user(self, *groups):
        return self.env["res.users"].create(
            {
                "name": " ".join(groups),
                "tz": "Asia/Shanghai",
                "login": f"{'-'.join(groups)}-{self.company.id}",
                "company_id": self.company.id,
                "company_ids": [(6, 0, self.company.ids)],
                "group_ids": [
                    (4, self.env.ref(f"convenience_service.group_{group}").id) for group in groups
                ],
            }
        )

    def add_office(self, name):
        """An office with an approved tariff, where everybody works."""
        users = self.env["res.users"].concat(*self.people.values())
        office = self.env["convenience.office"].create(
            {
                "name": name,
                "company_id": self.company.id,
                "user_ids": [(6, 0, users.ids)],
                "tz": "Asia/Shanghai",
            }
        )
        self._tariff(office)
        return office

    def _item(self, number):
        tax = self.env["account.tax"]._convenience_included_tax(
            self.company, (6, 9, 13)[number % 3]
        )
        return self.env["product.product"].create(
            {
                "name": f"Service {number}",
                "is_convenience": True,
                "type": "service",
                "categ_id": self.env.ref("convenience_service.product_category_repair").id,
                "taxes_id": [(6, 0, tax.ids)],
            }
        )

    def _tariff(self, office):
        director = self.people["director"]
        tariff = self.env["convenience.tariff"].create(
            {
                "office_id": office.id,
                "year": 2026,
                "date_start": date(2026, 1, 1),
                "meeting_date": date(2026, 1, 1),
                "meeting_partner_ids": [(6, 0, director.partner_id.ids)],
                "necessity": "wanted",
                "feasibility": "possible",
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "product_id": item.id,
                            "price": self.PRICES[number],
                            "expected_cost": 9.0 + number,
                            "department_id": self.department.id,
                        },
                    )
                    for number, item in enumerate(self.items)
                ],
            }
        )  # fmt: skip
        tariff.with_user(director).action_review()
        tariff.with_user(director).action_submit()
        tariff.with_user(self.people["general_manager"]).action_approve()

    def payers(self, count, start, services=ITEMS):
        """Households with so many finished and reviewed requests each, of an item each."""
        env = self.env(
            context={**self.env.context, "tracking_disable": True, "mail_create_nolog": True}
        )
        households = self.households(env, self.office, range(start, start + count))
        self._work(env, households, services)
        return env["res.partner"].union(*(partner for _number, _unit, partner in households))

    def households(self, env, office, numbers):
        """Return (number, unit, owner) of new households."""
        residence = env.ref("convenience_service.customer_type_residence")
        units = env["convenience.unit"].create(
            [
                {
                    "office_id": office.id,
                    "building": "B",
                    "number": str(n),
                    "customer_type_id": residence.id,
                }
                for n in numbers
            ]
        )
        partners = env["res.partner"].create(
            [
                {
                    "name": f"Resident {n}",
                    "phone": f"138{n * 48_611 % 10**8:08d}",
                    "company_id": self.company.id,
                }
                for n in numbers
            ]
        )
        env["convenience.occupancy"].create(
            [
                {"unit_id": unit.id, "partner_id": partner.id, "date_from": date(2020, 1, 1)}
                for unit, partner in zip(units, partners, strict=True)
            ]
        )
        return list(zip(numbers, units, partners, strict=True))

    def _work(self, env, households, services=ITEMS):
        moment = datetime(2026, 10, 1, 2)
        requests = (
            env["convenience.request"]
            .with_user(self.people["importer"])
            ._register_many(
                [
                    {
                        "name": f"R{n}-{i}",
                        "unit_id": unit.id,
                        "customer_id": partner.id,
                        "registered_at": moment + timedelta(days=i),
                        "line_ids": [(0, 0, {"product_id": item.id, "quantity": 1})],
                    }
                    for n, unit, partner in households
                    for i, item in enumerate(self.items[:services])
                ]
            )
        )
        done = {
            request.id: {"done_at": request.registered_at + timedelta(hours=2)}
            for request in requests
        }
        requests._move_to("done", via="import", values=done)
        requests.write({"signed_name": "resident", "signed_on_paper": True})
        requests._move_to("signed", via="import")
        requests.with_user(self.people["supervisor"]).action_review()

    def confirmed_settlement(self, day):
        settlement = (
            self.env["convenience.settlement"]
            .with_user(self.people["service_manager"])
            .create({"office_id": self.office.id, "date_to": day})
        )
        settlement.action_compile()
        settlement.action_review()
        settlement.with_user(self.people["cashier"]).action_confirm()
        return settlement.with_user(self.root)


def timed(env, function):
    """Seconds and queries of a call, from a cold cache to the commit."""
    env.cr.commit()
    env.invalidate_all()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    function()
    env.cr.commit()
    return time.perf_counter() - start, env.cr.sql_log_count - queries

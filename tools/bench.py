"""Measure invoicing a settlement against plain account.move.create and action_post of the same
invoices.
"""

import resource
import sys
import time
from datetime import date, datetime, timedelta

from environment import Problem, ensure_database, main, odoo_env, step

DATABASE = "cs_bench"
ITEMS = 8
SIZES = (200, 1000)
LEAST_RATIO = 1.0
LEAST_STEADINESS = 0.9


class Community:
    """An office with items, a tariff and households, and the requests of one month each."""

    def __init__(self, env):
        self.env = env
        self.root = env.user
        self.company = self._company()
        self.env = env(context={**env.context, "allowed_company_ids": self.company.ids})
        self.people = {
            group: self._user(group)
            for group in ("director", "general_manager", "cashier", "supervisor")
        }
        self.people["importer"] = self._user("director", "sheet_import")
        self.people["service_manager"] = self._user("service_manager")
        self.office = self._office()
        self.items = [self._item(number) for number in range(ITEMS)]
        self._tariff()

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
                "login": f"{'-'.join(groups)}-{self.company.id}",
                "company_id": self.company.id,
                "company_ids": [(6, 0, self.company.ids)],
                "group_ids": [
                    (4, self.env.ref(f"convenience_service.group_{group}").id) for group in groups
                ],
            }
        )

    def _office(self):
        users = self.env["res.users"].concat(*self.people.values())
        return self.env["convenience.office"].create(
            {
                "name": "Bench Office",
                "company_id": self.company.id,
                "user_ids": [(6, 0, users.ids)],
                "tz": "Asia/Shanghai",
            }
        )

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

    def _tariff(self):
        department = self.env["hr.department"].create(
            {"name": "Engineering", "company_id": self.company.id}
        )
        director = self.people["director"]
        tariff = self.env["convenience.tariff"].create(
            {
                "office_id": self.office.id,
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
                            "price": 10.0 + number,
                            "expected_cost": 9.0 + number,
                            "department_id": department.id,
                        },
                    )
                    for number, item in enumerate(self.items)
                ],
            }
        )  # fmt: skip
        tariff.with_user(director).action_review()
        tariff.with_user(director).action_submit()
        tariff.with_user(self.people["general_manager"]).action_approve()

    def payers(self, count, start):
        """Households with eight finished and reviewed requests of eight items each."""
        env = self.env(
            context={**self.env.context, "tracking_disable": True, "mail_create_nolog": True}
        )
        residence = env.ref("convenience_service.customer_type_residence")
        numbers = range(start, start + count)
        units = env["convenience.unit"].create(
            [
                {
                    "office_id": self.office.id,
                    "building": "B",
                    "number": str(n),
                    "customer_type_id": residence.id,
                }
                for n in numbers
            ]
        )
        partners = env["res.partner"].create(
            [{"name": f"Resident {n}", "company_id": self.company.id} for n in numbers]
        )
        env["convenience.occupancy"].create(
            [
                {"unit_id": unit.id, "partner_id": partner.id, "date_from": date(2020, 1, 1)}
                for unit, partner in zip(units, partners, strict=True)
            ]
        )
        self._work(env, list(zip(numbers, units, partners, strict=True)))
        return partners

    def _work(self, env, households):
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
                    for i, item in enumerate(self.items)
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


def plain_values(community, statement):
    """The same invoice as anybody would make it: one line a visit."""
    return {
        "move_type": "out_invoice",
        "partner_id": statement.partner_id.id,
        "invoice_date": statement.date_to,
        "invoice_line_ids": [
            (0, 0, {"product_id": line.product_id.id, "name": line.name, "quantity": line.quantity,
                    "product_uom_id": line.uom_id.id, "price_unit": line.price_unit,
                    "tax_ids": [(6, 0, line.tax_ids.ids)]})
            for line in statement.line_ids
        ],
    }  # fmt: skip


def timed(env, function):
    """Seconds and queries of a call, from a cold cache to the commit."""
    env.cr.commit()
    env.invalidate_all()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    function()
    env.cr.commit()
    return time.perf_counter() - start, env.cr.sql_log_count - queries


def measure(community, size, start, day):
    env = community.env
    with step(f"{size} payers with {ITEMS} visits each, reviewed"):
        community.payers(size, start)
    settlement = community.confirmed_settlement(day)
    values = [plain_values(community, statement) for statement in settlement.statement_ids]

    def plain():
        env["account.move"].create(values).action_post()

    def ours():
        env["convenience.statement"]._cron_invoice_statements()

    plain_seconds, plain_queries = timed(env, plain)
    our_seconds, our_queries = timed(env, ours)
    settlement.invalidate_recordset()
    posted = settlement.statement_ids.filtered(
        lambda statement: statement.invoice_id.state == "posted"
    )
    if len(posted) != size or settlement.state != "done":
        raise Problem(
            f"{len(posted)} of {size} invoices are posted: "
            f"{settlement.statement_ids.mapped('error')[:1]}"
        )
    return {
        "size": size,
        "plain": size / plain_seconds,
        "ours": size / our_seconds,
        "plain_queries": plain_queries / size,
        "our_queries": our_queries / size,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def report(rows):
    heads = ("payers", "plain/s", "ours/s", "ratio", "plain q/inv", "our q/inv", "peak MB")
    print("".join(f"{head:>12}" for head in heads))
    for row in rows:
        figures = (row["plain"], row["ours"], row["ours"] / row["plain"])
        costs = (row["plain_queries"], row["our_queries"], row["peak"])
        print(f"{row['size']:>12}" + "".join(f"{figure:>12.2f}" for figure in (*figures, *costs)))
    steadiness = rows[-1]["ours"] / rows[0]["ours"]
    print(f"rate at {rows[-1]['size']} over rate at {rows[0]['size']}: {steadiness:.2f}")
    return steadiness


def bench():
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    ensure_database(DATABASE)
    with odoo_env(DATABASE, log_level="error") as env:
        community = Community(env)
        rows, start = [], 0
        for month, size in enumerate(sizes):
            rows.append(measure(community, size, start, date(2026, 10 + month, 28)))
            start += size
    steadiness = report(rows)
    low = [row for row in rows if row["ours"] / row["plain"] < LEAST_RATIO]
    if low or steadiness < LEAST_STEADINESS:
        raise Problem("invoicing is slower than it has to be: see the table above.")


if __name__ == "__main__":
    main(bench)

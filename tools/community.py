"""The demo community: its company, people and logins, and each step of its October, as the role
that takes it.
"""

import csv
from datetime import date

from environment import ADDON, ROOT, Problem

FOLDER = ROOT / ADDON / "demo"
MONTH_END = date(2026, 10, 31)
COMPANY = "安居物业管理有限公司"
OFFICE = "JK花园管理处"
ADDRESS = {"street": "花园路1号", "city": "上海", "phone": "021-5550 0188"}
PAYMENT_NOTE = (
    "请于收到本通知单后十五日内到管理处收费处缴纳，或转账至本公司账户（备注房号）。"
    "收费时间：每日8:30–17:30。"
)
LANG = "zh_CN"
PASSWORD = "demo"
# where each role's day starts, by the action of its first menu
STARTS = {
    "worker": "action_convenience_my_jobs",
    "cashier": "action_convenience_settlement_to_accept",
    "general": "action_convenience_tariff_to_approve",
}
OVERVIEW = "action_convenience_office_overview"
# what is fetched or booked for residents, with their money where it costs any
ERRANDS = ("代订机票车船票", "代寄代领邮件", "代订报刊牛奶", "代订酒店客房")
# login → (position in staff.csv, department where several hold it, groups, role in words)
ROLES = {
    "clerk": ("前台接待", "", ("clerk",), "客户助理 clerk"),
    "supervisor": ("部门主管", "工程部", ("supervisor",), "部门主管 supervisor"),
    "housekeeping": ("部门主管", "家政组", ("supervisor",), "部门主管 supervisor"),
    "manager": ("客服主管", "", ("service_manager",), "客服主管 service manager"),
    "deputy": ("管理处主任助理", "", ("director",), "主任助理 deputy director"),
    "director": ("管理处主任", "", ("director", "sheet_import"), "管理处主任 director"),
    "worker": ("服务人员", "工程部", ("worker",), "服务人员 worker"),
    "cashier": ("收费员", "", ("cashier",), "收费员 cashier"),
    "general": ("总经理", "", ("general_manager",), "总经理 general manager"),
}
SHEETS = {
    "units": "units.csv",
    "people": "people.csv",
    "staff": "staff.csv",
    "tariff": "tariff_2026.csv",
    "services": "services_2026_10.csv",
}


def sheet(name):
    """The rows of a sheet of the community, as dicts."""
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def quiet(env):
    """The environment without messages to followers: nobody follows a demo."""
    context = {
        "tracking_disable": True,
        "mail_create_nolog": True,
        "mail_create_nosubscribe": True,
        "lang": LANG,
    }
    return env(context={**env.context, **context})


class Community:
    """One office of a Chinese company. Every step may be repeated: what is there is left as it
    is.
    """

    def __init__(self, env):
        self.env = quiet(env)
        self.company = self._company()
        self.users = self._users()
        self.office = self._office()

    def as_user(self, login, model):
        """The model as that user sees it."""
        return (
            self.env[model]
            .with_user(self.users[login])
            .with_context(allowed_company_ids=self.company.ids)
        )

    # ground

    def _company(self):
        """The database's own company, made a Chinese one with the Chinese chart of accounts."""
        company = self.env.ref("base.main_company")
        if company.chart_template != "cn":
            china = self.env.ref("base.cn")
            company.write({"name": COMPANY, "country_id": china.id, **ADDRESS})
            self.env["account.chart.template"].try_loading("cn", company, install_demo=False)
            company.partner_id.lang = LANG
        return company

    def _users(self):
        """One login for each role, under the name of the staff member who holds the position."""
        users = {
            user.login: user
            for user in self.env["res.users"].search([("login", "in", list(ROLES))])
        }
        missing = [login for login in ROLES if login not in users]
        made = self.env["res.users"].create([self._prepare_user(login) for login in missing])
        return {**users, **dict(zip(missing, made, strict=True))}

    def _prepare_user(self, login):
        position, department, groups, _role = ROLES[login]
        holder = next(
            row
            for row in sheet("staff.csv")
            if row["岗位"] == position and department in row["部门"]
        )
        return {
            "name": holder["姓名"],
            "login": login,
            "password": PASSWORD,
            "lang": LANG,
            "tz": "Asia/Shanghai",
            "odoobot_state": "disabled",
            "action_id": self.env.ref(f"{ADDON}.{STARTS.get(login, OVERVIEW)}").id,
            "company_id": self.company.id,
            "company_ids": [(6, 0, self.company.ids)],
            "group_ids": [(4, self.env.ref(f"{ADDON}.group_{group}").id) for group in groups],
        }

    def _office(self):
        office = self.env["convenience.office"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        return office or self.env["convenience.office"].create(self._prepare_office())

    def _prepare_office(self):
        own = {"name": OFFICE, "company_id": self.company.id}
        letterhead = {**own, **ADDRESS, "street": "花园路8号", "lang": LANG}
        administrator = self.env.ref("base.user_admin")
        return {
            **own,
            "code": "JK",
            "partner_id": self.env["res.partner"].create(letterhead).id,
            "department_id": self.env["hr.department"].create(own).id,
            "director_id": self.users["director"].id,
            "deputy_ids": [(6, 0, self.users["deputy"].ids)],
            "service_manager_id": self.users["manager"].id,
            "collector_ids": [(6, 0, self.users["clerk"].ids)],
            "user_ids": [(6, 0, [administrator.id, *(user.id for user in self.users.values())])],
            "tz": "Asia/Shanghai",
            "tariff_title": "便民服务项目及价格表",
            "payment_note": PAYMENT_NOTE,
        }

    # the steps of the month

    def load(self, kind):
        """Load one sheet through the import, as the director; return its counts."""
        name = SHEETS[kind]
        wizard = self.as_user("director", "convenience.import")
        outcome = wizard._load_file(self.office, kind, (FOLDER / name).read_bytes(), name)
        if not outcome["loaded"]:
            raise Problem(f"{name} was not loaded: {outcome['problems'][:3]}")
        return {name: outcome[name] for name in ("created", "updated", "unchanged")}

    def link_users(self):
        """Tie logins to employees, as the administrator does: whose work is whose."""
        for user in self.users.values():
            employee = self.env["hr.employee"].search(
                [
                    ("name", "=", user.name),
                    ("company_id", "=", self.company.id),
                    ("user_id", "=", False),
                ],
                limit=1,
            )
            employee.user_id = user

    def tariff(self):
        return self.env["convenience.tariff"].search([("office_id", "=", self.office.id)], limit=1)

    def approve_tariff(self):
        """Planning meeting, submission by the director, approval by the general manager."""
        tariff = self.tariff()
        if tariff.state == "approved":
            return
        present = (
            self.users["director"]
            | self.users["deputy"]
            | self.users["manager"]
            | self.users["supervisor"]
        )
        proposal = tariff.with_user(self.users["director"])
        proposal.write(
            {
                "meeting_date": date(2025, 12, 22),
                "meeting_partner_ids": [(6, 0, present.partner_id.ids)],
                "necessity": "根据上年度意见征询表，住户对维修、保洁、洗衣等服务需求稳定。",
                "feasibility": "工程部、家政组、绿化组现有人员可以承担，按保本微利原则定价。",
            }
        )
        proposal.action_review()
        proposal.action_submit()
        tariff.with_user(self.users["general"]).action_approve()

    def review(self):
        """The supervisor reviews what is signed, and free services that are done."""
        waiting = self.as_user("supervisor", "convenience.request").search(
            [("is_to_review", "=", True)]
        )
        if waiting:
            waiting.action_review()

    def name_errands(self):
        """The director says which items are errands, so that money can be entrusted for them."""
        items = self.as_user("director", "product.template").search([("name", "in", ERRANDS)])
        items.convenience_kind = "errand"

    def settlement(self):
        return self.env["convenience.settlement"].search(
            [("office_id", "=", self.office.id), ("date_to", "=", MONTH_END)]
        )

    def compile_settlement(self):
        """The service manager compiles October and signs the report."""
        settlement = self.settlement().with_user(self.users["manager"])
        if not settlement:
            settlement = self.as_user("manager", "convenience.settlement").create(
                {"office_id": self.office.id, "date_to": MONTH_END}
            )
        if settlement.state == "draft":
            settlement.action_compile()
            settlement.action_review()

    def confirm_settlement(self):
        """The cashier accepts; the invoicing job has work from here on."""
        settlement = self.settlement().with_user(self.users["cashier"])
        if settlement.state == "reviewed":
            settlement.action_confirm()

    def invoice(self):
        """Run the invoicing job in this process until nothing is due."""
        self.env["convenience.statement"]._cron_invoice_statements()
        self.env.invalidate_all()


def load_confirmed(env):
    """Bring a database to the evening the cashier accepts October; nothing is invoiced yet."""
    community = Community(env)
    for kind in SHEETS:
        community.load(kind)
        if kind == "tariff":
            community.approve_tariff()
    community.review()
    community.compile_settlement()
    community.confirm_settlement()
    env.cr.commit()

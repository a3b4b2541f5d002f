import csv
from base64 import b64encode
from datetime import datetime, time

from dateutil.relativedelta import relativedelta

from odoo.tools import file_open

ADDON = "convenience_service"
FOLDER = f"{ADDON}/demo/community"


class Community:
    """What the steps share: the office, its people, its days. No step commits.

    The day it is loaded is today. The month before the last is settled, the last one compiled.
    """

    def __init__(self, env):
        self.env = env(
            context={
                **env.context,
                "tracking_disable": True,
                "mail_create_nolog": True,
                "mail_create_nosubscribe": True,
                "mail_notify_force_send": False,
            }
        )
        self.office = self.ref("demo_office")
        self.company = self.office.company_id
        self.today = self.office._today()
        self.requests = {}

    # ------------------------------------------------------------------ who and what

    def ref(self, name):
        """The record of an external id, of this addon unless it says another."""
        return self.env.ref(name if "." in name else f"{ADDON}.{name}")

    def item(self, name):
        return self.ref(f"item_{name}").product_variant_id

    def user(self, role):
        return self.ref(f"demo_user_{role}")

    def by(self, role, records):
        """The records, or the model of that name, as somebody of the office has them."""
        records = self.env[records] if isinstance(records, str) else records
        user = self.user(role)
        return records.with_user(user).with_context(allowed_company_ids=self.company.ids)

    def sheet(self, name):
        """The rows of a sheet, as dicts."""
        with file_open(f"{FOLDER}/{name}", "r") as file:
            return list(csv.DictReader(file))

    def signature(self, name):
        """What somebody signs with on the screen."""
        with file_open(f"{FOLDER}/signature.png", "rb") as file:
            return {"signed_name": name, "signature": b64encode(file.read())}

    # ------------------------------------------------------------------ days

    def month(self, offset):
        """First day of a month, counted from this one."""
        return self.today.replace(day=1) + relativedelta(months=offset)

    def day(self, offset):
        return self.today + relativedelta(days=offset)

    def moment(self, day, hour):
        """A local hour of a day, naive UTC."""
        return self.office._to_utc(datetime.combine(day, time(hour)))

    # ------------------------------------------------------------------ records of the steps

    def bill(self, payer):
        """The payer's statement of the settled month."""
        return self.settlement.statement_ids.filtered(
            lambda statement: statement.partner_id == self.ref(f"demo_{payer}")
        )

"""What the demo community's cashier takes after its October: visits paid at the till, money ahead,
and what long-term service brings on.
"""

from datetime import timedelta

from community import MONTH_END

# one white pixel: the scan of a signed paper
SCAN = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/58BAwAI/AL+3YqXOwAAAABJRU5ErkJg"
    "gg=="
)
AGREEMENTS = 12
COLLECTED = 3


class Till:
    """Money of the demo community, as the roles that take it."""

    def __init__(self, community):
        self.community = community
        self.env = community.env
        cash = [("type", "=", "cash"), ("company_id", "=", community.company.id)]
        self.cash = self.env["account.journal"].search(cash, limit=1)

    def _waiting(self, mode):
        """Return {payer: reviewed requests} of the month in one way of settling."""
        requests = self.community.as_user("cashier", "convenience.request").search(
            [
                ("office_id", "=", self.community.office.id),
                ("is_to_collect", "=", True),
                ("line_ids.settlement_mode", "=", mode),
                ("date_done", "<=", MONTH_END),
            ]
        )
        return requests.grouped("payer_id")

    def collect_visits(self):
        """Bill each payer's visits and take the money, in one step."""
        wizards = self.community.as_user("cashier", "convenience.request.payment")
        for requests in self._waiting("per_visit").values():
            wizard = wizards.create(
                {"request_ids": [(6, 0, requests.ids)], "journal_id": self.cash.id}
            )
            wizard.action_collect()

    def take_prepayments(self):
        """Tenants pay what their services cost; the jobs bill these and use the money."""
        receipts = self.community.as_user("cashier", "convenience.receipt")
        taken = receipts._issue(
            [
                {
                    "office_id": self.community.office.id,
                    "partner_id": payer.id,
                    "kind": "prepayment",
                    "amount": sum(requests.mapped("amount_to_collect")),
                    "journal_id": self.cash.id,
                }
                for payer, requests in self._waiting("prepaid").items()
            ]
        )
        taken._move_to("posted")
        self.env.cr.commit()
        self.env["convenience.request"]._cron_bill_prepaid()
        self.community.invoice()

    def sign_agreements(self):
        """Owners sign for a regular service, and the job registers its visits."""
        office = self.community.office
        agreements = self.community.as_user("clerk", "convenience.agreement")
        if agreements.search_count([("office_id", "=", office.id)], limit=1):
            return
        owners = self.env["convenience.occupancy"].search(
            [("office_id", "=", office.id), ("role", "=", "owner"), ("is_main_payer", "=", True)],
            limit=AGREEMENTS,
            order="id",
        )
        item = self.community.tariff().line_ids.filtered("price")[-1:].product_id
        signed = agreements.create(
            [self._prepare_agreement(owner, item, office._today()) for owner in owners]
        )
        signed.action_activate()
        self.env.cr.commit()
        self.env["convenience.agreement.line"]._cron_make_visits()

    def hand_in(self):
        """A collector takes what owners owe on their bills; the cashier is to accept it."""
        office = self.community.office
        handovers = self.community.as_user("clerk", "convenience.handover")
        if handovers.search_count([("office_id", "=", office.id)], limit=1):
            return
        for bill in self.community.settlement().statement_ids.sorted("name")[:COLLECTED]:
            self.community.as_user("clerk", "convenience.collection").create(
                {"office_id": office.id, "partner_id": bill.partner_id.id}
            ).action_give_receipt()
        handovers.create({"office_id": office.id}).action_submit()

    def _prepare_agreement(self, owner, item, day):
        return {
            "unit_id": owner.unit_id.id,
            "partner_id": owner.partner_id.id,
            "date_from": day - timedelta(days=day.weekday()),
            "signed_name": owner.partner_id.name,
            "signed_on_paper": True,
            "scan": SCAN,
            "line_ids": [
                (
                    0,
                    0,
                    {
                        "product_id": item.id,
                        "price_basis": "per_visit",
                        "frequency": "weekly",
                        "thursday": True,
                        "visit_time": 9.0,
                    },
                )
            ],
        }

    # ------------------------------------------------------------------ what it came to

    def bills(self, kind):
        return self.env["convenience.statement"].search(
            [("office_id", "=", self.community.office.id), ("kind", "=", kind)]
        )

    def receipts(self, kind):
        return self.env["convenience.receipt"].search(
            [
                ("office_id", "=", self.community.office.id),
                ("kind", "=", kind),
                ("state", "=", "posted"),
            ]
        )

    def balance(self, account):
        """Return what the ledger has on an account."""
        lines = self.env["account.move.line"]
        ((balance,),) = lines._read_group(
            [("account_id", "=", account.id), ("parent_state", "=", "posted")],
            aggregates=["balance:sum"],
        )
        return balance or 0.0

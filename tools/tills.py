"""Put money that two people are about to take into a database: `tills.py DATABASE`; prints, for
each case, `word=ids` of the forms that the two have filled in and of what these are about.
"""

import sys

from copies import community_in
from environment import main

CASHIERS = ("cashier", "cashier2")
COLLECTORS = ("collector", "collector2")
SERVICES = 2  # of each household, on a bill together


class Tills:
    """An office with two cashiers, two collectors, and households with a bill or visits each."""

    def __init__(self, community):
        self.community = community
        self.env, self.office = self.community.env, self.community.office
        self.community.people["cashier"].login = CASHIERS[0]
        self.env.flush_all()
        self.users = {CASHIERS[0]: self.community.people["cashier"]}
        self._add("cashier2", "cashier")
        for login in COLLECTORS:
            self._add(login, "clerk")
            self.office.collector_ids |= self.users[login]
        cash = [("type", "=", "cash"), ("company_id", "=", self.community.company.id)]
        self.cash = self.env["account.journal"].search(cash, limit=1)

    def _add(self, login, group):
        user = self.community._user(group)
        user.write({"login": login, "name": login.capitalize()})
        user.flush_recordset()  # the next one of the group starts with the same login
        self.office.user_ids |= user
        self.users[login] = user

    def visits(self, numbers):
        """Return the reviewed requests of new households that pay per visit, one list each."""
        households = self.community.households(self.env, self.office, numbers)
        for _number, unit, _owner in households:
            unit.occupancy_ids.settlement_mode = "per_visit"
        self.community._work(self.env, households, SERVICES)
        requests = self.env["convenience.request"]
        return [
            requests.search([("payer_id", "=", owner.id)], order="name")
            for *_unit, owner in households
        ]

    def bills(self, numbers):
        """Return invoiced statements of new households, one each."""
        statements = [requests._bill_per_visit() for requests in self.visits(numbers)]
        amount = sum(self.community.PRICES[:SERVICES])
        assert all(statement.amount_residual == amount for statement in statements)
        return statements

    # ------------------------------------------------------------------ what is filled in

    def _fill_in(self, model, logins, values):
        """The same form as several have it before them."""
        wizards = self.env[model] if isinstance(model, str) else model
        forms = [wizards.with_user(self.users[login]).create(values) for login in logins]
        return [form.id for form in forms]

    def payments(self, statement):
        values = {"statement_ids": [(6, 0, statement.ids)]}
        return self._fill_in("convenience.statement.payment", CASHIERS, values)

    def visit_payments(self, request):
        values = {"request_ids": [(6, 0, request.ids)]}
        return self._fill_in("convenience.request.payment", CASHIERS, values)

    def collections(self, logins, statements=(), requests=()):
        what = [*statements, *requests][0]
        values = {
            "office_id": self.office.id,
            "partner_id": (what.partner_id if statements else what.payer_id).id,
            "statement_ids": [(6, 0, [one.id for one in statements])],
            "request_ids": [(6, 0, [one.id for one in requests])],
        }
        return self._fill_in("convenience.collection", logins, values)

    def refunds(self, statement):
        """A paid bill, credited whole afterwards, at two tills."""
        (payment, _other) = self.payments(statement)
        wizard = self.env["convenience.statement.payment"].browse(payment)
        wizard.with_user(self.users["cashier"]).action_pay()
        note = statement.invoice_id._reverse_moves([{}])
        note._post(soft=False)
        values = {"statement_id": statement.id, "memo": "Not done"}
        return self._fill_in("convenience.statement.refund", CASHIERS, values)

    def handover(self, *statements):
        """Return the submitted hand-over of one receipt for each bill."""
        collector = self.users["collector"]
        for statement in statements:
            (form,) = self.collections(["collector"], [statement])
            wizard = self.env["convenience.collection"].with_user(collector).browse(form)
            wizard.action_give_receipt()
        handovers = self.env["convenience.handover"].with_user(collector)
        handover = handovers.create({"office_id": self.office.id})
        handover.action_submit()
        return handover

    def acceptance(self, handover, login="cashier"):
        """All was counted."""
        values = {
            "handover_id": handover.id,
            "amount": sum(handover.receipt_ids.mapped("amount")),
            "journal_id": self.cash.id,
        }
        return self._fill_in("convenience.handover.acceptance", [login], values)

    def decision(self, record, method, login="cashier2"):
        context = getattr(record, method)()["context"]
        wizards = self.env["convenience.reason.wizard"].with_context(**context)
        return self._fill_in(wizards, [login], {"reason": "Wrong sum"})


def tills():
    name = sys.argv[1]
    with community_in(name) as community:
        office = Tills(community)
        filled_in = {**bills(office), **visits(office), **handovers(office)}
        community.env.cr.commit()
        print(*(f"{word}={','.join(map(str, ids))}" for word, ids in filled_in.items()))


def bills(office):
    at_tills, by_collectors, mixed, refunded = office.bills([1, 2, 3, 4])
    payment, _other = office.payments(mixed)
    return {
        "bill": [*office.payments(at_tills), at_tills.id],
        "bill_collected": [*office.collections(COLLECTORS, [by_collectors]), by_collectors.id],
        "bill_mixed": [payment, *office.collections(COLLECTORS[:1], [mixed]), mixed.id],
        "refund": office.refunds(refunded),
    }


def visits(office):
    at_tills, by_collectors, mixed = (visits[0] for visits in office.visits([11, 12, 13]))
    payment, _other = office.visit_payments(mixed)
    return {
        "visit": [*office.visit_payments(at_tills), at_tills.id],
        "visit_collected": [
            *office.collections(COLLECTORS, requests=[by_collectors]),
            by_collectors.id,
        ],
        "visit_mixed": [payment, *office.collections(COLLECTORS[:1], requests=[mixed]), mixed.id],
    }


def handovers(office):
    """Each is accepted by one cashier while the other does something else with it."""
    cancelled, accepted, returned = (
        office.handover(*office.bills(numbers)) for numbers in ([21, 22], [23, 24], [25, 26])
    )
    receipt = cancelled.receipt_ids[0]
    return {
        "cancelled": [
            *office.acceptance(cancelled),
            *office.decision(receipt, "action_cancel"),
            cancelled.id,
        ],
        "accepted": [
            *office.acceptance(accepted),
            *office.acceptance(accepted, "cashier2"),
            accepted.id,
        ],
        "returned": [
            *office.acceptance(returned),
            *office.decision(returned, "action_return"),
            returned.id,
        ],
    }


if __name__ == "__main__":
    main(tills)

"""Put dialogs into a database whose buttons are about to be pressed, two alike of each case:
`dialogs.py DATABASE [case …]`; prints, for each case, `case=login,model,method,id,id`.
"""

import sys
from datetime import date, datetime, timedelta

from copies import community_in
from dearer import PIXEL
from environment import main
from held_money import AMOUNT, asked, opened
from tills import CASHIERS, COLLECTORS, Tills

MONEY = (
    *("paying", "paying_out", "collecting", "billing", "on_the_spot", "handover", "prepaying"),
    *("paying_back", "deposit_received", "deposit_applied", "deposit_refunded", "deposit_kept"),
    *("entrusted_received", "entrusted_spent", "entrusted_refunded", "move_out"),
)
STATES = (
    *("cancelling", "waiving", "handing_over", "putting_off", "accepting", "correcting"),
    *("deciding", "ending", "renewing", "adding", "changing", "planning", "drafting"),
)
# People by the role that has the button.
LOGINS = {"director": "director", "supervisor": "supervisor", "service_manager": "manager"}


class Dialogs(Tills):
    """The dialogs of an office, each about a household of its own."""

    def __init__(self, community):
        super().__init__(community)
        for role, login in LOGINS.items():
            self.users[login] = self.community.people[role]
            self.users[login].login = login
        # made when first needed otherwise, by whoever is first
        for purpose in ("prepayment", "deposit", "entrusted"):
            self.community.company._convenience_fund_account(purpose)
        self.item = self.community.items[0]
        self.numbers = iter(range(100, 10_000))

    def of(self, case):
        """Return the words of a case: who presses what, on which two dialogs."""
        login, dialogs = zip(*(getattr(self, f"_{case}")() for _twin in range(2)), strict=True)
        (first, _same), (one, other) = login, dialogs
        button = BUTTONS.get(one._name, "action_apply") if case != "billing" else "action_bill"
        return f"{case}={first},{one._name},{button},{one.id},{other.id}"

    # ------------------------------------------------------------------ what they are about

    def _number(self):
        return next(self.numbers)

    def _household(self):
        ((_number, unit, owner),) = self.community.households(
            self.env, self.office, [self._number()]
        )
        return unit, owner

    def _bill(self):
        return self.bills([self._number()])[0]

    def _visit(self):
        return self.visits([self._number()])[0][0]

    def _whose(self):
        unit, owner = self._household()
        return {"office_id": self.office.id, "partner_id": owner.id, "unit_id": unit.id}

    def _ordered(self, quantity=1):
        unit, owner = self._household()
        line = {"product_id": self.item.id, "quantity": quantity}
        provider = self.env["res.partner"].create({"name": "Provider"})
        return self.env["convenience.request"].create(
            {
                "unit_id": unit.id,
                "customer_id": owner.id,
                "provider_id": provider.id,
                "line_ids": [(0, 0, line)],
            }
        )

    def _at_work(self):
        request = self._ordered().with_user(self.users["director"])
        request.action_assign()
        request.action_start()
        return request

    def _agreement(self):
        unit, owner = self._household()
        rule = {"frequency": "weekly", "monday": True, "visit_time": 9.0}
        agreement = (
            self.env["convenience.agreement"]
            .with_user(self.users["director"])
            .create(
                {
                    "unit_id": unit.id,
                    "partner_id": owner.id,
                    "date_from": self.office._today(),
                    "date_to": self.office._today() + timedelta(days=90),
                    "signed_name": "resident",
                    "signed_on_paper": True,
                    "scan": PIXEL,
                    "line_ids": [(0, 0, {"product_id": self.item.id, **rule})],
                }
            )
        )
        agreement.action_activate()
        return agreement

    def _dialog(self, login, model, **values):
        """Return the login and what it has before it."""
        wizards = self.env[f"convenience.{model}"].with_user(self.users[login])
        return login, wizards.create(values)

    def _in_days(self, days):
        return self.office._today() + timedelta(days=days)

    # ------------------------------------------------------------------ money

    def _paying(self):
        bills = [(6, 0, self._bill().ids)]
        return self._dialog(CASHIERS[0], "statement.payment", statement_ids=bills, amount=8.0)

    def _paying_out(self):
        (form, _other) = self.refunds(self._bill())
        return CASHIERS[0], self.env["convenience.statement.refund"].browse(form)

    def _collecting(self):
        visits = [(6, 0, self._visit().ids)]
        return self._dialog(CASHIERS[0], "request.payment", request_ids=visits)

    _billing = _collecting

    def _on_the_spot(self):
        (form,) = self.collections(COLLECTORS[:1], [self._bill()])
        return COLLECTORS[0], self.env["convenience.collection"].browse(form)

    def _handover(self):
        (form,) = self.acceptance(self.handover(self._bill()))
        return CASHIERS[0], self.env["convenience.handover.acceptance"].browse(form)

    def _prepaying(self, **values):
        _unit, owner = self._household()
        payer = {"partner_id": owner.id, "office_id": self.office.id, "amount": 50.0}
        return self._dialog(CASHIERS[0], "prepayment.wizard", **{**payer, **values})

    def _paying_back(self):
        _login, taken = self._prepaying()
        taken.action_apply()
        return self._prepaying(
            partner_id=taken.partner_id.id, direction="out", amount=20.0, memo="Asked"
        )

    def _of_deposit(self, kind, amount, login=CASHIERS[0], deposit=None, **values):
        if not deposit:
            deposit = asked(self.community, self._whose()).with_user(self.users[CASHIERS[0]])
            deposit._receive(AMOUNT, self.cash)
        values |= {"kind": kind, "amount": amount, "memo": "Asked"}
        return self._dialog(login, "deposit.wizard", deposit_ids=[(6, 0, deposit.ids)], **values)

    def _deposit_received(self):
        return self._of_deposit("received", 100.0, deposit=asked(self.community, self._whose()))

    def _deposit_applied(self):
        bill = self._bill()
        whose = {"office_id": self.office.id, "partner_id": bill.partner_id.id}
        deposit = asked(self.community, whose).with_user(self.users[CASHIERS[0]])
        deposit._receive(AMOUNT, self.cash)
        return self._of_deposit("applied", 20.0, deposit=deposit, statement_id=bill.id)

    def _deposit_refunded(self):
        return self._of_deposit("refunded", 20.0)

    def _deposit_kept(self):
        return self._of_deposit("kept", 20.0, "director")

    def _of_entrusted(self, kind, **values):
        entrusted = opened(self.community, self._whose()).with_user(self.users[CASHIERS[0]])
        entrusted._receive(AMOUNT, self.cash)
        if kind == "spent":
            voucher = {"name": "Ticket", "payee": "Railway", "number": "1", "amount": 20.0}
            vouchers = self.env[entrusted.voucher_ids._name]  # entered by somebody else
            voucher = vouchers.create({"entrusted_id": entrusted.id, **voucher})
            values["voucher_ids"] = [(6, 0, voucher.ids)]
        values |= {"kind": kind, "amount": 20.0, "journal_id": self.cash.id, "memo": "Asked"}
        return self._dialog(CASHIERS[0], "entrusted.wizard", entrusted_id=entrusted.id, **values)

    def _entrusted_received(self):
        return self._of_entrusted("received")

    def _entrusted_spent(self):
        return self._of_entrusted("spent")

    def _entrusted_refunded(self):
        return self._of_entrusted("refunded")

    def _move_out(self):
        unit, owner = self._household()
        leaving = self.env["convenience.move.out"].create(
            {"occupancy_id": unit.occupancy_ids.id, "date": self.office._today()}
        )
        self._prepaying(partner_id=owner.id)[1].action_apply()
        leaving.with_user(self.users["director"]).action_prepare()
        return self._dialog(
            CASHIERS[0], "move.out.settling", move_out_id=leaving.id, journal_id=self.cash.id
        )

    # ------------------------------------------------------------------ states

    def _decision(self, record, method):
        record = record.with_user(self.users["director"])
        (form,) = self.decision(record, method, "director")
        return "director", self.env["convenience.reason.wizard"].browse(form)

    def _cancelling(self):
        return self._decision(self._ordered(), "action_cancel")

    def _waiving(self):
        return self._decision(self._visit(), "action_waive_billing")

    def _handing_over(self):
        number = self._number()
        employee = self.env["hr.employee"].create(
            {"name": f"Worker {number}", "company_id": self.community.company.id}
        )
        worker = self.env["convenience.worker"].create(
            {"employee_id": employee.id, "office_id": self.office.id, "number": f"W{number}"}
        )
        return self._dialog(
            "supervisor",
            "hand.over",
            request_ids=[(6, 0, self._at_work().ids)],
            worker_ids=[(6, 0, worker.ids)],
            reason="Ill",
        )

    def _putting_off(self):
        return self._dialog(
            "supervisor",
            "put.off",
            request_ids=[(6, 0, self._at_work().ids)],
            until=datetime.now().replace(microsecond=0) + timedelta(days=2),
            reason="Nobody in",
        )

    def _accepting(self):
        request = self._at_work()
        request.line_ids.quantity = 1.1
        action = request.with_user(self.users["supervisor"]).action_accept_raise()
        wizards = self.env["convenience.acceptance.wizard"].with_context(**action["context"])
        form = wizards.with_user(self.users["supervisor"]).create(
            {"signed_name": "resident", "by_phone": True}
        )
        return "supervisor", form

    def _correcting(self):
        line = self._visit().line_ids[:1]
        return self._dialog(
            "director", "price.correction", line_id=line.id, price=7.0, reason="As agreed"
        )

    def _deciding(self):
        return self._dialog(
            "supervisor",
            "responsibility.decision",
            request_id=self._at_work().id,
            responsibility="warranty",
            reason="Tile",
        )

    def _of_agreement(self, kind, **values):
        agreement = self._agreement()
        return self._dialog(
            "director", "agreement.decision", kind=kind, agreement_id=agreement.id, **values
        )

    def _ending(self):
        return self._of_agreement("end", date=self._in_days(30), reason="Moves")

    def _renewing(self):
        return self._of_agreement("renew", date_to=self._in_days(400))

    def _adding(self):
        return self._dialog(
            "director",
            "agreement.line.change",
            agreement_id=self._agreement().id,
            product_id=self.community.items[1].id,
            date_from=self._in_days(7),
            frequency="weekly",
            monday=True,
        )

    def _changing(self):
        agreement = self._agreement()
        wizards = self.env["convenience.agreement.line.change"].with_user(self.users["director"])
        wizards = wizards.with_context(
            default_agreement_id=agreement.id, default_line_id=agreement.line_ids.id
        )
        return "director", wizards.create({"date_from": self._in_days(14), "friday": True})

    def _planning(self):
        first = date(2027, 1, 1) + timedelta(days=10 * self._number())
        return self._dialog(
            "supervisor",
            "duty.rota",
            office_id=self.office.id,
            date_from=first,
            date_to=first + timedelta(days=2),
            turn_ids=[(0, 0, {"user_id": self.users["supervisor"].id})],
        )

    def _drafting(self):
        """A month of a provider, at an office of its own."""
        provider = self.env["res.partner"].create({"name": f"Provider {self._number()}"})
        office = self.community.add_office(provider.name)
        office.user_ids |= self.users[CASHIERS[0]]
        unit, owner = self.community.households(self.env, office, [self._number()])[0][1:]
        self.env["convenience.provider.rate"].create(
            {
                "partner_id": provider.id,
                "company_id": self.community.company.id,
                "office_id": office.id,
                "product_id": self.item.id,
                "method": "fixed",
                "price": 5.0,
                "date_from": date(2026, 1, 1),
            }
        )
        request = (
            self.env["convenience.request"]
            .with_user(self.community.people["importer"])
            ._register_many(
                [
                    {
                        "name": f"P{self._number()}",
                        "unit_id": unit.id,
                        "customer_id": owner.id,
                        "provider_id": provider.id,
                        "registered_at": datetime(2026, 10, 1, 2),
                        "line_ids": [(0, 0, {"product_id": self.item.id, "quantity": 1})],
                    }
                ]
            )
        )
        request._move_to("done", via="import", values={request.id: {"done_at": MORNING}})
        request.write({"signed_name": "resident", "signed_on_paper": True})
        request._move_to("signed", via="import")
        request.with_user(self.community.people["supervisor"]).action_review()
        return self._dialog(
            CASHIERS[0], "provider.billing", office_id=office.id, day=date(2026, 10, 31)
        )


MORNING = datetime(2026, 10, 1, 4)
BUTTONS = {
    "convenience.statement.payment": "action_pay",
    "convenience.statement.refund": "action_pay_out",
    "convenience.request.payment": "action_collect",
    "convenience.collection": "action_give_receipt",
    "convenience.handover.acceptance": "action_accept",
    "convenience.move.out.settling": "action_settle",
    "convenience.provider.billing": "action_draft",
    "convenience.duty.rota": "action_make",
}


def dialogs():
    name, *cases = sys.argv[1:]
    with community_in(name) as community:
        office = Dialogs(community)
        filled_in = [office.of(case) for case in cases or (*MONEY, *STATES)]
        community.env.cr.commit()
        print(*filled_in)


if __name__ == "__main__":
    main(dialogs)

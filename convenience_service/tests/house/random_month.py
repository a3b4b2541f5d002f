from datetime import datetime, time
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from ..agreement.common_agreement import AgreementCommon
from ..cash.common_deposit import DepositCommon
from ..cash.common_till import TillCommon
from ..cash.common_wallet import WalletCase

REASON = "Drawn"


class Event(NamedTuple):
    """One thing that happens: what, to which of those it could happen to, how much, when."""

    name: str
    pick: int
    share: int  # per cent of what is possible
    day: int


class RandomMonth(DepositCommon, TillCommon, WalletCase, AgreementCommon):
    """An office with payers of each kind: two owners by the month, one by the visit, a tenant.

    What an event needs and does not find, it first brings about itself, as people do.
    """

    @classmethod
    def setUpClass(cls):
        with freeze_time("2026-09-30 04:00:00"):
            super().setUpClass()
        cls.taxi.convenience_kind = "errand"
        cls.neighbour_unit, cls.neighbour = cls._make_household("1", "102", "Owner Two")
        cls.payers = [
            (cls.unit, cls.owner),
            (cls.flat, cls.visitor),
            (cls.tenant_unit, cls.tenant),
            (cls.neighbour_unit, cls.neighbour),
        ]

    # ------------------------------------------------------------------ the run of events

    def _happen(self, events):
        for event in events:
            self._try(event)

    def _try(self, event):
        """Let it happen; what is refused with a reason leaves nothing behind and is legal."""
        kept = dict(self.credited), self.side, self.assigned
        try:
            with self.env.cr.savepoint():
                getattr(self, f"_do_{event.name}")(event)
                self.env.flush_all()
        except AccessError:
            raise  # whoever may do it does it here
        except UserError:
            self.credited, self.side, self.assigned = kept
            self.refused[event.name] += 1
        else:
            self.happened[event.name] += 1
        self.env.invalidate_all()

    def _run_jobs(self):
        """What the scheduler does, without its commits."""
        requests = self.env["convenience.request"]
        requests.search(requests._prepaid_due())._bill_prepaid()
        statements = self.env["convenience.statement"]
        statements._bill_prepaid_flat_months()
        statements.search(statements._to_invoice_domain())._do_job_batch("_invoice")
        self.env["convenience.settlement"].search([("state", "=", "confirmed")])._finish_invoiced()
        self.env.invalidate_all()

    # ------------------------------------------------------------------ drawn values

    def _payer(self, event):
        return self.payers[event.pick % len(self.payers)]

    def _chosen(self, records, event):
        records = records.sorted("id")
        return records[event.pick % len(records)] if records else records

    def _part(self, amount, event):
        return max(0.01, round(amount * event.share / 100, 2))

    def _day(self, event, months=0):
        """A day of this month up to today, or of one before."""
        today = self.office._today()
        day = today.replace(day=min(event.day, today.day if not months else 28))
        return day - relativedelta(months=months)

    # ------------------------------------------------------------------ work

    def _served(self, event, payer=None, state="reviewed", months=0):
        """Past work of one day, in an amount with odd fen."""
        unit, partner = payer or self._payer(event)
        moment = datetime.combine(self._day(event, months), time(3))
        item = (self.drain, self.bulb, self.wash)[event.share % 3]
        row = {"unit": unit, "customer": partner, "items": [(item, 1 + event.share / 100)]}
        return self._past_requests([{**row, "registered": moment, "done": moment}], state)

    def _do_work(self, event):
        self._served(event)

    def _do_late_work(self, event):
        self._served(event, months=1)

    def _do_unfinished_work(self, event):
        self._served(event, state=("signed", "done")[event.share % 2])

    def _do_review(self, event):
        signed = self.env["convenience.request"].search([("state", "=", "signed")])
        request = self._chosen(signed, event) or self._served(event, state="signed")
        request.with_user(self.supervisor).action_review()

    def _do_order(self, event):
        unit, partner = self._payer(event)
        self._request(unit, partner, [((self.sixty, self.fifty)[event.share % 2], 1)])

    def _new_request(self, event):
        new = [("state", "=", "new")]
        if not self.env["convenience.request"].search_count(new):
            self._do_order(event)
        return self._chosen(self.env["convenience.request"].search(new), event)

    def _do_go_on(self, event):
        self._advance(self._new_request(event), "reviewed")

    def _do_cancel_request(self, event):
        self._new_request(event).with_user(self.clerk).action_cancel(reason=REASON)

    def _to_bill(self, event):
        free = [("billing_state", "=", "to_bill"), ("amount_total", ">", 0)]
        found = self.env["convenience.request"].search(free)
        return self._chosen(found, event) or self._served(event)

    def _do_waive_billing(self, event):
        self._to_bill(event).with_user(self.director).action_waive_billing(reason=REASON)

    def _do_correct_price(self, event):
        lines = self._to_bill(event).line_ids.with_user(self.director)
        lines.correct_price(self._part(lines[0].price_unit * 2, event), REASON)

    # ------------------------------------------------------------------ prepayments

    def _take_ahead(self, partner, amount):
        return self._at_the_desk(amount, partner_id=partner.id)

    def _do_prepay(self, event):
        _unit, partner = self._payer(event)
        self._take_ahead(partner, self._part(200.0, event))

    def _do_serve_prepaid(self, event):
        """Ordered, paid ahead for with something over or with one fen, done and reviewed."""
        request = self._order(self.fifty)
        self._take_ahead(self.tenant, self._part(100.0, event) if event.pick % 2 else 50.0)
        self._advance(request, "reviewed")

    def _do_waive_prepayment(self, event):
        request = self._order(self.sixty, 1 + event.share / 100)
        request.with_user(self.director).action_waive_prepayment(reason=REASON)
        self._advance(request, "reviewed")

    def _do_refund_prepayment(self, event):
        wallets = self.env["convenience.wallet"].search([("available", ">", 0)])
        if not wallets:
            self._do_prepay(event)
            wallets = self.env["convenience.wallet"].search([("available", ">", 0)])
        wallet = self._chosen(wallets, event)
        amount = self._part(wallet.available, event)
        self._at_the_desk(amount, "out", partner_id=wallet.partner_id.id)

    # ------------------------------------------------------------------ deposits, entrusted

    def _deposit_due(self, event):
        due = self.env["convenience.deposit"].search([("amount_open", ">", 0)])
        unit, partner = self._payer(event)
        return self._chosen(due, event) or self._deposit(unit=unit, customer=partner)

    def _do_receive_deposit(self, event):
        deposit = self._deposit_due(event)
        amount = self._part(deposit.amount_open, event)
        self._as_cashier(deposit)._receive(amount, self.cash)
        return deposit

    def _deposit_held(self, event):
        held = self.env["convenience.deposit"].search([("amount_held", ">", 0)])
        return self._chosen(held, event) or self._do_receive_deposit(event)

    def _do_waive_deposit(self, event):
        request = self._deposit_due(event).request_id
        request.with_user(self.director).action_waive_deposit(reason=REASON)

    def _do_refund_deposit(self, event):
        deposit = self._deposit_held(event)
        amount = self._part(deposit.amount_held, event)
        self._as_cashier(deposit)._refund(amount, self.bank, reason=REASON)

    def _do_keep_deposit(self, event):
        deposit = self._deposit_held(event)
        self._as_director(deposit)._keep(self._part(deposit.amount_held, event), reason=REASON)

    def _do_entrust(self, event):
        """Money for an errand, of which a part is given back."""
        unit, partner = self._payer(event)
        errand = self._advance(self._request(unit, partner, [(self.taxi, 1)]), "in_progress")
        entrusted = self.env["convenience.entrusted"].with_user(self.clerk)._open_for(errand)
        entrusted = entrusted.with_user(self.cashier)
        entrusted._receive(50.0, self.cash)
        entrusted._refund(self._part(50.0, event), self.bank, reason=REASON)

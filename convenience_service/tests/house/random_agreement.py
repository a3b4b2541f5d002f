from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.exceptions import UserError

from ..common import signed_paper
from .random_month import REASON
from .random_turn import RandomTurn


class NobodyLeftError(UserError):
    """Everybody has moved out already: a legal refusal, as those of the product."""


class RandomAgreement(RandomTurn):
    """What happens to agreements in a month, and who moves out in it."""

    # ------------------------------------------------------------------ agreements

    def _do_agree(self, event):
        unit, partner = self._payer(event)
        item = (self.garden, self.wash)[event.share % 2]
        first = self._day(event, months=event.pick % 2)
        last = first + timedelta(days=event.share) if event.share % 3 else False
        self._agreement(
            self._prepare_line(item, quantity=1 + event.pick % 3),
            unit_id=unit.id,
            partner_id=partner.id,
            date_from=first,
            date_to=last,
        )

    def _agreements(self, event):
        active = [("state", "=", "active")]
        if not self.env["convenience.agreement"].search_count(active):
            self._do_agree(event)
        return self._chosen(self.env["convenience.agreement"].search(active), event)

    def _do_suspend(self, event):
        agreement = self._agreements(event).with_user(self.clerk)
        first = max(self._day(event), agreement.date_from)
        agreement.suspend(first, first + timedelta(days=event.share // 4), REASON)

    def _do_resume(self, event):
        resting = self.env["convenience.agreement"].search([("suspension_ids", "!=", False)])
        if not resting:
            self._do_suspend(event)
            resting = self.env["convenience.agreement"].search([("suspension_ids", "!=", False)])
        agreement = self._chosen(resting, event).with_user(self.clerk)
        pause = agreement.suspension_ids[:1]
        days = (pause.date_to - pause.date_from).days
        agreement.resume(pause.date_from + timedelta(days=days * event.share // 100))

    def _do_end_agreement(self, event):
        agreement = self._agreements(event).with_user(self.clerk)
        agreement.end(self._day(event) + relativedelta(days=event.pick % 20), REASON)

    def _do_change_quantity(self, event):
        line = self._agreements(event).line_ids[-1:]
        agreement = line.agreement_id.with_user(self.clerk)
        agreement.change_line(line.with_user(self.clerk), self._day(event), {"quantity": 2})

    def _do_visit(self, event):
        """A visit of an agreement, by the job, is done and reviewed."""
        line = self._agreements(event).line_ids[:1]
        visit = self._visits(line, max(self._day(event), line.date_from))
        visit.worker_ids = self.worker.employee_id
        self._advance(visit, "reviewed")

    # ------------------------------------------------------------------ moving out

    def _do_move_out(self, event):
        left = self.env["convenience.move.out"].search([("state", "=", "done")]).partner_id
        staying = [payer for payer in self.payers if payer[1] not in left] or self.payers
        unit, partner = staying[event.pick % len(staying)]
        self._close(partner)
        occupancy = unit.occupancy_ids.filtered(
            lambda one: one.partner_id == partner and not one.date_to
        )
        if not occupancy:
            raise NobodyLeftError("Nobody is left to move out.")
        move_out = (
            self.env["convenience.move.out"]
            .with_user(self.clerk)
            .create({"occupancy_id": occupancy.id, "date": self._day(event)})
        )
        move_out.action_prepare()
        move_out.with_user(self.cashier)._settle_with(self.cash, leave_unassigned=True)
        self.env.flush_all()
        left = round(self._ledger_of(partner) + self._elsewhere(partner), 2)
        self.assertEqual(left, 0.0, "a move-out comes to zero")

    def _close(self, partner):
        """What the desk sees to before somebody leaves."""
        requests = self.env["convenience.request"].search([("customer_id", "=", partner.id)])
        by_state = requests.grouped("state")
        for state in ("new", "assigned"):
            by_state.get(state, requests.browse()).with_user(self.clerk).action_cancel(
                reason=REASON
            )
        for request in by_state.get("in_progress", ()):
            request.with_user(self.worker_user).action_done()
        for request in requests.filtered(lambda one: one.state == "done"):
            request.with_user(self.worker_user).write(signed_paper())
            request.with_user(self.worker_user).action_sign()
        requests.filtered(lambda one: one.state == "signed").with_user(
            self.supervisor
        ).action_review()
        if self.env["convenience.receipt"].search_count([("state", "=", "collected")]):
            self._accept(self._hand_over())
        for entrusted in self.env["convenience.entrusted"].search(
            [("partner_id", "=", partner.id), ("balance", ">", 0)]
        ):
            entrusted.with_user(self.cashier)._refund(None, self.bank, reason=REASON)

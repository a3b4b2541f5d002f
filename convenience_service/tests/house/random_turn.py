from datetime import timedelta
from itertools import count

from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Command
from odoo.tests import new_test_user

from .random_month import REASON
from .random_side import RandomSide

LOCKS = ("sale", "tax", "fiscalyear")
NUMBERS = count(1)


class RandomTurn(RandomSide):
    """What turns under everybody's feet in a month: books are locked, a rate changes, workers and
    collectors leave, two contacts turn out to be one person.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.adviser = new_test_user(
            cls.env,
            login="adviser",
            groups="account.group_account_manager",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    # ------------------------------------------------------------------ the books

    def _do_turn_lock(self, event):
        """The month before is closed: bills go to the first open day, receipts get red ones."""
        last_day = self.office._today().replace(day=1) - timedelta(days=1)
        lock = f"{LOCKS[event.pick % len(LOCKS)]}_lock_date"
        if not self.company[lock] or self.company[lock] < last_day:
            try:
                self.company.with_user(self.adviser).sudo()[lock] = last_day
            except RedirectWarning as refusal:  # a line of the bank is nobody's yet
                raise UserError(str(refusal.args[0])) from refusal

    def _do_turn_rate(self, event):
        """Later bills take the new rate, credit notes of older ones the old."""
        tax = self.drain.taxes_id.filtered(lambda tax: tax.company_id == self.company)
        tax.with_user(self.adviser).amount = 3 + event.share % 12

    # ------------------------------------------------------------------ who leaves

    def _do_turn_worker_leaves(self, event):
        """Open jobs of whoever leaves are dispatched anew, and done by somebody else."""
        unit, partner = self._payer(event)
        item = (self.sixty, self.fifty)[event.share % 2]
        number = next(NUMBERS)
        login = self._make_user(f"worker{number}", self.company, "group_worker")
        self.office.user_ids |= login
        leaver = self._make_worker(f"L{number}", login)
        request = self._request(unit, partner, [(item, 1)])
        request.with_user(self.supervisor).crew_ids = leaver
        self._advance(request, "assigned")
        if event.pick % 2:
            request.with_user(login).action_start()
        leaver.active = False
        self.assertEqual((request.state, len(request.worker_ids)), ("new", 0))
        request.with_user(self.supervisor).crew_ids = self.worker
        self._advance(request, "done")

    def _do_turn_collector_leaves(self, event):
        """What a collector who left had in hand is handed over by a person who is named."""
        leaver = self._make_user(f"leaver{next(NUMBERS)}", self.company, "group_clerk")
        self.office.user_ids |= leaver
        self.office.collector_ids |= leaver
        bill = self._open_bill(event)
        amount = self._part(bill._left_to_collect()[bill], event)
        own = {"partner_id": bill.partner_id.id, "amount": amount}
        receipt = self._give(collector=leaver, statements=bill, **own)
        leaver.sudo().active = False
        dialog = self.env["convenience.take.over"].with_user(self.service_manager)
        action = dialog.create(
            {
                "office_id": self.office.id,
                "left_id": leaver.id,
                "collector_id": self.clerk.id,
            }
        ).action_apply()
        handover = self.env["convenience.handover"].browse(action["res_id"])
        handover.with_user(self.clerk).action_submit()
        self._accept(handover)
        self.assertEqual(receipt.state, "posted")

    # ------------------------------------------------------------------ who is whom

    def _do_turn_merge(self, event):
        """Somebody was two contacts: both paid ahead, both were served; a director and an
        accountant make one of them.
        """
        unit, partner = self._payer(event)
        today = self.office._today()
        _unit, double = self._make_household(
            unit.building,
            unit.number,
            f"Double {next(NUMBERS)}",
            role="tenant",
            date_from=today - timedelta(days=400),
            date_to=today - timedelta(days=370),
        )
        self._take_ahead(double, self._part(80.0, event))
        if event.pick % 2:
            self._side_enter_for(double, self._part(60.0, event))
        proposal = self.env["convenience.merge.proposal"].with_user(self.director)
        proposal = proposal.create(
            {
                "office_id": self.office.id,
                "survivor_id": partner.id,
                "double_ids": [Command.set(double.ids)],
                "reason": REASON,
            }
        )
        proposal.with_user(self.accountant).action_carry_out()
        self.env.invalidate_all()
        self.assertFalse(double.exists())

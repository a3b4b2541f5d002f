from odoo import api, models
from odoo.fields import Command, Domain


class ConvenienceRequest(models.Model):
    """Work is shared out in turn among who is at work (P2 4.2.6)."""

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    @api.model
    def _trigger_dispatch(self):
        """Ask for the dispatch job as soon as this transaction is committed."""
        # sudo: the job is only asked for
        self.env.ref("convenience_service.ir_cron_dispatch").sudo()._trigger()

    @api.model
    def _cron_dispatch(self):
        """Bring back what was put off until now, then send whose turn it is."""
        self._come_back_due()
        turns = self.env["convenience.dispatch.rule"].sudo().search([("mode", "=", "turn")])
        places = Domain.OR(
            Domain("office_id", "=", rule.office_id.id)
            & Domain("department_id", "=", rule.department_id.id)
            for rule in turns
        )
        self._run_job(self._to_dispatch() & places, "_dispatch_in_turn")

    @api.model
    def _to_dispatch(self):
        """Where the desk has chosen somebody already, that holds."""
        return Domain("state", "=", "new") & Domain(
            [("put_off_until", "=", False), ("worker_ids", "=", False), ("provider_id", "=", False)]
        )

    def _dispatch_in_turn(self):
        """Share out the requests of departments that work in turn; the others are left alone."""
        requests = self.sudo().filtered_domain(self._to_dispatch())
        rules = self.env["convenience.dispatch.rule"]._rules_of(requests.office_id)
        for key, own in requests.grouped(
            lambda request: (request.office_id.id, request.department_id.id)
        ).items():
            rule = rules.get(key)
            if rule and rule.mode == "turn":
                own.sorted(lambda request: (not request.is_urgent, request.id))._share_out(rule)

    def _share_out(self, rule):
        """Give each request to whose turn it is, or note why it waits."""
        serial = rule._lock_turns(len(self))
        turns = _Turns(rule, self)
        for number, request in enumerate(self, start=serial + 1):
            request._take_turn(turns, number)
        turns.workers._write_guarded_each(
            {worker.id: {"last_turn": turns.last[worker.id]} for worker in turns.workers}
        )
        for worker, requests in turns.given.items():
            requests.worker_ids = [Command.set(worker.employee_id.ids)]
            requests._move_to_by_system("assigned", via="turn")
        for reason, requests in turns.waiting.items():
            requests.filtered(lambda request, r=reason: request.waiting_for != r)._write_guarded(
                {"waiting_for": reason}
            )

    def _take_turn(self, turns, number):
        obstacle = self._obstacle()
        if obstacle:
            self._clear_obstacle(obstacle)
            obstacle = self._obstacle()
        needed = set(self._certificates_needed().ids)
        worker, reason = (None, obstacle) if obstacle else turns.next(needed, number)
        if worker:
            turns.given[worker] = turns.given.get(worker, self.browse()) | self
        else:
            turns.waiting[reason] = turns.waiting.get(reason, self.browse()) | self


class _Turns:
    """Whose turn it is, while a batch is shared out: no query for each request."""

    def __init__(self, rule, requests):
        env = requests.env
        self.workers = (
            env["convenience.worker"]
            .sudo()
            .search(
                [
                    ("office_id", "=", rule.office_id.id),
                    ("department_id", "=", rule.department_id.id),
                    ("is_present", "=", True),
                ]
            )
        )
        rules = {(rule.office_id.id, rule.department_id.id): rule}
        self.ceilings = {worker.id: worker._ceiling(rules) for worker in self.workers}
        jobs = self.workers._open_jobs()
        self.load = {
            worker.id: jobs.get((worker.office_id.id, worker.employee_id.id), 0)
            for worker in self.workers
        }
        self.last = {worker.id: worker.last_turn for worker in self.workers}
        self.held = (
            env["convenience.worker.certificate"]
            .sudo()
            ._held_on(self.workers, rule.office_id._today())
        )
        self.given, self.waiting = {}, {}

    def next(self, needed, number):
        """Return the worker whose turn it is and False, or none and the reason to wait."""
        if not self.workers:
            return None, "presence"
        able = [worker for worker in self.workers if needed <= self.held.get(worker.id, set())]
        if not able:
            return None, "certificate"
        free = [
            worker
            for worker in able
            if not self.ceilings[worker.id] or self.load[worker.id] < self.ceilings[worker.id]
        ]
        if not free:
            return None, "capacity"
        worker = min(free, key=lambda worker: (self.last[worker.id], worker.id))
        self.last[worker.id] = number
        self.load[worker.id] += 1
        return worker, False

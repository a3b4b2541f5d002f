from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..guard.roles import WORKER
from ..guard.workflow import Move

WORKING_STATES = ("assigned", "in_progress")


class ConvenienceRequest(models.Model):
    """Who is sent (P2 4.2.6): by hand, claimed, or in turn among those present.

    Whoever is sent holds the certificates that the items ask for and has no more open jobs than
    the ceiling allows; an outside provider answers for its own people.
    """

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    crew_ids = fields.Many2many(
        "convenience.worker",
        string="Workers Sent",
        compute="_compute_crew_ids",
        inverse="_inverse_crew_ids",
        compute_sudo=True,
        help="The office's record of who is sent: chosen without any personnel right.",
    )
    waiting_for = fields.Selection(
        [
            ("presence", "Nobody of the department is at work"),
            ("capacity", "Everybody has as many jobs as allowed"),
            ("certificate", "Nobody at work holds the certificate"),
            ("quotation", "The customer has not accepted a price"),
            ("prepayment", "The prepayment is not enough"),
            ("deposit", "The deposit is still to be received"),
        ],
        "Waits Because",
        readonly=True,
        copy=False,
        help="Why nobody's turn came; the job tries again by itself.",
    )

    @api.depends("worker_ids", "office_id")
    def _compute_crew_ids(self):
        staff = self._staff()
        for request in self:
            people = [
                staff[request.office_id.id, person.id].id
                for person in request.worker_ids._origin
                if (request.office_id.id, person.id) in staff
            ]
            request.crew_ids = self.env["convenience.worker"].browse(people)

    def _inverse_crew_ids(self):
        for request in self:
            request.worker_ids = request.crew_ids.employee_id

    # ------------------------------------------------------------------ workflow

    @api.model
    def _evidence_fields(self):
        return super()._evidence_fields() | {"crew_ids"}

    @api.model
    def _workflow_moves(self):
        return [
            *super()._workflow_moves(),
            Move("new", "assigned", (WORKER,), via="claim"),
            Move("new", "assigned", (), via="turn"),
        ]

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"waiting_for"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "waiting_for": False}

    def _check_move(self, move):
        result = super()._check_move(move)
        if move.target == "assigned":
            self._check_staff()
        return result

    def _after_move(self, move):
        result = super()._after_move(move)
        if move.target == "assigned":
            self.filtered("waiting_for")._write_guarded({"waiting_for": False})
        if move.source in WORKING_STATES and move.target not in WORKING_STATES:
            self._trigger_dispatch()
        return result

    def _after_registration(self):
        result = super()._after_registration()
        self._dispatch_in_turn()
        return result

    # ------------------------------------------------------------------ certificates and ceiling

    def _staff(self):
        """Return {(office id, employee id): the office's record of the worker}."""
        # sudo: certificates and ceilings hold whoever sends
        staff = (
            self.env["convenience.worker"]
            .sudo()
            .search(
                [
                    ("office_id", "in", self.office_id.ids),
                    ("employee_id", "in", self.worker_ids.ids),
                ]
            )
        )
        return {(worker.office_id.id, worker.employee_id.id): worker for worker in staff}

    def _check_staff(self):
        """Refuse by name who lacks a certificate or has enough open jobs."""
        requests = self.sudo()
        staff = requests._staff()
        workers = self.env["convenience.worker"].sudo().concat(*staff.values())
        requests._check_certificates(staff, workers)
        requests._check_ceilings(staff, workers)

    def _certificates_needed(self):
        return self.line_ids.product_id.convenience_certificate_type_ids

    def _check_certificates(self, staff, workers):
        certificates = self.env["convenience.worker.certificate"].sudo()
        for office, requests in self.grouped("office_id").items():
            held = certificates._held_on(workers, office._today())
            for request in requests.filtered(lambda request: request.worker_ids):
                own = [staff.get((office.id, person.id)) for person in request.worker_ids]
                holds = set().union(*(held.get(worker.id, ()) for worker in own if worker))
                missing = request._certificates_needed().filtered(
                    lambda kind, holds=holds: kind.id not in holds
                )
                if missing:
                    raise UserError(request._missing_certificate_message(missing[0]))

    def _missing_certificate_message(self, certificate):
        return self.env._(
            "%(request)s needs somebody with the certificate %(certificate)s, which %(workers)s "
            "does not hold today. Send somebody who does, or enter the certificate.",
            request=self.name,
            certificate=certificate.name,
            workers=", ".join(self.worker_ids.mapped("name")),
        )

    def _check_ceilings(self, staff, workers):
        rules = self.env["convenience.dispatch.rule"]._rules_of(self.office_id)
        load = dict(workers._open_jobs())
        for request in self.filtered(lambda request: request.state == "new"):
            for person in request.worker_ids:
                key = (request.office_id.id, person.id)
                load[key] = load.get(key, 0) + 1
                ceiling = staff[key]._ceiling(rules) if key in staff else 0
                if ceiling and load[key] > ceiling:
                    raise UserError(
                        self.env._(
                            "%(worker)s has %(count)s open jobs already, as many as allowed. Send "
                            "somebody else to %(request)s.",
                            worker=person.name,
                            count=load[key] - 1,
                            request=request.name,
                        )
                    )

    # ------------------------------------------------------------------ claimed

    def _claim(self):
        """Give the request to the user who claims it; the caller has checked office and role.

        :raise UserError: naming who has it, or why it cannot be claimed
        """
        self.ensure_one()
        worker = self._claimant()
        if self.state != "new":
            raise UserError(
                self.env._(
                    "%(request)s is taken already, by %(workers)s.",
                    request=self.name,
                    workers=", ".join(self.worker_ids.mapped("name")) or self.env._("the desk"),
                )
            )
        # sudo: until now the job is not the claimant's
        self.sudo().worker_ids = [Command.set(worker.employee_id.ids)]
        self.sudo(False)._move_to("assigned", via="claim")

    def _claimant(self):
        """Return the office's record of the user, of the department whose work is claimed."""
        rules = self.env["convenience.dispatch.rule"]._rules_of(self.office_id)
        rule = rules.get((self.office_id.id, self.department_id.id))
        # sudo: who of the staff the user is
        worker = (
            self.env["convenience.worker"]
            .sudo()
            .search(
                [
                    ("office_id", "=", self.office_id.id),
                    ("employee_id.user_id", "=", self.env.uid),
                    ("department_id", "=", self.department_id.id),
                ],
                limit=1,
            )
        )
        if not worker or not rule or rule.mode != "claim":
            raise UserError(
                self.env._(
                    "%(request)s is not yours to claim: it is work of %(department)s. Ask the "
                    "supervisor.",
                    request=self.name,
                    department=self.department_id.name or self.env._("no department yet"),
                )
            )
        return worker

    # ------------------------------------------------------------------ in turn

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

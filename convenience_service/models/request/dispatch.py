from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

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

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import CLERK, SHEET_IMPORT, SUPERVISOR, WORKER
from ..guard.workflow import Move
from ..parties.occupancy import SETTLEMENT_MODES

OPEN_STATES = ("new", "assigned", "in_progress")

_lt = LazyTranslate(__name__)

CLOSED_STATES = ("signed", "reviewed", "cancelled")
REGISTERING = "_convenience_registering"


class _Registering:
    """Marks lines that come with their request; a remote caller cannot make one out of JSON."""


class ConvenienceRequest(models.Model):
    """One order of a customer (便民服务单): registered, dispatched, done, signed, reviewed.

    Serves P2 4.2.4 to 4.3.1 and P5 4.2.4 to 4.3.2. Who pays, how, and at what price is fixed at
    registration; what was done is fixed by the customer's signature.
    """

    _name = "convenience.request"
    _description = "Service Request"
    _inherit = [
        "convenience.registration.mixin",
        "convenience.workflow.mixin",
        "convenience.job.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "hr.mixin",
    ]
    _order = "registered_at desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char("Number", readonly=True, copy=False, index="trigram")
    office_id = fields.Many2one(
        "convenience.office", required=True, index=True, default=lambda self: self._default_office()
    )
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    # stored: amounts of visits, made by the thousand, need not look it up through the company
    currency_id = fields.Many2one(related="company_id.currency_id", store=True)
    unit_id = fields.Many2one("convenience.unit", required=True, index=True, ondelete="restrict")
    customer_id = fields.Many2one("res.partner", required=True, index=True, ondelete="restrict")
    occupancy_id = fields.Many2one("convenience.occupancy", ondelete="restrict", readonly=True)
    customer_type_id = fields.Many2one(
        "convenience.customer.type", readonly=True, ondelete="restrict"
    )
    payer_id = fields.Many2one(
        "res.partner",
        index=True,
        ondelete="restrict",
        help="Who asks pays, unless the owner consented to.",
    )
    payer_consent = fields.Char(
        "Payer's Consent", help="Who agreed to pay for somebody else, when and how."
    )
    settlement_mode = fields.Selection(SETTLEMENT_MODES, readonly=True, copy=False)
    phone = fields.Char(index="trigram")
    channel = fields.Selection(
        [
            ("phone", "Phone"),
            ("desk", "Front Desk"),
            ("portal", "Online"),
            ("agreement", "Agreement"),
        ],
        required=True,
        default="phone",
    )
    line_ids = fields.One2many("convenience.request.line", "request_id", "Services", copy=True)
    items_summary = fields.Char("Services Ordered", compute="_compute_items_summary")
    amount_total = fields.Monetary("Amount", compute="_compute_amount_total", store=True)
    signature_required = fields.Boolean(compute="_compute_signature_required", store=True)
    is_urgent = fields.Boolean("Urgent", help="Cannot wait for its turn, nor for office hours.")
    wanted_on = fields.Datetime()
    department_id = fields.Many2one(
        "hr.department", index=True, ondelete="restrict", check_company=True
    )
    worker_ids = fields.Many2many(
        "hr.employee", "convenience_request_worker_rel", string="Workers", check_company=True
    )
    provider_id = fields.Many2one("res.partner", "Outside Provider", ondelete="restrict")
    registered_at = fields.Datetime("Registered", readonly=True, copy=False)
    date_registered = fields.Date(
        "Registered On",
        readonly=True,
        copy=False,
        index=True,
        help="Local day at the office; prices hold by it.",
    )
    reported_in_on = fields.Datetime("Reported In", readonly=True, copy=False)
    reported_back_on = fields.Datetime("Reported Back", readonly=True, copy=False)
    uniform_confirmed = fields.Boolean("Uniform and Badge", readonly=True, copy=False)
    note = fields.Text("Request Note")
    work_note = fields.Text(copy=False)
    signature = fields.Binary(attachment=False, copy=False)
    signed_name = fields.Char("Signed By", copy=False)
    signed_relation = fields.Selection(
        [
            ("self", "Customer in Person"),
            ("family", "Family"),
            ("colleague", "Colleague"),
            ("other", "Other"),
        ],
        "Relation",
        copy=False,
    )
    signed_on_paper = fields.Boolean(copy=False)
    state = fields.Selection(
        [
            ("new", "New"),
            ("assigned", "Assigned"),
            ("in_progress", "In Progress"),
            ("done", "Done"),
            ("signed", "Signed"),
            ("reviewed", "Reviewed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="new",
        index=True,
        copy=False,
        group_expand=True,
    )
    assigned_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    assigned_on = fields.Datetime(readonly=True, copy=False)
    started_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    started_on = fields.Datetime("Checked In", readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    done_at = fields.Datetime("Checked Out", readonly=True, copy=False)
    date_done = fields.Date(
        "Done On",
        readonly=True,
        copy=False,
        index=True,
        help="Local day at the office; months are counted by it.",
    )
    signed_by_id = fields.Many2one("res.users", "Signature Recorded By", readonly=True, copy=False)
    signed_at = fields.Datetime("Signed On", readonly=True, copy=False)
    reviewed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    reviewed_on = fields.Datetime(readonly=True, copy=False)
    cancelled_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    cancelled_on = fields.Datetime(readonly=True, copy=False)
    planned_on = fields.Datetime(
        compute="_compute_planned_on",
        store=True,
        index=True,
        help="When it is to be done: as wanted, or else as soon as it has to be finished.",
    )

    _name_unique = models.UniqueIndex(
        "(office_id, name)", "There is already a request of this number at the office."
    )
    _desk_idx = models.Index("(office_id, state, registered_at DESC)")
    _recent_idx = models.Index("(registered_at DESC, id DESC)")
    # the desk's filter "open", in its words, so that the database knows them again
    _open_idx = models.Index(
        "(office_id, registered_at DESC, id DESC) WHERE state NOT IN ('reviewed', 'cancelled')"
    )
    # the job of deadlines looks at open requests only, however many are closed
    _due_idx = models.Index(
        "(office_id, finish_by) WHERE state IN ('new', 'assigned', 'in_progress')"
    )
    _billing_idx = models.Index("(office_id, date_done) WHERE billing_state = 'to_bill'")

    # ------------------------------------------------------------------ compute

    @api.depends("line_ids.product_id", "line_ids.quantity")
    def _compute_items_summary(self):
        for request in self:
            request.items_summary = ", ".join(
                f"{line.product_id.name} × {line.quantity:g}"
                for line in request.line_ids
                if line.product_id
            )

    @api.depends("line_ids.amount")
    def _compute_amount_total(self):
        for request in self:
            request.amount_total = sum(request.line_ids.mapped("amount"))

    @api.depends("line_ids.signature_required")
    def _compute_signature_required(self):
        for request in self:
            request.signature_required = any(request.line_ids.mapped("signature_required"))

    @api.depends("wanted_on", "put_off_until", "finish_by", "registered_at")
    def _compute_planned_on(self):
        for request in self:
            request.planned_on = (
                request.put_off_until
                or request.wanted_on
                or request.finish_by
                or request.registered_at
            )

    @api.model
    def _default_office(self):
        """Return the user's own office, the first of several."""
        return self.env["convenience.office"].search([("user_ids", "in", self.env.uid)], limit=1)

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        clerk, supervisor, sheet = (CLERK,), (SUPERVISOR,), (SHEET_IMPORT,)
        field = (WORKER, CLERK)
        return [
            *super()._workflow_moves(),
            Move("new", "assigned", supervisor),
            Move("assigned", "new", supervisor),
            Move("assigned", "in_progress", field),
            Move("in_progress", "done", field),
            Move("done", "in_progress", supervisor),
            Move("done", "signed", field),
            Move("done", "reviewed", supervisor),
            Move("signed", "reviewed", supervisor),
            Move("new", "cancelled", clerk),
            Move("assigned", "cancelled", supervisor),
            Move("in_progress", "cancelled", supervisor),
            Move("new", "done", sheet, via="import"),
            Move("done", "signed", sheet, via="import"),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            **super()._workflow_stamps(),
            "assigned": ("assigned_by_id", "assigned_on"),
            "in_progress": ("started_by_id", "started_on"),
            "done": ("done_by_id", "done_at"),
            "signed": ("signed_by_id", "signed_at"),
            "reviewed": ("reviewed_by_id", "reviewed_on"),
            "cancelled": ("cancelled_by_id", "cancelled_on"),
        }

    @api.model
    def _registration_fields(self):
        """Fixed once the request is registered."""
        return {
            "name", "office_id", "unit_id", "customer_id", "occupancy_id", "customer_type_id",
            "payer_id", "payer_consent", "settlement_mode", "registered_at", "date_registered",
            "respond_by", "finish_by",
        }  # fmt: skip

    @api.model
    def _guarded_fields(self):
        names = self._registration_fields() | self._job_fields() | {"date_done"}
        return super()._guarded_fields() | names

    @api.model
    def _guarded_defaults(self):
        return {
            **super()._guarded_defaults(),
            "name": False,
            "registered_at": False,
            "date_done": False,
        }

    @api.model
    def _evidence_fields(self):
        """Names of what the customer signs for; it stays as it was from the signature on."""
        return {
            "phone", "channel", "line_ids", "is_urgent", "wanted_on", "department_id",
            "worker_ids", "provider_id", "note", "work_note", "signature", "signed_name",
            "signed_relation", "signed_on_paper", "payer_consent",
        }  # fmt: skip

    @api.model
    def _worker_fields(self):
        """Names of the evidence that the field staff enter themselves."""
        return {
            "work_note", "signature", "signed_name", "signed_relation", "signed_on_paper",
            "line_ids",
        }  # fmt: skip

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states() | {"signed", "reviewed"}

    def _check_move(self, move):
        result = super()._check_move(move)
        checks = {
            "assigned": self._check_dispatch,
            "signed": self._check_signature,
            "reviewed": self._check_review,
        }
        if move.target in checks and move.via != "import":
            checks[move.target]()
        return result

    def _check_dispatch(self):
        for request in self:
            if not request.line_ids:
                raise UserError(
                    self.env._("%(request)s has no service. Add one first.", request=request.name)
                )
            if not request.department_id or not (request.worker_ids or request.provider_id):
                raise UserError(
                    self.env._(
                        "%(request)s: choose the department and who does the work first.",
                        request=request.name,
                    )
                )

    def _check_signature(self):
        for request in self:
            if not request.signed_name or not (request.signature or request.signed_on_paper):
                raise UserError(
                    self.env._(
                        "%(request)s: have the customer sign, or tick that the paper is signed, "
                        "and enter who signed.",
                        request=request.name,
                    )
                )
        self._check_priced()

    def _check_priced(self):
        """Nobody signs for, or reviews, work whose price is still to be quoted."""
        unpriced = self.line_ids._awaiting_price()
        if unpriced:
            raise UserError(
                self.env._(
                    "%(request)s: %(item)s has no price yet. Have the director enter it first.",
                    request=unpriced[0].request_id.name,
                    item=unpriced[0].product_id.display_name,
                )
            )

    def _prepare_record_values(self, move, values):
        values = super()._prepare_record_values(move, values)
        if move.target == "done":
            now = fields.Datetime.now()
            return {
                request.id: {
                    **values.get(request.id, {}),
                    "date_done": request.office_id._local_date(
                        values.get(request.id, {}).get("done_at", now)
                    ),
                }
                for request in self
            }
        if (move.source, move.target) == ("done", "in_progress"):
            reset = {"done_by_id": False, "done_at": False, "date_done": False}
            return {request.id: {**values.get(request.id, {}), **reset} for request in self}
        return values

    @api.constrains("worker_ids", "office_id")
    def _check_workers(self):
        """Being listed shows the request to the worker, so only the office's own staff is."""
        for request in self.sudo().filtered("worker_ids"):
            strangers = request.worker_ids - request.staff_ids
            if strangers:
                raise ValidationError(
                    self.env._(
                        "%(worker)s is not among the staff of %(office)s. Add them to its staff "
                        "or choose somebody else for %(request)s.",
                        worker=strangers[0].name,
                        office=request.office_id.name,
                        request=request.name,
                    )
                )

    # ------------------------------------------------------------------ registration

    @api.model_create_multi
    def create(self, vals_list):
        if self._is_permitted_creation(vals_list):
            return self._create_with_lines(vals_list)
        chosen = {"unit_id", "customer_id", "payer_id", "payer_consent"}
        kept = self._fields.keys() - self._guarded_fields() | chosen
        asked = [
            {name: value for name, value in vals.items() if name in kept} for vals in vals_list
        ]
        requests = self._create_guarded(self._complete_registration(asked))
        requests._after_registration()
        return requests

    @api.model
    def _create_with_lines(self, vals_list):
        """Create requests whose lines are looked at together with them, not each by itself."""
        marked = self.with_context(**{REGISTERING: _Registering()})
        requests = super(ConvenienceRequest, marked).create(vals_list)
        return requests.with_context(**{REGISTERING: None})

    @api.model
    def _is_registering(self):
        return isinstance(self.env.context.get(REGISTERING), _Registering)

    def _after_registration(self):
        """Hook: what follows once requests are registered with their lines.

        What may refuse them comes before `super()`, what tells others of them after it.
        """

    def _after_lines_added(self, lines):
        """Hook: what follows once lines are added to requests that are registered already."""

    def _obstacle(self):
        """Hook: why nobody can be sent yet (a key of `waiting_for`), or False."""
        return False

    def _clear_obstacle(self, obstacle):
        """Hook: do what can be done at once so that the obstacle holds nobody up any more."""

    @api.model
    def _register_many(self, vals_list):
        """Register past work: number and moment of registration are the sheet's.

        :param vals_list: values as for `create`, with `name` and `registered_at` (naive UTC)
        :raise AccessError: when the user may not import finished work
        """
        self._require_role(SHEET_IMPORT, act=self.env._("import finished work"))
        vals_list = self._complete_registration(vals_list, past=True)
        return self._create_guarded(vals_list)

    @api.model
    def _complete_registration(self, vals_list, past=False):
        """Return the values with everything that is fixed at registration.

        :param past: number and moment of registration are given (naive UTC), not now
        """
        defaults = self.default_get(["unit_id", "customer_id"])
        completed = [{**defaults, **vals} for vals in vals_list]
        occupancies = self._find_occupancies(completed, past)
        return [
            {**vals, **self._prepare_registration(vals, occupancy, past)}
            for vals, occupancy in zip(completed, occupancies, strict=True)
        ]

    @api.model
    def _prepare_registration(self, vals, occupancy, past):
        """Return what is fixed at registration: number, local day, payer, way of paying."""
        # sudo: the number is drawn for whoever registers
        sequence = self.env["ir.sequence"].sudo().with_company(occupancy.company_id)
        moment = self._moment_of(vals, past)
        day = occupancy.office_id._local_date(moment)
        return {
            "name": vals["name"] if past else sequence.next_by_code("convenience.request"),
            "office_id": occupancy.office_id.id,
            "occupancy_id": occupancy.id,
            "customer_type_id": occupancy.unit_id.customer_type_id.id,
            "phone": vals.get("phone") or occupancy.partner_id.phone,
            "registered_at": moment,
            "date_registered": day,
            **self._prepare_payer(vals, occupancy, day),
        }

    # ------------------------------------------------------------------ CRUD

    def write(self, vals):
        if self._evidence_fields() & vals.keys():
            self.check_access("write")
            self._refuse_closed()
        if {"worker_ids", "crew_ids", "provider_id"} & vals.keys():
            self._refuse_other_workers()
        self._refuse_beyond_worker(vals)
        return super().write(vals)

    def _refuse_closed(self):
        """What the customer signed for, and what is cancelled, stays as it is."""
        for request in self.sudo():
            if request.state in CLOSED_STATES:
                raise UserError(
                    self.env._(
                        "%(request)s is %(state)s and does not change any more.",
                        request=request.name,
                        state=request._state_label(request.state),
                    )
                )

    def _refuse_other_workers(self):
        """Who did the work stays on record once it is done: nobody reviews their own."""
        for request in self.sudo():
            if request.state == "done":
                raise UserError(
                    self.env._(
                        "%(request)s is done: who did it stays as it is. Send it back to work "
                        "first.",
                        request=request.name,
                    )
                )

    def _refuse_beyond_worker(self, vals):
        user = self.env.user
        if self.env.su or not user._has_convenience_role(WORKER):
            return
        beyond = vals.keys() & self._evidence_fields() - self._worker_fields()
        if beyond and not user._has_convenience_role(CLERK):
            labels = [self._fields[name]._description_string(self.env) for name in sorted(beyond)]
            raise AccessError(
                self.env._(
                    "Field staff do not change %(fields)s of %(request)s. Ask the service desk.",
                    fields=", ".join(labels),
                    request=self[:1].name,
                )
            )

    def _refuse_worker_orders(self):
        """What is ordered is the customer's and the desk's to say, not the worker's."""
        if not self.env.su:
            self._require_role(CLERK, act=self.env._("change its items"))

    def _adopt_department(self):
        """Where nobody chose one, the department of the first item does the work."""
        for request in self.filtered(lambda request: not request.department_id):
            request.department_id = request.line_ids[:1].department_id

    # ------------------------------------------------------------------ actions

    def action_assign(self):
        """Send the workers (P2 4.2.6)."""
        return self._move_to("assigned")

    def action_unassign(self):
        """Take the job back to the desk."""
        return self._move_to("new")

    def action_start(self):
        """Check in at the customer's."""
        return self._move_to("in_progress")

    def action_done(self):
        """Check out: the work is finished."""
        return self._move_to("done")

    def action_sign(self):
        """Take the customer's signature for what was done (P2 4.3.1)."""
        return self._move_to("signed")

    @asks_reason(_lt("Back to Work"))
    def action_rework(self, reason=None):
        """The customer does not sign: go back to work, with the reason.

        :param str reason: what has to be done again
        """
        return self._move_to("in_progress", reason=reason)

    def action_review(self):
        """Review what was signed; never one's own work (P5 4.3.1)."""
        return self._move_to("reviewed")

    @asks_reason(_lt("Cancel the Request"))
    def action_cancel(self, reason=None):
        """Cancel with a reason, which is kept in the history.

        :param str reason: why the request is not carried out
        """
        return self._move_to("cancelled", reason=reason)

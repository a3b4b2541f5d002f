from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ..parties.occupancy import SETTLEMENT_MODES

OPEN_STATES = ("new", "assigned", "in_progress")

_lt = LazyTranslate(__name__)

CLOSED_STATES = ("signed", "reviewed", "cancelled")


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
            # once it is registered, taking the item off does not take the signature with it
            request.signature_required = request.signature_required or any(
                request.line_ids.mapped("signature_required")
            )

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

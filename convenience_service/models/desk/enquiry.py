from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# How a request made from an enquiry says where it came from.
REQUEST_CHANNELS = {"online": "portal"}


class ConvenienceEnquiry(models.Model):
    """Somebody called or came to the desk (来电来访登记): who, about what, and what became of it.

    Serves P1 制度 1 (the desk answers at any hour) and P2 4.2.5 (name, address and wish are
    registered in detail). An enquiry ends in one outcome and from then on stays as it is.
    """

    _name = "convenience.enquiry"
    _description = "Enquiry"
    _inherit = ["convenience.desk.mixin"]
    _order = "received_at desc, id desc"

    name = fields.Char("Number", readonly=True, copy=False, index="trigram")
    caller = fields.Char("Caller's Name", help="Who it was, where they are no known resident.")
    received_at = fields.Datetime(required=True, default=fields.Datetime.now)
    channel = fields.Selection(
        [("phone", "Phone"), ("desk", "Front Desk"), ("online", "Online")],
        required=True,
        default="phone",
    )
    about = fields.Text(required=True)
    answer = fields.Text(copy=False)
    user_id = fields.Many2one("res.users", "Taken By", readonly=True, copy=False)
    duty_id = fields.Many2one(
        "convenience.duty",
        "Duty Shift",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="Who was on duty at the desk at that time.",
    )
    outcome = fields.Selection(
        [
            ("none", "None Yet"),
            ("answered", "Answered"),
            ("request", "Request"),
            ("complaint", "Complaint"),
            ("demand", "Demand"),
        ],
        required=True,
        default="none",
        readonly=True,
        copy=False,
        index=True,
    )
    request_ids = fields.One2many(
        "convenience.request", "enquiry_id", "Request Made", readonly=True
    )
    complaint_id = fields.Many2one(
        "convenience.complaint", readonly=True, copy=False, ondelete="restrict"
    )
    demand_id = fields.Many2one(
        "convenience.demand", readonly=True, copy=False, ondelete="set null"
    )
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    closed_at = fields.Datetime("Closed", readonly=True, copy=False)

    _name_unique = models.UniqueIndex(
        "(office_id, name)", "There is already an enquiry of this number at the office."
    )

    # ------------------------------------------------------------------ guard

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"user_id", *self._guarded_defaults()}

    @api.model
    def _guarded_defaults(self):
        return {
            **super()._guarded_defaults(),
            "name": False,
            "duty_id": False,
            "outcome": "none",
            "request_ids": False,
            "complaint_id": False,
            "demand_id": False,
            "closed_by_id": False,
            "closed_at": False,
        }

    @api.model
    def _prepare_registration(self, vals, office):
        moment = fields.Datetime.to_datetime(vals.get("received_at")) or fields.Datetime.now()
        return {
            **super()._prepare_registration(vals, office),
            "name": self._next_number(office),
            "user_id": self.env.uid,
            "received_at": moment,
            "duty_id": office._shifts_at(moment, "desk")[:1].id,
        }

    def write(self, vals):
        corrected = vals.keys() - self._guarded_fields()
        if corrected:
            self.check_access("write")
            self._refuse_closed()
            self._refuse_other_clerks(corrected)
        result = super().write(vals)
        if "received_at" in vals:
            self._set_shift()
        return result

    def _set_shift(self):
        """A corrected time belongs to the shift of that time."""
        self._write_guarded_each(
            {
                enquiry.id: {
                    "duty_id": enquiry.office_id._shifts_at(enquiry.received_at, "desk")[:1].id
                }
                for enquiry in self
            }
        )

    def _refuse_closed(self):
        """What became of an enquiry is history; nobody rewrites it."""
        for enquiry in self.sudo():
            if enquiry.outcome != "none":
                labels = dict(self._fields["outcome"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(enquiry)s is closed (%(outcome)s) and stays as it is. Register what is "
                        "new as another enquiry.",
                        enquiry=enquiry.name,
                        outcome=labels[enquiry.outcome],
                    )
                )

    def _refuse_other_clerks(self, names):
        """Who took the call corrects it; a colleague of the next shift adds the answer only."""
        if self.env.su or names <= {"answer"}:
            return
        for enquiry in self.sudo():
            if enquiry.user_id != self.env.user:
                raise AccessError(
                    self.env._(
                        "%(enquiry)s was taken by %(user)s, who alone corrects it. You can add "
                        "the answer and close it.",
                        enquiry=enquiry.name,
                        user=enquiry.user_id.name,
                    )
                )

    # ------------------------------------------------------------------ outcomes

    def action_request(self):
        """Open the form of a new request with what the caller said; saving it closes this."""
        self.ensure_one()
        self._check_open()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_request_new"
        )
        defaults = {
            "enquiry_id": self.id,
            "office_id": self.office_id.id,
            "unit_id": self.unit_id.id,
            "customer_id": self.partner_id.id,
            "phone": self.phone,
            "note": self.about,
            "channel": REQUEST_CHANNELS.get(self.channel, self.channel),
        }
        context = {f"default_{name}": value for name, value in defaults.items() if value}
        return {**action, "context": context}

    def action_complaint(self):
        """Register the enquiry as a complaint and open it."""
        self.ensure_one()
        self._check_open()
        complaint = self.env["convenience.complaint"].create(
            {**self._prepare_desk_values(), "about": self.about}
        )
        self._close("complaint", complaint_id=complaint.id)
        return complaint._get_records_action()

    def action_demand(self):
        """Register what is not offered as demand, for the next tariff (P1 制度 4)."""
        self.ensure_one()
        self._check_open()
        demand = self.env["convenience.demand"].create(
            {
                **self._prepare_desk_values(),
                "wish": self.about.splitlines()[0],
                "note": self.about,
                "source": "enquiry",
            }
        )
        self._close("demand", demand_id=demand.id)
        return demand._get_records_action()

    def action_answered(self):
        """Nothing more is to be done: the answer is on record.

        :raise UserError: naming the first enquiry without an answer
        """
        for enquiry in self:
            if not (enquiry.answer or "").strip():
                raise UserError(
                    self.env._(
                        "%(enquiry)s has no answer yet. Write down what the caller was told.",
                        enquiry=enquiry.name,
                    )
                )
        self._close("answered")
        return True

    def _prepare_desk_values(self):
        return {
            "office_id": self.office_id.id,
            "unit_id": self.unit_id.id,
            "partner_id": self.partner_id.id,
            "phone": self.phone,
        }

    def _check_open(self):
        """Refuse who may not close the enquiries, and those that are closed already."""
        self.sudo(False).check_access("write")
        self._refuse_closed()

    def _close(self, outcome, **links):
        """Write what became of the enquiries, once.

        Two who close at the same time meet on the row: the second starts again and is refused.
        """
        self._check_open()
        self._write_guarded(
            {
                "outcome": outcome,
                "closed_by_id": self.env.uid,
                "closed_at": fields.Datetime.now(),
                **links,
            }
        )

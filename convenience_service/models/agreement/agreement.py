from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..guard.roles import CLERK
from ..guard.workflow import Move
from ..parties.occupancy import SETTLEMENT_MODES
from ..request.signature import SIGNATURE_FIELDS


class ConvenienceAgreement(models.Model):
    """A long-term service agreement (长期服务协议), registered on a 委托服务单 and signed.

    Serves P2 4.2.3 and P5 4.2.3. The desk writes the draft; what the customer signed changes only
    from a date on, by methods that log a revision.
    """

    _name = "convenience.agreement"
    _description = "Service Agreement"
    _inherit = [
        "convenience.job.mixin",
        "convenience.reminder.mixin",
        "convenience.agreement.terms",
        "convenience.workflow.mixin",
        "convenience.signature.mixin",
        "convenience.registration.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_from desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"
    _customer_field = "partner_id"

    name = fields.Char("Number", readonly=True, copy=False, index="trigram")
    office_id = fields.Many2one("convenience.office", required=True, index=True, readonly=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    unit_id = fields.Many2one("convenience.unit", required=True, index=True, ondelete="restrict")
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="restrict"
    )
    resident_ids = fields.Many2many(
        "res.partner", string="Residents of the Unit", compute="_compute_resident_ids"
    )
    occupancy_id = fields.Many2one("convenience.occupancy", readonly=True, ondelete="restrict")
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
    phone = fields.Char()
    date_from = fields.Date(
        "From", required=True, default=lambda self: self._default_date_from(), copy=False
    )
    date_to = fields.Date("Until", copy=False, help="Last day. Empty: until it is ended.")
    settlement_mode = fields.Selection(
        SETTLEMENT_MODES, help="Goes before that of the occupancy. Tenants pay ahead."
    )
    note = fields.Text()
    line_ids = fields.One2many("convenience.agreement.line", "agreement_id", "Services")
    suspension_ids = fields.One2many(
        "convenience.agreement.suspension", "agreement_id", "Suspensions"
    )
    change_ids = fields.One2many("convenience.agreement.change", "agreement_id", "Revisions")
    end_reason = fields.Char(readonly=True, copy=False)
    items_summary = fields.Char("Services Agreed", compute="_compute_items_summary")
    visit_count = fields.Integer("Visits", compute="_compute_visit_count")
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Active"), ("ended", "Ended")],
        required=True,
        default="draft",
        index=True,
        copy=False,
    )
    activated_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    activated_on = fields.Datetime(readonly=True, copy=False)
    ended_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    ended_on = fields.Datetime(readonly=True, copy=False)

    _name_unique = models.UniqueIndex(
        "(office_id, name)", "There is already an agreement of this number at the office."
    )
    _dates_in_order = models.Constraint(
        "CHECK(date_to IS NULL OR date_to >= date_from - 1)",
        "An agreement cannot end before it begins.",
    )

    # ------------------------------------------------------------------ compute, defaults

    @api.model
    def _default_date_from(self):
        office = self.env["convenience.request"]._default_office()
        return office._today() if office else fields.Date.context_today(self)

    @api.depends("line_ids.product_id", "line_ids.end_reason")
    def _compute_items_summary(self):
        """What is still served; of an agreement that ended, what was."""
        for agreement in self:
            lines = agreement.line_ids
            items = (lines.filtered(lambda line: not line.end_reason) or lines).product_id
            agreement.items_summary = ", ".join(items.mapped("name"))

    @api.depends("unit_id")
    def _compute_resident_ids(self):
        for agreement in self:
            occupancies = agreement.unit_id.occupancy_ids.filtered("is_current")
            agreement.resident_ids = occupancies.partner_id

    def _compute_visit_count(self):
        counts = dict(
            self.env["convenience.request"]._read_group(
                [("agreement_id", "in", self.ids)], ["agreement_id"], ["__count"]
            )
        )
        for agreement in self:
            agreement.visit_count = counts.get(agreement, 0)

    @api.onchange("unit_id")
    def _onchange_unit_id(self):
        """A single resident need not be chosen; of several, the clerk asks who it is."""
        residents = self.resident_ids._origin
        if self.partner_id._origin not in residents:
            self.partner_id = residents if len(residents) == 1 else False

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        self.phone = self.partner_id.phone

    @api.constrains("settlement_mode", "payer_id")
    def _check_settlement_mode(self):
        for agreement in self:
            own_bill = agreement.payer_id == agreement.partner_id
            tenant = own_bill and agreement.occupancy_id.role == "tenant"
            if tenant and agreement.settlement_mode != "prepaid":
                raise ValidationError(
                    self.env._(
                        "%(agreement)s: %(tenant)s rents %(unit)s and pays ahead. Choose prepaid.",
                        agreement=agreement.name,
                        tenant=agreement.partner_id.name,
                        unit=agreement.unit_id.name,
                    )
                )

    # ------------------------------------------------------------------ registration

    @api.model
    def _draft_fields(self):
        return super()._draft_fields() | {
            "phone", "date_from", "date_to", "settlement_mode", "payer_consent", "note",
            *SIGNATURE_FIELDS,
        }  # fmt: skip

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "name", "office_id", "unit_id", "partner_id", "occupancy_id", "customer_type_id",
            "payer_id", "end_reason",
        }  # fmt: skip

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "name": False, "end_reason": False}

    @api.model_create_multi
    def create(self, vals_list):
        if self._is_permitted_creation(vals_list):
            return super().create(vals_list)
        chosen = {"unit_id", "partner_id", "payer_id"} | self._draft_fields()
        kept = self._fields.keys() - self._guarded_fields() | chosen
        defaults = self.default_get(["unit_id", "partner_id", "date_from"])
        asked = [
            {name: value for name, value in {**defaults, **vals}.items() if name in kept}
            for vals in vals_list
        ]
        occupancies = self._find_occupancies(asked)
        return self._create_guarded(
            [
                {**vals, **self._prepare_registration(vals, occupancy)}
                for vals, occupancy in zip(asked, occupancies, strict=True)
            ]
        )

    def write(self, vals):
        """Services of a draft that begin with it go along when it begins on another day."""
        if "date_from" not in vals:
            return super().write(vals)
        along = self.line_ids.filtered(lambda line: line.date_from == line.agreement_id.date_from)
        result = super().write(vals)
        along.write({"date_from": vals["date_from"]})
        return result

    @api.model
    def _registration_day(self, vals, office, past):
        """Who moves in next month signs today for then."""
        return fields.Date.to_date(vals["date_from"])

    @api.model
    def _prepare_registration(self, vals, occupancy):
        """Return what is fixed when the draft is made: number, office, who orders and pays."""
        # sudo: the number is drawn for whoever registers
        sequence = self.env["ir.sequence"].sudo().with_company(occupancy.sudo().company_id)
        payer = self._prepare_payer(vals, occupancy, fields.Date.to_date(vals["date_from"]))
        return {
            "name": sequence.next_by_code("convenience.agreement"),
            "office_id": occupancy.office_id.id,
            "occupancy_id": occupancy.id,
            "customer_type_id": occupancy.unit_id.customer_type_id.id,
            "phone": vals.get("phone") or occupancy.partner_id.phone,
            **payer,
            "settlement_mode": vals.get("settlement_mode") or payer["settlement_mode"],
        }

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        clerk = (CLERK,)
        return [
            *super()._workflow_moves(),
            Move("draft", "active", clerk),
            Move("active", "ended", clerk),
            Move("active", "ended", via="expiry"),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            **super()._workflow_stamps(),
            "active": ("activated_by_id", "activated_on"),
            "ended": ("ended_by_id", "ended_on"),
        }

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states() | {"active", "ended"}

    def _check_move(self, move):
        if move.target == "active":
            for agreement in self:
                agreement._check_signed()
                agreement.line_ids._check_ready()
        return super()._check_move(move)

    def _check_signed(self):
        if not self._is_signed():
            raise UserError(
                self.env._(
                    "%(agreement)s: have the customer sign, or tick that the paper is signed and "
                    "add its scan, and enter who signed.",
                    agreement=self.name,
                )
            )
        if not self.line_ids:
            raise UserError(
                self.env._("%(agreement)s has no service. Add one first.", agreement=self.name)
            )
        if not self.occupancy_id._holds_on(self.date_from):
            raise UserError(
                self.env._(
                    "%(customer)s is not registered in %(unit)s on %(date)s. Register the "
                    "occupancy first.",
                    customer=self.partner_id.name,
                    unit=self.unit_id.name,
                    date=self.date_from,
                )
            )

    def _after_move(self, move):
        if move.target == "active":
            self.line_ids._fix_settlement_mode()
            self.line_ids._ask_for_deposits()
            self._log_changes(self.line_ids, "added")
            self.line_ids._trigger_visits()
        return super()._after_move(move)

    # ------------------------------------------------------------------ actions

    def action_activate(self):
        """Record that the customer signed: from here on the agreement binds (P2 4.2.3)."""
        return self._move_to("active")

    def action_open_visits(self):
        """Open the requests made for the agreement."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_request"
        )
        return {**action, "domain": [("agreement_id", "=", self.id)], "context": {}}

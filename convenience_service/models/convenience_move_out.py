from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .convenience_workflow_mixin import Move


class ConvenienceMoveOut(models.Model):
    """Somebody leaves a unit (结清): everything between them and the office is settled.

    The desk prepares it: agreements end, things come back, nothing is left open. The cashier
    settles it on any day of the month: what was served until the hand-over is billed, prepayment
    and deposits are turned against what is owed, the rest is taken or paid back. After that
    nothing can be ordered or billed any more, save what was served before the hand-over.
    """

    _name = "convenience.move.out"
    _description = "Move-out"
    _inherit = ["convenience.move.out.money", "convenience.workflow.mixin", "mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char("Number", readonly=True, copy=False)
    occupancy_id = fields.Many2one(
        "convenience.occupancy",
        "Resident",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('is_current', '=', True)]",
    )
    office_id = fields.Many2one(related="occupancy_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    unit_id = fields.Many2one(related="occupancy_id.unit_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="occupancy_id.partner_id", string="Payer", store=True, index=True
    )
    role = fields.Selection(related="occupancy_id.role")
    phone = fields.Char(related="partner_id.phone")
    date = fields.Date(
        "Handed Over On",
        required=True,
        default=lambda self: self.env["convenience.request"]._default_office()._today_or_none(),
        help="Last day in the unit, local at the office. What was served until then is theirs.",
    )
    note = fields.Text()
    obstacles = fields.Text(
        "Still to Be Done", compute="_compute_obstacles", help="What stands in the way, by name."
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("prepared", "To Be Settled"),
            ("done", "Settled"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
    )
    prepared_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    prepared_on = fields.Datetime(readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", "Settled By", readonly=True, copy=False)
    done_on = fields.Datetime("Settled On", readonly=True, copy=False)
    cancelled_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    cancelled_on = fields.Datetime(readonly=True, copy=False)

    _once = models.UniqueIndex(
        "(occupancy_id) WHERE state != 'cancelled'",
        "This resident's move-out is registered already. Open that one.",
    )
    _name_unique = models.UniqueIndex(
        "(company_id, name)", "There is already a move-out of this number."
    )

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for move_out in self:
            names = filter(None, (move_out.name, move_out.partner_id.name))
            move_out.display_name = " ".join(names)

    @api.depends("occupancy_id", "date", "state")
    def _compute_obstacles(self):
        for move_out in self:
            open_still = move_out.state in ("draft", "prepared") and move_out.occupancy_id
            move_out.obstacles = "\n".join(move_out._obstacles()) if open_still else False

    @api.constrains("date", "occupancy_id")
    def _check_date(self):
        for move_out in self:
            if move_out.date < move_out.occupancy_id.date_from:
                raise ValidationError(
                    self.env._(
                        "%(resident)s moved into %(unit)s on %(date)s: nobody leaves before that.",
                        resident=move_out.partner_id.name,
                        unit=move_out.unit_id.name,
                        date=move_out.occupancy_id.date_from,
                    )
                )

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        clerk, cashier = ("group_clerk",), ("group_cashier",)
        return [
            *super()._workflow_moves(),
            Move("draft", "prepared", clerk),
            Move("prepared", "draft", clerk + cashier),
            Move("prepared", "done", cashier),
            Move("draft", "cancelled", clerk),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            "prepared": ("prepared_by_id", "prepared_on"),
            "done": ("done_by_id", "done_on"),
            "cancelled": ("cancelled_by_id", "cancelled_on"),
        }

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"name"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "name": False}

    @api.model
    def _workflow_locked_states(self):
        return frozenset(("prepared", "done"))

    def _check_move(self, move):
        if move.target in ("prepared", "done"):
            for move_out in self:
                move_out._refuse_unready()
        return super()._check_move(move)

    def _after_move(self, move):
        result = super()._after_move(move)
        if move.target == "prepared":
            self._end_agreements()
        elif move.target == "done":
            for move_out in self:
                move_out._settle()
        return result

    # ------------------------------------------------------------------ obstacles

    def _refuse_unready(self):
        """Refuse with the whole list, so that everything is seen to in one go."""
        obstacles = self._obstacles()
        if self.date > self.office_id._today():
            obstacles.append(self.env._("The hand-over is on %(date)s.", date=self.date))
        if obstacles:
            raise UserError(
                self.env._(
                    "%(move_out)s cannot be settled yet:\n%(obstacles)s",
                    move_out=self.display_name,
                    obstacles="\n".join(f"- {obstacle}" for obstacle in obstacles),
                )
            )

    def _obstacles(self):
        """Return sentences that name what is still open and what is to be done with it."""
        # sudo: whoever settles is told of everything that is open
        own = self.sudo()
        return [
            *own._open_requests_left(),
            *own._things_left(),
            *own._bills_left(),
            *own._receipts_left(),
            *own._payments_left(),
        ]

    def _own_domain(self):
        return Domain([("unit_id", "=", self.unit_id.id), ("office_id", "=", self.office_id.id)])

    def _open_requests_left(self):
        """Requests that are neither finished nor cancelled; visits after the end go with it."""
        requests = self.env["convenience.request"].search(
            self._own_domain()
            & Domain("customer_id", "=", self.partner_id.id)
            & Domain("state", "not in", ("reviewed", "cancelled")),
            order="id",
        )
        return [
            self.env._(
                "%(request)s (%(items)s) is %(state)s: finish and review it, or cancel it.",
                request=request.name,
                items=request.items_summary,
                state=request._state_label(request.state),
            )
            for request in requests - requests.filtered(self._goes_with_agreement)
        ]

    def _goes_with_agreement(self, request):
        """Whether the request is a visit that ending the agreement cancels."""
        return bool(
            request.planned_date
            and request.planned_date > self.date
            and request.state in ("new", "assigned")
        )

    def _things_left(self):
        things = self.env["convenience.loan"].search(
            self._own_domain()
            & Domain("resident_id", "=", self.partner_id.id)
            & Domain("state", "=", "out"),
            order="id",
        )
        return [
            self.env._(
                "%(thing)s (%(kind)s) is not returned: take it back or record the loss.",
                thing=thing.name,
                kind=dict(thing._fields["kind"]._description_selection(self.env))[thing.kind],
            )
            for thing in things
        ]

    def _bills_left(self):
        """Statements that somebody is just settling."""
        statements = self.env["convenience.statement"].search(
            [
                ("office_id", "=", self.office_id.id),
                ("partner_id", "=", self.partner_id.id),
                ("state", "=", "draft"),
                ("settlement_id.state", "=", "reviewed"),
            ]
        )
        return [
            self.env._(
                "%(statement)s waits in %(settlement)s: have the cashier accept that first.",
                statement=statement.name,
                settlement=statement.settlement_id.name,
            )
            for statement in statements
        ]

    def _receipts_left(self):
        receipts = self.env["convenience.receipt"].search(
            [
                ("office_id", "=", self.office_id.id),
                ("partner_id", "=", self.partner_id.id),
                ("state", "=", "collected"),
            ]
        )
        return [
            self.env._(
                "%(receipt)s is not handed over by %(collector)s: accept it first.",
                receipt=receipt.name,
                collector=receipt.taken_by_id.name,
            )
            for receipt in receipts
        ]

    def _payments_left(self):
        """Receipts for bills whose invoice was cancelled: their money pays nothing any more."""
        receipts = self.env["convenience.receipt"].search(
            [
                ("office_id", "=", self.office_id.id),
                ("partner_id", "=", self.partner_id.id),
                ("kind", "=", "statement"),
                ("direction", "=", "in"),
                ("state", "=", "posted"),
            ]
        )
        return [
            self.env._(
                "%(receipt)s was taken for a bill that is cancelled: give the money back by "
                "cancelling it, or set it against another bill.",
                receipt=receipt.name,
            )
            for receipt in receipts
            if receipt.payment_id.move_id._convenience_receivables()
        ]

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        move_outs = super().create(vals_list)
        for move_out in move_outs:
            # sudo: the number is drawn for whoever registers
            sequence = self.env["ir.sequence"].sudo().with_company(move_out.company_id)
            move_out._write_guarded({"name": sequence.next_by_code(self._name)})
        return move_outs

    def write(self, vals):
        if {"occupancy_id", "date"} & vals.keys():
            self.check_access("write")
            for move_out in self.filtered(lambda record: record.state != "draft"):
                raise UserError(
                    self.env._(
                        "%(move_out)s is %(state)s: resident and day stay as they are. Send it "
                        "back to the desk first.",
                        move_out=move_out.display_name,
                        state=move_out._state_label(move_out.state),
                    )
                )
        return super().write(vals)

    # ------------------------------------------------------------------ actions

    def action_prepare(self):
        """The desk has seen to everything: agreements end with the hand-over."""
        return self._move_to("prepared")

    def action_draft(self):
        """Back to the desk."""
        return self._move_to("draft")

    def action_cancel(self, reason=None):
        """The resident stays.

        :param str reason: why, kept in the history
        """
        reason = self._clean_reason(reason)
        if not reason:
            return self.env["convenience.reason.wizard"]._open(
                self, "action_cancel", self.env._("Cancel the Move-out")
            )
        return self._move_to("cancelled", reason=reason)

    def action_open_settling(self):
        """Ask where the money of the last payment or refund lies, then settle."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Settle"),
            "res_model": "convenience.move.out.settling",
            "view_mode": "form",
            "target": "new",
            "context": {"default_move_out_id": self.id},
        }

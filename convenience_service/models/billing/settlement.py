from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..guard.roles import CASHIER, SERVICE_MANAGER
from ..guard.workflow import Move


class ConvenienceSettlement(models.Model):
    """The month's account of one office (月结单).

    The service manager compiles what was reviewed and signs the categorised report; the cashier
    accepts it and the ERP invoices every payer once (P5 4.3.1, P2 4.3.1). Late requests of earlier
    months come along; what is left out is listed with its reason and waits.
    """

    _name = "convenience.settlement"
    _description = "Settlement"
    _inherit = ["convenience.workflow.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_to desc, office_id"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char(compute="_compute_name", store=True)
    office_id = fields.Many2one(
        "convenience.office",
        required=True,
        index=True,
        default=lambda self: self.env["convenience.office"].search(
            [("user_ids", "in", self.env.uid)], limit=1
        ),
    )
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date("From", readonly=True)
    date_to = fields.Date(
        "To",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1) - relativedelta(days=1),
        help="Any day of the period; the office's cut-off day decides where it ends.",
    )
    statement_ids = fields.One2many("convenience.statement", "settlement_id", "Statements")
    waiting_ids = fields.One2many("convenience.settlement.waiting", "settlement_id", "Left Out")
    statement_count = fields.Integer("Payers", compute="_compute_totals")
    amount_total = fields.Monetary("Total", compute="_compute_totals")
    waiting_count = fields.Integer("Left Out: Requests", compute="_compute_waiting")
    waiting_amount = fields.Monetary("Left Out: Amount", compute="_compute_waiting")
    invoiced_count = fields.Integer("Invoiced", compute="_compute_totals")
    error_count = fields.Integer("With an Error", compute="_compute_totals")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("reviewed", "Reviewed"),
            ("confirmed", "Confirmed"),
            ("done", "Completed"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
    )
    compiled_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    compiled_on = fields.Datetime(readonly=True, copy=False)
    reviewed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    reviewed_on = fields.Datetime(readonly=True, copy=False)
    confirmed_by_id = fields.Many2one("res.users", "Accepted By", readonly=True, copy=False)
    confirmed_on = fields.Datetime("Accepted On", readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", "Completed By", readonly=True, copy=False)
    done_on = fields.Datetime("Completed On", readonly=True, copy=False)

    _period_unique = models.UniqueIndex(
        "(office_id, date_to)", "The office already has a settlement of this period. Open that one."
    )

    # ------------------------------------------------------------------ compute

    @api.depends("office_id.name", "date_to")
    def _compute_name(self):
        for settlement in self:
            month = settlement.date_to.strftime("%Y-%m") if settlement.date_to else ""
            settlement.name = " ".join(filter(None, (settlement.office_id.name, month)))

    @api.depends("statement_ids.amount_total", "statement_ids.state")
    def _compute_totals(self):
        groups = self.env["convenience.statement"]._read_group(
            [("settlement_id", "in", self.ids)],
            ["settlement_id", "state"],
            ["__count", "amount_total:sum"],
        )
        errors = dict(
            self.env["convenience.statement"]._read_group(
                [("settlement_id", "in", self.ids), ("error", "!=", False)],
                ["settlement_id"],
                ["__count"],
            )
        )
        for settlement in self:
            own = {
                state: (count, amount)
                for record, state, count, amount in groups
                if record == settlement
            }
            settlement.statement_count = sum(count for count, _amount in own.values())
            settlement.amount_total = sum(amount for _count, amount in own.values())
            settlement.invoiced_count = own.get("invoiced", (0, 0))[0]
            settlement.error_count = errors.get(settlement, 0)

    @api.depends("waiting_ids.amount")
    def _compute_waiting(self):
        groups = self.env["convenience.settlement.waiting"]._read_group(
            [("settlement_id", "in", self.ids)],
            ["settlement_id"],
            ["request_id:count_distinct", "amount:sum"],
        )
        totals = {settlement: (count, amount) for settlement, count, amount in groups}
        for settlement in self:
            settlement.waiting_count, settlement.waiting_amount = totals.get(settlement, (0, 0.0))

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        manager, cashier = (SERVICE_MANAGER,), (CASHIER,)
        return [
            *super()._workflow_moves(),
            Move("draft", "reviewed", manager),
            Move("reviewed", "draft", manager + cashier),
            Move("reviewed", "confirmed", cashier),
            Move("confirmed", "done"),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            **super()._workflow_stamps(),
            "reviewed": ("reviewed_by_id", "reviewed_on"),
            "confirmed": ("confirmed_by_id", "confirmed_on"),
            "done": ("done_by_id", "done_on"),
        }

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"compiled_by_id", "compiled_on", "date_from"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "compiled_by_id": False, "compiled_on": False}

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states() | {"reviewed", "confirmed", "done"}

    def _check_move(self, move):
        if move.target == "reviewed":
            self._check_compiled()
        elif move.target == "confirmed":
            self._check_not_compiler()
        return super()._check_move(move)

    def _check_compiled(self):
        for settlement in self:
            if not settlement.compiled_on:
                raise UserError(
                    self.env._(
                        "%(settlement)s is not compiled yet. Compile it first.",
                        settlement=settlement.name,
                    )
                )

    def _check_not_compiler(self):
        # from draft to draft is a compilation, see action_compile
        again = ["&", ("state_from", "=", "draft"), ("state_to", "=", "draft")]
        compiled = self._logged_users(["|", ("state_to", "=", "reviewed"), *again])
        nobody = self.env["res.users"]
        own = self._taken_by_user(lambda settlement: compiled.get(settlement.id, nobody))
        if own:
            raise AccessError(
                self.env._(
                    "You compiled %(settlement)s yourself: somebody else has to accept it.",
                    settlement=own[0].name,
                )
            )

    def _after_move(self, move):
        if move.target == "confirmed":
            statements = self.sudo().statement_ids.filtered(
                lambda statement: statement.state == "draft"
            )
            statements._move_to("confirmed")
            self.env["convenience.statement"]._trigger_invoicing()
            self._finish_invoiced()
        return super()._after_move(move)

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_period(vals) for vals in vals_list])

    @api.model
    def _with_period(self, vals):
        """Return the values with the whole period that holds the given day."""
        defaults = self.default_get(["office_id", "date_to"])
        vals = {**defaults, **vals}
        office = self.env["convenience.office"].browse(vals.get("office_id"))
        if office and vals.get("date_to"):
            vals["date_from"], vals["date_to"] = office._period(
                fields.Date.to_date(vals["date_to"])
            )
        return vals

    def write(self, vals):
        if {"office_id", "date_to"} & vals.keys():
            self.check_access("write")
            raise UserError(
                self.env._(
                    "Office and period of %(settlement)s stay. Delete the draft and make another.",
                    settlement=self[:1].name,
                )
            )
        return super().write(vals)

    def unlink(self):
        # the statements first, so that their requests are free again
        self._unlink_only_at_start()
        self.sudo().statement_ids.unlink()
        return super().unlink()

    # ------------------------------------------------------------------ end

    def _finish_invoiced(self):
        """Close the confirmed settlements none of whose statements is still to be invoiced."""
        confirmed = self.sudo().filtered(lambda settlement: settlement.state == "confirmed")
        waiting = (
            self.env["convenience.statement"]
            .sudo()
            ._read_group(
                [("settlement_id", "in", confirmed.ids), ("state", "in", ("draft", "confirmed"))],
                ["settlement_id"],
            )
        )
        finished = confirmed - self.browse().concat(*(settlement for (settlement,) in waiting))
        if finished:
            finished._move_to_by_system("done")

    # ------------------------------------------------------------------ actions

    def action_review(self):
        """Sign the categorised report (P5 4.3.1)."""
        return self._move_to("reviewed")

    def action_draft(self):
        """Back to work on it."""
        return self._move_to("draft")

    def action_confirm(self):
        """The cashier accepts; invoicing starts in the background (P5 4.3.1)."""
        return self._move_to("confirmed")

    def action_open_statements(self):
        """Open the statements of the settlement."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_statement"
        )
        return {**action, "domain": [("settlement_id", "=", self.id)], "context": {}}

    def action_open_waiting(self):
        """Open what was left out, by reason."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_settlement_waiting"
        )
        return {
            **action,
            "domain": [("settlement_id", "=", self.id)],
            "context": {"search_default_group_by_reason": 1},
        }

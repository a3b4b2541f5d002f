from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import CASHIER, DESK_GROUPS
from ..guard.workflow import Move

_lt = LazyTranslate(__name__)


class ConvenienceStatement(models.Model):
    """Any bill to a payer (缴费通知单, to firms 对账单), and the only way to an invoice.

    What it says is plain values: it prints the same after its invoice was cancelled and its
    requests were billed again elsewhere.
    """

    _name = "convenience.statement"
    _description = "Statement"
    _inherit = [
        "convenience.workflow.mixin",
        "convenience.numbered.mixin",
        "convenience.job.mixin",
        "mail.thread",
        "portal.mixin",
    ]
    _order = "date_to desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"
    # drafts that are deleted were shown to nobody
    _reuses_numbers = True

    # the link of the page opens it for whoever has it: it is for those who hand it out
    access_token = fields.Char(groups=DESK_GROUPS)
    name = fields.Char("Number", readonly=True, copy=False)
    settlement_id = fields.Many2one(
        "convenience.settlement",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )
    kind = fields.Selection(
        [
            ("monthly", "Monthly"),
            ("per_visit", "Per Visit"),
            ("prepaid", "Prepaid"),
            ("deposit", "Deposit Kept"),
            ("move_out", "Move-out"),
        ],
        required=True,
        default="monthly",
        readonly=True,
        index=True,
        help="Only monthly ones belong to a settlement.",
    )
    office_id = fields.Many2one("convenience.office", required=True, index=True, readonly=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", "Payer", required=True, index=True, readonly=True, ondelete="restrict"
    )
    unit_names = fields.Char(
        "Units", related="partner_id.convenience_unit_names", related_sudo=False
    )
    date_from = fields.Date("From", readonly=True)
    date_to = fields.Date("To", readonly=True)
    line_ids = fields.One2many(
        "convenience.statement.line",
        "statement_id",
        "Lines",
        context={"active_test": False},
        readonly=True,
    )
    amount_total = fields.Monetary("Amount", compute="_compute_amount_total", store=True)
    opening_balance = fields.Monetary(
        readonly=True,
        copy=False,
        help="What the payer still owed of earlier statements of this office; below nothing: what "
        "was over in the payer's favour.",
    )
    opening_parts = fields.Json(
        readonly=True,
        copy=False,
        exportable=False,
        help="Of which bills the opening balance consists: number, first and last day, amount.",
    )
    amount_due = fields.Monetary(compute="_compute_amount_due", store=True)
    invoice_id = fields.Many2one(
        "account.move",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="account.group_account_readonly,account.group_account_invoice",
    )
    payment_state = fields.Selection(related="invoice_id.payment_state", string="Payment")
    amount_residual = fields.Monetary(
        "Still to Pay", compute="_compute_amount_residual", compute_sudo=True
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("confirmed", "To Invoice"),
            ("invoiced", "Invoiced"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
    )
    confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    confirmed_on = fields.Datetime(readonly=True, copy=False)
    invoiced_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    invoiced_on = fields.Datetime(readonly=True, copy=False)
    cancelled_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    cancelled_on = fields.Datetime(readonly=True, copy=False)

    _payer_once = models.UniqueIndex(
        "(settlement_id, partner_id) WHERE settlement_id IS NOT NULL AND billed_name IS NULL",
        "A payer has one statement in a settlement.",
    )
    _name_unique = models.UniqueIndex(
        "(company_id, name)", "There is already a statement of this number."
    )
    _settlement_of_month = models.Constraint(
        "CHECK((kind = 'monthly') = (settlement_id IS NOT NULL))",
        "Monthly statements belong to a settlement, all others to none.",
    )
    _series_idx = models.Index("(company_id, name text_pattern_ops)")
    _to_invoice_idx = models.Index("(next_try) WHERE state = 'confirmed'")

    # ------------------------------------------------------------------ compute

    @api.depends("line_ids.amount")
    def _compute_amount_total(self):
        for statement in self:
            statement.amount_total = sum(statement.line_ids.mapped("amount"))

    @api.depends("amount_total", "opening_balance")
    def _compute_amount_due(self):
        for statement in self:
            statement.amount_due = statement.amount_total + statement.opening_balance

    @api.depends("invoice_id.amount_residual", "invoice_id.state", "state")
    def _compute_amount_residual(self):
        # sudo by compute_sudo: the desk sees this sum, not the ledger behind it
        for statement in self:
            booked = statement.state == "invoiced" and statement.invoice_id.state == "posted"
            open_amount = statement.amount_total if statement.state == "confirmed" else 0.0
            statement.amount_residual = (
                statement.invoice_id.amount_residual if booked else open_amount
            )

    @api.depends("partner_id", "name")
    def _compute_display_name(self):
        for statement in self:
            statement.display_name = f"{statement.name} {statement.partner_id.name or ''}"

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        return [
            *super()._workflow_moves(),
            Move("draft", "confirmed", (CASHIER,)),
            Move("draft", "confirmed", via="bill"),
            Move("confirmed", "invoiced"),
            Move("confirmed", "cancelled", (CASHIER,)),
            Move("invoiced", "cancelled"),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            **super()._workflow_stamps(),
            "confirmed": ("confirmed_by_id", "confirmed_on"),
            "invoiced": ("invoiced_by_id", "invoiced_on"),
            "cancelled": ("cancelled_by_id", "cancelled_on"),
        }

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "name", "settlement_id", "kind", "office_id", "partner_id", "date_from", "date_to",
            "line_ids", "opening_balance", "opening_parts", "invoice_id",
        }  # fmt: skip

    @api.model
    def _guarded_defaults(self):
        return {
            **super()._guarded_defaults(),
            "opening_balance": 0.0,
            "opening_parts": False,
            "invoice_id": False,
        }

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states() | {"confirmed", "invoiced", "cancelled"}

    def _check_move(self, move):
        if (move.source, move.target) == ("draft", "confirmed"):
            self._check_settlement_accepted()
        return super()._check_move(move)

    def _check_settlement_accepted(self):
        for statement in self.sudo():
            if statement.settlement_id and statement.settlement_id.state != "confirmed":
                raise UserError(
                    self.env._(
                        "%(statement)s belongs to %(settlement)s, which is not accepted yet. "
                        "Accept that.",
                        statement=statement.name,
                        settlement=statement.settlement_id.name,
                    )
                )

    def _prepare_record_values(self, move, values):
        values = super()._prepare_record_values(move, values)
        if move.target != "confirmed":
            return values
        parts = self._opening_parts()
        return {
            statement.id: {
                **values.get(statement.id, {}),
                "opening_balance": statement._sum_of_parts(parts[statement.id]),
                "opening_parts": parts[statement.id],
            }
            for statement in self
        }

    def _sum_of_parts(self, parts):
        return self.currency_id.round(sum(part[-1] for part in parts))

    def _after_move(self, move):
        if move.target == "cancelled":
            self.sudo()._free_claims()
            self.settlement_id._finish_invoiced()
        return super()._after_move(move)

    def _free_claims(self):
        """The requests of the statements wait for the next settlement; the lines stay to be
        printed.
        """
        self.line_ids._write_guarded({"active": False})
        # the database has to know before the same requests are claimed anew
        self.line_ids.flush_recordset(["active"])

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(
                self.env._("Statements are made by compiling a settlement, not by hand.")
            )
        statements = super().create([{**vals, "name": False} for vals in vals_list])
        statements._give_numbers()
        return statements

    def _number_series(self):
        """The number says the month that is billed."""
        return "convenience.statement", self.date_to

    def unlink(self):
        self._unlink_only_at_start()
        self.line_ids.unlink()
        return super().unlink()

    # ------------------------------------------------------------------ actions

    @asks_reason(_lt("Cancel the Statement"))
    def action_cancel(self, reason=None):
        """Give back a statement that is not invoiced yet; its requests wait for the next one.

        :param str reason: why, kept in the history
        """
        return self._move_to("cancelled", reason=reason)

    def action_open_invoice(self):
        """Open the invoice."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.invoice_id.id,
            "view_mode": "form",
        }

    def _get_report_base_filename(self):
        return self.display_name

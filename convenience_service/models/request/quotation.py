from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import CLERK, SUPERVISOR, WORKER
from ..guard.workflow import Move
from .signature import SIGNATURE_FIELDS

_lt = LazyTranslate(__name__)

OPEN_QUOTATIONS = ("draft", "offered")
VALID_DAYS = 15
# What anybody writes, and in which state only; the rest is set by the moves.
WRITABLE_IN = {
    **dict.fromkeys(("place", "valid_until", "note", "line_ids"), "draft"),
    **dict.fromkeys(SIGNATURE_FIELDS, "offered"),
}


class ConvenienceQuotation(models.Model):
    """What work without a fixed price will cost (报价单), accepted by the customer's signature.

    Serves P2 4.2.6 and P5 4.2.6: the price is agreed before the work. Anybody of the job drafts
    labour and parts; prices are written and offered by a supervisor. Accepting gives the lines of
    the request their prices; from the offer on nothing of it changes.
    """

    _name = "convenience.quotation"
    _description = "Quotation"
    _inherit = ["convenience.workflow.mixin", "convenience.signature.mixin", "mail.thread"]
    _order = "id desc"
    _mail_post_access = "read"

    name = fields.Char("Number", readonly=True, copy=False)
    request_id = fields.Many2one(
        "convenience.request", required=True, index=True, ondelete="restrict"
    )
    office_id = fields.Many2one(related="request_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="request_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    customer_id = fields.Many2one(related="request_id.customer_id")
    unit_id = fields.Many2one(related="request_id.unit_id")
    place = fields.Selection(
        [("desk", "At the Office"), ("on_site", "On the Spot")],
        "Quoted",
        required=True,
        default="desk",
    )
    valid_until = fields.Date(help="Last local day at the office on which it can be accepted.")
    note = fields.Text()
    line_ids = fields.One2many("convenience.quotation.line", "quotation_id", "Labour and Parts")
    amount_total = fields.Monetary(
        "Total",
        compute="_compute_amount_total",
        store=True,
        help="Company currency, tax included.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("offered", "Offered"),
            ("accepted", "Accepted by the Customer"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
    )
    offered_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    offered_on = fields.Datetime(readonly=True, copy=False)
    accepted_by_id = fields.Many2one(
        "res.users", "Acceptance Recorded By", readonly=True, copy=False
    )
    accepted_on = fields.Datetime(readonly=True, copy=False)

    _name_unique = models.UniqueIndex(
        "(office_id, name)", "There is already a quotation of this number at the office."
    )
    _one_open = models.UniqueIndex(
        "(request_id) WHERE state IN ('draft', 'offered')",
        "The request has an open quotation already. Have that decided or withdraw it first.",
    )

    @api.depends("line_ids.amount")
    def _compute_amount_total(self):
        for quotation in self:
            quotation.amount_total = sum(quotation.line_ids.mapped("amount"))

    # ------------------------------------------------------------------ guards

    @api.model
    def _workflow_moves(self):
        supervisor, field = (SUPERVISOR,), (WORKER, CLERK)
        return [
            *super()._workflow_moves(),
            Move("draft", "offered", supervisor),
            Move("offered", "accepted", field),
            Move("offered", "refused", field),
            Move("draft", "withdrawn", supervisor),
            Move("offered", "withdrawn", supervisor),
            Move("draft", "withdrawn", via="cancellation"),
            Move("offered", "withdrawn", via="cancellation"),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            **super()._workflow_stamps(),
            "offered": ("offered_by_id", "offered_on"),
            "accepted": ("accepted_by_id", "accepted_on"),
        }

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states() | {"offered", "accepted", "refused", "withdrawn"}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"name", "request_id"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), **dict.fromkeys(SIGNATURE_FIELDS, False)}

    @api.model_create_multi
    def create(self, vals_list):
        # sudo: the number is drawn for whoever drafts
        sequence = self.env["ir.sequence"].sudo()
        numbered = [
            {**vals, "name": sequence.next_by_code("convenience.quotation")} for vals in vals_list
        ]
        self.flush_model(["state"])  # what is decided already leaves room for another
        quotations = super().create(numbered)
        quotations.request_id._refuse_closed()
        for quotation in quotations.filtered(lambda quotation: not quotation.valid_until):
            quotation.valid_until = quotation.office_id._today() + timedelta(days=VALID_DAYS)
        return quotations

    def write(self, vals):
        self._refuse_out_of_turn(vals)
        return super().write(vals)

    def _refuse_out_of_turn(self, vals):
        """What is offered stays; a signature belongs to an offer that is not decided yet."""
        turns = {WRITABLE_IN[name] for name in vals if name in WRITABLE_IN}
        if turns:
            self.check_access("write")  # the refusal names the record: not to strangers
        for quotation in self:
            if turns - {quotation.state}:
                raise UserError(
                    self.env._(
                        "Quotation %(quotation)s is %(state)s: this cannot be written any more, or "
                        "not yet. For other prices withdraw it and quote again.",
                        quotation=quotation.name,
                        state=quotation._state_label(quotation.state),
                    )
                )

    # ------------------------------------------------------------------ moves

    def _check_move(self, move):
        result = super()._check_move(move)
        if move.target not in ("offered", "accepted"):
            return result
        for quotation in self:
            quotation.request_id._refuse_closed()
            quotation.request_id._check_charged()
            quotation._check_complete()
            if move.target == "accepted":
                quotation._check_acceptance()
        return result

    def _check_complete(self):
        """Every part has its price, and every service one that is exact to the fen."""
        unpriced = self.line_ids.filtered(lambda line: line.kind != "own" and not line.price)
        if unpriced or not self._totals():
            raise UserError(
                self.env._(
                    "Quotation %(quotation)s: enter the price of %(part)s first.",
                    quotation=self.name,
                    part=unpriced[:1].name or self.env._("labour and parts"),
                )
            )
        for line, total in self._totals().items():
            line._check_floor(line._price_for(total))

    def _check_acceptance(self):
        if not self._is_signed():
            raise UserError(
                self.env._(
                    "Quotation %(quotation)s: have the customer sign, or tick that the paper is "
                    "signed and add its scan, and enter who signed.",
                    quotation=self.name,
                )
            )
        if self.valid_until and self.valid_until < self.office_id._today():
            raise UserError(
                self.env._(
                    "Quotation %(quotation)s was valid until %(date)s. Withdraw it and quote "
                    "again.",
                    quotation=self.name,
                    date=self.valid_until,
                )
            )

    def _totals(self):
        """Return {line of the request: what it costs}, company currency, tax included."""
        return {
            request_line: sum(lines.mapped("amount"))
            for request_line, lines in self.line_ids.grouped("request_line_id").items()
        }

    def _after_move(self, move):
        if move.target == "accepted":
            for quotation in self:
                quotation._apply_prices()
        return super()._after_move(move)

    def _apply_prices(self):
        prices = {line: line._price_for(total) for line, total in self._totals().items()}
        reason = self.env._("quotation %(quotation)s is accepted", quotation=self.name)
        self.line_ids.request_line_id._set_prices(prices, reason)

    def _withdraw_with_request(self):
        """A request that is cancelled, by whomever, leaves no offer behind."""
        for move, quotations in self._group_by_move("withdrawn", "cancellation"):
            quotations._apply_move(move, None, self.env._("The request is cancelled."))

    # ------------------------------------------------------------------ actions

    def action_offer(self):
        """Offer the prices to the customer: from here on they stay."""
        return self._move_to("offered")

    def action_accept(self):
        """Record that the customer signed; the request takes the prices."""
        return self._move_to("accepted")

    @asks_reason(_lt("Refused"))
    def action_refuse(self, reason=None):
        """Record that the customer does not want it at this price.

        :param str reason: what the customer says, kept in the history
        """
        return self._move_to("refused", reason=reason)

    @asks_reason(_lt("Withdraw"))
    def action_withdraw(self, reason=None):
        """Take the quotation back, to quote again or not at all.

        :param str reason: why, kept in the history
        """
        return self._move_to("withdrawn", reason=reason)

    def _open_form(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_quotation"
        )
        return {**action, "views": [(False, "form")], "view_mode": "form", "res_id": self.id}

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import CLERK
from ..guard.workflow import Move

_lt = LazyTranslate(__name__)


class ConvenienceLoan(models.Model):
    """A thing lent to a resident or kept for one: tools, small articles, keys (借用与代管).

    Serves the free services 1 and 3 of P1. Counted and costed by the request it belongs to,
    never billed.
    """

    _name = "convenience.loan"
    _description = "Loan or Custody"
    _inherit = [
        "convenience.job.mixin",
        "convenience.reminder.mixin",
        "convenience.workflow.mixin",
        "convenience.resident.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "taken_on desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    kind = fields.Selection(
        [("loan", "Lent"), ("custody", "Kept for the Resident"), ("key", "Key in Custody")],
        required=True,
        default="loan",
        index=True,
    )
    name = fields.Char(
        "Thing",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    item_id = fields.Many2one(
        "convenience.loan.item",
        "Thing of the Office",
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('office_id', '=', office_id), ('is_out', '=', False)]",
        help="Empty for what is not on the list of things to lend.",
    )
    quantity = fields.Integer("Pieces", required=True, default=1)
    office_id = fields.Many2one(related="unit_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    phone = fields.Char()
    request_line_id = fields.Many2one(
        "convenience.request.line", "Ordered Service", index=True, ondelete="restrict"
    )
    request_id = fields.Many2one(related="request_line_id.request_id", store=True, index=True)
    taken_on = fields.Datetime("Handed Over", readonly=True, copy=False)
    handed_out_by_id = fields.Many2one("res.users", "Handed Over By", readonly=True, copy=False)
    condition_note = fields.Text("Condition")
    return_note = fields.Text("Condition on Return", copy=False)
    lost_reason = fields.Char("How It Was Lost", readonly=True, copy=False)
    state = fields.Selection(
        [("out", "Not Returned"), ("returned", "Returned"), ("lost", "Lost")],
        required=True,
        default="out",
        index=True,
        copy=False,
    )
    taken_back_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    returned_at = fields.Datetime("Returned On", readonly=True, copy=False)
    lost_by_id = fields.Many2one("res.users", "Loss Recorded By", readonly=True, copy=False)
    lost_on = fields.Datetime("Loss Recorded On", readonly=True, copy=False)

    _item_out_once = models.UniqueIndex(
        "(item_id) WHERE state != 'returned'",
        "This thing is out already. Take it back before it is lent again.",
    )
    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0 AND (item_id IS NULL OR quantity = 1))",
        "At least one piece is handed over, and of a numbered thing just one.",
    )

    # ------------------------------------------------------------------ compute

    @api.depends("item_id")
    def _compute_name(self):
        for loan in self:
            loan.name = loan.item_id.name or loan.name

    @api.depends("name", "unit_id.name")
    def _compute_display_name(self):
        for loan in self:
            loan.display_name = f"{loan.name or ''} ({loan.unit_id.name or ''})"

    @api.onchange("resident_id")
    def _onchange_resident_id(self):
        self.phone = self.resident_id.phone

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        clerk = (CLERK,)
        return [
            *super()._workflow_moves(),
            Move("out", "returned", clerk),
            Move("out", "lost", clerk),
            Move("lost", "returned", clerk),  # found again
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            **super()._workflow_stamps(),
            "returned": ("taken_back_by_id", "returned_at"),
            "lost": ("lost_by_id", "lost_on"),
        }

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states() | {"returned", "lost"}

    @api.model
    def _guarded_fields(self):
        """Who took what is fixed when it is handed over."""
        return super()._guarded_fields() | {
            "kind", "item_id", "unit_id", "resident_id", "request_line_id", "taken_on",
            "handed_out_by_id", "lost_reason",
        }  # fmt: skip

    @api.model
    def _guarded_defaults(self):
        return {
            **super()._guarded_defaults(),
            "taken_on": fields.Datetime.now(),
            "handed_out_by_id": self.env.uid,
            "lost_reason": False,
        }

    def _check_move(self, move):
        super()._check_move(move)
        if move.target != "returned":
            return
        for loan in self.filtered("key_holder_id"):
            raise UserError(
                self.env._(
                    "%(key)s is with %(worker)s. Take it back from there first.",
                    key=loan.display_name,
                    worker=loan.key_holder_id.display_name,
                )
            )

    def _after_move(self, move):
        self._end_reminder()
        return super()._after_move(move)

    # ------------------------------------------------------------------ constraints and CRUD

    @api.constrains("kind", "due_on")
    def _check_due_on(self):
        for loan in self:
            day = loan.office_id._local_date(loan.taken_on)
            if loan.kind == "loan" and not loan.due_on or loan.due_on and loan.due_on < day:
                raise ValidationError(
                    self.env._(
                        "%(thing)s: enter the day it is due back, not before %(day)s.",
                        thing=loan.name,
                        day=day,
                    )
                )

    @api.constrains("item_id", "kind", "unit_id")
    def _check_item(self):
        for loan in self.filtered("item_id"):
            item = loan.item_id
            if loan.kind != "loan" or item.office_id != loan.office_id or not item.active:
                raise ValidationError(
                    self.env._(
                        "%(item)s is not among the things that %(office)s lends.",
                        item=item.display_name,
                        office=loan.office_id.name,
                    )
                )

    @api.constrains("request_line_id", "unit_id")
    def _check_request_line(self):
        for loan in self.filtered("request_line_id"):
            line = loan.request_line_id
            kinds = ("loan", "custody")
            if line.product_id.convenience_kind not in kinds or (
                line.request_id.unit_id != loan.unit_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(request)s does not order for %(unit)s that %(thing)s is lent or kept.",
                        request=line.request_id.name,
                        unit=loan.unit_id.name,
                        thing=loan.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        items = self.env["convenience.loan.item"].browse(
            {vals["item_id"] for vals in vals_list if vals.get("item_id")}
        )
        items.check_access("read")
        items._refuse_out()
        self.flush_model(["state"])  # what is back must be so for the index, too
        return super().create(vals_list)

    def write(self, vals):
        if self._content_fields() & vals.keys():
            self.check_access("write")
            self._refuse_closed()
        return super().write(vals)

    @api.model
    def _content_fields(self):
        """Names of what is said of the thing; it stays as it was once the thing is back."""
        return {
            "name", "quantity", "phone", "due_on", "condition_note", "return_note", "key_tag",
        }  # fmt: skip

    def _refuse_closed(self):
        for loan in self:
            if loan.state != "out":
                raise UserError(
                    self.env._(
                        "%(thing)s is %(state)s and does not change any more.",
                        thing=loan.name,
                        state=loan._state_label(loan.state),
                    )
                )

    # ------------------------------------------------------------------ actions

    def action_return(self):
        """The thing is back: from the resident, or given back to them."""
        return self._move_to("returned")

    @asks_reason(_lt("Lost"))
    def action_lose(self, reason=None):
        """The thing will not come back, with the reason.

        :param str reason: what became of it, kept on the record
        """
        return self._move_to(
            "lost", values={loan.id: {"lost_reason": reason} for loan in self}, reason=reason
        )

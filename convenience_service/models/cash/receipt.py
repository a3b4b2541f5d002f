from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import CASHIER
from ..guard.workflow import Move

_lt = LazyTranslate(__name__)


class ConvenienceReceipt(models.Model):
    """Money that changed hands, on a numbered paper (收据): who, from or to whom, what for.

    A receipt is `collected` when somebody took the money, and counts once the cashier has it:
    then it is `posted` with a payment of the ERP. What a receipt says never changes; a wrong one
    is cancelled with a reason and keeps its number. P2 4.3.1, P3 4(8), P5 4.3.2.
    """

    _name = "convenience.receipt"
    _description = "Receipt"
    _inherit = ["convenience.workflow.mixin", "convenience.numbered.mixin", "mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char("Number", readonly=True, copy=False, index="trigram")
    office_id = fields.Many2one("convenience.office", required=True, index=True, readonly=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", "Payer", required=True, index=True, readonly=True, ondelete="restrict"
    )
    kind = fields.Selection(
        [
            ("statement", "Bills"),
            ("prepayment", "Prepayment"),
            ("deposit", "Deposit"),
            ("entrusted", "Entrusted Money"),
        ],
        required=True,
        readonly=True,
    )
    direction = fields.Selection(
        [("in", "Received"), ("out", "Paid Out")], required=True, readonly=True, default="in"
    )
    date = fields.Date(
        readonly=True, index=True, help="Local day at the office on which the money changed hands."
    )
    date_booked = fields.Date(
        "Accounting Date",
        compute="_compute_date_booked",
        store=True,
        help="Day that the ledger has it on: later where the period was locked when the cashier "
        "accepted it.",
    )
    amount = fields.Monetary(readonly=True, help="Company currency; never negative.")
    memo = fields.Char("Reason", readonly=True)
    reference = fields.Char(
        "Transaction Number",
        readonly=True,
        copy=False,
        index="trigram",
        help="Of the bank, or of the app that the payer paid with.",
    )
    void_reason = fields.Char("Why It Is Void", readonly=True, copy=False)
    journal_id = fields.Many2one(
        "account.journal",
        readonly=True,
        ondelete="restrict",
        groups="account.group_account_readonly,account.group_account_invoice",
        help="Cash, bank or other place where the money lies.",
    )
    line_ids = fields.One2many(
        "convenience.receipt.line", "receipt_id", "What It Is For", readonly=True
    )
    taken_by_id = fields.Many2one("res.users", "Handled By", readonly=True, index=True)
    taken_on = fields.Datetime(readonly=True)
    payment_id = fields.Many2one(
        "account.payment",
        "Payment Entry",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="account.group_account_readonly,account.group_account_invoice",
    )
    state = fields.Selection(
        [("collected", "Not Handed Over"), ("posted", "Booked"), ("cancelled", "Cancelled")],
        required=True,
        default="collected",
        index=True,
        copy=False,
    )
    posted_by_id = fields.Many2one("res.users", "Booked By", readonly=True, copy=False)
    posted_on = fields.Datetime("Booked On", readonly=True, copy=False)
    cancelled_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    cancelled_on = fields.Datetime(readonly=True, copy=False)

    _amount_positive = models.Constraint("CHECK(amount > 0)", "A receipt is for more than nothing.")
    _name_unique = models.UniqueIndex(
        "(company_id, name)", "There is already a receipt of this number."
    )
    _payment_once = models.UniqueIndex(
        "(payment_id) WHERE payment_id IS NOT NULL", "The payment has a receipt already."
    )
    _series_idx = models.Index("(company_id, name text_pattern_ops)")
    _takings_idx = models.Index("(office_id, date_booked, taken_by_id)")

    @api.depends("date", "payment_id.move_id.date", "source_line_id.date")
    def _compute_date_booked(self):
        for receipt in self:
            entry = receipt.payment_id.move_id or receipt.source_line_id
            receipt.date_booked = entry.date or receipt.date

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for receipt in self:
            receipt.display_name = f"{receipt.name} {receipt.partner_id.name or ''}"

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        return [
            *super()._workflow_moves(),
            Move("collected", "posted", (CASHIER,)),
            Move("collected", "posted", via="payment"),
            Move("collected", "cancelled", (CASHIER,)),
            Move("posted", "cancelled", (CASHIER,)),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            **super()._workflow_stamps(),
            "posted": ("posted_by_id", "posted_on"),
            "cancelled": ("cancelled_by_id", "cancelled_on"),
        }

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "name", "office_id", "partner_id", "kind", "direction", "date", "amount", "memo",
            "journal_id", "line_ids", "taken_by_id", "taken_on", "payment_id", "reference",
            "void_reason",
        }  # fmt: skip

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "payment_id": False, "void_reason": False}

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states() | {"collected", "posted", "cancelled"}

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        """A number that was given out stays."""
        for receipt in self:
            raise UserError(
                self.env._(
                    "%(receipt)s was given out and stays on file. Cancel it instead.",
                    receipt=receipt.name,
                )
            )

    # ------------------------------------------------------------------ giving out

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_permitted_creation(vals_list):
            raise UserError(
                self.env._("Receipts are given out where the money is taken, not by hand.")
            )
        return super().create(vals_list)

    def _number_series(self):
        """Receipts have one series, payment vouchers (付款单) another."""
        paper = self._numbered_as()
        code = "convenience.receipt" if paper.direction == "in" else "convenience.receipt.out"
        return code, self.office_id._today()

    def _numbered_as(self):
        """Hook: the receipt among whose like this one is numbered."""
        return self

    # ------------------------------------------------------------------ actions

    @asks_reason(_lt("Cancel the Receipt"))
    def action_cancel(self, reason=None):
        """Cancel a wrong receipt; its number stays, and the money is given back.

        :param str reason: why, kept in the history
        """
        void = {"void_reason": reason}
        return self._move_to("cancelled", values=dict.fromkeys(self.ids, void), reason=reason)

    def action_print(self):
        """Print the receipt."""
        return self.env.ref("convenience_service.action_report_receipt").report_action(self)

    def _get_report_base_filename(self):
        return self.display_name

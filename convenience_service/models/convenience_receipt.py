from odoo import api, fields, models
from odoo.exceptions import UserError

from .convenience_workflow_mixin import Move
from .res_company import FUNDS


class ConvenienceReceipt(models.Model):
    """Money that changed hands, on a numbered paper (收据): who, from or to whom, what for.

    A receipt is `collected` when somebody took the money, and counts once the cashier has it:
    then it is `posted` with a payment of the ERP. What a receipt says never changes; a wrong one
    is cancelled with a reason and keeps its number. P2 4.3.1, P3 4(8), P5 4.3.2.
    """

    _name = "convenience.receipt"
    _description = "Receipt"
    _inherit = [
        "convenience.receipt.issue",
        "convenience.receipt.statement",
        "convenience.receipt.prepayment",
        "convenience.receipt.refund",
        "convenience.receipt.entered",
        "convenience.receipt.collection",
        "convenience.receipt.deposit",
        "convenience.receipt.entrusted",
        "convenience.workflow.mixin",
        "mail.thread",
    ]
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
            Move("collected", "posted", ("group_cashier",)),
            Move("collected", "posted", via="payment"),
            Move("collected", "cancelled", ("group_cashier",)),
            Move("posted", "cancelled", ("group_cashier",)),
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
            "journal_id", "line_ids", "taken_by_id", "taken_on", "payment_id",
        }  # fmt: skip

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "payment_id": False}

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states() | {"collected", "posted", "cancelled"}

    def _before_move(self, move):
        """What the money is for is locked and invoiced first: then it is known whether it fits."""
        if move.target == "posted":
            self._before_posting()
            self._check_before_posting()
        elif move.source == "posted":
            self._before_cancelling()
            self._check_before_cancelling()
        return super()._before_move(move)

    def _after_move(self, move):
        result = super()._after_move(move)
        if move.target == "posted":
            self._pay()
            self._after_posting()
        elif move.source == "posted":
            self._undo_payment()
            self._after_cancelling()
        return result

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

    # ------------------------------------------------------------------ booking

    def _pay(self):
        """Book the money with payments of the ERP; those it came from are booked already."""
        # sudo: the move to posted is the permission
        waiting = self.sudo().filtered(lambda receipt: not receipt._is_booked())
        for receipt in waiting:
            if not receipt.journal_id:
                raise UserError(
                    self.env._(
                        "%(receipt)s: choose where the money lies (cash, bank) first.",
                        receipt=receipt.name,
                    )
                )
            receipt._check_till(receipt.office_id, receipt.journal_id)
        waiting._check_currency()
        payments = waiting.env["account.payment"]._create_for_receipts(
            [receipt._prepare_payment() for receipt in waiting]
        )
        waiting._write_guarded_each(
            {
                receipt.id: {"payment_id": payment.id}
                for receipt, payment in zip(waiting, payments, strict=True)
            }
        )
        payments.action_post()

    def _check_currency(self):
        """A receipt says an amount of the company's currency: no other is booked for it."""
        for receipt in self:
            currency = receipt.journal_id.currency_id
            if currency and currency != receipt.currency_id:
                raise UserError(
                    self.env._(
                        "%(receipt)s: %(journal)s is kept in %(currency)s. Choose a journal in "
                        "the currency of the company.",
                        receipt=receipt.name,
                        journal=receipt.journal_id.name,
                        currency=currency.name,
                    )
                )

    def _fund(self):
        """Return the purpose whose account holds the money; False for the payer's receivables."""
        return self.kind if self.kind in FUNDS else False

    def _prepare_payment(self):
        """Return the values of the payment that books the receipt."""
        inbound = self.direction == "in"
        return {
            "payment_type": "inbound" if inbound else "outbound",
            "partner_type": "customer",
            "partner_id": self.partner_id.id,
            "journal_id": self.journal_id.id,
            "amount": self.amount,
            "date": self.date,
            "memo": " ".join(filter(None, (self.name, self.memo))),
            "convenience_fund": self._fund(),
            "convenience_office_id": self.office_id.id,
            **self._prepare_settled_account(),
        }

    def _undo_payment(self):
        # sudo: the cashier's cancellation is the permission
        self.sudo().payment_id._cancel_for_receipts()

    # ------------------------------------------------------------------ actions

    def action_cancel(self, reason=None):
        """Cancel a wrong receipt; its number stays, and the money is given back.

        :param str reason: why, kept in the history
        """
        reason = self._clean_reason(reason)
        if not reason:
            return self.env["convenience.reason.wizard"]._open(
                self, "action_cancel", self.env._("Cancel the Receipt")
            )
        return self._move_to("cancelled", reason=reason)

    def action_print(self):
        """Print the receipt."""
        return self.env.ref("convenience_service.action_report_receipt").report_action(self)

    def _get_report_base_filename(self):
        return self.display_name

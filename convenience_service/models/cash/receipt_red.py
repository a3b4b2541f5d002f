from odoo import api, fields, models
from odoo.exceptions import UserError

from ..guard.permit import with_permit
from ..guard.roles import CASHIER


class ConvenienceReceipt(models.Model):
    """Red receipts (红字收据): where the books of the day are closed, a wrong receipt stays as it
    is, and another one of the same series takes it back today.
    """

    _name = "convenience.receipt"
    _inherit = ["convenience.receipt"]

    corrects_id = fields.Many2one(
        "convenience.receipt",
        "Corrects Receipt",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="This is the red receipt of that one.",
    )
    corrected_by_id = fields.Many2one(
        "convenience.receipt",
        "Corrected By Receipt",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    _corrected_once = models.UniqueIndex(
        "(corrects_id) WHERE corrects_id IS NOT NULL", "The receipt was taken back already."
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"corrects_id", "corrected_by_id"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "corrects_id": False, "corrected_by_id": False}

    def _numbered_as(self):
        """A red receipt is numbered among what it takes back."""
        return super()._numbered_as() if not self.corrects_id else self.corrects_id

    # ------------------------------------------------------------------ instead of cancelling

    def action_cancel(self, reason=None):
        if not self._clean_reason(reason):
            return super().action_cancel(reason)
        closed = self._in_closed_books()
        if closed:
            closed._take_back(self._clean_reason(reason))
        rest = self - closed
        return super(ConvenienceReceipt, rest).action_cancel(reason) if rest else True

    def _in_closed_books(self):
        """Return the receipts whose entries can no longer be cancelled."""
        # sudo: where the books are closed binds whoever cancels
        closed = self.sudo().filtered(
            lambda receipt: (
                receipt.state == "posted"
                and receipt.payment_id  # money that was entered in accounting has none of its own
                and receipt.payment_id.move_id._is_in_closed_books()
            )
        )
        return closed.with_env(self.env)

    def _check_move(self, move):
        if move.target == "cancelled":
            self._check_not_corrected()
        return super()._check_move(move)

    def _check_not_corrected(self):
        for receipt in self.filtered(
            lambda receipt: receipt.corrected_by_id or receipt.corrects_id
        ):
            raise UserError(
                self.env._(
                    "%(red)s takes %(receipt)s back, and both stay. Give out a new receipt for "
                    "what was really paid.",
                    red=(receipt.corrected_by_id or receipt).name,
                    receipt=(receipt.corrects_id or receipt).name,
                )
            )

    def _take_back(self, reason):
        """Give out a red receipt for each, and undo what followed from the money."""
        self._require_role(CASHIER, act=self.env._("take it back"))
        self._check_not_corrected()
        self._before_cancelling()
        self._check_before_cancelling()
        # sudo: the cashier's decision is the permission
        red = self.sudo()._create_guarded([receipt._prepare_red(reason) for receipt in self])
        for receipt, own in zip(self, red, strict=True):
            receipt._write_guarded({"corrected_by_id": own.id, "void_reason": reason})
        red._give_numbers()
        self._book_red(red)
        red._move_to_by_system("posted", via="payment", reason=reason)
        self._log("posted", "posted", reason)
        self._after_cancelling()

    def _prepare_red(self, reason):
        receipt = self.sudo()
        office = receipt.office_id
        return {
            "office_id": office.id,
            "partner_id": receipt.partner_id.id,
            "kind": receipt.kind,
            "direction": "out" if receipt.direction == "in" else "in",
            "date": office._today(),
            "amount": receipt.amount,
            "memo": reason,
            "journal_id": receipt.journal_id.id,
            "reference": receipt.reference,
            "taken_by_id": self.env.uid,
            "taken_on": fields.Datetime.now(),
            "corrects_id": receipt.id,
            "line_ids": [fields.Command.create(line) for line in receipt._prepare_red_lines()],
        }

    def _prepare_red_lines(self):
        """Hook: values of the lines of a red receipt. What they take back, they do not pay."""
        lines = [{"name": line.name, "amount": line.amount} for line in self.line_ids]
        return lines or [{"name": self.name, "amount": self.amount}]

    # ------------------------------------------------------------------ the entry

    def _book_red(self, red):
        """Book the money back, against the very entries that it came with."""
        payments = red.env["account.payment"]._create_for_receipts(
            [receipt._prepare_red_payment() for receipt in red]
        )
        red._write_guarded_each(
            {
                receipt.id: {"payment_id": payment.id}
                for receipt, payment in zip(red, payments, strict=True)
            }
        )
        payments.action_post()
        for receipt in red:
            receipt._reconcile_red()

    def _prepare_red_payment(self):
        wrong = self.corrects_id.payment_id
        inbound = self.direction == "in"
        return {
            "payment_type": "inbound" if inbound else "outbound",
            "partner_type": wrong.partner_type,
            "partner_id": wrong.partner_id.id,
            "journal_id": wrong.journal_id.id,
            "amount": self.amount,
            "date": self.date,
            "memo": f"{self.name} ← {self.corrects_id.name}",
            "convenience_fund": wrong.convenience_fund,
            "convenience_office_id": self.office_id.id,
            "destination_account_id": wrong.destination_account_id.id,
        }

    def _reconcile_red(self):
        """What the wrong receipt paid is owed again; its entry meets that of the red one."""
        account = self.payment_id.destination_account_id
        entries = self.corrects_id.payment_id.move_id | self.payment_id.move_id
        lines = with_permit(entries).line_ids.filtered(lambda line: line.account_id == account)
        if account.reconcile:
            lines.remove_move_reconcile()
            lines.reconcile()

    def _last_entry(self):
        """Return the entry by which the ledger has the money where it is now."""
        return (self.corrected_by_id or self).payment_id.move_id

    # ------------------------------------------------------------------ no money of its own

    def _moves_money(self):
        return super()._moves_money().filtered(lambda receipt: not receipt.corrects_id)

from itertools import permutations

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..guard.workflow import Move

STATES = [
    ("due", "Due"),
    ("held", "Held"),
    ("settled", "Settled"),
    ("cancelled", "Cancelled"),
]
# kind of movement: the amount it adds to
AMOUNTS = {
    "received": "amount_received",
    "applied": "amount_applied",
    "refunded": "amount_refunded",
    "kept": "amount_kept",
    "cancelled": "amount_cancelled",
}


class ConvenienceDeposit(models.Model):
    """A deposit (押金): asked for, received, and applied, given back or kept, whole or in parts.

    Nothing is booked before it is received. Until it is kept it is no revenue and nobody's debt.
    What became of it stands in its movements; the amounts here are their sums.
    """

    _name = "convenience.deposit"
    _description = "Deposits"
    _inherit = "convenience.held.money.mixin"
    _order = "id desc"
    _check_company_auto = True
    _purpose = "deposit"

    product_id = fields.Many2one(
        "product.product", "Item", required=True, index=True, readonly=True, ondelete="restrict"
    )
    request_line_id = fields.Many2one(
        "convenience.request.line",
        "Service Ordered",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    origin = fields.Char(readonly=True, help="What it was asked for: the request or the agreement.")
    amount_due = fields.Monetary("Asked For", readonly=True)
    amount_received = fields.Monetary("Deposit Received", readonly=True)
    amount_applied = fields.Monetary("Applied", readonly=True, help="Turned against bills.")
    amount_refunded = fields.Monetary("Given Back", readonly=True)
    amount_kept = fields.Monetary("Kept", readonly=True, help="Billed, tax included.")
    amount_cancelled = fields.Monetary(
        "No Longer Asked For", readonly=True, help="Waived, or cancelled with the request."
    )
    amount_open = fields.Monetary("Still to Receive", compute="_compute_amounts", store=True)
    amount_held = fields.Monetary("Held", compute="_compute_amounts", store=True)
    date_received = fields.Date(
        "Held Since", readonly=True, index=True, help="Local day of the first money received."
    )
    movement_ids = fields.One2many(
        "convenience.deposit.movement", "deposit_id", "Movements", readonly=True
    )
    receipt_line_ids = fields.One2many(
        "convenience.receipt.line", "deposit_id", "On Receipts", readonly=True
    )
    state = fields.Selection(
        STATES, required=True, default="due", index=True, copy=False, readonly=True
    )

    _once = models.UniqueIndex(
        "(request_line_id) WHERE request_line_id IS NOT NULL",
        "The deposit for this service was asked for already.",
    )
    _name_unique = models.UniqueIndex(
        "(company_id, name)", "There is already a deposit of this number."
    )
    _held_never_negative = models.Constraint(
        "CHECK(amount_due > 0 AND amount_received >= 0"
        " AND round((amount_received - amount_applied - amount_refunded - amount_kept)::numeric, 2)"
        " >= 0)",
        "No more of a deposit can be used than was received.",
    )
    _held_idx = models.Index("(office_id, partner_id) WHERE state = 'held'")

    @api.depends(
        "amount_due", "amount_received", "amount_applied", "amount_refunded", "amount_kept",
        "amount_cancelled",
    )  # fmt: skip
    def _compute_amounts(self):
        for deposit in self:
            deposit.amount_open = deposit.currency_id.round(
                deposit.amount_due - deposit.amount_received - deposit.amount_cancelled
            )
            used = deposit.amount_applied + deposit.amount_refunded + deposit.amount_kept
            deposit.amount_held = deposit.currency_id.round(deposit.amount_received - used)

    # ------------------------------------------------------------------ guards

    @api.model
    def _workflow_moves(self):
        """States follow the amounts, so every one can follow every other; by the system only."""
        names = [name for name, _label in STATES]
        return [
            *super()._workflow_moves(),
            *(Move(source, target) for source, target in permutations(names, 2)),
        ]

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "product_id", "request_line_id", "origin", "amount_due",
            "date_received", "movement_ids", "receipt_line_ids", *AMOUNTS.values(),
        }  # fmt: skip

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), **dict.fromkeys(AMOUNTS.values(), 0.0)}

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states() | {"held", "settled"}

    def _amount_state(self):
        if not self.amount_received:
            return "due" if self.amount_open > 0 else "cancelled"
        return "held" if self.amount_held > 0 else "settled"

    # ------------------------------------------------------------------ asked for

    @api.model
    def _ask_for(self, vals_list):
        """Ask for deposits; the caller has checked who orders. Nothing is booked.

        :param vals_list: dicts of `office_id`, `partner_id`, `product_id`, `amount_due` (company
            currency), and what there is of `unit_id`, `request_id`, `request_line_id`,
            `origin`
        """
        # sudo: the tariff asks, whoever orders
        return self.sudo()._create_guarded(self._numbered(vals_list)).sudo(False)

    def _cancel_open(self, reason):
        """Ask no longer for what was not received; the caller has checked who says so."""
        asked = self.sudo().filtered(lambda deposit: deposit.amount_open > 0)
        asked._lock()
        asked._record(
            "cancelled", {deposit: deposit.amount_open for deposit in asked}, reason=reason
        )

    # ------------------------------------------------------------------ movements

    def _record(self, kind, amounts, day=None, reason="", **links):
        """Add movements, and bring amounts and states up to date. The rows are locked.

        :param amounts: {deposit: amount}; a negative amount takes back what was moved before
        :param day: local day that the ledger has it on; today
        :param links: what else the movements say (`receipt_id`, `statement_id`)
        :return: the movements, as the system sees them
        """
        # sudo: the calling method has checked who moves the money
        movements = self.env["convenience.deposit.movement"].sudo()
        movements = movements._create_guarded(
            [
                {
                    "deposit_id": deposit.id,
                    "kind": kind,
                    "amount": amount,
                    "date": day or deposit.office_id._today(),
                    "reason": reason,
                    "user_id": self.env.uid,
                    **links,
                }
                for deposit, amount in amounts.items()
            ]
        )
        movements._add_up()
        return movements

    def _shares(self, amount, limits):
        """Return {deposit: its share} of an amount, the oldest first.

        :param amount: in all; None takes all there is
        :param limits: {deposit: the most it can take}
        :raise UserError: when the amount is none, or more than there is
        """
        most = self.currency_id.round(sum(limits.values()))
        left = self._clean_amount(most if amount is None else amount)
        if self.currency_id.compare_amounts(left, most) > 0:
            raise UserError(
                self.env._(
                    "%(deposit)s: %(amount)s is more than the %(most)s there is.",
                    deposit=self[:1].display_name,
                    amount=self._in_currency(left),
                    most=self._in_currency(most),
                )
            )
        shares = {}
        for deposit in self.sorted("id"):
            share = self.currency_id.round(min(left, limits[deposit]))
            if share > 0:
                shares[deposit] = share
                left = self.currency_id.round(left - share)
        return shares

    def _fund_lines(self):
        """Return the journal items that still hold the money of these deposits."""
        # sudo: the ledger behind the deposit, for its own entries only
        movements = self.sudo().movement_ids
        receipts = movements.receipt_id.filtered(lambda receipt: receipt.state == "posted")
        return (
            self.sudo()
            ._open_fund_lines(receipts.payment_id.move_id | movements.entry_id)
            .filtered(lambda line: line.balance < 0)
        )

    def _prepare_receipt_line(self):
        return {
            **super()._prepare_receipt_line(),
            "deposit_id": self.id,
            "name": " ".join(filter(None, (self.name, self.product_id.name, self.origin))),
        }

    @api.model
    def _held_on(self, companies, day):
        movements = self.env["convenience.deposit.movement"]
        sums = {}
        for deposit, kind, amount in movements._read_group(
            [
                ("company_id", "in", companies.ids),
                ("date", "<=", day),
                ("kind", "!=", "cancelled"),
            ],
            ["deposit_id", "kind"],
            ["amount:sum"],
        ):
            sign = 1 if kind == "received" else -1
            sums[deposit] = sums.get(deposit, 0.0) + sign * amount
        rounded = {deposit: deposit.currency_id.round(held) for deposit, held in sums.items()}
        return {deposit: held for deposit, held in rounded.items() if held}

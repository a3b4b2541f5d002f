from odoo import api, fields, models

# Movements of money: reserving and releasing leave the balance as it is.
MONEY_KINDS = {
    "received": 1,
    "cancelled": -1,
    "used": -1,
    "returned": 1,
    "refunded": -1,
    "refund_cancelled": 1,
}


class ConvenienceWalletMovement(models.Model):
    """One change of a prepayment account: what, how much, why, and what was left. Only added."""

    _name = "convenience.wallet.movement"
    _description = "Movement of a Prepayment"
    _inherit = ["convenience.money.movement.mixin"]
    _order = "wallet_id, id desc"
    _rec_name = "kind"

    wallet_id = fields.Many2one(
        "convenience.wallet", required=True, index=True, readonly=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(related="wallet_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="wallet_id.company_id", store=True, index=True)
    office_id = fields.Many2one(
        "convenience.office", required=True, index=True, readonly=True, ondelete="restrict"
    )
    kind = fields.Selection(
        [
            ("received", "Paid In"),
            ("reserved", "Reserved"),
            ("released", "Set Free"),
            ("used", "Used"),
            ("returned", "Given Back"),
            ("refunded", "Refunded"),
            ("cancelled", "Receipt Cancelled"),
            ("refund_cancelled", "Refund Cancelled"),
        ],
        "What Happened",
        required=True,
        readonly=True,
    )
    amount = fields.Monetary(help="Company currency; the kind says whether it comes or goes.")
    date = fields.Date(help="Local day at the office.")
    balance_after = fields.Monetary(readonly=True)
    request_id = fields.Many2one(
        "convenience.request", readonly=True, index="btree_not_null", ondelete="restrict"
    )

    _amount_positive = models.Constraint("CHECK(amount > 0)", "A movement is of more than nothing.")
    _account_idx = models.Index("(wallet_id, date, id)")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "wallet_id", "office_id", "balance_after", "request_id",
        }  # fmt: skip

    @api.model
    def _not_by_hand(self):
        return self.env._("Movements of a prepayment are booked with the money, not by hand.")

    def _stays_on_file(self):
        return self.env._(
            "What happened to the prepayment of %(payer)s stays on file.",
            payer=self.partner_id.name,
        )

    def _sign(self):
        """Return 1 where money came in, -1 where it went, 0 where it was only set aside."""
        return MONEY_KINDS.get(self.kind, 0)

    def _what_for(self):
        """Return what the movement comes from, in the words of the paper."""
        parts = (
            self.receipt_id.name, self.statement_id.name, self.request_id.name, self.reason
        )  # fmt: skip
        return " ".join(filter(None, parts))

from odoo import api, fields, models
from odoo.exceptions import UserError


class ConvenienceMoneyMovementMixin(models.AbstractModel):
    """One step of what became of a payer's money: booked with the money, only added, never
    changed or deleted.
    """

    _name = "convenience.money.movement.mixin"
    _description = "Movement of a Payer's Money"
    _inherit = ["convenience.guarded.mixin"]

    company_id = fields.Many2one("res.company")
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(readonly=True)
    date = fields.Date(required=True, readonly=True)
    reason = fields.Char(readonly=True)
    receipt_id = fields.Many2one(
        "convenience.receipt", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    statement_id = fields.Many2one(
        "convenience.statement", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    entry_id = fields.Many2one(
        "account.move",
        "Journal Entry",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="account.group_account_readonly,account.group_account_invoice",
    )
    user_id = fields.Many2one("res.users", "By", readonly=True)

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "kind", "amount", "date", "reason", "receipt_id", "statement_id", "entry_id", "user_id",
        }  # fmt: skip

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_permitted_creation(vals_list):
            raise UserError(self._not_by_hand())
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        for movement in self:
            raise UserError(movement._stays_on_file())

    @api.model
    def _not_by_hand(self):
        """Return what is said to who makes a movement of their own."""
        raise NotImplementedError

    def _stays_on_file(self):
        """Return what is said to who deletes a movement."""
        raise NotImplementedError

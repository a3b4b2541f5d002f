from odoo import api, fields, models


class ConvenienceStatementLine(models.Model):
    """The claim on a deposit that is kept: each decision is billed once."""

    _name = "convenience.statement.line"
    _inherit = ["convenience.statement.line"]

    deposit_movement_id = fields.Many2one(
        "convenience.deposit.movement",
        "Deposit Kept",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    _deposit_kept_once = models.UniqueIndex(
        "(deposit_movement_id) WHERE active", "This deposit is already on another statement."
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"deposit_movement_id"}

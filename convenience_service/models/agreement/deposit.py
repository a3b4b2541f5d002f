from odoo import api, fields, models


class ConvenienceDeposit(models.Model):
    """The agreed service that a deposit is for."""

    _name = "convenience.deposit"
    _inherit = ["convenience.deposit"]

    agreement_line_id = fields.Many2one(
        "convenience.agreement.line",
        "Service Agreed",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    _once_agreed = models.UniqueIndex(
        "(agreement_line_id) WHERE agreement_line_id IS NOT NULL",
        "The deposit for this agreed service was asked for already.",
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"agreement_line_id"}

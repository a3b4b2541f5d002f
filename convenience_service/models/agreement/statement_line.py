from odoo import api, fields, models


class ConvenienceStatementLine(models.Model):
    """The claim on a flat month, or a part of one; the database refuses a second one."""

    _name = "convenience.statement.line"
    _inherit = ["convenience.statement.line"]

    agreement_line_id = fields.Many2one(
        "convenience.agreement.line", ondelete="restrict", readonly=True, index="btree_not_null"
    )
    period_from = fields.Date(readonly=True, help="First day billed of a flat month.")
    period_to = fields.Date(readonly=True, help="Last day billed of a flat month.")

    _period_claimed_once = models.UniqueIndex(
        "(agreement_line_id, period_from) WHERE active AND agreement_line_id IS NOT NULL",
        "This period of the agreement is already on another statement.",
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"agreement_line_id", "period_from", "period_to"}

    def _flat_spans(self):
        """Return {agreement line: [(first day, last day)]} of the flat months claimed."""
        return {
            line: [(claim.period_from, claim.period_to) for claim in own]
            for line, own in self.grouped("agreement_line_id").items()
        }

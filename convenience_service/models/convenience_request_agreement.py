from odoo import api, fields, models

from .convenience_workflow_mixin import Move


class ConvenienceRequestAgreement(models.AbstractModel):
    """A visit that an agreement brings about: on its planned day, once, at the agreed price."""

    _name = "convenience.request.agreement"
    _description = "Visit of an Agreement"
    _inherit = ["convenience.request.part"]

    agreement_line_id = fields.Many2one(
        "convenience.agreement.line",
        "Agreed Service",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    agreement_id = fields.Many2one(related="agreement_line_id.agreement_id")
    planned_date = fields.Date(
        "Planned Day",
        readonly=True,
        copy=False,
        help="Local day by the agreement; it stays when the visit is put off.",
    )

    _visit_once = models.UniqueIndex(
        "(agreement_line_id, planned_date) WHERE agreement_line_id IS NOT NULL",
        "This visit of the agreement is registered already.",
    )

    # ------------------------------------------------------------------ guards

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"agreement_line_id", "planned_date"}

    @api.model
    def _guarded_defaults(self):
        return {
            **super()._guarded_defaults(),
            "agreement_line_id": False,
            "planned_date": False,
        }

    @api.model
    def _workflow_moves(self):
        """What ends or rests takes its visits along, by no person's move."""
        return [
            *super()._workflow_moves(),
            Move("new", "cancelled", via="agreement"),
            Move("assigned", "cancelled", via="agreement"),
        ]

    def _exempt_from_credit(self):
        """A visit was ordered when the agreement was signed."""
        return super()._exempt_from_credit() | self.filtered("agreement_line_id")

from odoo import api, fields, models


class ConvenienceAgreementSuspension(models.Model):
    """Days on which an agreement rests: no visit is made, no day of a flat month is billed."""

    _name = "convenience.agreement.suspension"
    _description = "Suspension of an Agreement"
    _inherit = ["convenience.guarded.mixin"]
    _order = "date_from desc, id desc"

    agreement_id = fields.Many2one(
        "convenience.agreement", required=True, index=True, ondelete="cascade"
    )
    office_id = fields.Many2one(related="agreement_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="agreement_id.company_id", store=True, index=True)
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("Until", required=True, help="Last day of the suspension.")
    reason = fields.Char(required=True)

    _dates_in_order = models.Constraint(
        "CHECK(date_to >= date_from)", "A suspension cannot end before it begins."
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"agreement_id", "date_from", "date_to", "reason"}

    def _locked_for_files(self):
        return self.agreement_id._locked_for_files()

from odoo import api, fields, models


class ConvenienceOfficeAgreement(models.AbstractModel):
    """What an office sets for its long-term agreements, and the count of its list's revisions."""

    _name = "convenience.office.agreement"
    _description = "Agreements of an Office"
    _inherit = ["convenience.guarded.mixin"]

    renewal_reminder_days = fields.Integer(
        "Remind of Renewal",
        default=30,
        help="Days before an agreement ends on which the service manager is told. 0: never.",
    )
    agreement_revision = fields.Integer(
        "Revision of the List", readonly=True, copy=False, help="Of the list of agreements."
    )

    _reminder_days_positive = models.Constraint(
        "CHECK(renewal_reminder_days >= 0)", "The days of a reminder are zero or more."
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"agreement_revision"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "agreement_revision": 0}

    def _next_agreement_revision(self):
        """Draw the next number. Two steps at once meet on the row, and the server repeats one."""
        # sudo: the number is drawn for whoever changes an agreement
        office = self.sudo()
        office._write_guarded({"agreement_revision": office.agreement_revision + 1})
        return office.agreement_revision

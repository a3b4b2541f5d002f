from datetime import timedelta

from odoo import api, fields, models


class ConvenienceOffice(models.Model):
    """What an office sets for its long-term agreements, and the count of its list's revisions."""

    _name = "convenience.office"
    _inherit = ["convenience.office"]

    renewal_reminder_days = fields.Integer(
        "Remind of Renewal",
        default=30,
        help="Days before an agreement ends on which the service manager is told. 0: never.",
    )
    visit_days_ahead = fields.Integer(
        "Visits Made Ahead",
        default=14,
        help="Days for which the visits of agreements are registered ahead. 0: the day itself.",
    )
    assign_days_ahead = fields.Integer(
        "Visits Assigned Ahead",
        default=3,
        help="Days ahead for which the visits of agreements stand under To Assign. Those after "
        "them stand under Later Visits. 0: the day itself.",
    )
    agreement_revision = fields.Integer(
        "Revision of the List", readonly=True, copy=False, help="Of the list of agreements."
    )

    _reminder_days_positive = models.Constraint(
        "CHECK(renewal_reminder_days >= 0)", "The days of a reminder are zero or more."
    )

    _visit_days_ahead_range = models.Constraint(
        "CHECK(visit_days_ahead BETWEEN 0 AND 400)",
        "Visits of agreements are made ahead for 0 to 400 days.",
    )

    _assign_days_ahead_range = models.Constraint(
        "CHECK(assign_days_ahead BETWEEN 0 AND 400)",
        "Visits of agreements are assigned 0 to 400 days ahead.",
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"agreement_revision"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "agreement_revision": 0}

    def _visit_horizon(self):
        """Return the last local day for which the visits of agreements are made by now."""
        return self._today() + timedelta(days=self.visit_days_ahead)

    def _assigned_until(self):
        """Return the moment (naive UTC) before which a visit is planned that is to be assigned."""
        return self._day_start(self._today() + timedelta(days=self.assign_days_ahead + 1))

    def _next_agreement_revision(self):
        """Draw the next number. Two steps at once meet on the row, and the server repeats one."""
        # sudo: the number is drawn for whoever changes an agreement
        office = self.sudo()
        office._write_guarded({"agreement_revision": office.agreement_revision + 1})
        return office.agreement_revision

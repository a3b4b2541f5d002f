from odoo import fields, models


class ConvenienceComplaintCategory(models.Model):
    """What complaints are about (投诉类别); a company changes the list."""

    _name = "convenience.complaint.category"
    _description = "Category of Complaints"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)


class ConvenienceComplaintTerm(models.Model):
    """How soon a complaint is answered and closed (投诉时限), and when it climbs (逾期上报).

    Hours and days of the office's working time. A source, such as the city's hotline, can have
    terms of its own, which go before those of the grade.
    """

    _name = "convenience.complaint.term"
    _description = "Terms of a Complaint"
    _inherit = ["convenience.guarded.mixin"]
    _order = "company_id, severity, source, id"
    _rec_name = "severity"

    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self.env.company,
        help="Empty: every company that has no terms of its own.",
    )
    severity = fields.Selection(
        selection=lambda self: self._severities(), string="Grade", required=True
    )
    source = fields.Selection(
        selection=lambda self: self._sources(), help="Empty: whoever brings it."
    )
    answer_hours = fields.Float("First Answer within Hours", required=True)
    close_hours = fields.Float("Closed within Hours", required=True)
    in_working_time = fields.Boolean("Working Hours", default=True, help="Else round the clock.")
    warn_share = fields.Float(
        "Supervisor Told at %", default=80.0, help="Of the time until it has to be closed."
    )
    manager_after_hours = fields.Float(
        "General Manager Told after Hours",
        help="Of delay, in the same hours; 0: only who is named at once.",
    )
    at_once = fields.Selection(
        [("director", "Director"), ("general_manager", "General Manager")],
        "Told at Once",
        help="Who hears of it as soon as it is registered.",
    )

    _once = models.UniqueIndex(
        "(COALESCE(company_id, 0), severity, COALESCE(source, ''))",
        "There are already terms for this grade and source.",
    )
    _positive = models.Constraint(
        "CHECK(answer_hours >= 0 AND close_hours > 0 AND warn_share BETWEEN 1 AND 100"
        " AND manager_after_hours >= 0)",
        "Hours are not negative, and a share lies between 1 and 100 percent.",
    )

    def _severities(self):
        return (
            self.env["convenience.complaint"]._fields["severity"]._description_selection(self.env)
        )

    def _sources(self):
        return self.env["convenience.complaint"]._fields["source"]._description_selection(self.env)

    def _terms(self, company):
        """Return {(severity, source or False): the terms that hold in a company}."""
        found = self.search([("company_id", "in", [False, company.id])])
        nearest_last = found.sorted(lambda one: bool(one.company_id))
        return {(one.severity, one.source): one for one in nearest_last}

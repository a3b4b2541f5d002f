from odoo import api, fields, models
from odoo.fields import Domain


class ConvenienceRequest(models.Model):
    """What is to be assigned now, apart from visits that agreements bring about weeks ahead.

    Whoever dispatches sees new requests at once, since somebody waits for an answer. A visit of an
    agreement joins them as many days before it is due as the office assigns ahead.
    """

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    is_to_assign = fields.Boolean(
        "To Assign",
        compute="_compute_is_to_assign",
        search="_search_is_to_assign",
        help="New, and no visit that is assigned later only.",
    )
    is_later_visit = fields.Boolean(
        "Later Visit",
        compute="_compute_is_to_assign",
        search="_search_is_later_visit",
        help="Visit of an agreement, due after the days that the office assigns ahead.",
    )

    @api.depends("state", "put_off_until", "agreement_line_id", "planned_on")
    def _compute_is_to_assign(self):
        later = self.filtered_domain(self._later_visits())
        new = self.filtered_domain(self._unassigned())
        for request in self:
            request.is_later_visit = request in later
            request.is_to_assign = request in new - later

    @api.model
    def _search_is_to_assign(self, operator, value):
        if operator != "in":
            return NotImplemented
        soon = Domain("agreement_line_id", "=", False) | self._planned("<")
        return self._unassigned() & soon

    @api.model
    def _search_is_later_visit(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._later_visits()

    @api.model
    def _unassigned(self):
        return Domain("state", "=", "new") & Domain("put_off_until", "=", False)

    @api.model
    def _later_visits(self):
        return self._unassigned() & Domain("agreement_line_id", "!=", False) & self._planned(">=")

    @api.model
    def _planned(self, operator):
        """Return the domain of what is planned before, or after, the days assigned ahead."""
        # sudo: the days of the offices count, whoever looks
        offices = self.env["convenience.office"].sudo().with_context(active_test=False).search([])
        return Domain.OR(
            Domain("office_id", "in", same.ids) & Domain("planned_on", operator, moment)
            for moment, same in offices.grouped(lambda one: one._assigned_until()).items()
        )

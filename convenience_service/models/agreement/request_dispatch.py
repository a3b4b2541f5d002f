from odoo import api, fields, models
from odoo.fields import Domain


class ConvenienceRequest(models.Model):
    """A visit of an agreement is to be assigned as many days before it is due as the office
    assigns ahead, however long before it was registered.
    """

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    is_later_visit = fields.Boolean(
        "Later Visit",
        compute="_compute_is_later_visit",
        search="_search_is_later_visit",
        help="Visit of an agreement, due after the days that the office assigns ahead.",
    )

    @api.depends("agreement_line_id", "planned_on")
    def _compute_is_to_assign(self):
        return super()._compute_is_to_assign()

    @api.model
    def _to_assign(self):
        soon = Domain("agreement_line_id", "=", False) | self._planned("<")
        return super()._to_assign() & soon

    @api.depends("state", "put_off_until", "agreement_line_id", "planned_on")
    def _compute_is_later_visit(self):
        later = self.filtered_domain(self._later_visits())
        for request in self:
            request.is_later_visit = request in later

    @api.model
    def _search_is_later_visit(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._later_visits()

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

from odoo import api, fields, models
from odoo.fields import Domain


class ConvenienceRequest(models.Model):
    """What is to be assigned now: whoever dispatches sees new requests at once, since somebody
    waits for an answer.
    """

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    is_to_assign = fields.Boolean(
        "To Assign",
        compute="_compute_is_to_assign",
        search="_search_is_to_assign",
        help="New, and no visit that is assigned later only.",
    )

    @api.depends("state", "put_off_until")
    def _compute_is_to_assign(self):
        waiting = self.filtered_domain(self._to_assign())
        for request in self:
            request.is_to_assign = request in waiting

    @api.model
    def _search_is_to_assign(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._to_assign()

    @api.model
    def _to_assign(self):
        """Hook: the domain of what is to be assigned now."""
        return self._unassigned()

    @api.model
    def _unassigned(self):
        return Domain("state", "=", "new") & Domain("put_off_until", "=", False)

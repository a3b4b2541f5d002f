from odoo import fields, models

from ..guard.roles import DESK_GROUPS


class ResPartner(models.Model):
    """What a resident ordered, on the service file."""

    _name = "res.partner"
    _inherit = ["res.partner"]

    convenience_request_ids = fields.One2many(
        "convenience.request",
        "customer_id",
        "Service Requests",
        groups=DESK_GROUPS,
    )
    convenience_request_count = fields.Integer(compute="_compute_convenience_request_count")

    def _compute_convenience_request_count(self):
        counts = self._count_convenience("convenience.request", "customer_id")
        for partner in self:
            partner.convenience_request_count = counts.get(partner.id, 0)

    def action_open_convenience_requests(self):
        """Open what the resident ordered."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_request"
        )
        return {**action, "domain": [("customer_id", "in", self.ids)], "context": {}}

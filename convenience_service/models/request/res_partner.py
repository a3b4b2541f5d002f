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

    def _merge_moves(self):
        count = self._counted("convenience.request", "customer_id", self)
        text = self.env._("Requests: %(count)s", count=count)
        return [*super()._merge_moves(), *self._moving(text, count)]

    def _erasure_held_back(self):
        held = super()._erasure_held_back()
        text = self.env._("requests are open")
        domain = [("state", "not in", ("reviewed", "cancelled"))]
        for name in ("customer_id", "payer_id"):
            self._hold_back(held, text, "convenience.request", name, domain)
        return held

    def _erase_personal_data(self):
        self._forget_phones("convenience.request", "customer_id")
        return super()._erase_personal_data()

    def action_open_convenience_requests(self):
        """Open what the resident ordered."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_request"
        )
        return {**action, "domain": [("customer_id", "in", self.ids)], "context": {}}

from odoo import fields, models

from ..guard.roles import DESK_GROUPS


class ResPartner(models.Model):
    """What a resident has paid ahead, on the service file: sums for the desk, not the ledger."""

    _name = "res.partner"
    _inherit = ["res.partner"]

    convenience_prepayment = fields.Monetary(
        "Prepayment Left",
        compute="_compute_convenience_prepayment",
        groups=DESK_GROUPS,
        help="Received, less used and refunded, in the company's currency.",
    )
    convenience_prepayment_available = fields.Monetary(
        "Prepayment Available",
        compute="_compute_convenience_prepayment",
        groups=DESK_GROUPS,
        help="What is neither spent nor reserved.",
    )

    def _compute_convenience_prepayment(self):
        sums = self.env["convenience.wallet"]._sums(self._origin)
        for partner in self:
            balance, available = sums.get(partner._origin, (0.0, 0.0))
            partner.convenience_prepayment = balance
            partner.convenience_prepayment_available = available

    def action_open_convenience_wallet(self):
        """Open the prepayment account."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_wallet"
        )
        return {**action, "domain": [("partner_id", "in", self.ids)], "context": {}}

    def action_take_convenience_prepayment(self):
        """Take money ahead of the resident."""
        self.ensure_one()
        return self.env["convenience.prepayment.wizard"]._open(self, "in")

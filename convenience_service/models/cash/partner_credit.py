from odoo import fields, models

from ..guard.roles import CASHIER


class ResPartner(models.Model):
    """Money of a payer that counts at no office, and the dialog for what is over."""

    _name = "res.partner"
    _inherit = ["res.partner"]

    convenience_unassigned = fields.Monetary(
        "At No Office",
        compute="_compute_convenience_unassigned",
        groups="convenience_service.group_cashier,convenience_service.group_general_manager",
        help="Paid or credited in accounting without saying for which office: it lowers no bill.",
    )

    def _compute_convenience_unassigned(self):
        amounts = self.env["convenience.statement"]._unassigned_credits(
            self.env.company, self._origin
        )
        for partner in self:
            partner.convenience_unassigned = amounts.get(partner._origin.id, 0.0)

    def action_open_convenience_credit(self):
        """Open what is over: to set it against bills, pay it back or assign it to an office."""
        self.ensure_one()
        self.env["convenience.office"]._require_role(CASHIER, act=self.env._("see what is over"))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Money Over"),
            "res_model": "convenience.credit",
            "view_mode": "form",
            "target": "new",
            "context": {"default_partner_id": self.id},
        }

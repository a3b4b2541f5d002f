from odoo import fields, models


class ConvenienceTariffLine(models.Model):
    """How a price came about: who asked for it, who approved it, when residents were told."""

    _name = "convenience.tariff.line"
    _inherit = ["convenience.tariff.line"]

    asked_by_id = fields.Many2one(
        "res.users", "Asked For By", related="tariff_id.submitted_by_id", related_sudo=False
    )
    decided_by_id = fields.Many2one(
        "res.users", "Approved By", related="tariff_id.approved_by_id", related_sudo=False
    )
    decided_for_id = fields.Many2one(
        "res.users",
        "Approved in the Place Of",
        related="tariff_id.approved_for_id",
        related_sudo=False,
    )
    public_since = fields.Date(
        compute="_compute_public_since",
        help="The first day that a notice told of it, somewhere or online; empty: none did.",
    )

    def _compute_public_since(self):
        changes = self.env["convenience.notice.change"].search([("line_id", "in", self.ids)])
        told = changes.grouped("line_id")
        for line in self:
            days = told.get(line, changes.browse()).notice_id.mapped("public_since")
            line.public_since = min(filter(None, days), default=False)


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template"]

    def action_convenience_price_history(self):
        """Open all approved prices of the item, the latest first, stops too."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_price_history"
        )
        items = self.product_variant_ids.ids
        return {**action, "domain": [("approved", "=", True), ("product_id", "in", items)]}

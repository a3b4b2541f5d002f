from odoo import api, fields, models

from odoo.addons.convenience_service.wizards.guard.once import once


class ConvenienceMaterialReturn(models.TransientModel):
    """How much of a material comes back to the store."""

    _name = "convenience.material.return"
    _inherit = ["convenience.once.mixin"]
    _description = "Return of a Material"

    material_id = fields.Many2one(
        "convenience.request.material", required=True, readonly=True, ondelete="cascade"
    )
    uom_id = fields.Many2one(related="material_id.uom_id")
    quantity = fields.Float(
        digits="Product Unit",
        compute="_compute_quantity",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )

    @api.depends("material_id")
    def _compute_quantity(self):
        """Starts at what is still out."""
        for wizard in self:
            material = wizard.material_id
            wizard.quantity = material.issued_quantity - material.returned_quantity

    @once
    def action_apply(self):
        """Take it back; the stock on hand rises."""
        self.material_id.return_to_stock(self.quantity)
        return {"type": "ir.actions.act_window_close"}

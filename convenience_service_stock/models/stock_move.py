from odoo import api, fields, models


class StockMove(models.Model):
    _inherit = "stock.move"

    convenience_material_id = fields.Many2one(
        "convenience.request.material",
        "Material of a Job",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="restrict",
        exportable=False,  # its name is for who may read requests
    )

    @api.model
    def _prepare_merge_moves_distinct_fields(self):
        """Two lines of the same material stay two lines of the slip."""
        return [*super()._prepare_merge_moves_distinct_fields(), "convenience_material_id"]

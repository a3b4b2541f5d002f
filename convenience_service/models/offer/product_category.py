from odoo import api, fields, models


class ProductCategory(models.Model):
    """Categories are named in the reader's language, like the service items in them."""

    _inherit = "product.category"
    _rec_names_search = ["complete_name", "name"]

    name = fields.Char(translate=True)

    @api.depends("complete_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """The stored `complete_name` is in the language of whoever wrote it last."""
        result = super()._compute_display_name()
        if self.env.context.get("hierarchical_naming", True):
            for category in self.filtered("parent_path"):
                ids = [int(part) for part in category.parent_path.split("/") if part]
                category.display_name = " / ".join(self.browse(ids).mapped("name"))
        return result

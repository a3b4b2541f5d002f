from odoo import fields, models
from odoo.exceptions import UserError


class ConvenienceOffice(models.Model):
    _inherit = "convenience.office"

    stock_location_id = fields.Many2one(
        "stock.location",
        "Store",
        check_company=True,
        domain="[('usage', '=', 'internal'), ('warehouse_id', '!=', False)]",
        help="Where the materials of jobs are taken from and returned to.",
    )

    def _store(self):
        """Return the location the office's materials are kept in.

        :raise UserError: when none is chosen, or it belongs to no warehouse
        """
        self.ensure_one()
        store = self.stock_location_id
        if not store.warehouse_id or store.usage != "internal":
            raise UserError(
                self.env._(
                    "%(office)s has no store to take materials from. Have the director choose one "
                    "on the office.",
                    office=self.name,
                )
            )
        return store

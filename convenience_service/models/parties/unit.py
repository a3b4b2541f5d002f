import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ConvenienceUnit(models.Model):
    """A flat, office or shop (房屋), shown as 3栋-1单元-502 and found by any part of that."""

    _name = "convenience.unit"
    _description = "Unit"
    _inherit = ["convenience.guarded.mixin"]
    _order = "office_id, sort_key, id"
    _rec_names_search = ["name"]

    name = fields.Char(compute="_compute_name", store=True, index="trigram")
    sort_key = fields.Char(compute="_compute_sort_key", store=True)
    office_id = fields.Many2one("convenience.office", required=True, index=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    building = fields.Char(required=True)
    entrance = fields.Char(help="Empty where the building has a single one.")
    number = fields.Char("Room", required=True)
    customer_type_id = fields.Many2one("convenience.customer.type", "Used For", required=True)
    area = fields.Float("Area (m²)", digits=(12, 2))
    active = fields.Boolean(default=True)
    occupancy_ids = fields.One2many("convenience.occupancy", "unit_id", "Occupancies")
    owner_id = fields.Many2one("res.partner", compute="_compute_people")
    tenant_id = fields.Many2one("res.partner", compute="_compute_people")

    _place_unique = models.UniqueIndex(
        "(office_id, building, (COALESCE(entrance, '')), number)",
        "There is already a unit of this building, entrance and room at the office.",
    )

    @api.depends("building", "entrance", "number")
    def _compute_name(self):
        for unit in self:
            unit.name = "-".join(filter(None, (unit.building, unit.entrance, unit.number)))

    @api.depends("building", "entrance", "number")
    def _compute_sort_key(self):
        """Numbers are compared as numbers: 2 before 10, room 101 before room 1001."""
        for unit in self:
            place = "-".join((unit.building or "", unit.entrance or "", unit.number or ""))
            unit.sort_key = re.sub(r"\d+", lambda number: number[0].zfill(8), place)

    @api.depends(
        "occupancy_ids.partner_id", "occupancy_ids.is_current", "occupancy_ids.is_main_payer"
    )
    def _compute_people(self):
        for unit in self:
            current = unit.occupancy_ids.filtered(
                lambda occupancy: occupancy.is_current and occupancy.is_main_payer
            )
            owner = current.filtered(lambda occupancy: occupancy.role == "owner").partner_id[:1]
            # an unsold unit belongs to the developer
            unit.owner_id = owner or unit.office_id.developer_id
            unit.tenant_id = current.filtered(
                lambda occupancy: occupancy.role == "tenant"
            ).partner_id[:1]

    def write(self, vals):
        for unit in self:
            moved = "office_id" in vals and vals["office_id"] != unit.office_id.id
            if moved and unit.occupancy_ids:
                raise UserError(
                    self.env._(
                        "%(unit)s has residents at %(office)s: register it anew at the other "
                        "office instead of moving it.",
                        unit=unit.name,
                        office=unit.office_id.name,
                    )
                )
        return super().write(vals)

    @api.model
    def _search_display_name(self, operator, value):
        """Find "3栋 502" or "3-1-502": every part has to occur."""
        if operator in ("ilike", "like") and isinstance(value, str):
            parts = [part for part in re.split(r"[\s\-,，、]+", value) if part]
            return (
                Domain.AND([[("name", operator, part)] for part in parts]) if parts else Domain.TRUE
            )
        return super()._search_display_name(operator, value)

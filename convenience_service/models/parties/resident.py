from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ConvenienceResidentMixin(models.AbstractModel):
    """Somebody of a unit, as the desk writes them down: a borrower, a guest of an activity."""

    _name = "convenience.resident.mixin"
    _description = "Resident of a Unit"

    unit_id = fields.Many2one("convenience.unit", required=True, index=True, ondelete="restrict")
    resident_id = fields.Many2one("res.partner", required=True, index=True, ondelete="restrict")

    @api.onchange("unit_id")
    def _onchange_unit_id(self):
        """A single resident need not be chosen; of several, the clerk asks who it is."""
        residents = self.unit_id.occupancy_ids.filtered("is_current").partner_id
        if self.resident_id not in residents:
            self.resident_id = residents if len(residents) == 1 else False

    @api.constrains("unit_id", "resident_id")
    def _check_resident(self):
        pairs = self.env["convenience.occupancy"]._read_group(
            [("unit_id", "in", self.unit_id.ids), ("partner_id", "in", self.resident_id.ids)],
            ["unit_id", "partner_id"],
        )
        for record in self:
            if (record.unit_id, record.resident_id) not in pairs:
                raise ValidationError(
                    self.env._(
                        "%(resident)s is not registered in %(unit)s. Register the occupancy first.",
                        resident=record.resident_id.name,
                        unit=record.unit_id.name,
                    )
                )

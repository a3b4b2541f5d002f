from odoo import api, fields, models

from ..guard.roles import DESK_GROUPS


class ResPartner(models.Model):
    """The partner's form is the service file (服务档案) of a resident. Procedure P2 4.2.5."""

    _name = "res.partner"
    _inherit = ["res.partner"]

    convenience_occupancy_ids = fields.One2many(
        "convenience.occupancy",
        "partner_id",
        "Units",
        groups=DESK_GROUPS,
    )
    convenience_unit_names = fields.Char(
        "Lives or Works In",
        compute="_compute_convenience_unit_names",
        groups=DESK_GROUPS,
    )

    @api.depends("convenience_occupancy_ids.is_current", "convenience_occupancy_ids.unit_id")
    def _compute_convenience_unit_names(self):
        for partner in self:
            # no `filtered` or `mapped`: the units of all partners are read together
            names = dict.fromkeys(
                occupancy.unit_id.name
                for occupancy in partner.convenience_occupancy_ids
                if occupancy.is_current
            )
            partner.convenience_unit_names = ", ".join(names)

    @api.model
    def _count_convenience(self, model, field_name):
        """Return {partner id: number of records of the model that the user may see}."""
        records = self.env[model]
        if not records.has_access("read"):
            return {}
        groups = records._read_group([(field_name, "in", self.ids)], [field_name], ["__count"])
        return {partner.id: count for partner, count in groups}

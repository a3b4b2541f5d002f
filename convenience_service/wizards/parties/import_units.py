from odoo import api, models

from ...sheets import values


class ConvenienceImportUnits(models.AbstractModel):
    """Units of an office: building, entrance and room tell them apart."""

    _name = "convenience.import.units"
    _inherit = ["convenience.import.kind"]
    _description = "Sheet of Units"
    _fills = "convenience.unit"

    @api.model
    def _examine(self, office, grid):
        placed = [row for row in grid.rows if row.has("building", "number")]
        reason = self.env._("The unit stands twice in the sheet.")
        self._refuse_repeated(placed, "number", self._place_of, reason)
        types, units = self._customer_types(), self._units_of(office)
        for row in grid.rows:
            self._examine_row(office, row, types, units)

    @api.model
    def _examine_row(self, office, row, types, units):
        customer_type = types.get(values.folded(row.get("type")))
        if row.has("type") and not customer_type:
            row.refuse("type", self.env._("There is no such customer type."))
        if row.good:
            unit = units.get(self._place_of(row))
            self._plan(row, unit, self._prepare_unit(office, row, customer_type, unit))

    @api.model
    def _prepare_unit(self, office, row, customer_type, unit):
        vals = {"customer_type_id": customer_type.id, "active": True}
        if row.has("area"):
            vals["area"] = round(row.get("area"), 2)
        if not unit:
            place = {name: row.get(name, False) for name in ("building", "entrance", "number")}
            vals.update(place, office_id=office.id)
        return vals

    @api.model
    def _write_rows(self, office, rows):
        self._write_plans(self.env["convenience.unit"], rows)

from odoo import api, fields, models

STOP = "stop"


class ConvenienceImportAmendment(models.AbstractModel):
    """An amendment: what is offered, repriced or stopped from a day on, as a draft."""

    _name = "convenience.import.amendment"
    _inherit = ["convenience.import.tariff"]
    _description = "Sheet of an Amendment"
    _fills = "convenience.tariff"

    @api.model
    def _tariff_of(self, office, day):
        known_by = super()._tariff_of(office, day)
        return {**known_by, "kind": "amendment", "date_start": day}

    @api.model
    def _prepare_line(self, row):
        return {**super()._prepare_line(row), "operation": row.get("operation")}

    @api.model
    def _check_charging(self, row):
        """What is stopped needs no price any more."""
        return None if row.get("operation") == STOP else super()._check_charging(row)


class ConvenienceImport(models.TransientModel):
    _name = "convenience.import"
    _inherit = ["convenience.import"]

    kind = fields.Selection(
        selection_add=[("amendment", "Amendment"), ("services",)],
        ondelete={"amendment": "cascade"},
    )

from odoo import api, fields, models


class ConvenienceRequest(models.Model):
    """The materials a job took are part of what the customer signs for."""

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    material_ids = fields.One2many("convenience.request.material", "request_id", "Materials Used")

    @api.model
    def _evidence_fields(self):
        return super()._evidence_fields() | {"material_ids"}

    @api.model
    def _worker_fields(self):
        return super()._worker_fields() | {"material_ids"}

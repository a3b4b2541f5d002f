from odoo import fields, models


class ConvenienceImport(models.TransientModel):
    _name = "convenience.import"
    _inherit = ["convenience.import"]

    kind = fields.Selection(
        selection_add=[("agreements", "Opening: Running Agreements")],
        ondelete={"agreements": "cascade"},
    )

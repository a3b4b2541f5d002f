from odoo import fields, models


class ConvenienceImportProblem(models.TransientModel):
    """What is wrong with one cell of the sheet, or worth knowing about it."""

    _name = "convenience.import.problem"
    _description = "Problem in a Sheet"
    _order = "row, id"

    import_id = fields.Many2one(
        "convenience.import", required=True, index=True, ondelete="cascade", readonly=True
    )
    row = fields.Integer(readonly=True, help="As in the sheet, where the headers are row 1.")
    column = fields.Char(readonly=True)
    value = fields.Char(readonly=True)
    reason = fields.Char(readonly=True)
    blocking = fields.Boolean(readonly=True, help="Keeps the row out; otherwise a warning.")

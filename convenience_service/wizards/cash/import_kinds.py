from odoo import fields, models


class ConvenienceImport(models.TransientModel):
    """Sheets of what residents owed and had paid before the product (期初)."""

    _name = "convenience.import"
    _inherit = ["convenience.import"]

    kind = fields.Selection(
        selection_add=[
            ("arrears", "Opening: Arrears"),
            ("prepayments", "Opening: Prepayments"),
            ("deposits", "Opening: Deposits"),
            ("receipts", "Opening: First Receipt Number"),
        ],
        ondelete={
            "arrears": "cascade",
            "prepayments": "cascade",
            "deposits": "cascade",
            "receipts": "cascade",
        },
    )

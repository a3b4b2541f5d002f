from odoo import fields, models


class ConvenienceOffice(models.Model):
    """How an office prints its receipts."""

    _name = "convenience.office"
    _inherit = ["convenience.office"]

    receipt_copies = fields.Selection(
        [
            ("1", "One, unmarked"),
            ("2", "Two: stub, customer"),
            ("3", "Three: stub, customer, accounts"),
        ],
        "Copies of a Receipt",
        required=True,
        default="1",
        help="Each copy is marked with whom it is for.",
    )
    receipt_size = fields.Selection(
        [("whole", "A sheet each"), ("half", "Half a sheet each")],
        "Size of a Receipt",
        required=True,
        default="whole",
        help="Halves stand two on an A4, to be cut; what is too long for a half takes a sheet.",
    )

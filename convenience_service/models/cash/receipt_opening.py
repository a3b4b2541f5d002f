from odoo import fields, models


class ConvenienceOffice(models.Model):
    """Where the receipts of an office go on from those of before the product (首张收据号)."""

    _name = "convenience.office"
    _inherit = ["convenience.office"]

    first_receipt_number = fields.Integer(
        readonly=True,
        copy=False,
        help="The number that receipts of the year begin with which the office opened in. "
        "Once a receipt has it, it decides nothing any more.",
    )
    first_receipt_year = fields.Integer(readonly=True, copy=False)


class ConvenienceReceipt(models.Model):
    """Receipts begin with 1 each year, but in the year in which an office went over to these."""

    _name = "convenience.receipt"
    _inherit = ["convenience.receipt"]

    def _first_number(self):
        number = super()._first_number()
        # a series has one office, one code and one year
        office, (code, day) = self.office_id, self[:1]._number_series()
        begins = code == "convenience.receipt" and day.year == office.first_receipt_year
        return office.first_receipt_number if begins else number

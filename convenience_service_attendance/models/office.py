from odoo import fields, models


class ConvenienceOffice(models.Model):
    """An office says whether its workers report by the attendance clock or to the desk."""

    _inherit = "convenience.office"

    report_by_clock = fields.Boolean(
        "Report by the Clock",
        default=True,
        help="Workers report in and back by the attendance clock instead of to the desk.",
    )

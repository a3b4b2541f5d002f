from odoo import fields, models


class ConvenienceConfidentialSlip(models.Model):
    """What who took down a confidential report keeps of it: its number, and that it went on.

    Everybody sees their own slips only. That it is with the director is said of all of them: a
    slip does not tell whom the report concerns, nor what became of it.
    """

    _name = "convenience.confidential.slip"
    _description = "Slip of a Confidential Report"
    _order = "date desc, id desc"

    name = fields.Char("Number", required=True, readonly=True, copy=False)
    date = fields.Date("Passed On", required=True, readonly=True, help="Local day at the office.")
    user_id = fields.Many2one("res.users", "Noted By", required=True, readonly=True, index=True)
    office_id = fields.Many2one("convenience.office", required=True, readonly=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    state = fields.Selection(
        [("forwarded", "Passed On to the Director")],
        required=True,
        readonly=True,
        default="forwarded",
    )

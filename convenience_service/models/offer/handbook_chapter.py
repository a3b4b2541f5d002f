from odoo import fields, models


class ConvenienceHandbookChapter(models.Model):
    """A chapter that an office adds to its user handbook (用户手册, P1 制度 6)."""

    _name = "convenience.handbook.chapter"
    _description = "Chapter of the User Handbook"
    _order = "office_id, sequence, id"

    office_id = fields.Many2one("convenience.office", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Title", required=True)
    text = fields.Text(required=True, help="Plain text, as it is printed.")
    active = fields.Boolean(default=True)

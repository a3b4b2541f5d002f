from odoo import fields, models

CHANNELS = [
    ("board", "On a Board"),
    ("letter", "One a Unit"),
    ("screen", "Entrance Screen"),
    ("online", "Online"),
]
# What shows a notice by itself, from the moment it is published until it is withdrawn.
SHOWN_BY_ITSELF = ("screen", "online")


class ConvenienceNoticePlace(models.Model):
    """Where notices are posted (张贴位置): boards, letters, the screen, online.

    The places that the procedures name (P2 and P5 4.2.2, P3 二 4 (2), P4 五 1 2)) are every
    office's; an office adds its own beside them.
    """

    _name = "convenience.notice.place"
    _description = "Place for Notices"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    office_id = fields.Many2one(
        "convenience.office", index=True, ondelete="cascade", help="Empty: every office has it."
    )
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    channel = fields.Selection(CHANNELS, required=True, default="board")
    is_usual = fields.Boolean(
        "Proposed", default=True, help="New notices are to be posted here unless somebody says no."
    )

    _name_unique = models.UniqueIndex(
        "((COALESCE(office_id, 0)), name)", "The office has a place of this name already."
    )

from odoo import fields, models

from ..guard.roles import DESK_GROUPS


class ResPartner(models.Model):
    """How a resident was reminded, on the service file."""

    _name = "res.partner"
    _inherit = ["res.partner"]

    convenience_reminder_ids = fields.One2many(
        "convenience.reminder",
        "partner_id",
        "Reminders",
        groups=DESK_GROUPS,
    )
    convenience_reminder_stop_ids = fields.One2many(
        "convenience.reminder.stop",
        "partner_id",
        "Stops of Collection",
        domain=[("state", "=", "active")],
        groups=DESK_GROUPS,
    )

from odoo import fields, models


class ResPartner(models.Model):
    """What a resident has borrowed, on the service file."""

    _name = "res.partner"
    _inherit = ["res.partner"]

    convenience_loan_ids = fields.One2many(
        "convenience.loan",
        "resident_id",
        "Things Not Returned",
        domain=[("state", "=", "out")],
        groups="convenience_service.group_clerk,convenience_service.group_general_manager",
    )

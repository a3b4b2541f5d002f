from odoo import fields, models


class ConvenienceOffice(models.Model):
    """Which messages an office sends to its customers; none until it is switched on."""

    _name = "convenience.office"
    _inherit = ["convenience.office"]

    message_registered = fields.Boolean(
        "Confirm Registration", help="Tells the customer the number of the request and its price."
    )
    message_assigned = fields.Boolean(
        "Announce Who Comes", help="Tells the customer who was sent, and when they come."
    )
    message_done = fields.Boolean(
        "Ask for the Signature",
        help="Tells the customer that the work is done, with the link to the page to sign.",
    )
    message_reminder = fields.Boolean(
        "Remind of Unpaid Statements",
        help="Steps of collection by mail are sent; while this is off they become letters.",
    )

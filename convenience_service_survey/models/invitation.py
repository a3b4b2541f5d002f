import re
import secrets

from odoo import api, fields, models
from odoo.fields import NO_ACCESS, Domain

TOKEN = re.compile(r"[\w-]{16,64}", re.ASCII)
STATES = [
    ("new", "Not Out Yet"),
    ("out", "Out"),
    ("reminded", "Reminded"),
    ("half", "Half-Filled"),
    ("answered", "Is Back"),
]


class ConvenienceSurveyInvitation(models.Model):
    """That a household is asked, and whether it has answered; never what.

    Its days are local ones of the office and carry no time of day, there is no history of them, and
    the link is forgotten as soon as a sheet is taken: nothing here leads to an answer. One valid
    sheet a household.
    """

    _name = "convenience.survey.invitation"
    _description = "Survey Invitation"
    _inherit = ["convenience.guarded.mixin", "convenience.job.mixin"]
    _order = "round_id desc, unit_id, id"
    _rec_names_search = ["unit_id", "partner_id"]
    _check_company_auto = True
    # who wrote it last, and at which moment, would tie it to an answer
    _log_access = False

    round_id = fields.Many2one(
        "convenience.survey.round", required=True, readonly=True, index=True, ondelete="cascade"
    )
    office_id = fields.Many2one(related="round_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="round_id.company_id", store=True, index=True)
    number = fields.Integer("Sheet No.", readonly=True, help="Printed on the sheet.")
    unit_id = fields.Many2one(
        "convenience.unit", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    customer_type_id = fields.Many2one(
        "convenience.customer.type", readonly=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        "res.partner", "Resident", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    role = fields.Selection(
        [
            ("owner", "Owner"),
            ("tenant", "Tenant"),
            ("committee", "Owners' Committee"),
            ("anybody", "Anybody"),
        ],
        required=True,
        readonly=True,
        default="anybody",
    )
    token = fields.Char(readonly=True, copy=False, groups=NO_ACCESS)
    printed_on = fields.Date("Printed", readonly=True)
    sent_on = fields.Date("Mailed", readonly=True)
    reminded_on = fields.Date("Reminded", readonly=True)
    answered_on = fields.Date("Back On", readonly=True)
    is_valid = fields.Boolean("Counts", readonly=True)
    channel = fields.Selection(
        [("paper", "On Paper"), ("online", "Online")], "Came Back", readonly=True
    )
    double_count = fields.Integer("Doubles", readonly=True, help="Further sheets, not counted.")
    is_late = fields.Boolean("Late", readonly=True, help="Came after the last day: not counted.")
    state = fields.Selection(
        STATES, compute="_compute_state", store=True, precompute=True, index=True
    )
    user_input_id = fields.Many2one(
        "survey.user_input",
        "Its Sheet",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="Of a round that is not anonymous, once it is closed.",
    )

    _household = models.UniqueIndex(
        "(round_id, unit_id, role) WHERE unit_id IS NOT NULL",
        "A household is asked once in a round.",
    )
    _token = models.UniqueIndex("(token) WHERE token IS NOT NULL", "A link leads to one sheet.")

    @api.depends("printed_on", "sent_on", "reminded_on", "answered_on", "is_valid")
    def _compute_state(self):
        for one in self:
            if one.answered_on:
                one.state = "answered" if one.is_valid else "half"
            elif one.reminded_on:
                one.state = "reminded"
            else:
                one.state = "out" if one.sent_on or one.printed_on else "new"

    @api.depends("unit_id", "partner_id", "role", "number")
    def _compute_display_name(self):
        roles = dict(self._fields["role"]._description_selection(self.env))
        for one in self:
            # sudo: how the household is called, for who sees that it is asked
            place = one.sudo().unit_id.name or one.sudo().partner_id.name
            name = place or self.env._("No. %(number)s", number=one.number)
            one.display_name = f"{name} ({roles.get(one.role, '')})"

    # ------------------------------------------------------------------ guards

    @api.model
    def _guarded_fields(self):
        own = {name for name, field in self._fields.items() if field.store and name != "id"}
        return super()._guarded_fields() | own | self._job_fields()

    # ------------------------------------------------------------------ the link

    @api.model
    def _new_token(self):
        """Return a token that nobody guesses."""
        return secrets.token_urlsafe(24)

    def _link(self):
        """Return the address of the sheet; "" once it is taken."""
        self.ensure_one()
        # sudo: the caller prints or mails it to the household
        token = self.sudo().token
        return f"{self.get_base_url()}/service-survey/{token}" if token else ""

    @api.model
    def _by_token(self, token):
        """Return the invitation with the link, as the system; none where there is no such."""
        if not isinstance(token, str) or not TOKEN.fullmatch(token):
            return self.sudo().browse()
        # sudo: the link is the right to answer this one sheet
        return self.sudo().search([("token", "=", token)], limit=1)

    @api.model
    def _still_asked(self):
        """Return the domain of invitations that wait for an answer."""
        return Domain("round_id.state", "=", "open") & Domain("is_valid", "=", False)

    def action_print_sheets(self):
        """Print the sheets of the chosen households, an A4 each."""
        return self.round_id._print_sheets(self)

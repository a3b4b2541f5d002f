from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.convenience_service.models.guard.roles import CLERK
from odoo.addons.convenience_service.wizards.guard.once import once

from ..models.round_taking import Sheet
from ..models.ticks import read_keys


class ConvenienceSurveyTyping(models.TransientModel):
    """One sheet of the returned stack: a key a line of ticks, and Enter for the next sheet.

    The household is the next one that is still out, in the order of units, so a stack in that order
    takes as many keys as the sheet has lines, and one more.
    """

    _name = "convenience.survey.typing"
    _inherit = ["convenience.once.mixin"]
    _description = "Sheet Typed In"

    round_id = fields.Many2one(
        "convenience.survey.round", required=True, readonly=True, ondelete="cascade"
    )
    invitation_id = fields.Many2one(
        "convenience.survey.invitation",
        "Household",
        ondelete="cascade",
        domain="[('round_id', '=', round_id)]",
        compute="_compute_invitation_id",
        store=True,
        precompute=True,
        readonly=False,
    )
    after_id = fields.Many2one("convenience.survey.invitation", readonly=True, ondelete="cascade")
    scanned = fields.Char("Code on the Sheet", help="Scan it: it finds the household.")
    day = fields.Date("Came Back On", required=True)
    ticks = fields.Json(compute="_compute_ticks")
    keys = fields.Char("Keys Typed", help="A key a line: 1 for the first tick; 0 where none is.")
    words = fields.Text("Written Words")
    left_count = fields.Integer("Still Out", compute="_compute_left_count")
    said = fields.Char("The Sheet Before", readonly=True)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        asked = self.env["convenience.survey.round"].browse(values.get("round_id"))
        if asked and "day" in fields and not values.get("day"):
            values["day"] = min(asked.office_id._today(), asked.date_to)
        return values

    @api.depends("round_id", "after_id")
    def _compute_invitation_id(self):
        """The next household that is still out; after the last the first that was left out."""
        for wizard in self:
            out = wizard._still_out()
            later = wizard.after_id and out.search(
                wizard._out_domain() & wizard._later_domain(), limit=1, order="unit_id, id"
            )
            wizard.invitation_id = later or out

    def _still_out(self):
        return self.env["convenience.survey.invitation"].search(
            self._out_domain(), limit=1, order="unit_id, id"
        )

    def _out_domain(self):
        return (
            Domain("round_id", "=", self.round_id.id)
            & Domain("answered_on", "=", False)
            & Domain("id", "!=", self.after_id.id)
        )

    def _later_domain(self):
        """In the order of the stack: by unit, and behind these by number."""
        unit = self.after_id.unit_id
        if not unit:
            return Domain("unit_id", "=", False) & Domain("id", ">", self.after_id.id)
        behind = Domain("unit_id.sort_key", ">=", unit.sort_key)
        return behind | Domain("unit_id", "=", False)

    @api.depends("round_id")
    def _compute_ticks(self):
        for wizard in self:
            wizard.ticks = [
                {"code": tick.code, "part": tick.part, "label": tick.label, "options": tick.options}
                for tick in (wizard.round_id._ticks() if wizard.round_id else ())
            ]

    @api.depends("round_id", "invitation_id")
    def _compute_left_count(self):
        for wizard in self:
            wizard.left_count = wizard.invitation_id.search_count(
                [("round_id", "=", wizard.round_id.id), ("answered_on", "=", False)]
            )

    @api.onchange("scanned")
    def _onchange_scanned(self):
        """The scanner types the whole address."""
        token = (self.scanned or "").strip().rstrip("/").rpartition("/")[2]
        if not token:
            return None
        found = self.env["convenience.survey.invitation"]._by_token(token)
        if found.round_id == self.round_id._origin:
            self.invitation_id = found.id
            self.scanned = False
            return None
        return {
            "warning": {
                "title": self.env._("Not found"),
                "message": self.env._(
                    "No sheet of %(round)s that is still out has this code. It may be taken "
                    "already: choose the household by its unit.",
                    round=self.round_id.name,
                ),
            }
        }

    # ------------------------------------------------------------------ act

    @once
    def action_take(self):
        """Take the sheet and go on with the next.

        :raise AccessError: for others than the desk of the office
        :raise UserError: when no household is chosen
        """
        asked, invitation = self.round_id, self.invitation_id
        asked._require_role(CLERK, act=self.env._("type in its sheets"))
        asked._check_own_office()
        invitation.check_access("read")
        if invitation.round_id != asked:
            raise UserError(
                self.env._(
                    "%(round)s: choose first whose sheet it is. If all have answered, close it.",
                    round=asked.name,
                )
            )
        answers = read_keys(asked._ticks(), self.keys)
        sheet = Sheet(invitation, answers, self.words, self.day)
        (outcome,) = asked._take_sheets([sheet])
        return self._next_sheet(outcome)

    def _outcome_said(self, outcome):
        name = self.invitation_id.display_name
        return {
            "answered": self.env._("%(household)s: taken.", household=name),
            "half": self.env._(
                "%(household)s: half-filled, not counted; a whole one may follow.", household=name
            ),
            "double": self.env._(
                "%(household)s had answered: a double, not counted.", household=name
            ),
            "late": self.env._("%(household)s: came too late, not counted.", household=name),
        }[outcome]

    def _next_sheet(self, outcome):
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "convenience_service_survey.action_convenience_survey_typing"
            ),
            "context": {
                "default_round_id": self.round_id.id,
                "default_after_id": self.invitation_id.id,
                "default_day": fields.Date.to_string(self.day),
                "default_said": self._outcome_said(outcome),
            },
        }

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import DIRECTOR
from .round_finding import TO_MEND

_lt = LazyTranslate(__name__)


class ConvenienceRoundFinding(models.Model):
    """A finding of a round is mended, looked at again, and closed or sent back."""

    _name = "convenience.round.finding"
    _inherit = ["convenience.round.finding"]

    can_look = fields.Boolean("May Be Looked At by Me", compute="_compute_can_look")

    @api.depends("state", "found_by_id", "mended_by_id")
    @api.depends_context("uid")
    def _compute_can_look(self):
        """Only the form asks for it, so of one finding at a time."""
        for finding in self:
            mended = finding.state == "mended" and finding.mended_by_id != self.env.user
            finding.can_look = mended and finding._is_looked_at_by_user()

    def _is_looked_at_by_user(self):
        """Whether the user is who found it, the leader on duty now, or a director."""
        # sudo: who is on duty is for everybody to know
        finding = self.sudo()
        leaders = finding.found_by_id
        leaders |= finding.office_id._on_duty("leader", fields.Datetime.now())
        user = self.env.user
        return user in leaders or user._has_convenience_role(DIRECTOR)

    def _check_move(self, move):
        result = super()._check_move(move)
        if move.target == "mended":
            self._check_mended()
        else:
            self._check_looked_at()
        return result

    def _check_mended(self):
        self._check_mender()
        for finding in self:
            if not (finding.mending or "").strip():
                raise UserError(
                    self.env._(
                        "%(finding)s: write down how it was mended first.", finding=finding.name
                    )
                )

    def _check_looked_at(self):
        """A leader looks: who found it, the leader on duty now, or a director; not who mended."""
        own = self._taken_by_user(lambda finding: finding.mended_by_id)
        if own:
            raise AccessError(
                self.env._(
                    "You mended %(finding)s yourself: somebody else looks at it.",
                    finding=own[0].name,
                )
            )
        for finding in self:
            if not finding._is_looked_at_by_user():
                finding._refuse_role(DIRECTOR, act=self.env._("say whether it is in order"))

    def _after_move(self, move):
        result = super()._after_move(move)
        if move.target == "mended":
            # sudo: the task is done, whoever did it
            self.sudo().activity_feedback([TO_MEND])
        elif move.target == "open":
            self._ask_to_mend()
        return result

    def action_mend(self):
        """It is mended, as is written down."""
        return self._move_to("mended")

    def action_check(self):
        """A leader has seen that it is in order."""
        return self._move_to("checked")

    @asks_reason(_lt("Not in Order"))
    def action_send_back(self, reason=None):
        """A leader has seen that it is not in order yet; the reason is in its history."""
        return self._move_to("open", reason=reason)


class ConvenienceDuty(models.Model):
    """What the leader found, in the shift of that time."""

    _name = "convenience.duty"
    _inherit = ["convenience.duty"]

    finding_ids = fields.One2many(
        "convenience.round.finding", "duty_id", "Found on the Round", readonly=True
    )

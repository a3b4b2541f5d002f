import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..guard.roles import SERVICE_MANAGER
from ..guard.workflow import Move

LOOK_BACK = 7  # days; work that a sheet brings in later than that is not asked about


class ConvenienceFollowupRound(models.Model):
    """The follow-ups drawn of a day's work (回访), and the service manager's signature.

    Serves P1 制度 2, P2 and P5 4.5.1. The seed and the shares are kept as they were: whoever doubts
    the draw draws again and comes to the same. Signed, nothing of the round changes.
    """

    _name = "convenience.followup.round"
    _description = "Round of Follow-Ups"
    _inherit = ["convenience.workflow.mixin"]
    _order = "date desc, office_id"
    _check_company_auto = True

    office_id = fields.Many2one("convenience.office", required=True, index=True, readonly=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    date = fields.Date(
        "Work Finished Until", required=True, readonly=True, help="Local day at the office."
    )
    seed = fields.Char(readonly=True, copy=False, help="What the draw follows from.")
    policy = fields.Json(readonly=True, copy=False)
    followup_ids = fields.One2many(
        "convenience.followup", "round_id", "Follow-Ups", readonly=True, copy=False
    )
    candidate_count = fields.Integer("Could Be Drawn", readonly=True, copy=False)
    state = fields.Selection(
        [("open", "Being Called"), ("signed", "Signed")],
        required=True,
        default="open",
        index=True,
        copy=False,
    )
    signed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    signed_on = fields.Datetime(readonly=True, copy=False)
    conclusion = fields.Text(copy=False, help="What follows from the round.")

    _once = models.UniqueIndex("(office_id, date)", "These days have been drawn from already.")

    @api.depends("office_id", "date")
    def _compute_display_name(self):
        for one in self:
            one.display_name = f"{one.office_id.name or ''} {one.date or ''}".strip()

    # ------------------------------------------------------------------ guards

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "office_id", "date", "seed", "policy", "candidate_count", "followup_ids",
        }  # fmt: skip

    def write(self, vals):
        if "conclusion" in vals:
            self._refuse_signed()
        return super().write(vals)

    def _refuse_signed(self):
        for one in self.sudo():
            if one.state == "signed":
                raise UserError(
                    self.env._(
                        "The follow-ups of %(round)s are signed and stay as they are.",
                        round=one.display_name,
                    )
                )

    @api.model
    def _workflow_moves(self):
        return [*super()._workflow_moves(), Move("open", "signed", (SERVICE_MANAGER,))]

    @api.model
    def _workflow_stamps(self):
        return {**super()._workflow_stamps(), "signed": ("signed_by_id", "signed_on")}

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states() | {"signed"}

    def _check_move(self, move):
        result = super()._check_move(move)
        for one in self:
            waiting = one.followup_ids.filtered(lambda followup: followup.state == "drawn")
            if waiting:
                raise UserError(
                    self.env._(
                        "%(round)s: %(count)s are still to be called. Have them called, or noted "
                        "as not reached, first.",
                        round=one.display_name,
                        count=len(waiting),
                    )
                )
        return result

    # ------------------------------------------------------------------ actions

    def action_sign(self):
        """The service manager signs the round (P2 4.5.1)."""
        return self._move_to("signed")

    def action_print(self):
        """Print the summary of the round (回访汇总表)."""
        report = self.env.ref("convenience_service.action_report_followup_round")
        return report.report_action(self, config=False)

    def action_open_followups(self):
        """Open what was drawn, and why."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_followup"
        )
        return {**action, "domain": [("round_id", "=", self.id)], "context": {}}

    def action_draw_now(self):
        """Draw from what was finished until yesterday, at the user's offices; the list's button,
        whatever is marked.

        :raise AccessError: for others than service managers
        """
        self._require_role(SERVICE_MANAGER, act=self.env._("draw follow-ups"))
        offices = self.env["convenience.office"].search([("user_ids", "in", self.env.uid)])
        # sudo: rounds are made by the draw alone; who asks was checked
        self.sudo()._draw_until_yesterday(offices)
        return self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_followup_round"
        )

    @api.model
    def _cron_draw(self):
        """Draw each office's round of yesterday, once, whoever else draws at the same moment."""
        self._draw_until_yesterday(self.env["convenience.office"].search([]), commit=True)

    @api.model
    def _draw_until_yesterday(self, offices, commit=False):
        for office in offices:
            day = office._today() - timedelta(days=1)
            if self.search_count([("office_id", "=", office.id), ("date", ">=", day)], limit=1):
                continue
            # two draws at once would ask one household twice
            if not office.try_lock_for_update(allow_referencing=True):
                continue
            if commit:
                office._do_apart(lambda one, day=day: self._draw_of(one, day))
                self.env["ir.cron"]._commit_progress(1)
            else:
                self._draw_of(office, day)

    @api.model
    def _draw_of(self, office, day):
        values = {"office_id": office.id, "date": day, "seed": secrets.token_hex(8)}
        self._create_guarded([values])._draw()

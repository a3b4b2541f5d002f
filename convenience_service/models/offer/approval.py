from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..guard.roles import GENERAL_MANAGER

ASKED = "convenience_service.mail_activity_type_tariff"


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company"]

    convenience_approval_days = fields.Integer(
        "Days until Reminded of Approvals",
        default=3,
        help="Whoever may approve is told again after so many days, each time. 0: never.",
    )

    _convenience_approval_days_positive = models.Constraint(
        "CHECK(convenience_approval_days >= 0)", "Days are counted from 0 on."
    )


class ConvenienceTariff(models.Model):
    """What waits for the general manager, how long, and who decides it (审批). P2 4.1.6."""

    _name = "convenience.tariff"
    _inherit = ["convenience.tariff", "convenience.job.mixin"]

    may_decide = fields.Boolean(compute="_compute_may_decide")
    days_waiting = fields.Integer("Waits for Days", compute="_compute_days_waiting")
    approved_for_id = fields.Many2one(
        "res.users", "Approved in the Place Of", readonly=True, copy=False
    )
    reminded_on = fields.Date("Reminded Last On", readonly=True, copy=False)

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_may_decide(self):
        """The general manager or a deputy, but for what they proposed themselves."""
        user = self.env.user
        for tariff in self:
            known = tariff.sudo()  # sudo: who proposed it is no secret to the rule
            tariff.may_decide = (
                known.state == "submitted"
                and user not in known._proposers()
                and user._has_convenience_role(GENERAL_MANAGER, companies=known.company_id)
            )

    @api.depends("state", "submitted_on")
    def _compute_days_waiting(self):
        for tariff in self:
            waits = tariff.state == "submitted" and tariff.submitted_on
            since = tariff.office_id._local_date(tariff.submitted_on) if waits else False
            tariff.days_waiting = (tariff.office_id._today() - since).days if since else 0

    # ------------------------------------------------------------------ who decided

    @api.model
    def _guarded_fields(self):
        own = {"approved_for_id", "reminded_on"}
        return super()._guarded_fields() | self._job_fields() | own

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "approved_for_id": False, "reminded_on": False}

    def _prepare_record_values(self, move, values):
        values = super()._prepare_record_values(move, values)
        if move.target == "submitted":
            return {one.id: {**values.get(one.id, {}), "reminded_on": False} for one in self}
        if move.target != "approved":
            return values
        deciding = self.env.user
        return {
            tariff.id: {
                **values.get(tariff.id, {}),
                "approved_for_id": deciding._convenience_principal(
                    tariff.company_id, GENERAL_MANAGER
                ).id,
            }
            for tariff in self.sudo()
        }

    # ------------------------------------------------------------------ asked, reminded

    def _after_move(self, move):
        result = super()._after_move(move)
        # sudo: activities are for others than who moves it
        tariffs = self.sudo()
        if move.source == "submitted":
            tariffs.activity_unlink([ASKED])
        if move.target == "submitted":
            tariffs._ask_all()
        return result

    def _ask_all(self):
        """Ask whoever may decide today and was not asked yet."""
        asked = self.activity_ids.filtered(lambda one: one.activity_type_id == self.env.ref(ASKED))
        for tariff in self:
            own = asked.filtered(lambda one, tariff=tariff: one.res_id == tariff.id)
            for user in tariff._deciders() - own.user_id:
                tariff._ask_to_decide(user)

    def _deciders(self):
        people = self.env["res.users"]._convenience_deciders(self.company_id, GENERAL_MANAGER)
        return people - self._proposers()

    def _ask_to_decide(self, user):
        tariff = self.with_context(lang=user.lang)
        tariff.activity_schedule(
            ASKED,
            tariff.office_id._today(),
            user_id=user.id,
            summary=tariff.env._(
                "%(office)s asks for approval: %(tariff)s",
                office=tariff.office_id.name,
                tariff=tariff.name,
            ),
        )

    @api.model
    def _cron_remind_of_approvals(self):
        """Ask whoever stands in by now, and tell again of what waits too long."""
        self.search([("state", "=", "submitted")])._ask_all()
        self._run_job(self._to_remind(), "_remind_deciders")

    @api.model
    def _to_remind(self):
        companies = self.env["res.company"].search([("convenience_approval_days", ">", 0)])
        today = fields.Date.context_today(self)
        waiting = Domain("state", "=", "submitted")
        return waiting & Domain.OR(
            Domain("company_id", "in", same.ids)
            & Domain("submitted_on", "<", today - timedelta(days=days))
            & (
                Domain("reminded_on", "=", False)
                | Domain("reminded_on", "<=", today - timedelta(days=days))
            )
            for days, same in companies.grouped("convenience_approval_days").items()
        )

    def _remind_deciders(self):
        for tariff in self:
            for user in tariff._deciders():
                tariff._tell_again(user)
        return self._write_guarded_each(
            {one.id: {"reminded_on": one.office_id._today()} for one in self}
        )

    def _tell_again(self, user):
        """By mail or in the inbox, with a link that opens the form and decides nothing."""
        tariff = self.with_context(lang=user.lang)
        tariff.message_notify(
            partner_ids=user.partner_id.ids,
            subject=tariff.env._("%(tariff)s waits for your approval", tariff=tariff.name),
            body=tariff.env._(
                "%(office)s submitted it %(days)s days ago.",
                office=tariff.office_id.name,
                days=tariff.days_waiting,
            ),
            model_description=tariff.env._("Tariff"),
        )

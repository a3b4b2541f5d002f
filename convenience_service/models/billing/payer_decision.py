from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class ConveniencePayerDecisionMixin(models.AbstractModel):
    """A decision about a payer at one office, with its reason, that holds to a day.

    What it says never changes, it only ends.
    """

    _name = "convenience.payer.decision.mixin"
    _description = "Decision about a Payer"
    _inherit = ["convenience.workflow.mixin"]

    office_id = fields.Many2one(
        "convenience.office",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["convenience.request"]._default_office(),
    )
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", "Payer", required=True, index=True, ondelete="restrict", check_company=True
    )
    reason = fields.Char(required=True)
    date_to = fields.Date("Last Day", help="Local at the office.")
    ended_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    ended_on = fields.Datetime(readonly=True, copy=False)

    @api.constrains("reason", "date_to")
    def _check_decision(self):
        for decision in self:
            if not self._clean_reason(decision.reason):
                raise ValidationError(decision._no_reason_message())
            if decision.date_to and decision.date_to < decision.office_id._today():
                raise ValidationError(decision._over_message())

    def _no_reason_message(self):
        """Return what is said when the reason is missing."""
        raise NotImplementedError

    def _over_message(self):
        """Return what is said when the last day is past."""
        raise NotImplementedError

    @api.model
    def _workflow_stamps(self):
        return {**super()._workflow_stamps(), "ended": ("ended_by_id", "ended_on")}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"office_id", "partner_id", "reason", "date_to"}

    def action_end(self):
        """End it before its day."""
        return self._move_to("ended")

    @api.model
    def _holding(self, domain):
        """Return those of the domain that hold today, as the system sees them."""
        # a day more, for offices west of here
        yesterday = fields.Date.today() - timedelta(days=1)
        open_end = Domain("date_to", "=", False) | Domain("date_to", ">=", yesterday)
        # sudo: a decision holds whoever asks
        decisions = self.sudo().search(domain & Domain("state", "=", "active") & open_end)
        return decisions.filtered(
            lambda decision: not decision.date_to or decision.date_to >= decision.office_id._today()
        )

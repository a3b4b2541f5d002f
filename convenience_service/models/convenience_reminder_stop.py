from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .convenience_workflow_mixin import Move


class ConvenienceReminderStop(models.Model):
    """The office reminds a payer of nothing for a while, with a reason (暂停催缴).

    What it says never changes, it only ends.
    """

    _name = "convenience.reminder.stop"
    _description = "Stop of Collection"
    _inherit = ["convenience.workflow.mixin"]
    _order = "id desc"
    _rec_name = "partner_id"
    _check_company_auto = True

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
    reason = fields.Char(required=True, help="Why the payer is not reminded.")
    date_to = fields.Date("Until", help="Last day, local at the office. Empty: until it is ended.")
    state = fields.Selection(
        [("active", "Not Reminded"), ("ended", "Ended")],
        required=True,
        default="active",
        copy=False,
    )
    stopped_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    stopped_on = fields.Datetime(readonly=True, copy=False)
    ended_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    ended_on = fields.Datetime(readonly=True, copy=False)

    @api.constrains("reason", "date_to")
    def _check_decision(self):
        for stop in self:
            payer = stop.partner_id.name
            if not self._clean_reason(stop.reason):
                raise ValidationError(
                    self.env._("Enter why %(payer)s is not reminded.", payer=payer)
                )
            if stop.date_to and stop.date_to < stop.office_id._today():
                raise ValidationError(
                    self.env._(
                        "The stop for %(payer)s would be over already. Choose a later day.",
                        payer=payer,
                    )
                )

    # ------------------------------------------------------------------ guards

    @api.model
    def _workflow_moves(self):
        return [*super()._workflow_moves(), Move("active", "ended", ("group_supervisor",))]

    @api.model
    def _workflow_stamps(self):
        return {"ended": ("ended_by_id", "ended_on")}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "office_id", "partner_id", "reason", "date_to", "stopped_by_id", "stopped_on",
        }  # fmt: skip

    @api.model
    def _guarded_defaults(self):
        return {
            **super()._guarded_defaults(),
            "stopped_by_id": self.env.uid,
            "stopped_on": fields.Datetime.now(),
        }

    def action_end(self):
        """Remind the payer again."""
        return self._move_to("ended")

    # ------------------------------------------------------------------ who is stopped

    @api.model
    def _in_force(self, offices, payers=None):
        """Return {(office id, payer id): stop} of those that hold today.

        :param payers: nobody means everybody
        """
        # a day more, for offices west of here
        yesterday = fields.Date.today() - timedelta(days=1)
        domain = Domain("office_id", "in", offices.ids) & Domain("state", "=", "active")
        domain &= Domain("date_to", "=", False) | Domain("date_to", ">=", yesterday)
        if payers:
            domain &= Domain("partner_id", "in", payers.ids)
        # sudo: a stop holds whoever asks
        return {
            (stop.office_id.id, stop.partner_id.id): stop
            for stop in self.sudo().search(domain)
            if not stop.date_to or stop.date_to >= stop.office_id._today()
        }

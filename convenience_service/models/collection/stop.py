from odoo import api, fields, models
from odoo.fields import Domain

from ..guard.roles import SUPERVISOR
from ..guard.workflow import Move


class ConvenienceReminderStop(models.Model):
    """The office reminds a payer of nothing for a while, with a reason (暂停催缴)."""

    _name = "convenience.reminder.stop"
    _description = "Stop of Collection"
    _inherit = ["convenience.payer.decision.mixin"]
    _order = "id desc"
    _rec_name = "partner_id"
    _check_company_auto = True

    reason = fields.Char(help="Why the payer is not reminded.")
    date_to = fields.Date("Until", help="Last day, local at the office. Empty: until it is ended.")
    state = fields.Selection(
        [("active", "Not Reminded"), ("ended", "Ended")],
        required=True,
        default="active",
        copy=False,
    )
    stopped_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    stopped_on = fields.Datetime(readonly=True, copy=False)

    def _no_reason_message(self):
        return self.env._("Enter why %(payer)s is not reminded.", payer=self.partner_id.name)

    def _over_message(self):
        return self.env._(
            "The stop for %(payer)s would be over already. Choose a later day.",
            payer=self.partner_id.name,
        )

    # ------------------------------------------------------------------ guards

    @api.model
    def _workflow_moves(self):
        return [*super()._workflow_moves(), Move("active", "ended", (SUPERVISOR,))]

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"stopped_by_id", "stopped_on"}

    @api.model
    def _guarded_defaults(self):
        return {
            **super()._guarded_defaults(),
            "stopped_by_id": self.env.uid,
            "stopped_on": fields.Datetime.now(),
        }

    # ------------------------------------------------------------------ who is stopped

    @api.model
    def _in_force(self, offices, payers=None):
        """Return {(office id, payer id): stop} of those that hold today.

        :param payers: nobody means everybody
        """
        domain = Domain("office_id", "in", offices.ids)
        if payers:
            domain &= Domain("partner_id", "in", payers.ids)
        return {(stop.office_id.id, stop.partner_id.id): stop for stop in self._holding(domain)}

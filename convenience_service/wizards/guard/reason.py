from odoo import fields, models
from odoo.exceptions import UserError

from ...models.guard.reason import reasoned_actions
from .once import once


class ConvenienceReasonWizard(models.TransientModel):
    """Asks why, then takes the decision on the records it was opened from, as they were then.

    Which decisions ask is declared by the models, with `asks_reason`; nothing else is called.
    """

    _name = "convenience.reason.wizard"
    _inherit = ["convenience.once.mixin"]
    _description = "Reason of a Decision"

    res_model = fields.Char(required=True, readonly=True)
    res_ids = fields.Json(required=True, readonly=True)
    # {record id: its state when the reason was asked for}
    states = fields.Json("States Seen", readonly=True)
    method = fields.Char(required=True, readonly=True)
    reason = fields.Text(required=True)

    @once
    def action_apply(self):
        """Take the decision, with the rights of the user and of nobody else."""
        model = self.env.get(self.res_model)
        if model is None or self.method not in reasoned_actions(model):
            raise UserError(self.env._("This decision is not one that asks for a reason."))
        if not self.reason.strip():
            raise UserError(self.env._("Enter the reason first."))
        records = model.browse(self.res_ids)
        self._check_as_seen(records)
        result = getattr(records, self.method)(reason=self.reason.strip())
        return result if isinstance(result, dict) else {"type": "ir.actions.act_window_close"}

    def _check_as_seen(self, records):
        """Refuse a decision on what somebody else has moved on while the reason was written."""
        seen = self.states or {}
        # sudo: a state the user may not read is still the state
        for record in records.sudo():
            if seen.get(str(record.id), record.state) != record.state:
                raise UserError(
                    self.env._(
                        "%(record)s is %(state)s by now. Look at it again before you decide.",
                        record=record.display_name,
                        state=record._state_label(record.state),
                    )
                )

from odoo import api, fields, models
from odoo.exceptions import UserError

# Decisions that ask for a reason; nothing else can be called through the wizard.
REASONED_ACTIONS = frozenset(
    {
        "action_reject",
        "action_cancel",
        "action_rework",
        "action_waive_billing",
        "action_waive_prepayment",
        "action_waive_deposit",
        "action_lose",
        "action_return",
        "action_wasted_trip",
        "action_refuse_signature",
        "action_refuse",
        "action_withdraw",
        "action_red_letter",
    }
)


class ConvenienceReasonWizard(models.TransientModel):
    """Asks why, then takes the decision on the records it was opened from, as they were then."""

    _name = "convenience.reason.wizard"
    _description = "Reason of a Decision"

    res_model = fields.Char(required=True, readonly=True)
    res_ids = fields.Json(required=True, readonly=True)
    # {record id: its state when the reason was asked for}
    states = fields.Json("States Seen", readonly=True)
    method = fields.Char(required=True, readonly=True)
    reason = fields.Text(required=True)

    @api.model
    def _open(self, records, method, title):
        """Return the action that asks for the reason of `method` on the records."""
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_res_model": records._name,
                "default_res_ids": records.ids,
                "default_states": {str(record.id): record.state for record in records.sudo()},
                "default_method": method,
            },
        }

    def action_apply(self):
        """Take the decision, with the rights of the user and of nobody else."""
        self.ensure_one()
        model = self.env.get(self.res_model)
        if self.method not in REASONED_ACTIONS or not hasattr(model, "_workflow_moves"):
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

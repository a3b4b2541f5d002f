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
    """Asks why, then takes the decision on the records it was opened from."""

    _name = "convenience.reason.wizard"
    _description = "Reason of a Decision"

    res_model = fields.Char(required=True, readonly=True)
    res_ids = fields.Json(required=True, readonly=True)
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
        result = getattr(model.browse(self.res_ids), self.method)(reason=self.reason.strip())
        return result if isinstance(result, dict) else {"type": "ir.actions.act_window_close"}

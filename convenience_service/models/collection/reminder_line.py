from odoo import api, fields, models


class ConvenienceReminderLine(models.Model):
    """A statement the payer was reminded of, and the step this was; each step once."""

    _name = "convenience.reminder.line"
    _description = "Reminded Statement"
    _inherit = ["convenience.guarded.mixin"]
    _order = "reminder_id, id"

    reminder_id = fields.Many2one(
        "convenience.reminder", required=True, readonly=True, index=True, ondelete="cascade"
    )
    statement_id = fields.Many2one(
        "convenience.statement", required=True, readonly=True, index=True, ondelete="cascade"
    )
    step_id = fields.Many2one(
        "convenience.reminder.step", required=True, readonly=True, ondelete="restrict"
    )
    office_id = fields.Many2one(related="reminder_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="reminder_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary("Owed Then", readonly=True)
    amount_residual = fields.Monetary(related="statement_id.amount_residual", string="Owed Now")
    date = fields.Date(related="reminder_id.date")
    channel = fields.Selection(related="reminder_id.channel")
    result = fields.Selection(related="reminder_id.result")
    promised_on = fields.Date(related="reminder_id.promised_on")
    state = fields.Selection(related="reminder_id.state")

    _step_once = models.UniqueIndex(
        "(statement_id, step_id)", "Each step of a statement is taken once."
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"reminder_id", "statement_id", "step_id", "amount"}

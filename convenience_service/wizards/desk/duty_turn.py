from odoo import fields, models


class ConvenienceDutyTurn(models.TransientModel):
    """One place in the round of a rota."""

    _name = "convenience.duty.turn"
    _description = "Turn of a Rota"
    _order = "sequence, id"

    rota_id = fields.Many2one(
        "convenience.duty.rota", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    user_id = fields.Many2one("res.users", required=True)

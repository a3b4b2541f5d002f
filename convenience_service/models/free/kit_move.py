from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ConvenienceKitMove(models.Model):
    """Something taken out of a box or put in; what is there now is the sum of these."""

    _name = "convenience.kit.move"
    _description = "Use or Refill"
    _inherit = ["convenience.guarded.mixin"]
    _order = "moved_on desc, id desc"
    _rec_name = "line_id"
    _check_company_auto = True

    line_id = fields.Many2one(
        "convenience.kit.line", "Content", required=True, index=True, ondelete="restrict"
    )
    kit_id = fields.Many2one(related="line_id.kit_id", store=True, index=True)
    office_id = fields.Many2one(related="line_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    quantity = fields.Float(
        "Change",
        digits="Product Unit",
        required=True,
        help="Less than zero: taken out. More than zero: put in.",
    )
    expiry_on = fields.Date("New Stock Keeps Until", help="Takes the place of the old date.")
    resident_id = fields.Many2one(
        "res.partner", "Used By", index=True, ondelete="restrict", check_company=True
    )
    note = fields.Char()
    user_id = fields.Many2one("res.users", "Written Down By", readonly=True)
    moved_on = fields.Datetime("When", readonly=True)

    _quantity_not_zero = models.Constraint(
        "CHECK(quantity != 0)", "Enter how much was taken out or put in."
    )

    @api.model
    def _guarded_fields(self):
        """A log does not change."""
        return super()._guarded_fields() | {
            "line_id", "quantity", "expiry_on", "resident_id", "note", "user_id", "moved_on",
        }  # fmt: skip

    @api.model
    def _guarded_defaults(self):
        return {
            **super()._guarded_defaults(),
            "user_id": self.env.uid,
            "moved_on": fields.Datetime.now(),
        }

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves.line_id._forget_refilled()
        # clerks move stock, only managers set up a box: the line is written for them
        for move in moves.filtered("expiry_on"):
            move.line_id._write_guarded({"expiry_on": move.expiry_on})
        return moves

    @api.constrains("quantity")
    def _check_left(self):
        """No more is taken out than is there."""
        for move in self:
            if move.line_id.quantity_now < 0:
                raise ValidationError(
                    self.env._(
                        "There are only %(left)g of %(content)s in %(kit)s.",
                        left=move.line_id.quantity_now - move.quantity,
                        content=move.line_id.name,
                        kit=move.kit_id.name,
                    )
                )

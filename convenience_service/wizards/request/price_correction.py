from odoo import api, fields, models

from ..guard.once import once


class ConveniencePriceCorrection(models.TransientModel):
    """The director corrects the price of a request line before it is billed."""

    _name = "convenience.price.correction"
    _inherit = ["convenience.once.mixin"]
    _description = "Price Correction"

    line_id = fields.Many2one(
        "convenience.request.line", required=True, readonly=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="line_id.currency_id")
    price_now = fields.Monetary(compute="_compute_price_now")
    price = fields.Monetary(
        "New Price",
        compute="_compute_price",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    reason = fields.Char(required=True)

    @api.depends("line_id")
    def _compute_price_now(self):
        # of a line that the user may read, whatever an unsaved form names
        self.line_id._origin.check_access("read")
        for wizard in self:
            wizard.price_now = wizard.line_id.price_unit

    @api.depends("price_now")
    def _compute_price(self):
        """Starts at the price that is: nobody gives work away by overlooking a zero."""
        for wizard in self:
            wizard.price = wizard.price_now

    @once
    def action_apply(self):
        """Correct the price; the line says by whom and why."""
        self.line_id.correct_price(self.price, self.reason)
        return {"type": "ir.actions.act_window_close"}

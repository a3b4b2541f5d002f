from odoo import api, fields, models


class ConvenienceRequestLine(models.Model):
    """Quantities corrected after the work was done: told, and a decrease marked for the review."""

    _name = "convenience.request.line"
    _inherit = ["convenience.request.line"]

    quantity_done = fields.Float(
        "Quantity at Check-out",
        digits="Product Unit",
        readonly=True,
        copy=False,
        help="What the worker checked out with; empty while it was not corrected since.",
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"quantity_done"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "quantity_done": False}

    def write(self, vals):
        corrected = {}
        if "quantity" in vals:
            corrected = {
                line: line.quantity
                for line in self
                if line.state == "done" and line.quantity != vals["quantity"]
            }
        result = super().write(vals)
        for line, before in corrected.items():
            line._log_quantity(before)
        return result

    def _log_quantity(self, before):
        if not self.quantity_done:
            self._write_guarded({"quantity_done": before})
        # sudo: the note is kept whoever corrects
        self.request_id.sudo().message_post(
            body=self.env._(
                "Quantity of %(item)s corrected after the work was done: %(old)s, now %(new)s.",
                item=self.product_id.display_name,
                old=f"{before:.10g}",
                new=f"{self.quantity:.10g}",
            )
        )


class ConvenienceRequest(models.Model):
    """What the review has to look at twice."""

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    is_quantity_lowered = fields.Boolean(
        "Quantity Lowered",
        compute="_compute_is_quantity_lowered",
        store=True,
        help="After the worker checked out, less was entered than what was checked out with.",
    )

    @api.depends("line_ids.quantity", "line_ids.quantity_done")
    def _compute_is_quantity_lowered(self):
        for request in self:
            request.is_quantity_lowered = any(
                line.quantity < line.quantity_done for line in request.line_ids
            )

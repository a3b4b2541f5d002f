from odoo import api, fields, models

from ...models.agreement.rhythm import RULE_FIELDS
from ..guard.once import once

CHANGED = (
    "quantity", "price_basis", "visit_time", *(name for name in RULE_FIELDS if name != "date_from")
)  # fmt: skip


class ConvenienceAgreementLineChange(models.TransientModel):
    """Changes a service of a signed agreement from a day on, or adds another one."""

    _name = "convenience.agreement.line.change"
    _description = "Change of an Agreed Service"
    _inherit = ["convenience.once.mixin", "convenience.agreement.recurrence"]

    agreement_id = fields.Many2one(
        "convenience.agreement", required=True, readonly=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="agreement_id.currency_id")
    line_id = fields.Many2one(
        "convenience.agreement.line", "Service", readonly=True, ondelete="cascade"
    )
    product_id = fields.Many2one(
        "product.product", "Item", domain="[('is_convenience', '=', True)]", ondelete="cascade"
    )
    date_from = fields.Date("From", required=True, help="First local day of what is new.")
    quantity = fields.Float(digits="Product Unit", default=1.0)
    price_basis = fields.Selection(
        lambda self: (
            self.env["convenience.agreement.line"]
            ._fields["price_basis"]
            ._description_selection(self.env)
        ),
        required=True,
        default="per_visit",
    )
    new_price = fields.Monetary(
        groups="convenience_service.group_director", help="Empty: the price stays as agreed."
    )
    reason = fields.Char()

    @api.model
    def default_get(self, fields):
        """Starts from the service as it is."""
        values = super().default_get(fields)
        line = self.env["convenience.agreement.line"].browse(values.get("line_id") or ())
        line.check_access("read")
        for name in {*CHANGED, "product_id"} & set(fields) if line else ():
            values[name] = line._fields[name].convert_to_write(line[name], line)
        return values

    def _rhythm_start(self):
        """Show the days as they will be: the rhythm goes on while how often stays the same."""
        line = self.line_id
        if line and (self.frequency, self.interval) == (line.frequency, line.interval):
            return line._rhythm_start()
        return super()._rhythm_start()

    @once
    def action_apply(self):
        """Change or add the service; the revision says by whom."""
        if self.line_id:
            self.agreement_id.change_line(
                self.line_id, self.date_from, self._prepare_changes(), self.reason
            )
        else:
            values = {name: self[name] for name in (*CHANGED, "date_from")}
            self.agreement_id.add_line({**values, "product_id": self.product_id.id})
        return {"type": "ir.actions.act_window_close"}

    def _prepare_changes(self):
        """Return what is different from the service as it is."""
        changes = {name: self[name] for name in CHANGED if self[name] != self.line_id[name]}
        # sudo: the field is hidden from whoever may not decide, and then empty
        price = self.sudo().new_price
        return {**changes, "price_unit": price} if price else changes

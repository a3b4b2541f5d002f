from odoo import api, fields, models


class ConvenienceRequestLine(models.Model):
    """What a statement claims of a service, and what is left over until then."""

    _name = "convenience.request.line"
    _inherit = ["convenience.request.line"]

    statement_line_ids = fields.One2many("convenience.statement.line", "request_line_id", "Claims")
    is_claimed = fields.Boolean("On a Statement", compute="_compute_is_claimed", store=True)

    @api.depends("statement_line_ids.active")
    def _compute_is_claimed(self):
        for line in self:
            line.is_claimed = any(line.statement_line_ids.mapped("active"))

    def _before_price_change(self):
        self._leave_draft_statements()
        return super()._before_price_change()

    def _leave_draft_statements(self):
        """Give up claims of statements that are drafts still; the next compilation takes them.

        :raise UserError: for a line whose statement is accepted
        """
        # sudo: the decision on price or billing is the permission
        self.sudo().statement_line_ids.filtered("active")._leave_drafts()

    def _prepare_claim(self):
        """Return the values of the statement line that claims this line, as plain values."""
        return {
            "request_line_id": self.id,
            "request_name": self.request_id.name,
            "date": self.date_done,
            "unit_id": self.request_id.unit_id.id,
            "unit_name": self.request_id.unit_id.name,
            "product_id": self.product_id.id,
            "name": self.name,
            "quantity": self.quantity,
            "uom_id": self.uom_id.id,
            "price_unit": self.price_unit,
            "tax_ids": [(6, 0, self.tax_ids.ids)],
            "amount": self.amount,
        }

    def _waiting_reason(self):
        """Return why this finished line is not billed by a settlement (key of the left-out
        list).
        """
        if self.request_id.state == "done" and self.request_id.signature_required:
            return "unsigned"
        if self.request_id.state != "reviewed":
            return "not_reviewed"
        return self.settlement_mode

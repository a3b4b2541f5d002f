from odoo import models


class ConvenienceRequestLine(models.Model):
    """Whatever changes what a prepaid service costs, the money set aside follows."""

    _name = "convenience.request.line"
    _inherit = ["convenience.request.line"]

    def _is_invoiced(self):
        """Whether the service is on a bill that was invoiced, and so paid or owed."""
        # sudo: claims hold whoever looks
        claims = self.sudo().statement_line_ids.filtered("active")
        return "invoiced" in claims.statement_id.mapped("state")

    def _is_set_aside(self):
        """Whether the money for the service is set aside in full: it is billed by itself then."""
        # sudo: whether it is there binds whoever collects
        request = self.sudo().request_id
        return (
            self.settlement_mode == "prepaid"
            and request.prepayment_reserved > 0
            and not request._prepayment_missing()
        )

    def write(self, vals):
        result = super().write(vals)
        if {"quantity", "price_unit"} & vals.keys():
            self._paid_ahead()._follow_prepayment()
        return result

    def unlink(self):
        requests = self._paid_ahead()
        result = super().unlink()
        requests.exists()._follow_prepayment()
        return result

    def _paid_ahead(self):
        """Return the requests of the lines that are paid ahead."""
        return self.filtered(lambda line: line.settlement_mode == "prepaid").request_id

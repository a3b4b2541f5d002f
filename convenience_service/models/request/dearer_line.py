from odoo import models


class ConvenienceRequestLine(models.Model):
    """Whatever makes a service dearer after somebody was sent, the request tells."""

    _name = "convenience.request.line"
    _inherit = ["convenience.request.line"]

    def write(self, vals):
        if "quantity" in vals:
            # what is agreed when somebody is sent is the desk's to enter, not the worker's
            ordered = self.request_id.filtered(lambda request: request.state == "new")
            if ordered:
                ordered._refuse_worker_orders()
        result = super().write(vals)
        if {"quantity", "price_unit"} & vals.keys():
            self.request_id._follow_raise()
        return result

    def unlink(self):
        requests = self.request_id
        result = super().unlink()
        requests.exists()._follow_raise()
        return result


class ConvenienceQuotation(models.Model):
    """What the customer accepts by a quotation is agreed."""

    _name = "convenience.quotation"
    _inherit = ["convenience.quotation"]

    def _apply_prices(self):
        before = self.request_id.amount_total
        result = super()._apply_prices()
        request = self.request_id
        request._agree_more(request.amount_total - before)
        request._follow_raise()
        return result

from odoo import api, models


class ConvenienceRequestLine(models.Model):
    """What a customer reads online of the items of their requests: never their cost."""

    _name = "convenience.request.line"
    _inherit = ["convenience.request.line", "convenience.portal.fields.mixin"]

    @api.model
    def _portal_fields(self):
        return super()._portal_fields() | {
            "request_id", "company_id", "currency_id", "state", "date_registered", "date_done",
            "customer_id", "product_id", "name", "quantity", "uom_id", "price_unit", "amount",
        }  # fmt: skip

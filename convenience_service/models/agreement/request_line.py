from odoo import api, fields, models


class ConvenienceRequestLine(models.Model):
    """A service of a visit: agreed beforehand, at the price of the agreement, and not quoted."""

    _name = "convenience.request.line"
    _inherit = ["convenience.request.line"]

    agreement_line_id = fields.Many2one(
        "convenience.agreement.line",
        "Agreed Service",
        readonly=True,
        ondelete="restrict",
        copy=False,
        index="btree_not_null",
    )

    @api.model
    def _copied_fields(self):
        return super()._copied_fields() | {"agreement_line_id"}

    @api.model
    def _prepare_from_tariff(self, request, tariff_line):
        values = super()._prepare_from_tariff(request, tariff_line)
        return {**values, "agreement_line_id": False}

    def _registered_price(self):
        if self.agreement_line_id:
            return self.agreement_line_id._visit_price()
        return super()._registered_price()

    def _is_quotable(self):
        # sudo: field staff draft quotations without reading the agreement
        return super()._is_quotable() and not self.sudo().agreement_line_id

    def _own_deposits(self):
        # sudo: a deposit binds whether or not the user sees it
        return super()._own_deposits() | self.sudo().agreement_line_id._agreed_deposits()

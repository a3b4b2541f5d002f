from odoo import api, models
from odoo.exceptions import UserError

from ..offer.tariff_line import TariffKey


class ConvenienceLoan(models.Model):
    """Nothing is handed out before its deposit is there, or the director has waived it."""

    _name = "convenience.loan"
    _inherit = ["convenience.loan"]

    @api.model_create_multi
    def create(self, vals_list):
        loans = super().create(vals_list)
        for loan in loans:
            if loan.request_line_id:
                loan.request_id._check_hand_out(loan.request_line_id)
            loan._check_ordered()
        return loans

    def _check_ordered(self):
        """Refuse a thing for which the tariff asks a deposit, unless a request orders just that."""
        service = self.item_id.product_id
        deposit = 0.0 if self.request_line_id.product_id == service else self._deposit_asked()
        if deposit:
            raise UserError(
                self.env._(
                    "%(thing)s is lent as %(service)s, for which a deposit of %(amount)s is asked. "
                    "Register a request for it and hand it out from there.",
                    thing=self.item_id.display_name,
                    service=service.name,
                    amount=self._in_currency(deposit, self.office_id.currency_id),
                )
            )

    def _deposit_asked(self):
        """Return what the tariff of today asks for the thing; company currency."""
        unit, service = self.unit_id, self.item_id.product_id
        if not service:
            return 0.0
        key = TariffKey(
            self.office_id.id, service.id, unit.customer_type_id.id, self.office_id._today()
        )
        return self.env["convenience.tariff.line"]._find_tariff_lines([key])[key].deposit

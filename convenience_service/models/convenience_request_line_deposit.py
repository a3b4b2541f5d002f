from odoo import api, models
from odoo.exceptions import UserError


class ConvenienceRequestLineDeposit(models.AbstractModel):
    """The deposit that the tariff asks for with an item, once a line."""

    _name = "convenience.request.line.deposit"
    _description = "Deposit of a Request Line"
    _inherit = ["convenience.guarded.mixin"]

    def _prepare_deposit(self):
        """Return what the deposit of this line is asked for as."""
        request = self.request_id
        return {
            "office_id": request.office_id.id,
            "partner_id": request.payer_id.id,
            "unit_id": request.unit_id.id,
            "product_id": self.product_id.id,
            "request_id": request.id,
            "request_line_id": self.id,
            "origin": request.name,
            "amount_due": self.deposit,
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_without_deposit_received(self):
        """A service that is ordered no more needs no deposit, unless there is money already."""
        # sudo: money binds whoever changes the order
        deposits = (
            self.env["convenience.deposit"].sudo().search([("request_line_id", "in", self.ids)])
        )
        for deposit in deposits:
            if deposit.amount_received:
                raise UserError(
                    self.env._(
                        "The deposit %(deposit)s was received for this service. Give it back "
                        "first, and cancel the request.",
                        deposit=deposit.name,
                    )
                )
        deposits._cancel_open(self.env._("The service is no longer ordered"))

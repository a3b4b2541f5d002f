from odoo import api, models
from odoo.exceptions import UserError


class ConvenienceRequestLine(models.Model):
    """The deposit that the tariff asks for with an item, once a line."""

    _name = "convenience.request.line"
    _inherit = ["convenience.request.line"]

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

    def _check_deposit_there(self):
        """Refuse to hand out what is ordered while its deposit is due, or is not held any more.

        :raise UserError: naming the request, the deposit and the remedy
        """
        request, deposits = self.request_id, self._own_deposits()
        request._refuse_due(deposits.filtered(lambda deposit: deposit.amount_open > 0))
        for deposit in deposits:
            if deposit.amount_received and not deposit.amount_held:
                raise UserError(
                    self.env._(
                        "%(request)s: nothing is held of deposit %(deposit)s any more. Register a "
                        "new request to hand %(item)s out again.",
                        request=request.name,
                        deposit=deposit.name,
                        item=self.name,
                    )
                )

    def _own_deposits(self):
        """Return the deposits asked for these services."""
        # sudo: a deposit binds whether or not the user sees it
        lines = self.sudo()
        return lines.request_id.deposit_ids.filtered(
            lambda deposit: deposit.request_line_id in lines
        )

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

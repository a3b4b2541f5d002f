from odoo import models
from odoo.exceptions import UserError

from ..guard.roles import CASHIER, CLERK


class ConvenienceRequest(models.Model):
    """What became dearer and is paid ahead: the review waits for the rest of the money.

    The rest is reserved by itself when the payer pays ahead, a collector takes it from the
    signature on, or the director waives it. Until then nothing is reviewed, and so nothing is
    billed. Work of the past that a sheet brought in was never sent for: its review does not wait,
    its bill does. P3 4(8), P5 4.3.2.
    """

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    def _before_move(self, move):
        if move.target == "reviewed":
            self._reserve_to_review()
        return super()._before_move(move)

    def _reserve_to_review(self):
        """Set the rest aside before the state is written.

        Whoever makes it dearer at the same moment writes the amount of the same request, and
        whoever spends the money the same wallet: the second of the two starts anew and is refused.
        """
        # sudo: money binds whoever reviews
        requests = self.sudo().filtered(
            lambda request: request.agreed_on and request._prepaid_lines()
        )
        # what a collector has the money for is paid already
        requests -= requests._collected()
        requests._follow_prepayment()
        for request in requests:
            missing = request._prepayment_missing()
            if missing:
                raise UserError(request.with_env(self.env)._rest_missing_message(missing))

    def _rest_missing_message(self, missing):
        """Say what of a request that became dearer is not paid ahead, and what can be done."""
        # sudo: the sum is for whoever reviews or settles, who was checked
        request = self.sudo()
        return self.env._(
            "%(request)s: %(missing)s are not paid ahead. Have %(payer)s pay that at the cash desk "
            "or to a collector, or ask the director to waive it; then it is reviewed and billed.",
            request=request.name,
            missing=request._in_currency(missing),
            payer=request.payer_id.name,
        )

    # ------------------------------------------------------------------ actions

    def action_take_rest(self):
        """Open the cash desk for what is not paid ahead yet: with the money it is reserved.

        :raise AccessError: when the user neither is cashier nor at the desk
        :raise UserError: when nothing is missing
        """
        self.ensure_one()
        self._require_role(CASHIER, CLERK, act=self.env._("take money for it"))
        missing = self._prepayment_missing()
        if not missing:
            raise UserError(
                self.env._(
                    "%(request)s misses no prepayment: there is nothing to take.",
                    request=self.name,
                )
            )
        action = self.env["convenience.prepayment.wizard"]._open(self.payer_id, "in")
        # what is available already is not enough, or it would be reserved
        amount = self.currency_id.round(missing - max(self.prepayment_available, 0.0))
        defaults = {"default_office_id": self.office_id.id, "default_amount": max(amount, 0.0)}
        return {**action, "context": {**action["context"], **defaults}}

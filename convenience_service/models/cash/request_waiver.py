from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import DESK_GROUPS, DIRECTOR

_lt = LazyTranslate(__name__)


class ConvenienceRequest(models.Model):
    """Work that is done although it is not paid ahead: the director's decision, with a reason.

    It is for the amount that was missing then: what becomes dearer later is paid ahead, or waived
    anew.
    """

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    prepayment_waived = fields.Boolean(readonly=True, copy=False)
    prepayment_waived_amount = fields.Monetary(
        "Waived Amount",
        readonly=True,
        copy=False,
        groups=DESK_GROUPS,
        help="Not asked for ahead; owed on the bill.",
    )
    prepayment_waived_reason = fields.Char(readonly=True, copy=False, groups=DESK_GROUPS)
    prepayment_waived_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    prepayment_waived_on = fields.Datetime(readonly=True, copy=False)

    @api.model
    def _waiver_fields(self):
        return {
            "prepayment_waived": False,
            "prepayment_waived_amount": 0.0,
            "prepayment_waived_reason": False,
            "prepayment_waived_by_id": False,
            "prepayment_waived_on": False,
        }

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | self._waiver_fields().keys()

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), **self._waiver_fields()}

    @asks_reason(_lt("Without a Prepayment"), first="_check_waiver")
    def action_waive_prepayment(self, reason=None):
        """Have the work done although it is not paid ahead: the director's decision.

        :param str reason: why, kept on the request
        :raise AccessError: when the user is not a director of the office
        :raise UserError: when nothing is missing
        """
        waived = {request: request._prepayment_missing() for request in self}
        self._write_guarded_each(
            {
                request.id: {
                    "prepayment_waived": True,
                    # sudo: the sum is part of the decision
                    "prepayment_waived_amount": request.sudo().prepayment_waived_amount + missing,
                    "prepayment_waived_reason": reason,
                    "prepayment_waived_by_id": self.env.uid,
                    "prepayment_waived_on": fields.Datetime.now(),
                }
                for request, missing in waived.items()
            }
        )
        for request, missing in waived.items():
            request.message_post(
                body=self.env._(
                    "Prepayment of %(amount)s waived: %(reason)s",
                    amount=request._in_currency(missing),
                    reason=reason,
                )
            )
        self._trigger_dispatch()
        return True

    def _check_waiver(self):
        self._require_role(DIRECTOR, act=self.env._("waive the prepayment"))
        for request in self:
            if not request._prepayment_missing():
                raise UserError(
                    self.env._(
                        "%(request)s misses no prepayment: there is nothing to waive.",
                        request=request.name,
                    )
                )
        self._check_own_office()

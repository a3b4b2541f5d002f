from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import DIRECTOR

_lt = LazyTranslate(__name__)


class ConvenienceRequest(models.Model):
    """Whether what was done is billed, and the director's decision that it is not."""

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    billing_state = fields.Selection(
        [
            ("none", "Nothing to Bill"),
            ("pending", "Not Reviewed Yet"),
            ("to_bill", "To Bill"),
            ("billed", "Billed"),
            ("waived", "Not to Be Billed"),
        ],
        "Billing",
        compute="_compute_billing_state",
        store=True,
    )
    billing_waived = fields.Boolean(readonly=True, copy=False)
    billing_waived_reason = fields.Char(readonly=True, copy=False)

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"billing_waived", "billing_waived_reason"}

    @api.model
    def _guarded_defaults(self):
        empty = {"billing_waived": False, "billing_waived_reason": False}
        return {**super()._guarded_defaults(), **empty}

    @api.depends("state", "billing_waived", "line_ids.amount", "line_ids.is_claimed")
    def _compute_billing_state(self):
        for request in self:
            chargeable = request.line_ids.filtered("amount")
            if not chargeable or request.state == "cancelled":
                request.billing_state = "none"
            elif all(chargeable.mapped("is_claimed")):
                request.billing_state = "billed"
            elif request.billing_waived:
                request.billing_state = "waived"
            else:
                request.billing_state = "to_bill" if request.state == "reviewed" else "pending"

    @asks_reason(_lt("Not to Be Billed"), first="_check_billing_waiver")
    def action_waive_billing(self, reason=None):
        """Decide that a request is not billed: the director's decision, with a reason (P2 4.3.4).

        :param str reason: why, kept on the request
        :raise AccessError: when the user is not a director
        :raise UserError: when the request is on a statement already
        """
        self.line_ids._leave_draft_statements()
        for request in self:
            if not request.line_ids.filtered(lambda line: line.amount and not line.is_claimed):
                raise UserError(
                    self.env._(
                        "%(request)s has nothing that is still to be billed. What is on a "
                        "statement is credited instead.",
                        request=request.name,
                    )
                )
        self._write_guarded({"billing_waived": True, "billing_waived_reason": reason})
        for request in self:
            request.message_post(body=self.env._("Not to be billed: %(reason)s", reason=reason))
        return True

    def _check_billing_waiver(self):
        self._require_role(DIRECTOR, act=self.env._("decide that it is not billed"))
        self._check_own_office()

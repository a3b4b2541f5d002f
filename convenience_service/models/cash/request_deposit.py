from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import DESK_GROUPS

_lt = LazyTranslate(__name__)


class ConvenienceRequest(models.Model):
    """Deposits that the tariff asks for: before somebody is sent they are received or waived.

    The tariff's deposit binds whoever orders, also who pays by the month.
    """

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    deposit_ids = fields.One2many(
        "convenience.deposit", "request_id", "Deposits", readonly=True, groups=DESK_GROUPS
    )

    @api.depends("deposit_ids.amount_open")
    def _compute_due(self):
        """Once the request is registered, what is due is what was not received yet."""
        result = super()._compute_due()
        for request in self.filtered("id"):
            # sudo: a sum of the deposits of the user's own request
            request.deposit_due = sum(request.sudo().deposit_ids.mapped("amount_open"))
        return result

    # ------------------------------------------------------------------ asked for

    def _after_registration(self):
        self._ask_for_deposits(self.line_ids)
        return super()._after_registration()

    def _after_lines_added(self, lines):
        self._ask_for_deposits(lines)
        return super()._after_lines_added(lines)

    def _exempt_from_deposit(self):
        """Hook: the requests whose deposit was asked for elsewhere, as visits of an agreement."""
        return self._exempt_from_credit()

    def _ask_for_deposits(self, lines):
        exempt = self._exempt_from_deposit()
        asked = lines.filtered(lambda line: line.deposit > 0 and line.request_id not in exempt)
        self.env["convenience.deposit"]._ask_for([line._prepare_deposit() for line in asked])

    # ------------------------------------------------------------------ nobody is sent before

    def _due_deposits(self):
        return self._asked_deposits().filtered(lambda deposit: deposit.amount_open > 0)

    def _asked_deposits(self):
        """Return the deposits that were asked for these requests."""
        # sudo: a deposit binds whether or not the user sees it
        return self.sudo().deposit_ids

    def _check_move(self, move):
        result = super()._check_move(move)
        if move.via != "import" and (
            move.target == "assigned" or (move.source, move.target) == ("assigned", "in_progress")
        ):
            self._check_deposits()
        return result

    def _check_deposits(self):
        self._refuse_due(self._due_deposits())

    def _refuse_due(self, due):
        if due:
            raise UserError(
                self.env._(
                    "%(request)s: %(amount)s of deposit %(deposit)s is still to be received. Take "
                    "it first, or have the director waive it.",
                    request=self[:1].name,
                    amount=due._in_currency(due[0].amount_open),
                    deposit=due[0].name,
                )
            )

    def _obstacle(self):
        return "deposit" if self._due_deposits() else super()._obstacle()

    def _after_move(self, move):
        if move.target == "cancelled":
            self._after_deposits_changed(cancelled=True)
        return super()._after_move(move)

    def _after_deposits_changed(self, cancelled=False):
        """Send who waited for the deposit; of what is cancelled, ask for nothing any more."""
        # sudo: what follows from money received or a request cancelled
        requests = self.sudo()
        gone = requests if cancelled else requests.filtered(lambda one: one.state == "cancelled")
        reason = self.env._("The request was cancelled")
        gone._ask_for_no_deposits(reason)
        if (requests - gone).filtered(lambda request: request.waiting_for == "deposit"):
            self._trigger_dispatch()

    def _ask_for_no_deposits(self, reason):
        """Nothing is asked for any more; what was received stays to be given back."""
        self.deposit_ids._cancel_open(reason)

    @api.ondelete(at_uninstall=False)
    def _unlink_without_deposits(self):
        for request in self.sudo():
            if request.deposit_ids:
                raise UserError(
                    self.env._(
                        "%(request)s has deposits, which stay on file. Cancel it instead.",
                        request=request.name,
                    )
                )

    # ------------------------------------------------------------------ actions

    @asks_reason(_lt("Waive the Deposit"), first="_check_deposit_waiver")
    def action_waive_deposit(self, reason=None):
        """Let work begin without the deposit: the director's decision, with a reason.

        :param str reason: why, kept with the deposit
        :raise AccessError: when the user is not a director of the office
        """
        self._due_deposits().sudo(False)._cancel_open(reason)
        self._after_deposits_changed()
        return True

    def _check_deposit_waiver(self):
        self.sudo(False).check_access("read")
        due = self._due_deposits().sudo(False)
        if not due:
            raise UserError(
                self.env._("%(request)s waits for no deposit.", request=self[:1].sudo().name)
            )
        due._check_director()

    def action_receive_deposit(self):
        """Take the deposits of the request in one go."""
        self.ensure_one()
        return self._due_deposits().sudo(False)._open_wizard("received")

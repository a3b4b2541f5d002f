from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..guard.roles import DESK_GROUPS

NOT_BILLED = ("pending", "to_bill")


class ConvenienceRequest(models.Model):
    """What is paid ahead is reserved before somebody is sent, or waived by the director.

    The reservation follows the amount of the prepaid services as they change; whole or not at
    all, so that what is available stays for what it is enough for. Once somebody is sent, work
    that turns out to cost more is finished all the same; its review and its bill wait for the
    rest (see `request_dearer.py`). P3 4(8), P5 4.3.2.
    """

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    prepayment_reserved = fields.Monetary(
        readonly=True,
        copy=False,
        groups=DESK_GROUPS,
        help="Set aside of the payer's prepayment for this request.",
    )
    prepayment_missing = fields.Monetary(
        compute="_compute_prepayment_missing",
        store=True,
        groups=DESK_GROUPS,
        help="To be reserved before somebody is sent, or, of what became dearer, before the review "
        "and the bill.",
    )
    prepayment_available = fields.Monetary(
        compute="_compute_prepayment_available",
        groups=DESK_GROUPS,
        help="Of the payer's prepayment, neither spent nor reserved.",
    )

    _reserved_idx = models.Index("(payer_id) WHERE prepayment_reserved > 0")

    # ------------------------------------------------------------------ shown

    @api.depends(
        "line_ids.amount", "line_ids.settlement_mode", "line_ids.is_claimed", "billing_waived",
        "prepayment_reserved", "prepayment_waived_amount", "state",
    )  # fmt: skip
    def _compute_prepayment_missing(self):
        for request in self:
            request.prepayment_missing = request._prepayment_missing()

    @api.depends("payer_id", "customer_id")
    def _compute_prepayment_available(self):
        payers = (self.payer_id | self.customer_id)._origin
        sums = self.env["convenience.wallet"]._sums(payers) if payers else {}
        for request in self:
            payer = (request.payer_id or request.customer_id)._origin
            request.prepayment_available = sums.get(payer, (0.0, 0.0))[1]

    # ------------------------------------------------------------------ guards

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"prepayment_reserved"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "prepayment_reserved": 0.0}

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_reserved(self):
        """What was once set aside for a request is on the payer's account."""
        # sudo: whether there is any, not what
        movements = self.env["convenience.wallet.movement"].sudo()
        for movement in movements.search([("request_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "Prepaid money was reserved for %(request)s, so it stays on file. Cancel it "
                    "instead.",
                    request=movement.request_id.name,
                )
            )

    # ------------------------------------------------------------------ how much

    def _prepaid_lines(self):
        """Return the services that are paid ahead and not invoiced yet."""
        return self.line_ids.filtered(
            lambda line: line.settlement_mode == "prepaid" and not line._is_invoiced()
        )

    def _prepayment_needed(self):
        """Return what has to be set aside for the request in all."""
        if self.state == "cancelled" or self.billing_waived:
            return 0.0
        return sum(self._prepaid_lines().mapped("amount"))

    def _prepayment_gap(self):
        """Return how much more has to be set aside; below zero, how much less."""
        # sudo: what is reserved does not depend on who asks
        request = self.sudo()
        return request.currency_id.round(request._prepayment_needed() - request.prepayment_reserved)

    def _prepayment_missing(self):
        """Return what stands between the request and its dispatch, its review and its bill.

        Nothing any more once the services are on a bill: the rest is owed there.
        """
        # sudo: what is missing does not depend on who asks
        request = self.sudo()
        if all(request._prepaid_lines().mapped("is_claimed")):
            return 0.0
        missing = request._prepayment_gap() - request.prepayment_waived_amount
        return max(request.currency_id.round(missing), 0.0)

    # ------------------------------------------------------------------ reserved and released

    def _follow_prepayment(self):
        """Reserve or release so that what is set aside is what the prepaid services cost.

        Where there is not enough nothing more is reserved, and nothing is refused.
        """
        changed = self.sudo().filtered(lambda request: request._prepayment_gap())
        for company, requests in changed.grouped("company_id").items():
            wallets = self.env["convenience.wallet"]._find(company, requests.payer_id)._lock()
            for payer, wallet in wallets.grouped("partner_id").items():
                own = requests.filtered(lambda request, payer=payer: request.payer_id == payer)
                if own._release_prepayment(wallet):
                    own._reserve_waiting(wallet)
                else:
                    own._reserve_prepayment(wallet)

    def _release_prepayment(self, wallet):
        """Give back what is set aside and not needed any more; returns these requests."""
        released = self.filtered(lambda request: request._prepayment_gap() < 0)
        for request in released:
            request._set_aside(wallet, "released", -request._prepayment_gap())
        return released

    def _reserve_prepayment(self, wallet):
        """Set aside what is missing, as far as it is there: first for what only waits to be billed,
        then for what somebody was sent for already, then the oldest request first.
        """
        reserved = self.browse()
        for request in self.sorted(
            lambda request: (
                request.state != "reviewed",
                request.state == "new",
                request.registered_at,
                request.id,
            )
        ):
            missing = request._prepayment_missing()
            if missing > 0 and wallet.currency_id.compare_amounts(missing, wallet.available) <= 0:
                request._set_aside(wallet, "reserved", missing)
                reserved |= request
        return reserved

    def _set_aside(self, wallet, kind, amount, **links):
        sign = 1 if kind == "reserved" else -1
        wallet._change(kind, amount, self.office_id, request_id=self.id, **links)
        reserved = self.currency_id.round(self.prepayment_reserved + sign * amount)
        self._write_guarded({"prepayment_reserved": reserved})

    @api.model
    def _reserve_waiting(self, wallet):
        """There is money again: reserve it for the payer's requests that wait for it."""
        waiting = self.sudo().search(
            Domain("payer_id", "=", wallet.partner_id.id)
            & Domain("company_id", "=", wallet.company_id.id)
            & Domain("billing_state", "in", NOT_BILLED)
            & Domain("prepayment_missing", ">", 0)
        )
        # what a collector has the money for is paid already
        reserved = (waiting - waiting._collected())._reserve_prepayment(wallet)
        if reserved.filtered(lambda request: request.state == "new"):
            self._trigger_dispatch()
        if reserved.filtered(lambda request: request.state == "reviewed"):
            # sudo: the money only asks for the job
            self.env.ref("convenience_service.ir_cron_bill_prepaid").sudo()._trigger()

    # ------------------------------------------------------------------ what it hangs on

    def _after_registration(self):
        # before anybody is sent: what is set aside decides whether somebody can be
        self._follow_prepayment()
        return super()._after_registration()

    def _after_lines_added(self, lines):
        result = super()._after_lines_added(lines)
        self._follow_prepayment()
        return result

    def write(self, vals):
        result = super().write(vals)
        if "billing_waived" in vals:
            self._follow_prepayment()
        return result

    def _after_move(self, move):
        result = super()._after_move(move)
        if move.target == "cancelled":
            self._follow_prepayment()
        return result

    def _before_move(self, move):
        if (move.source, move.target) == ("new", "assigned"):
            self._reserve_to_dispatch(move)
        return super()._before_move(move)

    def _obstacle(self):
        # a price that is still to be accepted comes first: only then is the sum known
        return super()._obstacle() or ("prepayment" if self._prepayment_missing() else False)

    def _clear_obstacle(self, obstacle):
        if obstacle == "prepayment":
            self._follow_prepayment()  # money that came at the moment of registration
        return super()._clear_obstacle(obstacle)

    def _reserve_to_dispatch(self, move):
        """Set the money aside: nobody is sent before it is there.

        It is the reserving write that decides, not a look at the balance before it: of two that
        want the same money the second starts anew and is refused.
        """
        self._follow_prepayment()
        for request in self:
            missing = request._prepayment_missing()
            if missing:
                claimed = move.via == "claim"
                raise UserError(
                    request._not_paid_message() if claimed else request._missing_message(missing)
                )

    def _not_paid_message(self):
        """What the field staff is told: sums are not theirs to know."""
        return self.env._(
            "%(request)s is not paid ahead yet. The desk takes care of that first.",
            request=self.name,
        )

    def _missing_message(self, needed):
        # sudo: the sum is for whoever sends somebody at the office, who was checked
        request = self.sudo()
        wallet = request.env["convenience.wallet"]._find(request.company_id, request.payer_id)
        return self.env._(
            "%(request)s needs %(needed)s, %(available)s are available of the prepayment of "
            "%(payer)s: %(missing)s are missing. Take it at the cash desk or ask the director to "
            "waive it.",
            request=request.name,
            needed=request._in_currency(needed),
            available=request._in_currency(wallet.available),
            payer=request.payer_id.name,
            missing=request._in_currency(needed - wallet.available),
        )

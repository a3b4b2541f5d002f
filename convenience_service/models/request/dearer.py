from odoo import api, fields, models
from odoo.exceptions import UserError

from .request import OPEN_STATES

# A raise waits for the customer until the signature, which is for the full amount, and for the
# supervisor until the review.
ACCEPTED_UNTIL = (*OPEN_STATES, "done")
APPROVED_UNTIL = (*ACCEPTED_UNTIL, "signed")


class ConvenienceRequest(models.Model):
    """What becomes dearer once somebody was sent (增项): accepted before it is done.

    What is ordered when somebody is sent is agreed, and so is what an accepted quotation adds.
    Whatever comes on top, by whomever, the customer accepts before the worker checks out; beyond
    the share that the office sets a supervisor approves it as well, who is not on the job. The
    share counts from what was agreed, so that small raises do not add up to a large one. After
    the signature only the director changes a price, with a reason.
    """

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    agreed_on = fields.Datetime(
        "Amount Agreed On",
        readonly=True,
        copy=False,
        help="When somebody was sent first: from then on what is dearer has to be accepted.",
    )
    amount_agreed = fields.Monetary(
        "Agreed Amount",
        readonly=True,
        copy=False,
        help="What was ordered when somebody was sent, and what accepted quotations added.",
    )
    amount_accepted = fields.Monetary(
        "Accepted by the Customer",
        readonly=True,
        copy=False,
        help="What was agreed, and the raises that the customer accepted since.",
    )
    raise_limit = fields.Monetary(
        "Supervisor Beyond",
        readonly=True,
        copy=False,
        help="Up to this amount no supervisor is asked; by the share of the office on the day "
        "somebody was sent.",
    )
    amount_approved = fields.Monetary(
        "Approved Amount",
        readonly=True,
        copy=False,
        help="The amount that a supervisor approved last.",
    )
    raise_approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    raise_approved_on = fields.Datetime(readonly=True, copy=False)
    amount_raised = fields.Monetary(
        "Dearer, Not Accepted",
        compute="_compute_amount_raised",
        store=True,
        help="What the request costs more than the customer accepted.",
    )
    is_raise_to_approve = fields.Boolean(
        "Raise to Approve", compute="_compute_is_raise_to_approve", store=True
    )

    @api.depends("amount_total", "amount_accepted", "agreed_on", "state")
    def _compute_amount_raised(self):
        for request in self:
            raised = request.amount_total - request.amount_accepted
            waits = request.agreed_on and request.state in ACCEPTED_UNTIL
            request.amount_raised = max(request.currency_id.round(raised), 0.0) if waits else 0.0

    @api.depends("amount_total", "raise_limit", "amount_approved", "agreed_on", "state")
    def _compute_is_raise_to_approve(self):
        for request in self:
            known = max(request.raise_limit, request.amount_approved)
            waits = request.agreed_on and request.state in APPROVED_UNTIL
            request.is_raise_to_approve = bool(
                waits and request.currency_id.compare_amounts(request.amount_total, known) > 0
            )

    # ------------------------------------------------------------------ guards

    @api.model
    def _raise_fields(self):
        return {
            "agreed_on": False,
            "amount_agreed": 0.0,
            "amount_accepted": 0.0,
            "raise_limit": 0.0,
            "amount_approved": 0.0,
            "raise_approved_by_id": False,
            "raise_approved_on": False,
        }

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | self._raise_fields().keys()

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), **self._raise_fields()}

    # ------------------------------------------------------------------ agreed

    def _before_move(self, move):
        result = super()._before_move(move)
        # what a sheet brings in is past: it was done as it says
        if move.source == "new" and move.target != "cancelled" and move.via != "import":
            self._fix_agreed()
        return result

    def _fix_agreed(self):
        """What is ordered when somebody is sent first is what the customer asked for."""
        now = fields.Datetime.now()
        fresh = self.sudo().filtered(lambda request: not request.agreed_on)
        fresh._write_guarded_each(
            {
                request.id: {
                    "agreed_on": now,
                    "amount_agreed": request.amount_total,
                    "amount_accepted": request.amount_total,
                    "raise_limit": request._raise_limit_of(request.amount_total),
                }
                for request in fresh
            }
        )

    def _raise_limit_of(self, agreed):
        """Return how much a request may come to before a supervisor is asked."""
        # sudo: the setting of the office binds whoever sends somebody
        share = self.sudo().office_id.raise_share
        return self.currency_id.round(agreed * (1 + share / 100))

    def _agree_more(self, amount):
        """An accepted quotation changes what is agreed, by what it changes the price."""
        for request in self.sudo().filtered("agreed_on"):
            agreed = request.currency_id.round(request.amount_agreed + amount)
            accepted = request.currency_id.round(request.amount_accepted + amount)
            request._write_guarded(
                {
                    "amount_agreed": max(agreed, 0.0),
                    "amount_accepted": max(accepted, 0.0),
                    "raise_limit": request._raise_limit_of(max(agreed, 0.0)),
                }
            )

    # ------------------------------------------------------------------ checks

    def _check_move(self, move):
        result = super()._check_move(move)
        if move.via == "import":
            return result
        finished = move.target in ("done", "signed")
        # the customer who signs online sees the full amount and signs for it
        if finished and move.via != "portal":
            self._check_raise_accepted()
        if move.target == "reviewed" or (finished and move.via != "portal"):
            self._check_raise_approved()
        return result

    def _check_raise_accepted(self):
        """What is dearer is accepted before it is done, not found on the bill."""
        for request in self.filtered("amount_raised"):
            raise UserError(
                self.env._(
                    "%(request)s costs %(total)s, and the customer accepted %(accepted)s. Have the "
                    "customer accept the %(raised)s more first, or lower what was added.",
                    request=request.name,
                    total=request._in_currency(request.amount_total),
                    accepted=request._in_currency(request.amount_accepted),
                    raised=request._in_currency(request.amount_raised),
                )
            )

    def _check_raise_approved(self):
        for request in self.filtered("is_raise_to_approve"):
            raise UserError(
                self.env._(
                    "%(request)s costs %(total)s: beyond %(limit)s a supervisor who is not on the "
                    "job approves it first. Ask for it, or have what was added lowered.",
                    request=request.name,
                    total=request._in_currency(request.amount_total),
                    limit=request._in_currency(max(request.raise_limit, request.amount_approved)),
                )
            )

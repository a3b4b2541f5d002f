from odoo import api, fields, models
from odoo.exceptions import UserError

from ..guard.roles import DESK_GROUPS


class ConvenienceRequest(models.Model):
    """Who owes too many statements orders nothing paid until the director's release (欠费停单).

    What is free, and a repair that is not charged, is done all the same. The desk sees what the
    payer owes and what the customer has open while it registers; sums, not the ledger.
    """

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    payer_unpaid_count = fields.Integer(
        "Unpaid Statements", compute="_compute_payer_unpaid", groups=DESK_GROUPS
    )
    payer_unpaid_amount = fields.Monetary(
        "Owed", compute="_compute_payer_unpaid", groups=DESK_GROUPS
    )
    payer_is_blocked = fields.Boolean(compute="_compute_payer_unpaid", groups=DESK_GROUPS)
    customer_open_count = fields.Integer(
        "Open Requests", compute="_compute_customer_open_count", groups=DESK_GROUPS
    )

    # ------------------------------------------------------------------ shown while registering

    def _payer_key(self):
        """Return office and payer, also of a request that is still being registered."""
        return self.office_id._origin.id, (self.payer_id or self.customer_id)._origin.id

    @api.depends("office_id", "payer_id", "customer_id")
    def _compute_payer_unpaid(self):
        releases = self.env["convenience.release"]
        # debts are shown to who may see the office, whatever an unsaved form claims
        offices = self.office_id._origin._filtered_access("read")
        payers = (self.payer_id | self.customer_id)._origin
        unpaid = releases._unpaid(offices, payers) if payers else {}
        blocked = releases._stopped_of(unpaid)
        for request in self:
            key = request._payer_key()
            request.payer_unpaid_count, request.payer_unpaid_amount = unpaid.get(key, (0, 0.0))
            request.payer_is_blocked = key in blocked

    @api.depends("office_id", "customer_id")
    def _compute_customer_open_count(self):
        offices = self.office_id._origin._filtered_access("read")
        counts = {
            (office.id, customer.id): count
            for office, customer, count in self.env["convenience.request"]._read_group(
                [
                    ("office_id", "in", offices.ids),
                    ("customer_id", "in", self.customer_id._origin.ids),
                    ("state", "in", ("new", "assigned", "in_progress")),
                ],
                ["office_id", "customer_id"],
                ["__count"],
            )
        }
        for request in self:
            key = (request.office_id._origin.id, request.customer_id._origin.id)
            request.customer_open_count = counts.get(key, 0)

    # ------------------------------------------------------------------ the stop

    def _after_registration(self):
        self._check_credit(self.line_ids)
        return super()._after_registration()

    def _after_lines_added(self, lines):
        self._check_credit(lines)
        return super()._after_lines_added(lines)

    def _exempt_from_credit(self):
        """Hook: the requests that are no new orders, and so are not stopped."""
        return self.browse()

    def _check_credit(self, lines):
        """Refuse what is to be paid by who owes too much.

        :param lines: the new lines of these requests
        :raise UserError: naming the payer, what they owe and the remedy
        """
        charged = lines.filtered("amount") | lines._awaiting_price()
        stopped = charged.request_id - self._exempt_from_credit()
        if not stopped:
            return
        blocked = self.env["convenience.release"]._blocked(stopped.office_id, stopped.payer_id)
        for request in stopped:
            if request._payer_key() in blocked:
                raise UserError(request._credit_message(*blocked[request._payer_key()]))

    def _credit_message(self, count, amount):
        return self.env._(
            "%(payer)s has %(count)s unpaid statements of %(amount)s in all at %(office)s, more "
            "than are allowed: nothing paid can be ordered. Ask the director to release them.",
            payer=self.payer_id.name,
            count=count,
            amount=self._in_currency(amount),
            office=self.office_id.name,
        )

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..guard.roles import CASHIER, DESK_GROUPS

COLLECTABLE_STATES = ("signed", "reviewed")
# Paid ahead it is billed by itself; where the money never came, the till takes it as for a visit.
COLLECTABLE_MODES = ("per_visit", "prepaid")


class ConvenienceRequest(models.Model):
    """What is paid visit by visit (次结): from the signature on it may be collected, from the
    review on it is billed. P5 4.3.2.

    What was served and its price are settled by then: whoever takes the money changes neither.
    """

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    amount_to_collect = fields.Monetary(
        "To Collect", compute="_compute_amount_to_collect", groups=DESK_GROUPS
    )
    is_to_collect = fields.Boolean(
        compute="_compute_amount_to_collect", search="_search_is_to_collect", groups=DESK_GROUPS
    )

    @api.depends(
        "state", "billing_waived", "line_ids.amount", "line_ids.is_claimed",
        "line_ids.settlement_mode", "prepayment_reserved", "prepayment_missing",
    )  # fmt: skip
    def _compute_amount_to_collect(self):
        for request in self:
            lines = request._lines_to_collect()
            left = sum(lines.mapped("amount")) - request._set_aside_for(lines)
            request.amount_to_collect = request.currency_id.round(left)
            request.is_to_collect = request.state == "reviewed" and bool(request.amount_to_collect)

    @api.model
    def _search_is_to_collect(self, operator, value):
        if operator != "in":
            return NotImplemented
        due = [("is_claimed", "=", False), ("amount", ">", 0)]
        per_visit, prepaid = (
            Domain("line_ids", "any", [("settlement_mode", "=", mode), *due])
            for mode in COLLECTABLE_MODES
        )
        unreserved = Domain("prepayment_reserved", "in", (0, False))
        unpaid = unreserved | Domain("prepayment_missing", ">", 0)
        return Domain("billing_state", "=", "to_bill") & (per_visit | (prepaid & unpaid))

    def _lines_to_collect(self):
        """Return the lines that are paid per visit and on no bill yet."""
        return self.filtered(lambda request: not request.billing_waived).line_ids.filtered(
            lambda line: (
                line.settlement_mode in COLLECTABLE_MODES
                and line.amount > 0
                and not line.is_claimed
                and not line._is_set_aside()
            )
        )

    def _set_aside_for(self, lines):
        """Return what is paid ahead of these lines of the request and turned against their bill."""
        prepaid = "prepaid" in lines.mapped("settlement_mode")
        # sudo: what is reserved does not depend on who collects
        return self.sudo().prepayment_reserved if prepaid else 0.0

    # ------------------------------------------------------------------ checks

    def _check_to_collect(self):
        """Refuse what is not signed, or has nothing left to collect; naming the request."""
        for request in self:
            if not request._lines_to_collect():
                raise UserError(request._nothing_to_collect_message())
            if request.state not in COLLECTABLE_STATES:
                raise UserError(
                    self.env._(
                        "%(request)s is not signed by the customer yet. Have it signed before "
                        "money is taken for it.",
                        request=request.name,
                    )
                )

    def _nothing_to_collect_message(self):
        # sudo: the number of the bill is told to whoever may see the request
        bills = self.sudo().line_ids.statement_line_ids.filtered("active").statement_id
        if bills:
            return self.env._(
                "%(request)s is on %(bills)s already. Take the money for that bill.",
                request=self.name,
                bills=", ".join(bills.mapped("name")),
            )
        return self.env._(
            "%(request)s has nothing that is paid per visit. It is free, waived, paid ahead or "
            "settled at the end of the month.",
            request=self.name,
        )

    def _check_reviewed(self, remedy):
        """Refuse what is not reviewed: it is not billed yet.

        :param str remedy: a sentence, what else can be done
        """
        for request in self:
            if request.state != "reviewed":
                raise UserError(
                    self.env._(
                        "%(request)s is not reviewed yet. %(remedy)s",
                        request=request.name,
                        remedy=remedy,
                    )
                )

    def _collected(self):
        """Return the requests whose money is in a collector's hands."""
        return self.browse(self._collecting_lines().request_id.ids)

    def _collecting_lines(self):
        # sudo: a receipt that holds counts, whoever asks
        lines = self.env["convenience.receipt.line"].sudo()
        return lines.search(
            [
                ("request_id", "in", self.ids),
                ("receipt_id.state", "=", "collected"),
                # a deposit or money for an errand is not the price of the work
                ("receipt_id.kind", "=", "statement"),
            ]
        )

    def _check_not_collected(self):
        """Refuse what a collector took the money for; naming the receipt."""
        for line in self._collecting_lines():
            raise UserError(
                self.env._(
                    "%(request)s is paid to %(collector)s on %(receipt)s already. Accept that "
                    "with the hand-over.",
                    request=line.request_id.name,
                    collector=line.receipt_id.taken_by_id.name,
                    receipt=line.receipt_id.name,
                )
            )

    # ------------------------------------------------------------------ billing

    def _bill_per_visit(self):
        """Bill reviewed requests to their payers and invoice the bills at once.

        The caller has checked who asks, and what is left to collect. Of two who bill the same
        request at the same moment, one starts anew and is told by that check.

        :return: the invoiced statements, one a payer and office, as the system sees them
        """
        self.env["convenience.receipt"]._write_rows(self)
        statements = self.env["convenience.statement"].sudo()
        for office, requests in self.grouped("office_id").items():
            claims = {
                payer: [line._prepare_claim() for line in own._lines_to_collect()]
                for payer, own in requests.grouped("payer_id").items()
            }
            statements |= statements._bill("per_visit", office, claims)
        statements._invoice_now()
        return statements

    # ------------------------------------------------------------------ actions

    def action_take_payment(self):
        """Open the till for reviewed requests of one payer."""
        self._require_role(CASHIER, act=self.env._("take money for it"))
        self.env["convenience.receipt"]._check_one_payer(self.payer_id, self.office_id)
        self._check_to_collect()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take Payment"),
            "res_model": "convenience.request.payment",
            "view_mode": "form",
            "target": "new",
            "context": {"default_request_ids": self.ids},
        }

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import CASHIER

_lt = LazyTranslate(__name__)


class ConvenienceReceipt(models.Model):
    """What a collector holds for bills that were paid otherwise meanwhile: one decision of the
    cashier makes it money paid ahead, which is used or paid back like any other.
    """

    _name = "convenience.receipt"
    _inherit = ["convenience.receipt"]

    amount_twice = fields.Monetary(
        "Paid Twice",
        compute="_compute_amount_twice",
        compute_sudo=True,
        help="More than the bills owe by now, while the collector has the money.",
    )

    @api.depends("state", "line_ids.amount", "line_ids.statement_id.amount_residual")
    def _compute_amount_twice(self):
        for receipt in self:
            waiting = receipt.state == "collected" and receipt.kind == "statement"
            bills = receipt.line_ids.filtered("statement_id") if waiting else receipt.line_ids[:0]
            receipt.amount_twice = sum(
                max(line.amount - line.statement_id.amount_residual, 0.0) for line in bills
            )

    @asks_reason(_lt("Keep as a Prepayment"))
    def action_keep_as_prepayment(self, reason=None):
        """Cancel collected receipts for bills that owe less by now, and give out others in their
        place: for what is owed still, and for a prepayment of the rest. The money stays in the
        same hand-over.

        :param str reason: why, kept in the history and on the new receipts
        :raise AccessError: for anybody but the cashier
        :raise UserError: for a receipt whose bills still owe all of it
        """
        self._require_role(CASHIER, act=self.env._("keep it as a prepayment"))
        self.check_access("read")
        for receipt in self:
            # sudo: the cashier's decision is the permission
            receipt.sudo()._keep_as_prepayment(reason)
        return True

    def _keep_as_prepayment(self, reason):
        still, over = self._split_over()
        values = {
            "office_id": self.office_id.id,
            "partner_id": self.partner_id.id,
            "memo": self.env._(
                "Instead of %(receipt)s: %(reason)s", receipt=self.name, reason=reason
            ),
        }
        kept = [{**values, "kind": "prepayment", "amount": over}]
        if still:
            owed = sum(line["amount"] for line in still)
            kept += [{**values, "kind": "statement", "amount": owed, "line_ids": still}]
        # in the hands of the same collector, and counted in the same hand-over
        held = {"taken_by_id": self.taken_by_id.id, "handover_id": self.handover_id.id}
        self.sudo(False)._move_to("cancelled", reason=reason)
        self._create_guarded([{**self._prepare_issue(vals), **held} for vals in kept])

    def _split_over(self):
        """Return values of lines for what its bills owe still, and the amount of the rest."""
        if self.state != "collected" or self.kind != "statement" or self.direction != "in":
            raise UserError(
                self.env._(
                    "%(receipt)s is no collector's receipt for bills that waits to be accepted.",
                    receipt=self.name,
                )
            )
        lines, over = [], 0.0
        for line in self.line_ids:
            bill = line.statement_id
            owed = max(bill.amount_residual, 0.0) if bill else line.amount
            paid = self.currency_id.round(min(line.amount, owed))
            over += line.amount - paid
            if paid:
                links = {"statement_id": bill.id, "request_id": line.request_id.id}
                lines.append({**links, "amount": paid, "name": line.name})
        if self.currency_id.compare_amounts(over, 0) <= 0:
            raise UserError(
                self.env._(
                    "The bills of %(receipt)s owe all of it still. Accept it with the hand-over.",
                    receipt=self.name,
                )
            )
        return lines, self.currency_id.round(over)

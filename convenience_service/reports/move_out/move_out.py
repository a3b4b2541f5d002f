from odoo import api, models
from odoo.tools import format_date

from ..guard import formats


class ReportMoveOut(models.AbstractModel):
    """The paper that nothing is owed any more on either side (结清证明)."""

    _name = "report.convenience_service.report_move_out"
    _description = "Proof of Settlement"

    @api.model
    def _get_report_values(self, docids, data=None):
        move_outs = self.env["convenience.move.out"].browse(
            formats.printed_ids(self.env, docids, data)
        )
        move_outs.check_access("read")
        return {
            "doc_ids": move_outs.ids,
            "doc_model": move_outs._name,
            "docs": move_outs,
            "papers": [self._paper(move_out) for move_out in move_outs],
        }

    @api.model
    def _paper(self, move_out):
        return {
            "move_out": move_out,
            "letterhead": formats.letterhead(move_out.office_id),
            "date": format_date(self.env, move_out.date),
            "settled_on": formats.moment(self.env, move_out.office_id, move_out.done_on),
            "sums": self._sums(move_out),
            "receipts": [self._receipt(receipt) for receipt in move_out.receipt_ids],
        }

    @api.model
    def _sums(self, move_out):
        """Return rows of (label, amount): what was owed, and how it came to zero."""
        before = move_out.amount_owed - move_out.amount_billed
        rows = [
            (self.env._("Owed from earlier statements"), before),
            (self.env._("Last bill %(number)s", number=move_out.statement_id.name or ""),
             move_out.amount_billed),
            (self.env._("Turned against it: what was over"), -move_out.amount_credited),
            (self.env._("Turned against it: prepayment"), -move_out.amount_prepaid),
            (self.env._("Turned against it: deposits"), -move_out.amount_deposit),
            (self.env._("Paid at the end"), -move_out.amount_paid),
        ]  # fmt: skip
        left = sum(amount for _label, amount in rows)
        rows = [row for row in rows if row[1]]
        return [
            (label, formats.money(self.env, amount, move_out.currency_id))
            for label, amount in [*rows, (self.env._("Left to pay"), left)]
        ]

    @api.model
    def _receipt(self, receipt):
        kind = dict(receipt._fields["kind"]._description_selection(self.env))[receipt.kind]
        direction = dict(receipt._fields["direction"]._description_selection(self.env))
        return {
            "name": receipt.name,
            "kind": kind,
            "direction": direction[receipt.direction],
            "amount": formats.money(self.env, receipt.amount, receipt.currency_id),
        }

from odoo import models
from odoo.exceptions import UserError


class ConvenienceMoveOut(models.Model):
    """What is over when somebody leaves: left by credit notes, paid too much, entered in
    accounting. It is set against the last bills, and the rest paid back.
    """

    _name = "convenience.move.out"
    _inherit = ["convenience.move.out"]

    def _over(self):
        """Return what is over at the office in the payer's favour."""
        key = (self.office_id.id, self.partner_id.id)
        statements = self.env["convenience.statement"]
        return statements._office_credits(self.office_id, self.partner_id).get(key, 0.0)

    def _unassigned(self):
        """Return the payer's money that counts at no office."""
        statements = self.env["convenience.statement"]
        amounts = statements._unassigned_credits(self.office_id.company_id, self.partner_id)
        return amounts.get(self.partner_id.id, 0.0)

    def _refuse_unassigned(self):
        """Money that may be for these services is looked at before the paper says that nothing
        is left.
        """
        for move_out in self:
            if amount := move_out._unassigned():
                raise UserError(
                    self.env._(
                        "%(amount)s of %(payer)s count at no office. Assign them to %(office)s if "
                        "they were paid for its services, or say when settling that they stay.",
                        amount=move_out._in_currency(amount),
                        payer=move_out.partner_id.name,
                        office=move_out.office_id.name,
                    )
                )

    def _offset_credits(self, statements):
        """Set what is over against what is owed; return how much."""
        before = sum(statements.mapped("amount_residual"))
        statements._set_against_credits()
        return before - sum(statements.mapped("amount_residual"))

    def _pay_back_credits(self):
        """Pay back what is over still, on one receipt an account."""
        receipts = self.env["convenience.receipt"]
        items = self.env["convenience.statement"]._credit_items(self.office_id, self.partner_id)
        for own in items.grouped("account_id").values():
            self._check_journal()
            lines = receipts._prepare_pay_back(own)
            amount = sum(line["amount"] for line in lines)
            refund = {**self._prepare_receipt("statement", amount), "direction": "out"}
            receipt = receipts._issue([{**refund, "line_ids": lines}])
            receipt._move_to("posted")
            receipts |= receipt
        return receipts

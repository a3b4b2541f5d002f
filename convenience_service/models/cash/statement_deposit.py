from odoo import models


class ConvenienceStatement(models.Model):
    """Bills of what is kept of deposits: paid from the deposit as soon as they are invoiced.

    A credit note on one puts the money back into the deposit, where it is held again.
    """

    _name = "convenience.statement"
    _inherit = ["convenience.statement"]

    def _deposits_kept(self):
        """Return the decisions that these statements bill, also where the claim was freed."""
        return self.with_context(active_test=False).line_ids.deposit_movement_id

    def _applied_from_deposits(self):
        """Return how much deposits paid of these bills; kept ones apart."""
        movements = self.env["convenience.deposit.movement"].search(
            [("statement_id", "in", self.ids), ("kind", "=", "applied")]
        )
        return sum(movements.mapped("amount"))

    def _settle_from_funds(self):
        for statement in self.filtered(lambda statement: statement.kind == "deposit"):
            movements = statement._deposits_kept()
            movements._write_guarded({"statement_id": statement.id})
            movements._book("deposit_kept", statement.invoice_id)
        return super()._settle_from_funds()

    def _after_credit(self, notes):
        for statement in self.filtered(lambda statement: statement.kind == "deposit"):
            for note in notes:
                statement._put_back_deposit(note)
        return super()._after_credit(notes)

    def _put_back_deposit(self, note):
        """Hold again what a credit note gives back of a deposit that was kept.

        :param note: posted, on the invoice of this statement
        """
        deposit = self._deposits_kept().deposit_id
        deposit._lock()
        kept = deposit.movement_ids.filtered(
            lambda movement: movement.kind == "kept" and movement.statement_id == self
        )
        # where the ERP has set note and invoice off already, what paid the invoice is open again
        # (by balance: a chart may book a credit as a negative debit)
        receivables = (note | kept.entry_id)._convenience_receivables()
        open_lines = receivables.filtered(lambda line: line.balance < 0)
        credited = min(abs(note.amount_total_signed), sum(kept.mapped("amount")))
        amount = self.currency_id.round(credited)
        if amount > 0:
            movements = deposit._record(
                "kept", {deposit: -amount}, reason=note.name, statement_id=self.id
            )
            movements._book("deposit_kept", note, open_lines)

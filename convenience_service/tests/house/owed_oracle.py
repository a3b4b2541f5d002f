from collections import Counter

from odoo.tests import TransactionCase


class OwedOracle(TransactionCase):
    """What every paper asks of a payer is what is open at the office: summed from items and what
    is reconciled with them, without the product's own marks and sums.
    """

    def _check_month(self):
        result = super()._check_month()
        self._check_owed()
        return result

    # ------------------------------------------------------------------ from the ledger

    def _open_items(self, partner):
        return self.env["account.move.line"].search(
            [
                ("partner_id", "=", partner.id),
                ("company_id", "=", self.company.id),
                ("parent_state", "=", "posted"),
                ("account_id.account_type", "=", "asset_receivable"),
            ]
        )

    def _open(self, item):
        paid = sum(item.matched_credit_ids.mapped("amount"))
        return item.balance - paid + sum(item.matched_debit_ids.mapped("amount"))

    def _bill_behind(self, move):
        return (move | move.reversed_entry_id).convenience_statement_id[:1]

    def _counts_here(self, item):
        """Bills, their credit notes, the product's own money; money that pays a bill, or was
        assigned.
        """
        entry = item.move_id
        if entry not in self.side:
            return True
        met = item.matched_debit_ids.debit_move_id.move_id
        return entry in self.assigned or any(self._bill_behind(move) for move in met)

    def _over(self, partner):
        """What is no bill, in the payer's favour, at the office."""
        items = self._open_items(partner).filtered(
            lambda item: not item.move_id.convenience_statement_id and self._counts_here(item)
        )
        return -round(sum(self._open(item) for item in items), 2)

    def _elsewhere(self, partner):
        """Money of the payer that no office has."""
        items = self._open_items(partner).filtered(lambda item: not self._counts_here(item))
        return -round(sum(self._open(item) for item in items), 2)

    def _open_bills(self, partner, until=None):
        """Return {bill: what is open of it}; what is accepted and waits for its invoice as well."""
        bills = Counter()
        for item in self._open_items(partner):
            if bill := item.move_id.convenience_statement_id:
                bills[bill] += self._open(item)
        waiting = [("state", "=", "confirmed"), ("partner_id", "=", partner.id)]
        for bill in self.env["convenience.statement"].search(waiting):
            bills[bill] += sum(bill.line_ids.mapped("amount"))
        return {bill: left for bill, left in bills.items() if not until or bill.date_to <= until}

    def _expected_openings(self, statements):
        return {
            bill.id: round(
                100
                * (
                    sum(self._open_bills(bill.partner_id, bill.date_to).values())
                    - self._over(bill.partner_id)
                )
            )
            for bill in statements
        }

    # ------------------------------------------------------------------ what the papers say

    def _check_owed(self):
        aged = self.env["convenience.aged.statement"]._as_of(None).search([])
        listed = self._in_fen((row.partner_id, row.amount_residual) for row in aged)
        for _unit, partner in self.payers:
            bills = self._open_bills(partner)
            owed = round(100 * (sum(bills.values()) - self._over(partner)))
            key = (self.office.id, partner.id)
            told = partner._convenience_owed(self.office).get(key, 0.0)
            self.assertEqual(round(told * 100), owed, f"{partner.name}: what is owed")
            self.assertEqual(listed.get(partner, 0), owed, f"{partner.name}: aged list")
            pages = partner._convenience_portal_balances()
            shown = sum(page["owed"] - page["over"] for page in pages)
            self.assertEqual(round(shown * 100), owed, f"{partner.name}: own page")
            unassigned = partner.with_user(self.cashier).convenience_unassigned
            self.assertEqual(round(unassigned, 2), max(self._elsewhere(partner), 0.0))
            self._check_till(bills)

    def _check_till(self, bills):
        """The till asks what is open, less what collectors hold for it."""
        bills = {bill: left for bill, left in bills.items() if bill.state == "invoiced" and left}
        if not bills:
            return
        held = self.env["convenience.receipt.line"].search(
            [("receipt_id.state", "=", "collected"), ("statement_id", "in", [b.id for b in bills])]
        )
        dialog = self.env["convenience.statement.payment"].with_user(self.cashier)
        dialog = dialog.new({"statement_ids": [bill.id for bill in bills]})
        asked = round(sum(bills.values()) - sum(held.mapped("amount")), 2)
        self.assertEqual(round(dialog.amount_owed, 2), asked)
        (partner,) = {bill.partner_id for bill in bills}
        self.assertEqual(round(dialog.amount_over, 2), max(self._over(partner), 0.0))

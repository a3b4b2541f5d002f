from contextlib import contextmanager

from odoo.exceptions import UserError
from odoo.fields import Command

from ..cash.common_till import TillCommon


class BillCommon(TillCommon):
    """Bills of visits, and what is done with them afterwards: credited, paid back, undone."""

    def _bill(self, item=None, paid=0.0, day=15):
        """An invoiced bill of one visit, 80.00 a drain; perhaps paid in cash at the desk."""
        request = self._visit(item, day=day)
        self._till(request).action_bill()
        statement = request.line_ids.statement_line_ids.statement_id
        if paid:
            self._pay(statement, paid)
        return statement

    def _draft_note(self, statement, amount=None):
        """The cashier's credit note, not posted; of a part, or of all."""
        note = self.env["account.move"].browse(self._credit(statement.invoice_id)["res_id"])
        if amount is not None:
            note.invoice_line_ids.price_unit = amount
        return note.with_user(self.cashier)

    def _note(self, statement, amount=None):
        """The cashier's credit note, posted."""
        note = self._draft_note(statement, amount)
        note.action_post()
        return note.with_user(self.env.user)

    def _pay_out(self, statement, amount):
        """The cashier pays out what a credit note left over; return the receipt."""
        before = self.env["convenience.receipt"].search([])
        self.env["convenience.statement.refund"].with_user(self.cashier).create(
            {"statement_id": statement.id, "amount": amount, "memo": "Done badly"}
        ).action_pay_out()
        return self.env["convenience.receipt"].search([]) - before

    def _receipts_of(self, statements):
        return statements.receipt_line_ids.receipt_id

    def _cancel(self, receipt):
        receipt.with_user(self.cashier).action_cancel(reason="Wrong")

    @contextmanager
    def _refuses(self, words):
        """What is done inside is refused with these words, and leaves nothing behind."""
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            yield

    def _expense_account(self):
        """An account for what is written off."""
        return self.env["account.account"].search(
            [("account_type", "=", "expense"), ("company_ids", "in", self.company.ids)], limit=1
        )

    def _other_receivable(self, partner):
        """From now on the payer's bills are booked on another account of receivables."""
        account = self.env["account.account"].create(
            {
                "code": "112299",
                "name": "Other Receivables",
                "account_type": "asset_receivable",
                "reconcile": True,
                "company_ids": [Command.set(self.company.ids)],
            }
        )
        partner.with_company(self.company).property_account_receivable_id = account
        return account

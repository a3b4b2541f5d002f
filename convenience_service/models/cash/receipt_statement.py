from odoo import models
from odoo.exceptions import UserError


class ConvenienceReceipt(models.Model):
    """Receipts for bills: statements of the month, per visit, or any other.

    A line names the statement that is paid and how much of it; the money is reconciled with the
    invoices in that order. Paid out, it returns what credit notes left over.
    """

    _name = "convenience.receipt"
    _inherit = ["convenience.receipt"]

    def _received_for_bills(self):
        """Return the receipts of money received for bills, as the system sees them."""
        # sudo: the move to booked is the permission
        return self._of_kind("statement").sudo().filtered(lambda r: r.direction == "in")

    def _before_posting(self):
        # what is accepted and waits for the job is invoiced first: the money meets its invoice
        self._received_for_bills().line_ids.statement_id._invoice_now()
        return super()._before_posting()

    def _check_before_posting(self):
        taken = {}
        for line in self._received_for_bills().line_ids:
            # receipts that are booked together pay the bill together
            before = taken.get(line.statement_id, 0.0)
            line.receipt_id._check_statement_open(line, before)
            taken[line.statement_id] = before + line.amount
        return super()._check_before_posting()

    def _check_statement_open(self, line, before=0.0):
        """A bill is paid once, by whom it was billed to, and not more than it says.

        :param float before: what other receipts that are booked with this one pay of the bill
        """
        statement = line.statement_id
        if not statement or statement.partner_id != self.partner_id:
            raise UserError(
                self.env._(
                    "%(receipt)s: choose the bills of %(payer)s that are paid.",
                    receipt=self.name,
                    payer=self.partner_id.name,
                )
            )
        statement._check_invoice_posted()
        left = statement.currency_id.round(statement.amount_residual - before)
        if self._is_booked() or statement.currency_id.compare_amounts(line.amount, left) <= 0:
            return
        raise UserError(
            self.env._(
                "%(statement)s has %(left)s left to pay, less than the %(amount)s on "
                "%(receipt)s. Cancel the receipt and give out another; the cashier may keep what "
                "is too much as a prepayment.",
                statement=statement.name,
                left=statement._in_currency(left),
                amount=statement._in_currency(line.amount),
                receipt=self.name,
            )
        )

    def _prepare_settled_account(self):
        """The money meets the bills, or their credits, on the account that they are booked on,
        whatever the payer's account is by now.

        :return: values of the payment
        :raise UserError: when they are booked on several
        """
        bills = self.line_ids.statement_id
        moves = bills.invoice_id if self.direction == "in" else bills._credit_notes()
        accounts = moves._convenience_receivables().account_id
        if len(accounts) > 1:
            raise UserError(
                self.env._(
                    "%(receipt)s: its bills are booked on several accounts (%(accounts)s). Give "
                    "out a receipt for each.",
                    receipt=self.name,
                    accounts=", ".join(accounts.mapped("display_name")),
                )
            )
        return {"destination_account_id": accounts.id} if accounts else {}

    def _after_posting(self):
        """Reconcile what was just paid with the invoices of the statements."""
        for receipt in self._received_for_bills():
            for line in receipt.line_ids:
                invoice = line.statement_id.invoice_id
                invoice._reconcile_convenience(receipt.payment_id.move_id)
        return super()._after_posting()

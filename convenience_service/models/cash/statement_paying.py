from odoo import api, fields, models
from odoo.exceptions import UserError

from ..guard.roles import CASHIER


class ConvenienceStatement(models.Model):
    """Bills at the till: how an amount is shared out, and what a credit note left over."""

    _name = "convenience.statement"
    _inherit = ["convenience.statement"]

    receipt_line_ids = fields.One2many(
        "convenience.receipt.line", "statement_id", "Receipts", readonly=True
    )
    amount_left_over = fields.Monetary(
        "Left Over",
        compute="_compute_amount_left_over",
        compute_sudo=True,
        help="Paid, credited afterwards and not paid out yet.",
    )

    def _left_to_collect(self):
        """Return {statement: what is still owed and not in a collector's hands}."""
        # sudo: a receipt that holds counts, whoever asks; also in a dialog that is not saved yet
        waiting = self.sudo()._origin.receipt_line_ids.filtered(
            lambda line: (line.receipt_id.state, line.receipt_id.direction) == ("collected", "in")
        )
        held = waiting.grouped("statement_id")
        return {
            statement: statement.amount_residual
            - sum(held.get(statement.sudo()._origin, waiting.browse()).mapped("amount"))
            for statement in self
        }

    def _share_out(self, amount):
        """Share an amount out over the statements, the oldest first.

        Only the last may be paid in part.

        :return: list of values of receipt lines
        :raise UserError: when the amount is more than is owed, or does not reach the last bill
        """
        left_by_statement = self._left_to_collect()
        lines, rest, currency = [], amount, self[:1].currency_id
        for statement in self.sorted(lambda bill: (bill.date_to, bill.id)):
            paid = min(rest, left_by_statement[statement])
            if currency.compare_amounts(paid, 0) <= 0:
                raise UserError(self._unreached_message(statement, amount))
            rest = currency.round(rest - paid)
            lines.append(
                {"statement_id": statement.id, "amount": paid, "name": statement.sudo().name}
            )
        if rest:
            raise UserError(self._overpaid_message(amount, rest))
        return lines

    def _share_out_all(self):
        """Return the values of receipt lines that pay all that is left of these bills."""
        return self._share_out(sum(self._left_to_collect().values()))

    def _unreached_message(self, statement, amount):
        if statement.currency_id.compare_amounts(self._left_to_collect()[statement], 0) <= 0:
            return self.env._(
                "%(statement)s has nothing left to pay, or a collector has the money already. "
                "Leave it out.",
                statement=statement.name,
            )
        return self.env._(
            "%(amount)s is used up by older bills and pays nothing of %(statement)s. Leave that "
            "one out.",
            amount=self._in_currency(amount),
            statement=statement.name,
        )

    def _overpaid_message(self, amount, rest):
        return self.env._(
            "%(amount)s is %(rest)s more than is owed on %(statements)s. Take what is owed here, "
            "and the rest as a prepayment.",
            amount=self._in_currency(amount),
            rest=self._in_currency(rest),
            statements=", ".join(self.mapped("name")),
        )

    def _check_payable(self):
        """Refuse bills of several payers, and such that ask for no money."""
        self.env["convenience.receipt"]._check_one_payer(self.partner_id, self.office_id)
        for statement in self:
            if statement.state not in ("confirmed", "invoiced"):
                raise UserError(
                    self.env._(
                        "%(statement)s is %(state)s and cannot be paid.",
                        statement=statement.name,
                        state=statement._state_label(statement.state),
                    )
                )
            statement._check_invoice_posted()

    def _check_invoice_posted(self):
        """Money pays what is in the books: an invoice that was reset owes nothing meanwhile."""
        # sudo: of the invoice only whether it is booked
        invoice = self.sudo().invoice_id
        if self.state == "invoiced" and invoice.state != "posted":
            raise UserError(
                self.env._(
                    "The invoice of %(statement)s was reset in accounting and is not booked. Have "
                    "it posted again, or cancelled, before money is taken for it.",
                    statement=self.name,
                )
            )

    # ------------------------------------------------------------------ credit left over

    @api.depends("invoice_id.reversal_move_ids.amount_residual", "invoice_id.amount_residual")
    def _compute_amount_left_over(self):
        for statement in self:
            statement.amount_left_over = statement._refundable()

    def _credit_notes(self):
        """Return the posted credit notes of the invoices, as the system sees them."""
        # sudo: the caller has checked who asks
        return self.sudo().invoice_id.reversal_move_ids.filtered(
            lambda note: note.state == "posted"
        )

    def _refundable(self):
        """Return what credit notes of this paid bill left over, company currency."""
        left = sum(self._credit_notes().mapped("amount_residual"))
        return max(0.0, self.currency_id.round(left - self.sudo().invoice_id.amount_residual))

    def _offset_credit(self):
        """Set credit notes against what is still owed of the bill: only the rest is paid out."""
        # sudo: the caller has checked who asks
        invoice = self.sudo().invoice_id
        owed = invoice._convenience_receivables()
        for credit in self._credit_notes()._convenience_receivables():
            invoice._reconcile_convenience_lines(credit, owed)

    # ------------------------------------------------------------------ actions

    def action_take_payment(self):
        """Open the till for bills of one payer."""
        self._require_role(CASHIER, act=self.env._("take money for it"))
        self._check_payable()
        return self._open_till(
            "convenience.statement.payment",
            self.env._("Take Payment"),
            {"default_statement_ids": self.ids},
        )

    def action_refund(self):
        """Open the till to pay out what a credit note left over."""
        self.ensure_one()
        self._require_role(CASHIER, act=self.env._("pay it back"))
        self._check_refundable()
        return self._open_till(
            "convenience.statement.refund",
            self.env._("Pay Out"),
            {"default_statement_id": self.id},
        )

    def _check_refundable(self):
        if not self._refundable():
            raise UserError(
                self.env._(
                    "Nothing is left over of %(statement)s: it is paid out when it was paid and "
                    "credited afterwards.",
                    statement=self.name,
                )
            )

    def _open_till(self, wizard, title, context):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": wizard,
            "view_mode": "form",
            "target": "new",
            "context": context,
        }

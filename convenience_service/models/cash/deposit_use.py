from odoo import api, models
from odoo.exceptions import UserError


class ConvenienceDeposit(models.Model):
    """What is done with deposits: received, applied to a bill, given back, kept.

    Each is for one payer at one office, over one or several deposits, the oldest first; each is
    booked in the same transaction, so that the list of deposits is what the ledger says.
    """

    _name = "convenience.deposit"
    _inherit = ["convenience.deposit"]

    def _receive(self, amount=None, journal=None, money=None):
        """Take the money and give a receipt for it.

        :param amount: company currency; all that is still to be received
        :param journal: cash, bank or other; a collector need not say it
        :param dict money: its day and transaction number, see `_issue_receipt`
        :return: the receipt; a collector's counts when the cashier has the money
        :raise AccessError: when the user takes no money at the office
        """
        self._check_one_payer()
        self._lock()
        limits = {deposit: deposit.amount_open - deposit._collected() for deposit in self}
        return self._issue_receipt("in", self._shares(amount, limits), journal, money=money)

    def _collected(self):
        """Return what collectors have taken of this deposit and not handed over."""
        # sudo: one sum
        lines = self.sudo().receipt_line_ids.filtered(
            lambda line: line.receipt_id.state == "collected" and line.receipt_id.direction == "in"
        )
        return sum(lines.mapped("amount"))

    def _apply(self, statement, amount=None, reason=""):
        """Turn deposits against a bill of the payer: the cashier's step.

        :param statement: invoiced, of the same payer and office
        :param amount: company currency; as much as is held and owed
        :return: the entries, as the system sees them
        """
        self._check_cashier()
        self._check_one_payer()
        reason = self._needed_reason(reason)
        self._lock()
        owed = self._owed_on(statement)
        limits = {deposit: deposit.amount_held for deposit in self}
        if amount is None:
            amount = min(owed, sum(limits.values()))
        if self.currency_id.compare_amounts(self._clean_amount(amount), owed) > 0:
            raise UserError(
                self.env._(
                    "%(statement)s has %(owed)s left to pay: no more can be applied to it.",
                    statement=statement.sudo().name,
                    owed=self._in_currency(owed),
                )
            )
        movements = self._record(
            "applied", self._shares(amount, limits), reason=reason, statement_id=statement.id
        )
        return movements._book("deposit_applied", statement.sudo().invoice_id)

    def _owed_on(self, statement):
        """Return what is still to be paid of a bill that these deposits may be turned against.

        :raise UserError: when it is somebody else's, or has no invoice
        """
        statement.sudo(False).check_access("read")
        statement = statement.sudo()
        if (
            statement.partner_id != self.partner_id
            or statement.office_id != self.office_id
            or statement.state != "invoiced"
        ):
            raise UserError(
                self.env._(
                    "%(deposit)s: choose a bill of %(payer)s at %(office)s that is invoiced and "
                    "not paid.",
                    deposit=self[:1].display_name,
                    payer=self.partner_id.name,
                    office=self.office_id.name,
                )
            )
        # what a collector has in hand already is not taken a second time
        return statement._left_to_collect()[statement]

    def _refund(self, amount=None, journal=None, reason="", money=None):
        """Give deposits back: the cashier pays out and prints the voucher.

        :param amount: company currency; all that is held
        :param journal: cash, bank or other
        :return: the receipt, booked
        """
        self._check_cashier()
        self._check_one_payer()
        reason = self._needed_reason(reason)
        self._lock()
        shares = self._shares(amount, {deposit: deposit.amount_held for deposit in self})
        return self._issue_receipt("out", shares, journal, memo=reason, money=money)

    def _keep(self, amount=None, reason=""):
        """Keep a deposit, whole or in part: the director's decision; it is billed with its tax.

        :param amount: company currency, tax included; all that is held
        :return: the statement, invoiced and paid from the deposit
        """
        self.ensure_one()
        self._check_director()
        reason = self._needed_reason(reason)
        self._lock()
        shares = self._shares(amount, {self: self.amount_held})
        movement = self._record("kept", shares, reason=reason)
        statement = self.env["convenience.statement"]._bill(
            "deposit", self.office_id, {self.partner_id: [movement._prepare_claim()]}
        )
        statement._invoice_now()
        return statement

    @api.model
    def _used_by_receipts(self, lines):
        """Return {deposit: amount} of receipt lines; the caller has the deposits locked."""
        by_deposit = lines.grouped("deposit_id")
        return {deposit: sum(own.mapped("amount")) for deposit, own in by_deposit.items()}

from odoo import models
from odoo.exceptions import UserError

from ..guard.roles import CASHIER


class ConvenienceCashBook(models.Model):
    """Money that is brought to the bank (送存银行): an internal transfer of the ERP, out of the
    till and into the bank by way of the transfer account.
    """

    _name = "convenience.cash.book"
    _inherit = ["convenience.cash.book"]

    def action_bank(self):
        """Ask how much is brought to which bank."""
        self.ensure_one()
        self._require_role(CASHIER, act=self.env._("bring money to the bank"))
        self._check_bankable()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Bring to the Bank"),
            "res_model": "convenience.cash.banking",
            "view_mode": "form",
            "target": "new",
            "context": {"default_book_id": self.id},
        }

    def _check_bankable(self):
        if self.state == "signed":
            raise UserError(
                self.env._(
                    "%(day)s is signed and stays as it is. Bank the money on a day that is open.",
                    day=self.display_name,
                )
            )

    def _bank(self, journal, amount, reference=""):
        """Book money that goes from the till to the bank, on the day of the page.

        :param journal: of the bank
        :param float amount: company currency
        :param str reference: number of the deposit slip
        :return: the two payments, out of the till and into the bank
        """
        self._require_role(CASHIER, act=self.env._("bring money to the bank"))
        self._check_bankable()
        amount = self.env["convenience.receipt"]._clean_amount(amount, self.currency_id)
        self._check_bank(journal, amount)
        # sudo: the cashier's role is the permission
        book, bank = self.sudo(), journal.sudo()
        payments = book.env["account.payment"].create(
            [
                book._prepare_transfer("outbound", book.till_id.journal_id, amount, reference),
                book._prepare_transfer("inbound", bank, amount, reference),
            ]
        )
        out, into = payments
        out.paired_internal_transfer_payment_id = into
        into.paired_internal_transfer_payment_id = out
        payments.action_post()
        transfer = book.company_id.transfer_account_id
        lines = payments.move_id.line_ids.filtered(lambda line: line.account_id == transfer)
        lines.reconcile()
        self.invalidate_recordset()
        return payments

    def _check_bank(self, journal, amount):
        # sudo: where money goes binds whoever brings it
        bank, book = journal.sudo(), self.sudo()
        if bank.type != "bank" or bank.company_id != book.company_id:
            raise UserError(
                self.env._(
                    "%(day)s: choose the bank of %(company)s that the money is brought to.",
                    day=self.display_name,
                    company=book.company_id.name,
                )
            )
        if self.currency_id.compare_amounts(amount, self.amount_closing) > 0:
            raise UserError(
                self.env._(
                    "%(till)s holds %(held)s, less than the %(amount)s to be banked.",
                    till=book.till_id.name,
                    held=self._in_currency(self.amount_closing),
                    amount=self._in_currency(amount),
                )
            )

    def _prepare_transfer(self, kind, journal, amount, reference):
        company = self.company_id
        return {
            "payment_type": kind,
            "partner_type": "customer",
            "partner_id": company.partner_id.id,
            "journal_id": journal.id,
            "amount": amount,
            "date": self.date,
            "memo": " ".join(filter(None, (self.env._("Brought to the bank"), reference))),
            "payment_reference": reference,
            "destination_account_id": company.transfer_account_id.id,
            # no outstanding account: the money lies where it was brought to
            "convenience_office_id": self.office_id.id,
        }

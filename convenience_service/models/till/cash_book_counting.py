from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import CASHIER, DIRECTOR

_lt = LazyTranslate(__name__)


class ConvenienceCashBook(models.Model):
    """The money is counted; what is over or short is approved by the director, and booked."""

    _name = "convenience.cash.book"
    _inherit = ["convenience.cash.book"]

    difference_reason = fields.Char("Why Over or Short", readonly=True, copy=False)
    difference_by_id = fields.Many2one(
        "res.users", "Difference Approved By", readonly=True, copy=False
    )
    difference_on = fields.Datetime("Difference Approved On", readonly=True, copy=False)
    difference_entry_ids = fields.Many2many(
        "account.move",
        "convenience_cash_book_difference_rel",
        string="Entries of the Difference",
        readonly=True,
        copy=False,
        groups="account.group_account_readonly,account.group_account_invoice",
    )

    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "difference_reason", "difference_by_id", "difference_on", "difference_entry_ids",
        }  # fmt: skip

    def _guarded_defaults(self):
        return {
            **super()._guarded_defaults(),
            "difference_reason": False,
            "difference_by_id": False,
            "difference_on": False,
            "difference_entry_ids": [],
        }

    # ------------------------------------------------------------------ counted

    def action_count(self):
        """Count the money of one day, or of several of a till together."""
        self._require_role(CASHIER, act=self.env._("count the money"))
        self._check_countable()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Count the Money"),
            "res_model": "convenience.cash.count",
            "view_mode": "form",
            "target": "new",
            "context": {"default_book_ids": self.ids},
        }

    def _check_countable(self):
        if len(self.till_id) != 1:
            raise UserError(self.env._("Choose days of one till: its money is counted at once."))
        for book in self.filtered(lambda book: book.state == "signed"):
            raise UserError(
                self.env._("%(day)s is signed and stays as it is.", day=book.display_name)
            )

    def _check_countable_amount(self, amount):
        if amount < 0:
            raise UserError(
                self.env._(
                    "%(day)s: no less than nothing is counted. Enter what lies in the till.",
                    day=self.display_name,
                )
            )

    def _count(self, amount):
        """Say what was counted, at the end of the last of these days.

        The days before were not counted apart: each page ends with what the book says.

        :param float amount: company currency
        """
        self._require_role(CASHIER, act=self.env._("count the money"))
        self._check_countable()
        last = self.sorted("date")[-1:]
        amount = last.currency_id.round(amount)
        last._check_countable_amount(amount)
        again = self.filtered(lambda book: book.state == "counted")
        if again:
            again._move_to("open", reason=self.env._("Counted again"))
        values = {
            book.id: {
                "amount_counted": amount if book == last else book.amount_closing,
                "counted_with_id": False if book == last else last.id,
            }
            for book in self
        }
        return self._move_to("counted", values=values)

    # ------------------------------------------------------------------ over or short

    @asks_reason(_lt("Approve the Difference"))
    def action_approve_difference(self, reason=None):
        """Approve that more or less was counted, and book it.

        :param str reason: how it came, kept with the page
        """
        self._require_role(DIRECTOR, act=self.env._("approve a difference"))
        self._check_own_office()
        self._check_difference()
        for book in self:
            # sudo: the director's approval is the permission to book it
            entry = book.sudo()._book_difference(reason)
            book._write_guarded(
                {
                    "difference_reason": reason,
                    "difference_by_id": self.env.uid,
                    "difference_on": fields.Datetime.now(),
                    "difference_entry_ids": [fields.Command.link(entry.id)],
                }
            )
        self._log("counted", "counted", reason)
        self.invalidate_recordset()
        return True

    def _check_difference(self):
        for book in self:
            if book.state != "counted" or not book.amount_difference:
                raise UserError(
                    self.env._(
                        "%(day)s has no difference to approve: it is approved once the money is "
                        "counted, and other than the book says.",
                        day=book.display_name,
                    )
                )
            if book.counted_by_id == self.env.user:
                raise UserError(
                    self.env._(
                        "You counted the money of %(day)s yourself: somebody else has to approve "
                        "the difference.",
                        day=book.display_name,
                    )
                )

    def _book_difference(self, reason):
        till, amount = self.till_id, self.amount_difference
        account = self._difference_account(amount)
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": till.journal_id.id,
                "date": self.date,
                "ref": reason,
                "line_ids": [
                    fields.Command.create(
                        {"account_id": till.account_id.id, "balance": amount, "name": reason}
                    ),
                    fields.Command.create(
                        {"account_id": account.id, "balance": -amount, "name": reason}
                    ),
                ],
            }
        )
        entry._post(soft=False)
        return entry

    def _difference_account(self, amount):
        """Return where the ERP books what a cash journal has over or short."""
        journal, company = self.till_id.journal_id, self.company_id
        account = (
            journal.profit_account_id or company.default_cash_difference_income_account_id
            if amount > 0
            else journal.loss_account_id or company.default_cash_difference_expense_account_id
        )
        if not account:
            raise UserError(
                self.env._(
                    "%(journal)s has no account for what is over or short. Have an accountant "
                    "choose one there, as profit and as loss account.",
                    journal=journal.name,
                )
            )
        return account

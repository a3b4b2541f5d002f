from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError

SIGNED = "convenience_signed_until"


class AccountMove(models.Model):
    """Signed days of tills are a lock on the account of the till.

    It works as the locks of the ERP do: what is new is booked on the first open day, which is
    today; what is there neither changes nor goes.
    """

    _name = "account.move"
    _inherit = ["account.move"]

    def _tills(self):
        """Return {entry: the tills whose money it moves}, of the entries that move any."""
        by_account = self.env["convenience.till"]._by_account()
        if not by_account:
            return {}
        tills = {}
        # sudo: where money is counted binds whoever books
        for line in self.sudo().line_ids:
            till = by_account.get((line.company_id.id, line.account_id.id))
            if till:
                tills.setdefault(line.move_id.id, set()).add(till)
        # one that was set up and taken back in the same request may be remembered still
        found = self.env["convenience.till"].sudo().browse(set().union(*tills.values())).exists()
        own = {move: found & found.browse(tills.get(move.id, ())) for move in self}
        return {move: held for move, held in own.items() if held}

    def _get_violated_lock_dates(self, invoice_date, has_tax):
        locks = super()._get_violated_lock_dates(invoice_date, has_tax)
        for tills in self._tills().values():
            signed = max(tills.filtered("signed_until").mapped("signed_until"), default=None)
            if signed and invoice_date and invoice_date <= signed:
                locks = sorted([*locks, (signed, SIGNED)])
        return locks

    def _get_accounting_date(self, invoice_date, has_tax, lock_dates=None):
        """What comes after a day was signed is booked on the day it comes, not before."""
        lock_dates = lock_dates or self._get_violated_lock_dates(invoice_date, has_tax)
        day = super()._get_accounting_date(invoice_date, has_tax, lock_dates)
        if any(name == SIGNED for _day, name in lock_dates):
            (tills,) = self._tills().values()
            first_open = lock_dates[-1][0] + timedelta(days=1)
            return max(first_open, *(till.office_id._today() for till in tills))
        return day

    def _is_in_closed_books(self):
        closed = super()._is_in_closed_books()
        return closed or bool(self and self._get_violated_lock_dates(self.date, has_tax=False))

    def _check_fiscal_lock_dates(self):
        result = super()._check_fiscal_lock_dates()
        for move, tills in self._tills().items():
            tills._refuse_signed(move.display_name, move.date)
        return result

    def _hold_tills(self):
        """What is booked, and what is signed, is not done at once."""
        tills = self.env["convenience.till"].sudo()
        tills.concat(*self._tills().values())._hold_open()

    def _post(self, soft=True):
        self._hold_tills()
        return super()._post(soft)

    def write(self, vals):
        if {"state", "date"} & vals.keys():
            self.filtered(lambda move: move.state == "posted")._hold_tills()
        if "company_id" in vals:
            self._refuse_leaving_company(vals["company_id"])
        return super().write(vals)

    def _refuse_leaving_company(self, company_id):
        """Money that lies in a till is the money of its company, not of a branch."""
        leaving = self.filtered(
            lambda move: move.state == "posted" and move.company_id.id != company_id
        )
        for move, tills in leaving._tills().items():
            raise UserError(
                self.env._(
                    "%(entry)s moves money of %(till)s and stays with %(company)s.",
                    entry=move.display_name,
                    till=tills[:1].name,
                    company=move.company_id.name,
                )
            )

from odoo import models
from odoo.exceptions import UserError

from ..guard.roles import CASHIER


class ConvenienceHandover(models.Model):
    """The cashier counts the money of a hand-over; what is not there goes back."""

    _name = "convenience.handover"
    _inherit = ["convenience.handover"]

    def _accept(self, journal, counted, returned, reason):
        """Accept what is there; receipts whose money is not there go back to the collector.

        :param journal: where the money goes
        :param float counted: what was counted, company currency
        :param returned: receipts that are left out
        :param str reason: why they are
        :raise UserError: when what was counted is not what the receipts say
        """
        self._require_role(CASHIER, act=self.env._("accept it"))
        self._check_not_collector()
        if returned:
            self._return_receipts(returned, reason)
        self._check_counted(counted)
        values = {self.id: {"journal_id": journal.id}}
        return self._move_to("accepted", values=values)

    def _return_receipts(self, receipts, reason):
        reason = self._clean_reason(reason)
        if not reason or receipts - self.receipt_ids or self.state != "submitted":
            raise UserError(
                self.env._(
                    "%(handover)s: choose receipts of this hand-over that are left out, and say "
                    "why.",
                    handover=self.name,
                )
            )
        receipts._write_guarded({"handover_id": False, "return_reason": reason})
        receipts._log("collected", "collected", reason)
        # the sums are those of the rest
        self.invalidate_recordset(["receipt_ids", "amount_total", "receipt_count"])

    def _check_counted(self, counted):
        if not self._valid_receipts():
            raise UserError(
                self.env._(
                    "No receipt of %(handover)s is left to accept. Return it instead.",
                    handover=self.name,
                )
            )
        if self.currency_id.compare_amounts(counted, self.amount_total):
            raise UserError(
                self.env._(
                    "%(counted)s was counted, the receipts of %(handover)s say %(total)s. Leave "
                    "out the receipts whose money is not there, or count again.",
                    counted=self._in_currency(counted),
                    handover=self.name,
                    total=self._in_currency(self.amount_total),
                )
            )

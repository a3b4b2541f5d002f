from odoo import api, fields, models
from odoo.exceptions import UserError

from ..guard.permit import has_permit

# What says where an entry comes from: it is said when the entry is made.
ORIGINS = frozenset({"origin_payment_id", "statement_line_id"})


class AccountMove(models.Model):
    """What is booked on the accounts of residents' money is booked by receipts and transfers.

    The guards go by the accounts that an entry touches, never by what is written on it: a mark
    can be written afterwards, by whoever may write the entry.
    """

    _name = "account.move"
    _inherit = ["account.move"]

    def _has_fund_permit(self):
        return has_permit(self, self._name, "account.payment")

    @api.model_create_multi
    def create(self, vals_list):
        if not self._has_fund_permit():
            vals_list = [{**vals, "convenience_purpose": False} for vals in vals_list]
        moves = super().create(vals_list)
        if not moves._has_fund_permit():
            moves._refuse_second_entry()
        return moves

    def write(self, vals):
        permitted = self._has_fund_permit()
        if not permitted:
            self._refuse_retied(vals)
        if vals.get("state") in ("draft", "cancel"):
            self._refuse_fund_change()
            self.env["convenience.receipt"]._take_back_entered(self)
        if "date" in vals:
            # the list of a past day is what the ledger says of that day
            day = fields.Date.to_date(vals["date"])
            self.filtered(
                lambda move: move.state == "posted" and move.date != day
            )._refuse_fund_change()
        result = super().write(vals)
        if "origin_payment_id" in vals and not permitted:
            self._refuse_second_entry()
        if vals.get("state") == "posted" and not permitted:
            # here and not in `_post`: a remote caller may write the state as well
            self._on_funds()._answer_for_funds()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_residents_money(self):
        self.filtered(lambda move: move.state == "posted")._refuse_fund_change()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        self._refuse_fund_change()
        return super()._reverse_moves(default_values_list, cancel)

    # ------------------------------------------------------------------ by effect

    def _fund_lines(self):
        """The items of these entries on accounts that hold money of residents."""
        # sudo: the accounts are the company's, whoever books
        entries = self.sudo()
        kept = {company: company._convenience_fund_accounts() for company in entries.company_id}
        return entries.line_ids.filtered(lambda line: line.account_id in kept[line.company_id])

    def _on_funds(self):
        """Those of the entries that touch accounts of residents' money."""
        return self & self._fund_lines().move_id.with_env(self.env)

    def _moves_residents_money(self):
        """Whether the entry is on the accounts of residents' money, or books a receipt."""
        # sudo: money binds whoever asks
        receipts = self.sudo().origin_payment_id.convenience_receipt_ids
        held = bool(receipts.filtered(lambda receipt: receipt.state == "posted"))
        return held or (self.state == "posted" and bool(self._fund_lines()))

    def _refuse_fund_change(self):
        if self._has_fund_permit():
            return
        for move in self:
            if move._moves_residents_money():
                raise UserError(
                    self.env._(
                        "%(entry)s books money of a resident and stays as it is. Cancel the "
                        "receipt, or credit the bill, that it comes from.",
                        entry=move.display_name,
                    )
                )

    def _answer_for_funds(self):
        """What is posted on the accounts of residents' money is the entry of a payment that has
        a receipt, or what the accounts held when the books were opened. Nothing else is.
        """
        # sudo: who may post a prepayment has its receipt given out
        entries = self.sudo()
        entries.origin_payment_id._give_prepayment_receipts()
        for entry in entries:
            payment, lines = entry.origin_payment_id, entry._fund_lines()
            held = payment.convenience_receipt_ids.filtered(lambda r: r.state == "posted")
            opening = entry == entry.company_id.account_opening_move_id and not lines._are_used()
            if not opening and not (held and payment.move_id == entry):
                self._raise_kept_by_receipts(lines.account_id[0])

    def _refuse_second_entry(self):
        """A payment of residents' money, or of a receipt, has one entry."""
        # sudo: money binds whoever books
        for move in self.sudo().filtered("origin_payment_id"):
            payment = move.origin_payment_id
            if payment.move_id not in (move, self.env["account.move"]) and (
                payment.convenience_fund or payment.convenience_receipt_ids
            ):
                raise UserError(
                    self.env._(
                        "%(payment)s is booked by %(entry)s already. No other entry is tied to it.",
                        payment=payment.display_name,
                        entry=payment.move_id.display_name,
                    )
                )

    def _refuse_retied(self, vals):
        """What says where an entry comes from is not written over."""
        names = (ORIGINS | {"convenience_purpose"}) & vals.keys()
        # sudo: money binds whoever books
        for move in self.sudo():
            for name in names:
                field = move._fields[name]
                if field.convert_to_cache(vals[name], move) == field.convert_to_cache(
                    move[name], move
                ):
                    continue
                if name not in ORIGINS or move._moves_residents_money() or move._pays_bills():
                    raise UserError(
                        self.env._(
                            "%(field)s of %(entry)s says where it comes from and does not change.",
                            field=field._description_string(self.env),
                            entry=move.display_name,
                        )
                    )

    def _pays_bills(self):
        """Whether the entry is reconciled with bills of statements, or their credit notes."""
        partials = self.line_ids.matched_debit_ids | self.line_ids.matched_credit_ids
        met = (partials.debit_move_id | partials.credit_move_id).move_id - self
        return any(move.convenience_statement_id or move._credited_invoice() for move in met)

    @api.model
    def _raise_kept_by_receipts(self, account):
        raise UserError(
            self.env._(
                "%(account)s holds money of residents and is booked by receipts only. "
                "Take the money, or pay it back, on a receipt.",
                account=account.display_name,
            )
        )

from odoo import api, models
from odoo.tools import format_date

from ...models.cash.wallet_movement import MONEY_KINDS
from ..guard import formats
from ..guard.asked import asked_day


class ReportWallet(models.AbstractModel):
    """The account of a prepayment on paper (预交款账户明细): opening, what came and went, closing.

    Days are local at the offices; amounts are in the company's currency.
    """

    _name = "report.convenience_service.report_wallet"
    _description = "Account of a Prepayment"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Print wallets for `data`: date_from, date_to (none: everything there is)."""
        data = data or {}
        wallets = self.env["convenience.wallet"].browse(formats.printed_ids(self.env, docids, data))
        wallets.check_access("read")
        first, last = (
            asked_day(self.env, data, name, needed=False) for name in ("date_from", "date_to")
        )
        return {
            "doc_ids": wallets.ids,
            "doc_model": wallets._name,
            "docs": wallets,
            "papers": [self._paper(wallet, first, last) for wallet in wallets],
        }

    @api.model
    def _paper(self, wallet, first, last):
        money = wallet.movement_ids.filtered(lambda one: one.kind in MONEY_KINDS)
        money = money.sorted(lambda one: (one.date, one.id))
        earlier = money.filtered(lambda one: first and one.date < first)
        shown = (money - earlier).filtered(lambda one: not last or one.date <= last)
        opening, change = (self._total(movements) for movements in (earlier, shown))
        office = (shown or money)[-1:].office_id
        return {
            "wallet": wallet,
            "letterhead": formats.letterhead(office),
            "currency": wallet.currency_id.name,
            "period": self._period(first, last),
            "opening": formats.money(self.env, opening, wallet.currency_id),
            "rows": self._rows(wallet, shown, opening),
            "closing": formats.money(self.env, opening + change, wallet.currency_id),
            "reserved": formats.money(self.env, wallet.reserved, wallet.currency_id),
            "available": formats.money(self.env, wallet.available, wallet.currency_id),
            "printed_on": format_date(self.env, office._today()),
            "signatures": [self.env._("Cashier"), self.env._("Payer")],
        }

    @api.model
    def _period(self, first, last):
        if first and last:
            return formats.period(self.env, first, last)
        return ""

    @api.model
    def _total(self, movements):
        return sum(movement._sign() * movement.amount for movement in movements)

    @api.model
    def _rows(self, wallet, movements, opening):
        labels = dict(movements._fields["kind"]._description_selection(self.env))
        rows, balance = [], opening
        for movement in movements:
            balance += movement._sign() * movement.amount
            amount = formats.money(self.env, movement.amount, wallet.currency_id)
            rows.append(
                {
                    "date": format_date(self.env, movement.date),
                    "kind": labels[movement.kind],
                    "for": movement._what_for(),
                    "in": amount if movement._sign() > 0 else "",
                    "out": amount if movement._sign() < 0 else "",
                    "balance": formats.money(self.env, balance, wallet.currency_id),
                }
            )
        return rows

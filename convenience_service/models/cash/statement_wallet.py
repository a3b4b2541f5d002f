from collections import Counter

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..guard.roles import CASHIER


class ConvenienceStatement(models.Model):
    """Bills paid from money paid ahead (预交款): reserved, or available when it comes to it.

    What the wallet lacks stays owed on the bill and is paid like any other. What is credited
    goes back to the wallet, as far as it came from there.
    """

    _name = "convenience.statement"
    _inherit = ["convenience.statement"]

    prepayment_available = fields.Monetary(
        compute="_compute_prepayment_available",
        groups="convenience_service.group_cashier",
        help="Of the payer's prepayment, neither spent nor reserved.",
    )

    def _compute_prepayment_available(self):
        for statement in self:
            payer = statement.partner_id.with_company(statement.company_id)
            statement.prepayment_available = payer.convenience_prepayment_available

    # ------------------------------------------------------------------ turned against a bill

    def _settle_from_funds(self):
        result = super()._settle_from_funds()
        statements = self.sudo().filtered(lambda statement: statement.kind != "monthly")
        reserved = statements._reserved_requests()
        concerned = statements.filtered(
            lambda statement: statement.kind == "prepaid" or statement in reserved
        )
        for company, own in concerned.grouped("company_id").items():
            wallets = self.env["convenience.wallet"]._find(company, own.partner_id)._lock()
            by_payer = wallets.grouped("partner_id")
            paid_ahead = own.filtered(lambda one, payers=by_payer: one.partner_id in payers)
            paid_ahead._settle_from_wallets(by_payer, reserved)
        return result

    def _reserved_requests(self):
        """Return {statement: its requests that have money set aside}."""
        lines = self.line_ids.filtered("active")
        by_statement = lines.filtered("request_line_id.request_id.prepayment_reserved").grouped(
            "statement_id"
        )
        return {statement: own.request_id for statement, own in by_statement.items()}

    def _settle_from_wallets(self, wallets, reserved):
        """Use what was set aside for the requests; a prepaid bill also what is available.

        :param wallets: {payer: wallet, locked}
        :param reserved: {statement: its requests that have money set aside}
        """
        released = self._set_free(wallets, reserved)
        # what is set free for the bills to come is theirs
        kept = Counter()
        for statement, amount in released.items():
            kept[statement.partner_id] += amount
        uses, left_over = {}, self.env["convenience.wallet"]
        for statement in self:
            payer, own = statement.partner_id, released[statement]
            kept[payer] -= own
            usable = wallets[payer].available - kept[payer] if statement.kind == "prepaid" else own
            used = min(usable, statement.amount_residual)
            if statement.currency_id.compare_amounts(used, 0) > 0:
                uses[statement] = (wallets[payer], used)
                kept[payer] += used
            if statement.currency_id.compare_amounts(own, used) > 0:
                left_over |= wallets[payer]
        self._use_wallets(uses)
        for wallet in left_over:
            self.env["convenience.request"]._reserve_waiting(wallet)

    def _set_free(self, wallets, reserved):
        """End what is set aside for requests that are billed; returns {statement: how much}."""
        requests = self.env["convenience.request"]
        changes, values, released = [], {}, dict.fromkeys(self, 0.0)
        for statement in self:
            for request in reserved.get(statement, requests):
                excess = -request._prepayment_gap()
                if excess > 0:
                    links = {"request_id": request.id, "statement_id": statement.id}
                    wallet = wallets[statement.partner_id]
                    changes.append((wallet, excess, request.office_id, links))
                    left = request.currency_id.round(request.prepayment_reserved - excess)
                    values[request.id] = {"prepayment_reserved": left}
                    released[statement] += excess
        if changes:
            self.env["convenience.wallet"]._change_each("released", changes)
            requests.browse(values)._write_guarded_each(values)
        return released

    def _use_wallets(self, uses):
        """Turn amounts of wallets against the invoices, in the books as well.

        :param uses: {statement: (wallet, amount above zero)}
        """
        if not uses:
            return
        entries = self.env["account.move"]._book_convenience_transfers(
            [
                wallet._prepare_transfer(
                    "wallet_use", amount, statement, statement.invoice_id._convenience_receivables()
                )
                for statement, (wallet, amount) in uses.items()
            ]
        )
        wallets = self.env["convenience.wallet"]
        changes = [
            (
                wallet,
                amount,
                statement.office_id,
                {"statement_id": statement.id, "entry_id": entry.id, "date": entry.date},
            )
            for (statement, (wallet, amount)), entry in zip(uses.items(), entries, strict=True)
        ]
        wallets._change_each("used", changes).wallet_id._reconcile_ledger()

    # ------------------------------------------------------------------ any bill, on request

    def action_pay_from_wallet(self):
        """Pay the bills from what is available of the payer's prepayment: the cashier's to do.

        :raise AccessError: for anybody else
        :raise UserError: when nothing is owed, or nothing is available
        """
        self._require_role(CASHIER, act=self.env._("pay it from the prepayment"))
        for statement in self:
            # sudo: the cashier's decision is the permission
            wallet = statement.sudo()._payers_wallet()
            left = statement._left_to_collect()[statement]
            statement._pay_from_wallet(min(wallet.available, left))
        return True

    def _pay_from_wallet(self, amount):
        """Pay a bill from what is available of its payer's prepayment.

        The caller has checked who asks.

        :param float amount: company currency
        :raise UserError: when the bill is not open, or more is asked for than is owed or available
        """
        self.ensure_one()
        # sudo: who asks is checked by the caller
        statement = self.sudo()
        wallet = statement._payers_wallet()
        # what a collector has in hand already is not taken a second time
        left = statement._left_to_collect()[statement] if statement.state == "invoiced" else 0.0
        currency = statement.currency_id
        if currency.compare_amounts(amount, 0) <= 0 or currency.compare_amounts(amount, left) > 0:
            raise UserError(
                self.env._(
                    "%(statement)s has %(left)s left to pay, and %(available)s are available of "
                    "the prepayment of %(payer)s. Pay no more than both.",
                    statement=statement.name,
                    left=wallet._in_currency(left),
                    available=wallet._in_currency(wallet.available),
                    payer=statement.partner_id.name,
                )
            )
        statement._use_wallets({statement: (wallet, amount)})

    def _payers_wallet(self):
        """Return the wallet of the payer, locked."""
        wallet = self.env["convenience.wallet"]._find(self.company_id, self.partner_id)
        if not wallet:
            raise UserError(
                self.env._(
                    "%(payer)s has paid nothing ahead. Take the money at the cash desk.",
                    payer=self.partner_id.name,
                )
            )
        return wallet._lock()

    # ------------------------------------------------------------------ credited

    def _after_credit(self, notes):
        result = super()._after_credit(notes)
        # sudo: the credit note is the permission
        for note in notes.sudo():
            note._credited_invoice().convenience_statement_id._give_back(note)
        return result

    def _give_back(self, note):
        """What was credited goes back to the wallet, as far as it came from there."""
        amount = min(self._used_from_wallet(), note.amount_residual)
        if self.currency_id.compare_amounts(amount, 0) <= 0:
            return
        wallet = self._payers_wallet()
        lines = note._convenience_receivables()
        transfer = wallet._prepare_transfer("wallet_return", -amount, self, lines)
        entry = self.env["account.move"]._book_convenience_transfers([transfer])
        wallet._change(
            "returned",
            amount,
            self.office_id,
            statement_id=self.id,
            entry_id=entry.id,
            date=entry.date,
            reason=note.name,
        )
        wallet._reconcile_ledger()
        self.env["convenience.request"]._reserve_waiting(wallet)

    def _wallet_sums(self):
        """Return {kind of movement: sum} of what these bills took from wallets or gave back."""
        # sudo: sums that bind whoever asks
        groups = (
            self.env["convenience.wallet.movement"]
            .sudo()
            ._read_group(
                Domain("statement_id", "in", self.ids) & Domain("kind", "in", ("used", "returned")),
                ["kind"],
                ["amount:sum"],
            )
        )
        return dict(groups)

    def _used_from_wallet(self):
        """Return how much of the bills a wallet paid, less what went back."""
        sums = self._wallet_sums()
        return sums.get("used", 0.0) - sums.get("returned", 0.0)

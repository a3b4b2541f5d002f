from collections import defaultdict

from odoo import api, fields, models

FIGURES = ("opening", "in", "out", "banked", "over_short", "closing")


class ConvenienceTill(models.Model):
    """What the ledger has on the account of a till."""

    _name = "convenience.till"
    _inherit = ["convenience.till"]

    def _ledger_domain(self):
        return [
            ("account_id", "=", self.account_id.id),
            ("company_id", "=", self.company_id.id),
            ("parent_state", "=", "posted"),
        ]

    def _daily_sums(self):
        """Return {day: what the account changed by}, in the order of the days."""
        # sudo: the till is counted, not the ledger read
        lines = self.env["account.move.line"].sudo()
        groups = lines._read_group(
            self._ledger_domain(), ["date:day"], ["balance:sum"], order="date:day"
        )
        return {fields.Date.to_date(day): balance for day, balance in groups}

    def _balance(self, day):
        """Return what the account holds at the end of a local day."""
        # sudo: as above
        lines = self.env["account.move.line"].sudo()
        ((balance,),) = lines._read_group(
            [*self._ledger_domain(), ("date", "<=", day)], aggregates=["balance:sum"]
        )
        return self.currency_id.round(balance or 0.0)

    def _lines_of(self, days):
        # sudo: as above
        lines = self.env["account.move.line"].sudo()
        return lines.search([*self._ledger_domain(), ("date", "in", list(days))], order="id")


class ConvenienceCashBook(models.Model):
    """The figures of a page: from the ledger while it is open, its own once it is signed."""

    _name = "convenience.cash.book"
    _inherit = ["convenience.cash.book"]

    amount_opening = fields.Monetary("Opening", compute="_compute_amounts", compute_sudo=True)
    amount_in = fields.Monetary("Received", compute="_compute_amounts", compute_sudo=True)
    amount_out = fields.Monetary("Paid Out", compute="_compute_amounts", compute_sudo=True)
    amount_banked = fields.Monetary(
        "Banked",
        compute="_compute_amounts",
        compute_sudo=True,
        help="Brought to the bank, or to another till.",
    )
    amount_over_short = fields.Monetary(
        "Over or Short",
        compute="_compute_amounts",
        compute_sudo=True,
        help="Approved and booked: more (长款) or, negative, less (短款) was counted.",
    )
    amount_closing = fields.Monetary("Closing", compute="_compute_amounts", compute_sudo=True)
    amount_difference = fields.Monetary(
        "Difference",
        compute="_compute_amounts",
        compute_sudo=True,
        help="Counted less what the book says, as far as it is not booked.",
    )
    amount_spent_takings = fields.Monetary(
        "Paid from the Day's Takings",
        compute="_compute_amounts",
        compute_sudo=True,
        help="Paid out beyond what the till held when the day began (坐支).",
    )
    is_warned_of_spending = fields.Boolean(compute="_compute_amounts", compute_sudo=True)

    @api.depends("state", "page", "amount_counted", "date", "till_id")
    def _compute_amounts(self):
        figures = self._figures()
        for book in self:
            own = figures[book]
            for name in FIGURES:
                book[f"amount_{name}"] = own[name]
            counted = book.state != "open"
            difference = book.amount_counted - own["closing"] if counted else 0.0
            book.amount_difference = book.currency_id.round(difference)
            spent = max(0.0, own["out"] - max(0.0, own["opening"]))
            book.amount_spent_takings = book.currency_id.round(spent)
            allowed = book.company_id.convenience_spends_takings
            book.is_warned_of_spending = bool(book.amount_spent_takings) and not allowed

    def _figures(self):
        """Return {page: {figure: amount}}."""
        signed = self.filtered(lambda book: book.state == "signed" and book.page)
        figures = {book: book.page["figures"] for book in signed}
        for till, books in (self - signed).grouped("till_id").items():
            figures.update(books._figures_of_till(till))
        return figures

    def _figures_of_till(self, till):
        sums = till._daily_sums()
        moved = till._lines_of(self.mapped("date")).grouped("date")
        kinds = self._kinds_of(till.env["account.move.line"].concat(*moved.values()))
        figures, rounded = {}, till.currency_id.round
        for book in self:
            own = defaultdict(float)
            for line in moved.get(book.date, ()):
                kind = kinds[line]
                own[kind] += line.balance if kind in ("in", "over_short") else -line.balance
            before = sum(amount for day, amount in sums.items() if day < book.date)
            own["opening"] = before
            own["closing"] = before + sums.get(book.date, 0.0)
            figures[book] = {name: rounded(own[name]) for name in FIGURES}
        return figures

    def _kinds_of(self, lines):
        """Return {line: `in`, `out`, `banked` or `over_short`}."""
        booked = self.difference_entry_ids
        return {
            line: (
                "over_short"
                if line.move_id in booked
                else "in"
                if line.balance > 0
                else "banked"
                if self._goes_to_bank(line)
                else "out"
            )
            for line in lines
        }

    @api.model
    def _goes_to_bank(self, line):
        """Whether what went out went to another place for money."""
        transfer = line.company_id.transfer_account_id
        others = line.move_id.line_ids - line
        return bool(others) and all(
            other.account_id == transfer or other.account_id.account_type == "asset_cash"
            for other in others
        )

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

from ..guard import formats
from ..guard.asked import asked_day, asked_id
from ..guard.tables import Table
from ..guard.workbook import Book

# Lines of the table on the first sheet, on a later one, and half-width characters a percent.
FIRST_SHEET, NEXT_SHEET, CAPACITY = 28, 38, 0.9
DIALOG = "convenience.payer.account"


class ReportPayerAccount(models.AbstractModel):
    """The account of a payer over any days (往来对账单): opening balance, bills, credits and
    payments, closing balance; what is held for the payer stands apart.

    It is the ledger: the receivables that count at the offices, each with its full amount, and
    what they were matched with that counts at none, such as a prepayment used. So the closing
    balance is what is open of them at the end of the last day.
    """

    _name = "report.convenience_service.report_payer_account"
    _description = "Account Statement of a Payer"

    @api.model
    def _get_report_values(self, docids, data=None):
        account = self._account(data or {})
        return {
            "doc_ids": account["payer"].ids,
            "doc_model": "res.partner",
            "docs": account["payer"],
            "paper": self._paper(account),
        }

    # ------------------------------------------------------------------ figures

    @api.model
    def _account(self, data):
        """Return all that is said for `data`: partner_id, company_id, office_id (none: all), and
        date_from, date_to (local days).

        :raise AccessError: for who may not see the payer or has no use of the account
        """
        self._check_reader()
        payer = self.env["res.partner"].browse(asked_id(self.env, data, "partner_id"))
        payer.check_access("read")
        company = self.env["res.company"].browse(asked_id(self.env, data, "company_id"))
        company.check_access("read")
        first, last = (asked_day(self.env, data, name) for name in ("date_from", "date_to"))
        offices = self._offices(company, data)
        events = self._events(payer, offices, last)
        rounded = company.currency_id.round
        opening = rounded(sum(event[-1] for event in events if event[0] < first))
        return {
            "payer": payer,
            "company": company,
            "offices": offices,
            "days": (first, last),
            "opening": opening,
            "events": [event for event in events if event[0] >= first],
            "closing": rounded(sum(event[-1] for event in events)),
            "held": self._held(payer, company, offices, last),
        }

    @api.model
    def _check_reader(self):
        if not self.env[DIALOG].has_access("read"):
            raise AccessError(
                self.env._(
                    "The account of a payer is for cashier, general manager and accountant. "
                    "%(user)s is none of these.",
                    user=self.env.user.name,
                )
            )

    @api.model
    def _offices(self, company, data):
        # sudo: an accountant of the company reads no offices, and sees all of its ledger
        offices = self.env["convenience.office"].sudo().with_context(active_test=False)
        chosen = (
            [("id", "=", asked_id(self.env, data, "office_id"))] if data.get("office_id") else []
        )
        return offices.search([("company_id", "=", company.id), *chosen])

    @api.model
    def _events(self, payer, offices, last):
        """Return (day, number, what, amount) up to a day, in order; above zero adds to the debt."""
        # sudo: the reader was checked; it is one payer's part of the ledger
        items = self.env["account.move.line"].sudo()
        items = items.search(
            [
                ("convenience_office_id", "in", offices.ids),
                ("convenience_payer_id", "=", payer.id),
                ("parent_state", "=", "posted"),
                ("date", "<=", last),
            ]
        )
        events = [(item.date, *self._named(item), item.balance) for item in items]
        matched = items.matched_debit_ids | items.matched_credit_ids
        for partial in matched.filtered(lambda one: one.max_date <= last):
            debit, credit = partial.debit_move_id, partial.credit_move_id
            # between two items of the account nothing changes
            if credit not in items:
                events.append((partial.max_date, *self._named(credit), -partial.amount))
            elif debit not in items:
                events.append((partial.max_date, *self._named(debit), partial.amount))
        return sorted(events, key=lambda event: (event[0], event[-1] < 0, event[1]))

    @api.model
    def _named(self, item):
        """Return number and kind of what an item of the ledger comes from."""
        move = item.move_id
        bill, payment = move.convenience_statement_id, move.origin_payment_id
        receipts = payment.convenience_receipt_ids | item.convenience_receipt_ids
        if bill:
            return bill.name, self.env._("Bill")
        if move._credited_invoice():
            return move.name, self.env._("Credit note")
        if move.convenience_purpose:
            purposes = dict(move._fields["convenience_purpose"]._description_selection(self.env))
            return move.ref or move.name, purposes[move.convenience_purpose]
        number = ", ".join(receipts.mapped("name")) or payment.name or move.name
        if payment or receipts:
            paid_in = item.balance < 0
            return number, self.env._("Paid in") if paid_in else self.env._("Paid back")
        return number, move.ref or self.env._("Other entry")

    @api.model
    def _held(self, payer, company, offices, day):
        """Return (what, number, amount) of money held for the payer at the end of a day."""
        rows = []
        labels = {
            "convenience.deposit": self.env._("Deposit"),
            "convenience.entrusted": self.env._("Entrusted Money"),
        }
        for model, label in labels.items():
            # sudo: the reader was checked
            held = self.env[model].sudo()._held_on(company, day)
            rows += [
                (label, record.name, amount)
                for record, amount in held.items()
                if record.partner_id == payer and record.office_id in offices
            ]
        # sudo: as above
        movements = self.env["convenience.wallet.movement"].sudo()
        own = [("wallet_id.partner_id", "=", payer.id), ("wallet_id.company_id", "=", company.id)]
        moved = movements.search([*own, ("date", "<=", day)])
        ahead = company.currency_id.round(sum(one._sign() * one.amount for one in moved))
        return [*rows, *([(self.env._("Prepayment"), "", ahead)] if ahead else [])]

    # ------------------------------------------------------------------ paper and sheet

    @api.model
    def _account_table(self, account):
        """Return the account as a table, from the opening to the closing balance."""
        first, last = account["days"]
        balance = account["opening"]
        rows = [[first, "", self.env._("Opening Balance"), None, None, balance]]
        for day, number, what, amount in account["events"]:
            balance = account["company"].currency_id.round(balance + amount)
            sides = (amount, None) if amount > 0 else (None, -amount)
            rows.append([day, number, what, *sides, balance])
        charged, paid = (sum(row[side] or 0.0 for row in rows) for side in (3, 4))
        total = [last, "", self.env._("Closing Balance"), charged, paid, account["closing"]]
        columns = [
            (self.env._("Date"), "date", 13),
            (self.env._("Number"), "text", 22),
            (self.env._("What"), "text", 0),
            (self.env._("Charged"), "money", 13),
            (self.env._("Paid or Credited"), "money", 14),
            (self.env._("Balance"), "money", 13),
        ]
        return Table(self.env._("Account Statement"), columns, rows, total)

    @api.model
    def _paper(self, account):
        table, currency = self._account_table(account), account["company"].currency_id
        rows = [[format_date(self.env, row[0]), *row[1:]] for row in (*table.rows, table.total)]
        # days on paper are text in the reader's language
        columns = [(table.labels[0], "text", 13), *table.columns[1:]]
        shown = Table(table.title, columns, rows[:-1], rows[-1])
        office = account["offices"][:1]
        return {
            "payer": account["payer"].name,
            "letterhead": {
                **formats.letterhead(office),
                "company": account["company"].name,
                "office": ", ".join(account["offices"].mapped("name")),
            },
            "period": formats.period(self.env, *account["days"]),
            "currency": currency.name,
            "table": shown.on_paper(self.env, currency, NEXT_SHEET, CAPACITY, FIRST_SHEET),
            "closing": formats.money_with_symbol(self.env, account["closing"], currency),
            "capitals": formats.capitals(account["closing"], currency),
            "is_over": account["closing"] < 0,
            "held": [
                (what, number, formats.money(self.env, amount, currency))
                for what, number, amount in account["held"]
            ],
        }

    @api.model
    def _xlsx(self, docids, data=None):
        """Return the account as the bytes of an xlsx file, what is held on a sheet of its own."""
        account, book = self._account(data or {}), Book()
        heading = [
            account["company"].name,
            account["payer"].name or "",
            formats.period(self.env, *account["days"]),
        ]
        self._account_table(account).fill_sheet(book, heading)
        columns = [
            (self.env._("What"), "text", 0),
            (self.env._("Number"), "text", 0),
            (self.env._("Amount"), "money", 0),
        ]
        rows = [list(row) for row in account["held"]]
        Table(self.env._("Held for the Payer"), columns, rows).fill_sheet(book, heading)
        return book.close()

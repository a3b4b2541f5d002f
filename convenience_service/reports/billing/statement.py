from itertools import accumulate
from operator import itemgetter

from odoo import api, fields, models
from odoo.tools import format_date

from ..guard.formats import (
    capitals,
    letterhead,
    money,
    money_with_symbol,
    number,
    period,
    printed_ids,
)
from ..guard.page_layout import row_height, split_sheets
from .paying import ways_to_pay

# Half-width characters that fit in: request, unit, item.
COLUMNS = (15, 14, 24)
# Lines that fit on the first sheet, on a later one, and that sums and signatures take.
FIRST_SHEET, NEXT_SHEET, CLOSING = 32, 39, 18
# Lines that the picture of a payment code takes beside them.
CODE = 6


class ReportStatement(models.AbstractModel):
    """The statement on paper (缴费通知单, to firms 对账单), each in its payer's language.

    Everything comes from the statement's own values, so that it prints the same after its invoice
    was cancelled (P2 4.3.1, P5 4.3.1).
    """

    _name = "report.convenience_service.report_statement"
    _description = "Statement on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        statements = self.env["convenience.statement"].browse(printed_ids(self.env, docids, data))
        return {
            "doc_ids": statements.ids,
            "doc_model": statements._name,
            "docs": statements,
            "papers": self._papers(statements),
        }

    @api.model
    def _papers(self, statements):
        """Return what each statement says, formatted in the language of its payer.

        :raise AccessError: when the user may not read one of them
        """
        statements.check_access("read")
        left = self._left_now(statements)
        return [
            self._paper(
                statement.with_context(lang=statement.partner_id.lang or self.env.lang),
                left[statement.id],
            )
            for statement in statements
        ]

    @api.model
    def _left_now(self, statements):
        """Return {statement id: (what the till asks for it and all before; the same, below zero
        where more is over)}; None for what is not to be paid on this paper.
        """
        accepted = statements.filtered(lambda one: one.state in ("confirmed", "invoiced"))
        credits = accepted._office_credits(accepted.office_id, accepted.partner_id)
        left = dict.fromkeys(statements.ids)
        for statement, bills in accepted._with_earlier().items():
            owed, over, to_pay = (bills or statement)._sum_to_pay(credits)
            left[statement.id] = (to_pay, owed - over)
        return left

    @api.model
    def _paper(self, statement, left):
        env, lines = statement.env, statement.line_ids
        rows = [self._row(line) for line in lines]
        paying = ways_to_pay(statement.office_id, statement.name)
        closing = CLOSING + len(statement.opening_parts or ()) + CODE * bool(paying["code"])
        sheets = split_sheets(rows, FIRST_SHEET, NEXT_SHEET, itemgetter("height"), closing)
        return {
            **self._sums(statement, left),
            "statement": statement,
            "lang": env.lang,
            "letterhead": letterhead(statement.office_id),
            "units": ", ".join(dict.fromkeys(filter(None, lines.mapped("unit_name")))),
            "period": period(env, statement.date_from, statement.date_to),
            "printed_on": format_date(env, statement.office_id._today()),
            "cancelled_on": self._cancelled_on(statement),
            "due_date": format_date(env, self._due_date(statement)),
            "sheets": sheets,
            "carried": self._carried(statement, sheets),
            "paying": paying,
        }

    @api.model
    def _sums(self, statement, left):
        """What is due by the statement's own values, and what is left of that now."""
        env, currency = statement.env, statement.currency_id
        due = statement.amount_due
        to_pay, balance = left or (max(due, 0.0), due)
        paid = currency.round(due - balance)
        moved = not currency.is_zero(paid)
        return {
            "amount_total": money(env, statement.amount_total, currency),
            "opening_balance": money(env, statement.opening_balance, currency),
            "parts": self._parts(statement),
            "is_over": statement.opening_balance < 0,
            "amount_due": money_with_symbol(env, due, currency),
            "paid": money(env, paid, currency) if moved and paid > 0 else "",
            "to_pay": money_with_symbol(env, to_pay, currency) if moved else "",
            "capitals": capitals(to_pay if moved else due, currency),
        }

    @api.model
    def _parts(self, statement):
        """Return (period, number, amount) of the bills that the opening balance consists of."""
        env = statement.env
        return [
            (
                period(env, *map(fields.Date.to_date, (first, last))) if last else "",
                name,
                money(env, amount, statement.currency_id),
            )
            for name, first, last, amount in statement.opening_parts or []
        ]

    @api.model
    def _carried(self, statement, sheets):
        """Return the running subtotal at the end of each sheet; none on a paper of one sheet."""
        if len(sheets) == 1:
            return [""]
        sums = accumulate(sum(row["sum"] for row in sheet) for sheet in sheets)
        return [money(statement.env, total, statement.currency_id) for total in sums]

    @api.model
    def _row(self, line):
        env = line.env
        item = line.name or line.product_id.name
        texts = (line.request_name or "", line.unit_name or "", item)
        return {
            "date": self._date_of(line),
            "request": texts[0],
            "unit": texts[1],
            "item": item,
            "quantity": number(env, line.quantity),
            "uom": line.uom_id.name or "",
            "price": money(env, line.price_unit, line.currency_id),
            "amount": money(env, line.amount, line.currency_id),
            "sum": line.amount,
            "height": max(row_height(texts, COLUMNS), self._height_of(line)),
        }

    @api.model
    def _date_of(self, line):
        """Hook: the day of a visit."""
        return format_date(line.env, line.date)

    @api.model
    def _height_of(self, line):
        """Hook: how many lines of text the day takes."""
        return 1

    @api.model
    def _cancelled_on(self, statement):
        """The local day of the cancellation, if there was one."""
        moment = statement.state == "cancelled" and statement.cancelled_on
        return moment and format_date(statement.env, statement.office_id._local_date(moment))

    @api.model
    def _due_date(self, statement):
        """The day by which the terms ask for the money; none without terms or before invoicing."""
        # sudo: of the invoice only this day, which is told to the payer
        invoice = statement.sudo().invoice_id
        return bool(invoice.invoice_payment_term_id) and invoice.invoice_date_due

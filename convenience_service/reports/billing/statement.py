from operator import itemgetter

from odoo import api, models
from odoo.tools import format_date

from ..guard.formats import letterhead, money, money_with_symbol, number, period, printed_ids
from ..guard.page_layout import row_height, split_sheets

# Half-width characters that fit in: request, unit, item.
COLUMNS = (15, 14, 24)
# Lines that fit on the first sheet, on a later one, and that sums and signatures take.
FIRST_SHEET, NEXT_SHEET, CLOSING = 33, 41, 15


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
        return [
            self._paper(statement.with_context(lang=statement.partner_id.lang or self.env.lang))
            for statement in statements
        ]

    @api.model
    def _paper(self, statement):
        env, lines = statement.env, statement.line_ids
        rows = [self._row(line) for line in lines]
        return {
            "statement": statement,
            "lang": env.lang,
            "letterhead": letterhead(statement.office_id),
            "units": ", ".join(dict.fromkeys(filter(None, lines.mapped("unit_name")))),
            "period": period(env, statement.date_from, statement.date_to),
            "printed_on": format_date(env, statement.office_id._today()),
            "cancelled_on": self._cancelled_on(statement),
            "due_date": format_date(env, self._due_date(statement)),
            "sheets": split_sheets(rows, FIRST_SHEET, NEXT_SHEET, itemgetter("height"), CLOSING),
            "amount_total": money(env, statement.amount_total, statement.currency_id),
            "opening_balance": money(env, statement.opening_balance, statement.currency_id),
            "is_over": statement.opening_balance < 0,
            "amount_due": money_with_symbol(env, statement.amount_due, statement.currency_id),
        }

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

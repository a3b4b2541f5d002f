import re

from odoo import api, models
from odoo.tools import format_date

from ..guard.formats import letterhead, money_with_symbol, period


class ReportSettlementBook(models.AbstractModel):
    """All statements of a settlement as one document, in the order in which they are delivered."""

    _name = "report.convenience_service.report_settlement_book"
    _description = "Book of a Settlement"

    @api.model
    def _get_report_values(self, docids, data=None):
        settlements = self.env["convenience.settlement"].browse(docids)
        settlements.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": settlements._name,
            "docs": settlements,
            "books": [self._book(settlement) for settlement in settlements],
        }

    @api.model
    def _book(self, settlement):
        statements = settlement.statement_ids.sorted(self._delivery_order)
        return {
            "cover": self._cover(settlement, statements),
            "papers": self.env["report.convenience_service.report_statement"]._papers(statements),
        }

    @api.model
    def _delivery_order(self, statement):
        """House by house, 2栋 before 10栋."""
        places = [name for name in statement.line_ids.mapped("unit_name") if name]
        # the parts alternate between text and digits, so that like meets like
        return min(
            [
                [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", place)]
                for place in places
            ],
            default=[],
        )

    @api.model
    def _cover(self, settlement, statements):
        cancelled = statements.filtered(lambda statement: statement.state == "cancelled")

        def total(records, field):
            return money_with_symbol(self.env, sum(records.mapped(field)), settlement.currency_id)

        return {
            "settlement": settlement,
            "letterhead": letterhead(settlement.office_id),
            "period": period(self.env, settlement.date_from, settlement.date_to),
            "payers": len(statements),
            "amount_total": total(statements, "amount_total"),
            "opening_balance": total(statements, "opening_balance"),
            "amount_due": total(statements, "amount_due"),
            "cancelled": len(cancelled),
            "cancelled_amount": total(cancelled, "amount_due"),
            "stamps": self._stamps(settlement),
            "printed_on": format_date(self.env, settlement.office_id._today()),
        }

    @api.model
    def _stamps(self, settlement):
        """Return (what, who, local day) of each step that was taken."""
        steps = [
            (self.env._("Compiled by"), settlement.compiled_by_id, settlement.compiled_on),
            (self.env._("Reviewed by"), settlement.reviewed_by_id, settlement.reviewed_on),
            (self.env._("Accepted by"), settlement.confirmed_by_id, settlement.confirmed_on),
        ]
        return [
            (label, user.name, format_date(self.env, settlement.office_id._local_date(moment)))
            for label, user, moment in steps
            if user
        ]

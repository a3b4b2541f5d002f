from operator import itemgetter

from odoo import api, models
from odoo.tools import format_date

from ..guard import formats
from ..guard.page_layout import row_height, split_sheets

# Half-width characters that fit in: item, recurrence.
COLUMNS = (24, 34)
# Lines that fit on the first sheet and on later ones, and what terms and signatures take.
FIRST_SHEET, NEXT_SHEET, CLOSING = 24, 38, 16


class ReportAgreement(models.AbstractModel):
    """The agreement on paper (委托服务单, P3 4 (4)): what is ordered, and the place to sign."""

    _name = "report.convenience_service.report_agreement"
    _description = "Service Agreement on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        agreements = self.env["convenience.agreement"].browse(
            formats.printed_ids(self.env, docids, data)
        )
        agreements.check_access("read")
        return {
            "doc_ids": agreements.ids,
            "doc_model": agreements._name,
            "docs": agreements,
            "papers": [
                self._paper(one.with_context(lang=one.partner_id.lang or self.env.lang))
                for one in agreements
            ],
        }

    @api.model
    def _paper(self, agreement):
        rows = [self._row(line) for line in agreement.line_ids]
        return {
            "agreement": agreement,
            "lang": agreement.env.lang,
            "letterhead": formats.letterhead(agreement.office_id),
            "facts": self._facts(agreement),
            "sheets": split_sheets(rows, FIRST_SHEET, NEXT_SHEET, itemgetter("height"), CLOSING),
            "signed_on": formats.moment(agreement.env, agreement.office_id, agreement.activated_on),
        }

    @api.model
    def _facts(self, agreement):
        """Return pairs of (label, text) a row, as they stand in the grid on top."""
        env = agreement.env
        modes = dict(agreement._fields["settlement_mode"]._description_selection(env))
        until = format_date(env, agreement.date_to) or env._("until it is ended")
        return [
            [
                (env._("Number"), agreement.name),
                (env._("Settlement Mode"), modes[agreement.settlement_mode]),
            ],
            [(env._("Unit"), agreement.unit_id.name), (env._("Phone"), agreement.phone)],
            [
                (env._("Customer"), agreement.partner_id.name),
                (env._("Payer"), agreement.payer_id.name),
            ],
            [(env._("From"), format_date(env, agreement.date_from)), (env._("Last Day"), until)],
        ]

    @api.model
    def _row(self, line):
        env = line.env
        basis = dict(line._fields["price_basis"]._description_selection(env))
        first, last = line._span()
        return {
            "item": line.name,
            "quantity": formats.number(env, line.quantity),
            "recurrence": line.recurrence_text,
            "price": formats.money(env, line.price_unit, line.currency_id),
            "basis": basis[line.price_basis],
            "deposit": formats.money(env, line.deposit, line.currency_id) if line.deposit else "",
            "days": f"{format_date(env, first)} – {format_date(env, last)}",
            "height": row_height((line.name or "", line.recurrence_text or ""), COLUMNS) + 1,
        }

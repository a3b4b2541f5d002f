from odoo import api, models
from odoo.tools import format_date

from ..guard import formats


class ReportHandin(models.AbstractModel):
    """The register of hand-ins (上交登记表), on which residents sign for what comes back."""

    _name = "report.convenience_service.report_handin"
    _description = "Register of Hand-Ins"

    @api.model
    def _get_report_values(self, docids, data=None):
        handins = self.env["convenience.handin"].browse(formats.printed_ids(self.env, docids, data))
        handins.check_access("read")
        offices = handins.sorted("date").grouped("office_id")
        return {
            "doc_ids": handins.ids,
            "doc_model": handins._name,
            "docs": handins,
            "papers": [self._paper(office, own) for office, own in offices.items()],
        }

    @api.model
    def _paper(self, office, handins):
        held = sum(handins.mapped("amount_held"))
        return {
            "letterhead": formats.letterhead(office),
            "rows": [self._row(handin) for handin in handins],
            "held": formats.money_with_symbol(self.env, held, office.currency_id),
            "signatures": [
                self.env._("Taken In By"), self.env._("Service Manager"), self.env._("Director"),
            ],
        }  # fmt: skip

    @api.model
    def _row(self, handin):
        money = formats.money(self.env, handin.amount, handin.currency_id)
        return {
            "name": handin.name,
            "date": format_date(self.env, handin.date),
            "person": handin.employee_id.name,
            "what": money if handin.kind == "money" else handin.thing,
            "from": handin.partner_id.name or handin.given_by or "",
            "unit": handin.unit_id.name or "",
            "became": self._said(handin),
            "signed": handin.signed_name or "",
        }

    @api.model
    def _said(self, handin):
        state = handin._state_label(handin.state)
        if handin.state != "applied":
            return state
        return self.env._(
            "%(state)s: %(receipt)s, %(paid)s; given back %(back)s",
            state=state,
            receipt=handin.receipt_id.name,
            paid=handin._in_currency(handin.amount_applied),
            back=handin._in_currency(handin.amount_returned),
        )

from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain

from ..guard.asked import asked_day, asked_id

FINISHED_STATES = ("done", "signed", "reviewed")


class Period(NamedTuple):
    """What a monthly report is about: an office from a first to a last local day."""

    office: models.Model
    date_from: object
    date_to: object
    settlement: models.Model

    @property
    def name(self):
        """Office and month, as settlements are named."""
        return f"{self.office.name} {self.date_to:%Y-%m}"


class ConvenienceMonthReportMixin(models.AbstractModel):
    """What the monthly reports share: who may read them, about which office and days."""

    _name = "convenience.month.report.mixin"
    _inherit = ["convenience.money.report.mixin"]
    _description = "Monthly Report"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Report on settlements, or on `data`: office_id, date_from and date_to (local days)."""
        periods = self._periods(docids, data)
        return {
            "doc_ids": docids,
            "doc_model": "convenience.settlement",
            "docs": self.env["convenience.settlement"].browse(docids),
            "reports": [self._report(period) for period in periods],
        }

    @api.model
    def _report(self, period):
        """Return what the template shows of one period."""
        raise NotImplementedError

    @api.model
    def _periods(self, docids, data=None):
        self._check_reader()
        settlements = self.env["convenience.settlement"].browse(docids)
        settlements.check_access("read")
        if not settlements:
            return [self._period_of(data or {})]
        return [
            Period(settlement.office_id, settlement.date_from, settlement.date_to, settlement)
            for settlement in settlements
        ]

    @api.model
    def _period_of(self, data):
        office = self.env["convenience.office"].browse(asked_id(self.env, data, "office_id"))
        office.check_access("read")
        first, last = (asked_day(self.env, data, name) for name in ("date_from", "date_to"))
        settlement = self.env["convenience.settlement"].search(
            [("office_id", "=", office.id), ("date_from", "=", first), ("date_to", "=", last)]
        )
        return Period(office, first, last, settlement)

    @api.model
    def _reader_refusal(self, user):
        return self.env._(
            "The monthly reports of an office are for service manager, director, cashier "
            "and general manager. %(user)s is none of these.",
            user=user.name,
        )

    @api.model
    def _finished_in(self, period):
        """Lines of work that was finished in the period, by the office's local days."""
        return (
            Domain("office_id", "=", period.office.id)
            & Domain("date_done", ">=", period.date_from)
            & Domain("date_done", "<=", period.date_to)
            & Domain("request_id.state", "in", FINISHED_STATES)
        )

    @api.model
    def _signatures(self):
        """Who signs the report: 制表、审核、收银."""
        return [self.env._("Prepared by"), self.env._("Reviewed by"), self.env._("Cashier")]

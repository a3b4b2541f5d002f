from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from .line_pricing import MONTH
from .proration import prorated_runs, served_runs

ONE_DAY = timedelta(days=1)


class ConvenienceAgreementLine(models.Model):
    """What a flat month costs (包月): the whole of it, or the days served.

    The parts of a month add up to its price, wherever start and end cut it; with a suspension, to
    the price by the days served of the days of the month. A month that nobody billed, found late
    or freed by a credit, comes along with the next settlement.
    """

    _name = "convenience.agreement.line"
    _inherit = ["convenience.agreement.line"]

    @api.model
    def _flat_domain(self, office, mode, until):
        """What the office bills by the month, in one way of settling, up to a day."""
        return (
            Domain("office_id", "=", office.id)
            & Domain("price_basis", "=", "flat")
            & Domain("settlement_mode", "=", mode)
            & Domain("state", "in", ("active", "ended"))
            & Domain("date_from", "<=", until)
            & Domain("price_unit", ">", 0)
        )

    def _unbilled_claims(self, until, billed=None):
        """Return [(line, values of a statement line)] of every period that ends by the day.

        :param until: last local day of the office's period that is settled
        :param billed: {line: days on statements already}, where the caller knows them
        """
        billed = self._billed_spans() if billed is None else billed
        claims = []
        for office, lines in self.grouped("office_id").items():
            day = min(lines.mapped("date_from"))
            while day <= until:
                period = office._period(day)
                claims += lines._flat_claims(*period, billed) if period[1] <= until else []
                day = period[1] + ONE_DAY
        return claims

    def _flat_claims(self, period_from, period_to, billed=None):
        """Return [(line, values of a statement line)] of the lines not billed for the period.

        :param billed: {line: days on statements already}, where the caller knows them
        """
        billed = self._billed_spans() if billed is None else billed
        claims = []
        for line in self:
            runs = line._unbilled_runs(period_from, period_to, billed.get(line, []))
            amount = line._amount_of(runs, period_from, period_to)
            if amount:
                claims.append((line, line._prepare_flat_claim(runs, amount)))
        return claims

    def _billed_spans(self):
        """Return {line: [(first day, last day)]} of what is on statements."""
        claims = self.env["convenience.statement.line"].search(
            [("agreement_line_id", "in", self.ids)]
        )
        return claims._flat_spans()

    def _unbilled_runs(self, period_from, period_to, billed):
        """Return (first, last) of each run of days served in the period and on no statement."""
        first, last = self._span()
        first, last = max(first, period_from), min(last or period_to, period_to)
        if last < first or any(start <= first and last <= end for start, end in billed):
            return []
        excluded = [*self._suspended_spans(), *billed]
        return served_runs([(first, last)], excluded, period_from, period_to)

    def _amount_of(self, runs, period_from, period_to):
        currency = self.currency_id
        spans = [self._span()], self._suspended_spans()
        period = period_from, period_to
        amount = prorated_runs(self._month_price(), runs, *spans, *period, currency.decimal_places)
        return currency.round(amount)

    def _month_price(self):
        return self.currency_id.round(self.quantity * self.price_unit)

    def _prepare_flat_claim(self, runs, amount):
        """Return the statement line of these days; a part of a month is one piece of its own."""
        whole = amount == self._month_price()
        return {
            "agreement_line_id": self.id,
            "period_from": runs[0][0],
            "period_to": runs[-1][1],
            "request_name": self.agreement_id.name,
            "date": runs[-1][1],
            "unit_id": self.unit_id.id,
            "unit_name": self.unit_id.name,
            "product_id": self.product_id.id,
            "name": self.name,
            "quantity": self.quantity if whole else 1.0,
            "uom_id": self.env.ref(MONTH).id,
            "price_unit": self.price_unit if whole else amount,
            "tax_ids": [(6, 0, self.tax_ids.ids)],
            "amount": amount,
        }

from odoo import models


class ConvenienceAnnualLine(models.Model):
    """What last year's figures suggest, each with the figures that say so. P1 制度 4, P2 4.4.4.

    Nothing is decided by it.
    """

    _name = "convenience.annual.line"
    _inherit = ["convenience.annual.line"]

    def _suggest(self):
        suggested = {}
        for line in self:
            suggestion, because = line._suggestion()
            suggested[line.id] = {"suggestion": suggestion, "suggested_because": because}
        self._write_guarded_each(suggested)

    def _suggestion(self):
        """Hook: return (a key of `suggestion` or False, the sentence that names its figures)."""
        year = str(self.round_id.year - 1)
        if not self.tariff_line_id:
            asked = self.env._(
                "Asked for %(times)s times in %(year)s.", times=self.demands, year=year
            )
            return ("new", asked) if self.demands else (False, False)
        if not (self.times or self.subscribers or self.demands or self.revenue):
            return "stop", self.env._("Nobody ordered or asked for it in %(year)s.", year=year)
        if self.revenue and self.margin_rate < self.tariff_line_id._margin_bounds()[0]:
            return "raise", self.env._(
                "It brought %(revenue)s and cost %(cost)s.",
                revenue=self._in_currency(self.revenue),
                cost=self._in_currency(self.cost),
            )
        return "keep", self.env._(
            "%(times)s times, %(revenue)s, margin %(rate)s%%.",
            times=self.times,
            revenue=self._in_currency(self.revenue),
            rate=round(self.margin_rate * 100, 1),
        )

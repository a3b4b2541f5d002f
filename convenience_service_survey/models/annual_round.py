from odoo import models

from odoo.addons.convenience_service.models.planning.figures import Offered


class ConvenienceAnnualRound(models.Model):
    """What those who were asked say of each item, beside last year's figures (P1 制度 4, P2 4.1.1).

    The latest closed round of each kind counts, of the year that is planned or the one before.
    """

    _name = "convenience.annual.round"
    _inherit = ["convenience.annual.round"]

    def _figures_of_year(self, in_force):
        figures = super()._figures_of_year(in_force)
        for kind, name, value_of in (
            ("opinion", "satisfaction", lambda result: result.satisfaction_rate / 100),
            ("demand", "fair_price", lambda result: result.price_median),
        ):
            for result in self._latest_results(kind):
                value = value_of(result)
                for offered in self._offered_of(result, figures, in_force):
                    figures[offered][name] = value
        return figures

    def _latest_results(self, kind):
        """Return the results by item of the latest round of a kind that is closed."""
        latest = self.env["convenience.survey.round"].search(
            [
                ("office_id", "=", self.office_id.id),
                ("kind", "=", kind),
                ("state", "=", "closed"),
                ("year", "in", (self.year, self.year - 1)),
            ],
            order="year desc, id desc",
            limit=1,
        )
        return self.env["convenience.survey.result"].search(
            [
                ("round_id", "=", latest.id),
                ("product_id", "!=", False),
                ("customer_type_id", "=", False),
            ]
        )

    def _offered_of(self, result, figures, in_force):
        """Return the lines of the item, whoever they are for; a new one where there is none."""
        item = result.product_id.id
        own = {one for one in (*figures, *in_force) if one.product_id == item}
        return own or {Offered(item, False)}

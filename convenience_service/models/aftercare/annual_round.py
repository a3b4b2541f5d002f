from odoo import models
from odoo.fields import Domain

from .quality import LIKED


class ConvenienceAnnualRound(models.Model):
    """What follow-ups say of last year's items stands beside what they brought."""

    _name = "convenience.annual.round"
    _inherit = ["convenience.annual.round"]

    def _add_by_item(self, by_item):
        result = super()._add_by_item(by_item)
        answered = Domain("state", "=", "reached") & Domain("satisfaction", "!=", False)
        groups = self.env["convenience.followup"]._read_group(
            self._of_year("date_done") & answered & Domain("product_id", "!=", False),
            ["product_id", "satisfaction"],
            ["__count"],
        )
        answers, liked = {}, {}
        for product, satisfaction, count in groups:
            answers[product] = answers.get(product, 0) + count
            liked[product] = liked.get(product, 0) + count * (satisfaction in LIKED)
        for product, count in answers.items():
            by_item[product.id]["satisfaction"] = liked[product] / count
        return result

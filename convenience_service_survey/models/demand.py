from odoo import api, fields, models


class ConvenienceDemand(models.Model):
    """Demand of surveys stands beside that of enquiries and refused orders.

    Who asked at the desk is one; of a survey one row says how many households want the item.
    """

    _name = "convenience.demand"
    _inherit = ["convenience.demand"]

    survey_round_id = fields.Many2one(
        "convenience.survey.round",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    asked_count = fields.Integer("Asked For By", default=1, readonly=True, copy=False)

    _survey_once = models.UniqueIndex(
        "(survey_round_id, product_id) WHERE survey_round_id > 0 AND product_id > 0",
        "The demand of a survey is put down once for each item.",
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"survey_round_id", "asked_count"}

    @api.model
    def _guarded_defaults(self):
        kept = {"survey_round_id": False, "asked_count": 1}
        return {**super()._guarded_defaults(), **kept}

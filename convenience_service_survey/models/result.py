from odoo import api, fields, models

GRADES = ("very_satisfied", "satisfied", "basically_satisfied", "dissatisfied")
USES = ("weekly", "monthly", "seldom", "unwanted")


class ConvenienceSurveyResult(models.Model):
    """What the valid sheets of a closed round say of an item, or of the service on the whole.

    Without a customer type: of all sheets. A type stands apart only where so many answered that
    nobody's answer can be guessed (see `grouping`).
    """

    _name = "convenience.survey.result"
    _description = "Survey Result"
    _inherit = ["convenience.guarded.mixin"]
    _order = "round_id desc, sequence, id"
    _rec_name = "label"
    _check_company_auto = True

    round_id = fields.Many2one(
        "convenience.survey.round", required=True, readonly=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(readonly=True)
    office_id = fields.Many2one(related="round_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="round_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(related="round_id.kind", store=True)
    year = fields.Integer(related="round_id.year", store=True, aggregator=None)
    product_id = fields.Many2one(
        "product.product",
        "Service Item",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    aspect = fields.Selection(
        [
            ("item", "Item"),
            ("attitude", "Attitude"),
            ("time", "Time"),
            ("price", "Price"),
            ("overall", "On the Whole"),
        ],
        readonly=True,
        required=True,
    )
    label = fields.Char("About", compute="_compute_label")
    customer_type_id = fields.Many2one(
        "convenience.customer.type", readonly=True, ondelete="restrict"
    )
    answer_count = fields.Integer("Answers", readonly=True)
    weekly = fields.Integer("Every Week", readonly=True)
    monthly = fields.Integer("Every Month", readonly=True)
    seldom = fields.Integer("A Few Times a Year", readonly=True)
    unwanted = fields.Integer("Not Wanted", readonly=True)
    wanted = fields.Integer(compute="_compute_wanted", store=True)
    wanted_rate = fields.Float(
        "Wanted %", compute="_compute_wanted", store=True, digits=(5, 1), aggregator=None
    )
    price_count = fields.Integer("Prices Named", readonly=True)
    price_low = fields.Monetary("Lower Quartile", readonly=True, aggregator=None)
    price_median = fields.Monetary("Fair Price", readonly=True, aggregator=None)
    price_high = fields.Monetary("Upper Quartile", readonly=True, aggregator=None)
    very_satisfied = fields.Integer(readonly=True)
    satisfied = fields.Integer(readonly=True)
    basically_satisfied = fields.Integer(readonly=True)
    dissatisfied = fields.Integer(readonly=True)
    satisfaction_rate = fields.Float(
        "Satisfaction Rate %",
        compute="_compute_rates",
        store=True,
        digits=(5, 1),
        aggregator=None,
        help="(Very satisfied + satisfied + basically satisfied) ÷ valid answers.",
    )
    strict_rate = fields.Float(
        "Strict Rate %",
        compute="_compute_rates",
        store=True,
        digits=(5, 1),
        aggregator=None,
        help="(Very satisfied + satisfied) ÷ valid answers.",
    )

    @api.depends("product_id", "aspect")
    def _compute_label(self):
        aspects = dict(self._fields["aspect"]._description_selection(self.env))
        for result in self:
            # sudo: how the item is called
            result.label = result.sudo().product_id.name or aspects.get(result.aspect)

    @api.depends("weekly", "monthly", "seldom", "unwanted")
    def _compute_wanted(self):
        for result in self:
            result.wanted = result.weekly + result.monthly + result.seldom
            said = result.wanted + result.unwanted
            result.wanted_rate = 100 * result.wanted / said if said else 0.0

    @api.depends(*GRADES)
    def _compute_rates(self):
        for result in self:
            strict = result.very_satisfied + result.satisfied
            broad = strict + result.basically_satisfied
            said = broad + result.dissatisfied
            result.satisfaction_rate = 100 * broad / said if said else 0.0
            result.strict_rate = 100 * strict / said if said else 0.0

    @api.model
    def _guarded_fields(self):
        own = {name for name, field in self._fields.items() if field.store and name != "id"}
        return super()._guarded_fields() | own

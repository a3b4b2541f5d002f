from odoo import api, fields, models
from odoo.exceptions import UserError

from ..request.request_line import COST_GROUPS


class ConvenienceAnnualLine(models.Model):
    """An item for one or all types of customer: what it was last year, and what becomes of it.

    Figures are those of the local days of last year. What the rules suggest decides nothing.
    """

    _name = "convenience.annual.line"
    _description = "Item of an Annual Round"
    _inherit = ["convenience.guarded.mixin"]
    _order = "round_id, sequence, id"
    _rec_name = "wish"
    _check_company_auto = True

    round_id = fields.Many2one(
        "convenience.annual.round", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=1000)
    office_id = fields.Many2one(related="round_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(related="round_id.state")
    product_id = fields.Many2one(
        "product.product",
        "Item",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('is_convenience', '=', True)]",
        help="Empty while a wish has no item yet.",
    )
    wish = fields.Char(help="What was asked for and is not offered.")
    customer_type_id = fields.Many2one("convenience.customer.type", help="Empty: for every type.")
    tariff_line_id = fields.Many2one(
        "convenience.tariff.line", "Line in Force", readonly=True, ondelete="set null"
    )
    price_before = fields.Monetary(related="tariff_line_id.price", string="Price So Far")

    # ------------------------------------------------------------------ last year

    times = fields.Integer(readonly=True, help="How often it was done.")
    quantity = fields.Float(readonly=True, digits="Product Unit")
    revenue = fields.Monetary(readonly=True, help="Tax included, flat months of agreements too.")
    cost = fields.Monetary(
        "Cost of the Year",
        readonly=True,
        groups=COST_GROUPS,
        help="As recorded, or else as the tariff expected it.",
    )
    margin = fields.Monetary(compute="_compute_margin", groups=COST_GROUPS)
    margin_rate = fields.Float("Margin %", compute="_compute_margin", groups=COST_GROUPS)
    subscribers = fields.Integer(readonly=True, help="Agreements for it on the last day.")
    complaints = fields.Integer(readonly=True)
    demands = fields.Integer(
        "Times Asked For", readonly=True, help="Wishes that were written down."
    )
    satisfaction = fields.Float(readonly=True, help="Share of the satisfied; empty: not asked.")
    fair_price = fields.Monetary(
        readonly=True, help="What half of those who were asked call fair; empty: not asked."
    )

    # ------------------------------------------------------------------ this year

    suggestion = fields.Selection(
        [("keep", "Keep as It Is"), ("raise", "Raise"), ("stop", "Stop"), ("new", "Offer It")],
        readonly=True,
    )
    suggested_because = fields.Char("Because", readonly=True, groups=COST_GROUPS)
    decision = fields.Selection(
        [
            ("keep", "Keep as It Is"),
            ("reprice", "Other Price"),
            ("stop", "Stop"),
            ("new", "Offer It"),
            ("refuse", "Do Not Offer"),
        ],
        "What Becomes of It",
        help="The service manager's selection.",
    )
    decision_reason = fields.Char("Reason")
    price = fields.Monetary("New Price", help="Tax included; what it costs so far where empty.")
    expected_cost = fields.Monetary("New Cost", groups=COST_GROUPS)
    margin_reason = fields.Char("Margin Explained", groups=COST_GROUPS)
    department_id = fields.Many2one("hr.department", check_company=True, ondelete="restrict")

    _price_positive = models.Constraint(
        "CHECK(price >= 0 AND expected_cost >= 0)", "Prices and costs are not negative."
    )

    @api.depends("product_id", "wish")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line._subject()

    @api.depends("revenue", "cost")
    def _compute_margin(self):
        for line in self:
            line.margin = line.revenue - line.cost
            line.margin_rate = line.margin / line.revenue if line.revenue else 0.0

    # ------------------------------------------------------------------ guards

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "round_id", "tariff_line_id", "suggestion", "suggested_because", *self._figures(),
        }  # fmt: skip

    @api.model
    def _guarded_defaults(self):
        return {
            **super()._guarded_defaults(),
            **dict.fromkeys(self._figures(), 0),
            "tariff_line_id": False,
            "suggestion": False,
            "suggested_because": False,
        }

    @api.model
    def _figures(self):
        """Hook: names of the figures of last year."""
        return (
            "times", "quantity", "revenue", "cost", "subscribers", "complaints", "demands",
            "satisfaction", "fair_price",
        )  # fmt: skip

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.round_id._refuse_proposed()
        return lines

    def write(self, vals):
        if vals.keys() - self._guarded_fields():
            self.check_access("write")
            self.round_id._refuse_proposed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unproposed(self):
        self.round_id._refuse_proposed()

    # ------------------------------------------------------------------ checks

    def _subject(self):
        return self.product_id.display_name or self.wish or ""

    def _check_decided(self):
        """Each item is decided, and what is not kept as it is says why."""
        for line in self:
            if not line.decision:
                raise UserError(
                    self.env._("%(item)s: decide what becomes of it.", item=line._subject())
                )
            if line.decision != "keep" and not line.decision_reason:
                raise UserError(
                    self.env._("%(item)s: say why it is decided so.", item=line._subject())
                )
            if line.decision in ("keep", "reprice", "new") and not line.product_id:
                raise UserError(
                    self.env._(
                        "%(wish)s: choose the item that it is to be, or do not offer it.",
                        wish=line._subject(),
                    )
                )

    def _check_priced(self):
        for line in self.filtered(lambda line: line.decision in ("reprice", "new")):
            free = line.product_id.convenience_charging == "free"
            quoted = line.tariff_line_id.price_rule == "quotation"
            if not (line.price or free or quoted):
                raise UserError(self.env._("%(item)s: enter the new price.", item=line._subject()))
            if not (line.department_id or line.tariff_line_id.department_id):
                raise UserError(
                    self.env._(
                        "%(item)s: choose the department that does the work.",
                        item=line._subject(),
                    )
                )

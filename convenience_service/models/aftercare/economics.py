from odoo import api, fields, models

from ..request.request_line import COST_GROUPS
from .economics_query import economics_query


class ConvenienceEconomics(models.Model):
    """What services brought and cost, and how they were liked: economic and social benefit of an
    item side by side (社会效益与经济效益综合评价, P2 and P5 4.4.5, P2 4.3.3).

    One row for each finished service, flat month, credit, month of a fixed cost, answer of a
    follow-up, complaint, and month of a subscriber, on its local day at the office. Amounts are in
    company currency, tax included, as billed: what is waived brings nothing, a credit lowers the
    day it is dated. Cost is as recorded, or else as the tariff expected it; in a month for which
    the item has a fixed cost, that stands for the expected one. Where none is known the cost is
    not recorded (成本未录), which is no loss.
    """

    _name = "convenience.economics"
    _description = "Economics of Services"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "product_id"

    kind = fields.Selection(
        [
            ("service", "Finished Service"),
            ("flat", "Flat Month"),
            ("credit", "Credit"),
            ("fixed", "Fixed Cost of a Month"),
            ("follow_up", "Answer of a Follow-Up"),
            ("complaint", "Complaint"),
            ("subscriber", "Subscriber"),
        ],
        "What It Is",
        readonly=True,
    )
    date = fields.Date(readonly=True, help="Local day at the office.")
    office_id = fields.Many2one("convenience.office", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    product_id = fields.Many2one("product.product", "Item", readonly=True)
    categ_id = fields.Many2one("product.category", "Category", readonly=True)
    customer_type_id = fields.Many2one("convenience.customer.type", readonly=True)
    charging = fields.Selection([("free", "Free"), ("paid", "Paid")], "Free or Paid", readonly=True)
    request_id = fields.Many2one("convenience.request", readonly=True)
    times = fields.Integer(readonly=True, help="Services that were finished.")
    quantity = fields.Float(readonly=True, digits="Product Unit")
    revenue = fields.Monetary(readonly=True, help="Tax included, flat months of agreements too.")
    labour_cost = fields.Monetary("Labour", readonly=True, groups=COST_GROUPS)
    material_cost = fields.Monetary("Materials", readonly=True, groups=COST_GROUPS)
    provider_cost = fields.Monetary("Outside Provider's Part", readonly=True, groups=COST_GROUPS)
    fixed_cost = fields.Monetary(readonly=True, groups=COST_GROUPS)
    cost = fields.Monetary(
        readonly=True,
        groups=COST_GROUPS,
        help="Labour, materials, provider and fixed cost; what the tariff expected where neither "
        "hours nor a provider are on record and the item has no fixed cost in that month.",
    )
    margin = fields.Monetary(readonly=True, groups=COST_GROUPS, help="Revenue less cost.")
    unrecorded = fields.Integer(
        "Times without Cost",
        readonly=True,
        groups=COST_GROUPS,
        help="Services of which nothing says what they cost: no loss, and no margin either.",
    )
    answers = fields.Integer(readonly=True, help="Customers who said how satisfied they are.")
    satisfaction = fields.Float(
        "Satisfaction %",
        readonly=True,
        aggregator="avg",
        help="Very satisfied, satisfied and fairly satisfied of a hundred answers.",
    )
    complaints = fields.Integer(readonly=True)
    valid_complaints = fields.Integer("Complaints Found Valid", readonly=True)
    subscribers = fields.Integer(
        "Subscriber Months",
        readonly=True,
        help="Agreements that ran on the last day of a month; of one month: its subscribers.",
    )

    @property
    def _table_query(self):
        return economics_query(self.env)

    @api.model
    def _sums(self, domain, by=()):
        """Return {group: {measure: sum}} of the rows of a domain, in one query."""
        measures = ("times", "revenue", "cost", "margin", "unrecorded", "answers", "complaints")
        groups = self._read_group(domain, list(by), [f"{name}:sum" for name in measures])
        size = len(by)
        return {
            tuple(group[:size]): {
                name: value or 0 for name, value in zip(measures, group[size:], strict=True)
            }
            for group in groups
        }

    def action_open_source(self):
        """Open the request behind a row."""
        self.ensure_one()
        return self.request_id._get_records_action() if self.request_id else False
